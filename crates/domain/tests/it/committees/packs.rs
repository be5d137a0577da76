use domain::cases::{self, Case, CaseMergeForm};
use domain::committees::pack::{self, Content, Table};
use domain::consultations::{self, Intake};
use domain::department_notices::{self, NoticeForm};
use kernel::{Error, Id, Role, Scope};
use testkit::{World, each_world, fault, faults};

use super::{made, make};

fn table<'c>(content: &'c Content, key: &str) -> &'c Table {
    content.tables.iter().find(|table| table.key == key).unwrap()
}

/// The cells of a line, and of the total under an empty label.
fn cells(content: &Content, key: &str, label: &str) -> Vec<Option<i64>> {
    let table = table(content, key);
    if label.is_empty() {
        return table.total.clone().unwrap();
    }
    table.lines.iter().find(|line| line.label == label).unwrap().cells.clone()
}

/// So many consultations of March, by a channel.
fn receive(w: &World<'_>, n: usize, channel: &str) {
    for _ in 0..n {
        let form = Intake {
            received_on: "R8.3.10".into(),
            channel: channel.into(),
            content: "相談".into(),
            triage: "answered".into(),
            triage_reason: "案内".into(),
            ..Intake::default()
        };
        w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap();
    }
}

/// A case that began in March, with an issue.
fn case(w: &World<'_>, name: &str) -> String {
    let person = w.person(&w.elder, name, "", "S45.5.6");
    let (id, code) = w.case(&w.elder, person);
    w.act(&w.elder, move |tx, _| {
        tx.exec("UPDATE cases SET opened_on = '2026-03-05' WHERE id = $1", &[&id])?;
        tx.exec("UPDATE case_issues SET found_on = '2026-03-05' WHERE case_id = $1", &[&id])
    })
    .unwrap();
    code
}

#[test]
fn a_pack_counts_a_period_and_masks_what_is_small() {
    each_world(|w| {
        receive(w, 12, "counter");
        receive(w, 3, "phone");
        receive(w, 7, "visit");
        for n in 0..6 {
            case(w, &format!("隠岐島 波留{n}"));
        }
        let content = made(w, "R8.3.1", "R8.3.31");
        assert_eq!(cells(&content, "consultations", "電話"), [None]);
        // 22 - 12 - 7 would tell it; which of the others goes with it is drawn.
        let others = ["窓口", "訪問"].map(|channel| cells(&content, "consultations", channel)[0]);
        assert!([[None, Some(7)], [Some(12), None]].contains(&others), "{others:?}");
        assert_eq!(cells(&content, "consultations", "オンライン"), [Some(0)]);
        assert_eq!(cells(&content, "consultations", ""), [Some(22)]);
        assert_eq!(cells(&content, "triages", "情報を伝えて終わる"), [Some(22)]);
        assert_eq!(cells(&content, "cases", "始めたケース"), [Some(6)]);
        assert_eq!(cells(&content, "issues", "8050問題"), [Some(6), Some(0)]);
        assert_eq!(cells(&content, "issues", "生活困窮"), [Some(0), Some(0)]);
        assert_eq!(content.small, 5);
        let earlier = made(w, "R8.2.1", "R8.2.28");
        assert_eq!(cells(&earlier, "consultations", ""), [Some(0)]);
        assert_eq!(cells(&earlier, "cases", "始めたケース"), [Some(0)]);
    });
}

/// ODA-18: results by issue type, with the issue types that the seed of 大田市 names.
#[test]
fn every_issue_type_of_the_municipality_has_its_line() {
    each_world(|w| {
        w.act(&w.admin, |tx, _| {
            let profile = domain::municipality::shipped("oda-shi").unwrap().unwrap();
            let new = domain::installed::Installation::of_profile(&profile, "");
            for (position, issue) in new.issue_types.iter().enumerate() {
                tx.exec(
                    "INSERT INTO issue_types (key, name, position, active) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING",
                    &[&issue.key, &issue.name, &(position as i64), &true],
                )?;
            }
            Ok(())
        })
        .unwrap();
        let content = made(w, "R8.3.1", "R8.3.31");
        let lines: Vec<&str> =
            table(&content, "issues").lines.iter().map(|line| line.label.as_str()).collect();
        for issue in ["DV", "虐待", "ひきこもり", "認知症", "解雇"] {
            assert!(lines.iter().any(|line| line.contains(issue)), "{issue} in {lines:?}");
        }
    });
}

