//! 帳票: what is printed, by whom, what stands in the log of it; and what comes back from Excel, wholly or not at all.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::consultations::{self, Intake};
use domain::emergency::{self, EmergencyForm};
use domain::plans::{self, PlanForm};
use kernel::Id;
use rust_xlsxwriter::{Workbook, Worksheet};
use testkit::{World, each_world};

use crate::routes::{CANARY, Sample};
use crate::site::{Answer, Client, Site};

pub(crate) fn paper(site: &Site<'_>, client: &Client, path: &str, form: &str, format: &str) -> Answer {
    site.post(client, &format!("{path}/paper"), &[("form", form), ("format", format)])
}

pub(crate) fn send(site: &Site<'_>, client: &Client, bytes: &[u8]) -> Answer {
    let mut body =
        b"--grenze\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n".to_vec();
    body.extend(bytes);
    body.extend(b"\r\n--grenze--\r\n");
    let kind = [(header::CONTENT_TYPE.as_str(), "multipart/form-data; boundary=grenze")];
    site.send(client, Method::POST, "/papers/imports", &kind, Body::from(body))
}

/// A workbook as somebody fills it: names of boxes with what was typed into them.
fn typed(form: &str, boxes: &[(&str, &str)], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Worksheet::new();
    sheet.set_name("様式").unwrap();
    let name = |book: &mut Workbook, name: &str, cell: &str| {
        book.define_name(name, &format!("='様式'!{cell}")).unwrap();
    };
    sheet.write_string(0, 0, form).unwrap();
    name(&mut book, "kasane_form", "$A$1");
    for (row, (key, text)) in (1..).zip(boxes) {
        sheet.write_string(row, 1, *text).unwrap();
        name(&mut book, key, &format!("$B${}", row + 1));
    }
    let columns = ["on", "time", "method", "counterpart", "text", "next_step", "next_due"];
    for (at, column) in columns.iter().enumerate() {
        name(&mut book, &format!("c_{column}"), &format!("${}$100", char::from(b'B' + at as u8)));
    }
    for (row, cells) in (100..).zip(rows) {
        for (column, text) in (1..).zip(*cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    name(&mut book, "e_records", "$A$130");
    for column in ["on", "time", "method", "counterpart", "text", "next"] {
        name(&mut book, &format!("c_past_{column}"), "$A$140");
    }
    name(&mut book, "e_past", "$A$141");
    book.push_worksheet(sheet);
    book.save_to_buffer().unwrap()
}

fn count(w: &World<'_>, sql: &'static str) -> i64 {
    w.ask(&w.elder, |tx, _| tx.one(sql, &[])).unwrap()
}

#[test]
fn what_the_page_holds_stands_on_paper_and_in_excel_and_the_print_in_the_log() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let consultation: String =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM consultations LIMIT 1", &[])).unwrap();
        let path = format!("/consultations/{consultation}");
        let name = CANARY.replace(' ', "");
        for (format, media) in [("pdf", "application/pdf"), ("xlsx", "application/vnd.openxml")] {
            let answer = paper(&site, &client, &path, "intake", format);
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(media));
            assert!(answer.text.replace(' ', "").contains(&name), "{format}: {}", answer.text);
            assert!(answer.text.contains("番号") && answer.text.contains("F-"), "the number of the print");
            let file = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
            assert!(file.contains("filename=\"F-"), "the name of the file tells nothing of anybody: {file}");
        }
        let records = paper(&site, &client, &format!("/cases/{}", sample_code(&sample)), "record", "pdf");
        assert!(records.text.contains("はじめての記録") && records.text.contains("所管"), "{}", records.text);
        let prints: Vec<String> = w
            .ask(&w.elder, |tx, _| {
                tx.all(
                    "SELECT purpose FROM audit_events WHERE action = 'print' AND purpose LIKE '% F-%'",
                    &[],
                )
            })
            .unwrap();
        assert_eq!(
            prints.iter().map(|p| p.split(' ').next().unwrap()).collect::<Vec<_>>(),
            ["intake", "intake", "record"]
        );
        assert_eq!(
            paper(&site, &client, &path, "minutes", "pdf").status,
            StatusCode::NOT_FOUND,
            "no form of this"
        );
        assert_eq!(paper(&site, &client, &path, "intake", "docx").status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

fn sample_code(sample: &Sample) -> String {
    sample.code.clone()
}

#[test]
fn in_an_emergency_one_reads_and_prints_nothing() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let form = EmergencyForm {
            case: sample.code.clone(),
            reason: "応答がなく、室内で倒れているおそれがあるため".into(),
            ..EmergencyForm::default()
        };
        w.act(&w.tax, move |tx, who| emergency::begin(tx, who, &form)).unwrap();
        let client = site.sign_in(&w.tax);
        let path = format!("/cases/{}", sample.code);
        assert_eq!(site.get(&client, &path).status, StatusCode::OK);
        for form in ["record", "assessment"] {
            assert_eq!(paper(&site, &client, &path, form, "pdf").status, StatusCode::NOT_FOUND);
        }
        let plan: String =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM support_plans LIMIT 1", &[])).unwrap();
        assert_eq!(site.get(&client, &format!("/plans/{plan}")).status, StatusCode::OK);
        assert_eq!(paper(&site, &client, &format!("/plans/{plan}"), "", "pdf").status, StatusCode::NOT_FOUND);
        assert_eq!(
            count(w, "SELECT count(*) FROM audit_events WHERE action = 'print' AND purpose LIKE '% F-%'"),
            0
        );
    });
}

#[test]
fn a_consultation_comes_back_from_the_sheet_that_went_out() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let intake = Intake {
            content: "雨もりがする。\n家賃も払えない".into(),
            nickname: "角の家の人".into(),
            topics: vec!["housing".into(), "rent".into()],
            most_serious: "rent".into(),
            work: "unemployed".into(),
            ..Intake::default()
        };
        let topics = intake.topics.clone();
        let first = w.act(&w.elder, {
            let intake = Intake {
                topics: known(&topics),
                most_serious: known(&topics)[0].clone(),
                work: String::new(),
                ..intake
            };
            move |tx, who| consultations::receive(tx, who, &intake)
        });
        let first = first.unwrap().id;
        let sheet = paper(&site, &client, &format!("/consultations/{first}"), "intake", "xlsx");
        let answer = send(&site, &client, &sheet.bytes);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let second: Id<consultations::Consultation> =
            answer.location().split(['/', '?']).nth(2).unwrap().parse().unwrap();
        let view = |id| w.ask(&w.elder, |tx, who| consultations::show(tx, who, id)).unwrap();
        let (one, two) = (view(first), view(second));
        assert_ne!(first, second);
        assert!(two.consultation.content.starts_with(&one.consultation.content));
        assert!(two.consultation.content.contains("受け付けた人: "), "nothing of the sheet is lost");
        assert_eq!(two.consultation.nickname, one.consultation.nickname);
        let marks = |v: &consultations::ConsultationView| -> Vec<_> {
            v.topics.iter().map(|m| (m.topic, m.most_serious)).collect()
        };
        assert_eq!(marks(&one), marks(&two));
        // The same file again is the same consultation.
        assert_eq!(send(&site, &client, &sheet.bytes).location(), answer.location());
        assert_eq!(count(w, "SELECT count(*) FROM consultations"), 2);
    });
}

/// Keys of topics as they are called here.
fn known(_: &[String]) -> Vec<String> {
    use domain::Choice as _;
    consultations::Topic::ALL[1..3].iter().map(|topic| topic.key().to_owned()).collect()
}