#[test]
fn notices_are_counted_by_department_and_nothing_else_of_them_is_there() {
    each_world(|w| {
        let water = w.somebody("suido", "hardship", Role::Manager);
        let send = |who: &Scope, n: usize| {
            for _ in 0..n {
                let form = NoticeForm {
                    to_agency: w.elder.agency.to_string(),
                    content: "郵便がたまっている".into(),
                    consent: "not_asked".into(),
                    ground: "emergency".into(),
                    ground_note: "応答がない".into(),
                    person_name: "隠岐島 波留".into(),
                    ..NoticeForm::default()
                };
                w.act(who, move |tx, who| department_notices::send(tx, who, &form)).unwrap();
            }
        };
        send(&w.tax, 6);
        send(&water, 5);
        w.at.ambient.advance(31 * 86_400);
        let content = made(w, "R8.4.1", "R8.4.30");
        assert_eq!(cells(&content, "department_notices", "税務課【架空】"), [Some(6)]);
        assert_eq!(cells(&content, "department_notices", "自立相談支援機関【架空】"), [Some(5)]);
        assert_eq!(cells(&content, "department_notices", ""), [Some(11)]);
        let json = serde_json::to_string(&content).unwrap();
        assert!(!json.contains("郵便") && !json.contains("隠岐島"));
    });
}

/// The acceptance of ODA-18: a scan of a pack for every name of the town finds nothing.
#[test]
fn no_name_of_the_town_is_in_a_pack() {
    each_world(|w| {
        let mut names = Vec::new();
        for n in 0..20 {
            let name = format!("匿名 十{}【架空】", ["一", "二", "三", "四", "五"][n % 5].repeat(1 + n / 5));
            names.push(name.clone());
            let code = case(w, &name);
            w.record(&w.elder, &code, &format!("{name}を訪ねた"));
            names.push(code);
        }
        receive(w, 8, "counter");
        let content = made(w, "R8.3.1", "R8.3.31");
        let json = serde_json::to_string(&content).unwrap();
        let stored: String =
            w.ask(&w.tax, |tx, _| tx.one("SELECT content FROM committee_packs", &[])).unwrap();
        assert_eq!(stored, json, "what is kept is what is shown");
        let kept: Vec<(String, String)> =
            w.ask(&w.tax, |tx, _| tx.all("SELECT name, kana FROM people", &[])).unwrap();
        names.extend(kept.into_iter().flat_map(|(name, kana)| [name, kana]));
        for name in names.iter().filter(|name| !name.is_empty()) {
            let bare = name.replace("【架空】", "");
            assert!(!json.contains(&bare) && !json.contains(&bare.replace(' ', "")), "{bare}");
        }
    });
}

/// Words of a pack come from the municipality; should one of them be somebody's name all the same, nothing leaves.
#[test]
fn a_pack_with_somebody_s_name_is_not_made() {
    each_world(|w| {
        case(w, "隠岐島 波留");
        w.act(&w.admin, |tx, _| {
            tx.exec("UPDATE agencies SET name = '隠岐島波留の事務所' WHERE key = 'tax'", &[])
        })
        .unwrap();
        let form = NoticeForm {
            to_agency: w.elder.agency.to_string(),
            content: "郵便がたまっている".into(),
            consent: "not_asked".into(),
            ground: "none".into(),
            ..NoticeForm::default()
        };
        w.act(&w.tax, move |tx, who| department_notices::send(tx, who, &form)).unwrap();
        w.at.ambient.advance(31 * 86_400);
        assert_eq!(fault(make(w, &w.manager, "R8.4.1", "R8.4.30")), "pack_names_somebody");
        assert!(w.ask(&w.manager, pack::list).unwrap().is_empty());
    });
}

#[test]
fn a_pack_is_frozen() {
    each_world(|w| {
        receive(w, 6, "counter");
        let id = make(w, &w.manager, "R8.3.1", "R8.3.31").unwrap();
        receive(w, 6, "counter");
        let content = w.ask(&w.tax, |tx, who| pack::show(tx, who, id)).unwrap().content;
        assert_eq!(cells(&content, "consultations", ""), [Some(6)]);
    });
}