#[test]
fn records_come_in_all_together_or_none_of_them() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let before = count(w, "SELECT count(*) FROM case_records");
        let boxes = [("f_case", sample.code.as_str()), ("f_agency", "")];
        let good: &[&str] = &["2026/03/30", "14:00", "訪問", "本人", "会えた", "", ""];
        let wrong: &[&str] = &["2029/03/30", "", "狼煙", "本人", "先の日", "", ""];
        let late: &[&str] = &["2029/03/30", "", "", "", "先の日", "", ""];

        let answer = send(&site, &client, &typed("record 1", &boxes, &[good, wrong]));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text.contains("D102") && answer.text.contains("狼煙"),
            "what the list does not hold: {}",
            answer.text
        );
        let answer = send(&site, &client, &typed("record 1", &boxes, &[good, late]));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("B102"), "what the rules refuse, by its cell: {}", answer.text);
        assert_eq!(count(w, "SELECT count(*) FROM case_records"), before, "nothing half done");

        let answer =
            send(&site, &client, &typed("record 1", &boxes, &[good, &["", "", "", "", "きょう", "", ""]]));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(count(w, "SELECT count(*) FROM case_records"), before + 2);

        // What went out holds the past as such: sent back unchanged it makes no record a second time.
        let sheet = paper(&site, &client, &format!("/cases/{}", sample.code), "record", "xlsx");
        assert!(sheet.text.contains("きょう"));
        let answer = send(&site, &client, &sheet.bytes);
        assert!(answer.text.contains("記録が1行もありません"), "{}", answer.text);
        assert_eq!(count(w, "SELECT count(*) FROM case_records"), before + 2);
    });
}

#[test]
fn a_sheet_of_a_case_out_of_sight_is_a_wrong_number() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.tax);
        let row: &[&str] = &["", "", "", "", "書きこみ", "", ""];
        let answers = [sample.code.as_str(), "K-9999-99"].map(|code| {
            let answer =
                send(&site, &client, &typed("record 1", &[("f_case", code), ("f_agency", "")], &[row]));
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answer.text.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned()
        });
        assert_eq!(answers[0], answers[1], "nobody learns that there is such a case");
        assert!(answers[0].contains("この番号のものが見つかりません"));
    });
}

#[test]
fn what_is_no_sheet_of_ours_is_refused_in_words() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        for (bytes, said) in [
            (b"not excel".to_vec(), "Excelのファイル"),
            (Workbook::new().save_to_buffer().unwrap(), "様式の目印がありません"),
            (typed("minutes 1", &[], &[]), "この様式は取り込めません"),
            (typed("no_such_form 1", &[], &[]), "この様式は取り込めません"),
            (typed("record 99", &[("f_case", "K"), ("f_agency", "")], &[]), "新しい版"),
        ] {
            let answer = send(&site, &client, &bytes);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(said), "{said}: {}", answer.text);
        }
        assert_eq!(send(&site, &site.sign_in(&w.admin), b"x").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_plan_comes_back_into_its_draft_and_overwrites_nothing_newer() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let words = PlanForm {
            kind: "outreach_support_plan".into(),
            wish: "そっとしておいてほしい".into(),
            line_what: vec!["手紙を置く".into()],
            line_agency: vec!["包括".into()],
            ..PlanForm::default()
        };
        let code = sample.code.clone();
        let plan = w.act(&w.elder, move |tx, who| plans::draft(tx, who, &code, &words)).unwrap();
        let sheet = paper(&site, &client, &format!("/plans/{plan}"), "", "xlsx");
        assert_eq!(sheet.status, StatusCode::OK, "{}", sheet.text);
        let answer = send(&site, &client, &sheet.bytes);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let (_, view) = w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap();
        assert_eq!(
            (view.plan.wish.as_str(), view.lines[0].what.as_str()),
            ("そっとしておいてほしい", "手紙を置く")
        );
        assert_eq!(view.plan.version, 2);
        // Another copy of the old sheet, written in meanwhile.
        let late = paper(&site, &client, &format!("/plans/{plan}"), "", "xlsx");
        let form = PlanForm { wish: "新しいことば".into(), ..plans::form_of(&view, &[]) };
        w.act(&w.elder, move |tx, who| plans::revise(tx, who, plan, &form)).unwrap();
        assert_eq!(send(&site, &client, &late.bytes).status, StatusCode::CONFLICT);
        let (_, view) = w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap();
        assert_eq!(view.plan.wish, "新しいことば");
    });
}