/// The difference of two packs that overlap would tell what each of them masks.
#[test]
fn periods_are_whole_months_that_are_over_and_do_not_overlap() {
    each_world(|w| {
        make(w, &w.manager, "R8.1.1", "R8.2.28").unwrap();
        for (from, to) in
            [("R8.2.1", "R8.3.31"), ("R8.1.1", "R8.2.28"), ("R7.4.1", "R8.3.31"), ("R8.1.1", "R8.1.31")]
        {
            assert_eq!(
                faults(make(w, &w.manager, from, to)),
                [("from".to_owned(), "pack_overlaps")],
                "{from} {to}"
            );
        }
        for (from, to) in [("R8.3.2", "R8.3.31"), ("R8.3.1", "R8.3.30"), ("R8.3.1", "R8.4.1")] {
            assert_eq!(
                faults(make(w, &w.manager, from, to)),
                [("from".to_owned(), "pack_needs_months")],
                "{from} {to}"
            );
        }
        assert_eq!(fault(make(w, &w.manager, "R8.3.1", "R8.4.30")), "error_date_future");
        let days = w.ask(&w.manager, pack::suggested).unwrap().unwrap();
        assert_eq!((days.0.to_string().as_str(), days.1.to_string().as_str()), ("2026-03-01", "2026-03-31"));
        make(w, &w.manager, "R8.3.1", "R8.3.31").unwrap();
        assert_eq!(w.ask(&w.manager, pack::suggested).unwrap(), None);
        assert_eq!(w.ask(&w.tax, pack::list).unwrap().len(), 2);
    });
}

#[test]
fn who_decides_makes_packs_and_everybody_reads_them() {
    each_world(|w| {
        for who in [&w.elder, &w.tax, &w.admin, &w.privacy] {
            assert!(matches!(make(w, who, "R8.3.1", "R8.3.31"), Err(Error::NotFound)), "{:?}", who.role);
        }
        let id = make(w, &w.manager, "R8.3.1", "R8.3.31").unwrap();
        let unread = Scope { accepted_rules: false, ..w.tax.clone() };
        assert!(w.ask(&unread, |tx, who| pack::show(tx, who, id)).is_err());
        assert!(w.ask(&unread, pack::list).unwrap().is_empty());
        assert!(w.ask(&w.privacy, |tx, who| pack::show(tx, who, id)).is_ok());
    });
}

#[test]
fn the_municipality_says_what_is_small_and_an_old_profile_says_five() {
    each_world(|w| {
        receive(w, 6, "counter");
        receive(w, 9, "phone");
        w.works_by("oda-shi", |text| {
            text.replace("small_count = { value = 5, default = true }", "small_count = 10")
        });
        let content = made(w, "R8.3.1", "R8.3.31");
        assert_eq!((content.small, content.committee.as_str()), (10, "大田市地域福祉推進支援機関代表者会議"));
        assert_eq!(cells(&content, "consultations", "窓口"), [None]);
        w.works_by("oda-shi", |text| {
            let old = text.replace("small_count = { value = 5, default = true }\n", "");
            old.replace("department_notices = \"unset\"\n", "")
        });
        let content = made(w, "R8.2.1", "R8.2.28");
        assert_eq!((content.small, content.committee.as_str()), (5, "大田市地域福祉推進支援機関代表者会議"));
    });
}

/// A case with two issues stands in two lines and once in the total; a case that was merged into another one is none.
#[test]
fn nobody_is_counted_twice() {
    each_world(|w| {
        let codes: Vec<String> = (0..7).map(|n| case(w, &format!("隠岐島 波留{n}"))).collect();
        let six = codes[..6].to_vec();
        w.act(&w.elder, move |tx, who| {
            six.iter().try_for_each(|code| {
                let id: Id<Content> = tx.new_id();
                tx.exec(
                    "INSERT INTO case_issues (id, case_id, issue_type, found_by, found_on)
                     SELECT $1, id, 'economic_hardship', $3, '2026-03-06' FROM cases WHERE code = $2",
                    &[&id, code, &who.agency],
                )
            })
        })
        .unwrap();
        let [kept, merged] = [codes[5].clone(), codes[6].clone()];
        let kept: Id<Case> =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM cases WHERE code = $1", &[&kept])).unwrap();
        let form = CaseMergeForm { other: merged, reason: "同じ世帯だった".into() };
        w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, kept, &form)).unwrap();
        let content = made(w, "R8.3.1", "R8.3.31");
        assert_eq!(cells(&content, "issues", "8050問題"), [Some(6), Some(0)]);
        assert_eq!(cells(&content, "issues", "生活困窮"), [Some(6), Some(0)]);
        assert_eq!(cells(&content, "issues", ""), [Some(6), Some(0)]);
        assert_eq!(cells(&content, "cases", "始めたケース"), [Some(6)]);
    });
}