#[test]
fn an_assessment_comes_back_about_the_person_whom_it_names() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let before = count(w, "SELECT count(*) FROM assessments");
        let sheet = paper(&site, &client, &format!("/cases/{}", sample.code), "assessment", "xlsx");
        assert!(sheet.text.contains("さんの願い"), "what one's own agency wrote before");
        let answer = send(&site, &client, &sheet.bytes);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(count(w, "SELECT count(*) FROM assessments"), before + 1);
    });
}

#[test]
fn packets_of_a_sitting_are_printed_one_for_each_and_only_for_the_convener() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        // The item of the sample is over; another one of the same case is prepared.
        let (sitting, _) = prepared(w, &sample.code);
        let path = format!("/conferences/sittings/{sitting}/packets");
        for stranger in [&w.hardship, &w.tax, &w.manager] {
            assert_eq!(site.post(&site.sign_in(stranger), &path, &[]).status, StatusCode::NOT_FOUND);
        }
        let begun = site.post(&client, &path, &[]);
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let run = begun.location().to_owned();
        let page = printed(&site, &client, &run);
        assert_eq!((page["total"].as_i64(), page["done"].as_i64()), (Some(1), Some(1)));
        let part = site.get(&client, &format!("{run}/1"));
        assert!(part.text.contains("1番") && part.text.contains(&CANARY.replace(' ', "")), "{}", part.text);
        assert!(part.text.contains("返してください"), "{}", part.text);
        assert_eq!(site.get(&client, &format!("{run}/2")).status, StatusCode::NOT_FOUND);
        let before = count(w, "SELECT count(*) FROM audit_events WHERE outcome = 'refused'");
        let other = site.sign_in(&w.hardship);
        for path in [run.clone(), format!("{run}/1")] {
            assert_eq!(site.get(&other, &path).status, StatusCode::NOT_FOUND, "for whoever began it alone");
        }
        assert!(count(w, "SELECT count(*) FROM audit_events WHERE outcome = 'refused'") > before);
        w.at.ambient.advance(31 * 60);
        let client = site.sign_in(&w.elder);
        assert_eq!(
            site.get(&client, &format!("{run}/1")).status,
            StatusCode::NOT_FOUND,
            "gone after half an hour"
        );
    });
}

/// A run of printing, when it has ended.
fn printed(site: &Site<'_>, client: &Client, run: &str) -> serde_json::Value {
    loop {
        let page = site.get_json(client, run).json();
        if page["ended"] == true {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// A sitting with an item whose papers are frozen and whose one member is bound.
pub(crate) fn prepared(w: &World<'_>, code: &str) -> (String, String) {
    use domain::conferences as c;
    let request = c::RequestForm {
        no_consent_reason: "会えていない".into(),
        necessity: "見守りの役割を、急いで分けあう必要があるため".into(),
        question: "だれが訪ねるか".into(),
        meets_on: "R8.4.20".into(),
        ..c::RequestForm::default()
    };
    let target = code.to_owned();
    let item = w.act(&w.elder, move |tx, who| c::request(tx, who, &target, &request)).unwrap();
    let decision = c::DecisionForm { note: "必要と認める".into() };
    w.act(&w.manager.clone(), move |tx, who| c::approve(tx, who, item, &decision)).unwrap();
    let own = w
        .ask(&w.elder, |tx, who| tx.one::<String>("SELECT login FROM staff WHERE id = $1", &[&who.staff]))
        .unwrap();
    let sitting = w
        .act(&w.elder, move |tx, who| {
            c::invite(tx, who, item, &c::InviteForm { login: own.clone(), ..c::InviteForm::default() })?;
            let read = c::AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
            c::acknowledge(tx, who, item, &read)?;
            let sitting = c::SittingForm {
                name: "個別会議".into(),
                meets_on: "R8.4.20".into(),
                ..c::SittingForm::default()
            };
            let sitting = c::convene(tx, who, &sitting)?;
            c::place(tx, who, sitting, &c::PlaceForm { item: item.to_string(), ..c::PlaceForm::default() })?;
            let papers =
                c::FreezeForm { summary: format!("{CANARY}さんの経過"), ..c::FreezeForm::default() };
            c::freeze(tx, who, item, &papers)?;
            Ok(sitting)
        })
        .unwrap();
    (sitting.to_string(), item.to_string())
}

#[test]
fn an_empty_form_tells_of_nobody() {
    each_world(|w| {
        let (site, _) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let list = site.get_json(&client, "/papers").json();
        let forms: Vec<String> = list["forms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|form| form["key"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(forms.len(), documents::SHIPPED.len());
        for form in &forms {
            for format in ["pdf", "xlsx"] {
                let answer = site.get(&client, &format!("/papers/{form}/blank?format={format}"));
                assert_eq!(answer.status, StatusCode::OK, "{form}: {}", answer.text);
                assert!(!answer.text.contains("隠岐島"));
            }
        }
        assert_eq!(site.get(&client, "/papers/nothing/blank").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_municipality_is_told_of_faults_in_its_forms_before_it_serves() {
    each_world(|w| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("consent.typ"),
            "#import \"kasane.typ\": *\n#show: sheet\n#part(\"person\")\n",
        )
        .unwrap();
        let options = web::Options { layouts: Some(folder.path().to_owned()), ..web::Options::default() };
        let said = match web::App::new(w.at.db.clone(), options) {
            Ok(_) => panic!("a form that forgets boxes is served"),
            Err(error) => error.to_string(),
        };
        assert!(said.contains("consent.typ") && said.contains("purpose"), "{said}");
        assert_eq!(web::check_layouts(folder.path()).len(), said.lines().count() - 1);
    });
}

#[test]
fn what_the_product_knows_of_an_item_stands_on_its_application() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let (_, item) = prepared(w, &sample.code);
        let path = format!("/conferences/items/{item}");
        let application = paper(&site, &client, &path, "conference_request", "pdf").text;
        for words in ["会えていない", "見守りの役割", "必要と認める", "開催を決めた", "令和8年4月20日"]
        {
            assert!(application.contains(words), "{words}: {application}");
        }
        assert!(!application.contains(&CANARY.replace(' ', "")), "an application names nobody");
        let secrecy = paper(&site, &client, &path, "secrecy", "pdf").text;
        assert!(secrecy.contains("正当な理由なく") && secrecy.contains("見本職員【架空】"), "{secrecy}");
        assert_eq!(
            paper(&site, &site.sign_in(&w.hardship), &path, "secrecy", "pdf").status,
            StatusCode::NOT_FOUND
        );
    });
}

/// S2, step 6: the article of the ground, that of secrecy, and the municipality's rule with its version.
#[test]
fn minutes_and_sheets_cite_the_ground_the_secrecy_and_the_rule() {
    each_world(|w| {
        w.works_by("oda-shi", |text| {
            text.replacen("rule_version = \"unset\"", "rule_version = \"令和5年4月1日\"", 1)
        });
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let cited = [
            "第106条の6第1項",
            "第106条の6第6項",
            "大田市重層的支援体制整備事業支援会議設置要綱(令和5年4月1日)",
        ];
        let cites = |text: &str, what: &str| {
            let text: String = text.split_whitespace().collect();
            for words in cited {
                assert!(text.contains(words), "{words} is not in {what}: {text}");
            }
        };
        let held: String = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT id FROM conference_items WHERE held_at IS NOT NULL AND ground = 'statute'",
                    &[],
                )
            })
            .unwrap();
        let path = format!("/conferences/items/{held}");
        cites(&site.get(&client, &format!("{path}/minutes")).text, "the page");
        for format in ["pdf", "xlsx"] {
            cites(&paper(&site, &client, &path, "minutes", format).text, format);
        }
        let (sitting, _) = prepared(w, &sample.code);
        let run = site.post(&client, &format!("/conferences/sittings/{sitting}/packets"), &[]);
        let run = run.location().to_owned();
        printed(&site, &client, &run);
        cites(&site.get(&client, &format!("{run}/1")).text, "the sheet");
    });
}
