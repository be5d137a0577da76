//! Answers that come back on a sheet: 照会 and 評価シート, wholly or not at all.

use axum::http::StatusCode;
use domain::Choice as _;
use domain::conferences::{self as c, ConferenceItem, Inquiry, Reply};
use domain::people::{self, ContactForm, Person};
use domain::plans::{self, Change, Plan, PlanOutcome, ReviewForm};
use kernel::Id;
use rust_xlsxwriter::{Workbook, Worksheet};
use testkit::{World, each_world};

use crate::papers::{paper, prepared, send};
use crate::routes::Sample;
use crate::site::{Client, Site};

/// A workbook as somebody fills it: its mark, the names of boxes with what was typed into them, and tables by the keys of
/// their columns.
fn book(mark: &str, boxes: &[(&str, &str)], tables: &[(&str, &[&str])]) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut sheet = Worksheet::new();
    sheet.set_name("様式").unwrap();
    let name = |book: &mut Workbook, name: &str, cell: &str| {
        book.define_name(name, &format!("='様式'!{cell}")).unwrap();
    };
    sheet.write_string(0, 0, mark).unwrap();
    name(&mut book, "kasane_form", "$A$1");
    for (row, (key, text)) in (1..).zip(boxes) {
        sheet.write_string(row, 1, *text).unwrap();
        name(&mut book, key, &format!("$B${}", row + 1));
    }
    for (at, (part, columns)) in (1..).zip(tables) {
        for (column, key) in columns.iter().enumerate() {
            name(
                &mut book,
                &format!("c_{key}"),
                &format!("${}${}", char::from(b'B' + column as u8), at * 100),
            );
        }
        name(&mut book, &format!("e_{part}"), &format!("$A${}", at * 100 + 10));
    }
    book.push_worksheet(sheet);
    book.save_to_buffer().unwrap()
}

/// An item whose member of the tax office was asked twice.
struct Asked<'a> {
    w: &'a World<'a>,
    site: Site<'a>,
    worker: Client,
    item: Id<ConferenceItem>,
    code: String,
}

const QUESTION: &str = "滞納の様子と、これまでの相談";

fn asked<'a>(w: &'a World<'a>) -> Asked<'a> {
    let (site, sample) = (Site::new(w), Sample::new(w));
    let (_, item) = prepared(w, &sample.code);
    let item: Id<ConferenceItem> = item.parse().unwrap();
    let invite = c::InviteForm { login: "zeimu".into(), ..c::InviteForm::default() };
    w.act(&w.elder, move |tx, who| c::invite(tx, who, item, &invite)).unwrap();
    let read = c::AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    w.act(&w.tax, move |tx, who| c::acknowledge(tx, who, item, &read)).unwrap();
    let view = w.ask(&w.elder, |tx, who| c::show(tx, who, item)).unwrap();
    let member = view.members.last().unwrap().id.to_string();
    for question in [QUESTION, "分納の見こみ"] {
        let form =
            c::InquiryForm { member: member.clone(), question: question.into(), due: "R8.4.10".into() };
        w.act(&w.elder, move |tx, who| c::inquire(tx, who, item, &form)).unwrap();
    }
    let worker = site.sign_in(&w.elder);
    Asked { w, site, worker, item, code: view.item.code }
}

impl Asked<'_> {
    fn inquiries(&self) -> Vec<Inquiry> {
        self.w.ask(&self.w.elder, |tx, who| c::show(tx, who, self.item)).unwrap().inquiries
    }

    /// The sheet of an inquiry, filled in.
    fn sheet(&self, number: &str, question: &str, reply: &str, answer: &str) -> Vec<u8> {
        let boxes = [
            ("f_code", self.code.as_str()),
            ("f_asked_to", "税務課"),
            ("f_due_on", "2026/04/10"),
            ("f_law_ref", ""),
            ("f_question", question),
            ("f_reply", reply),
            ("f_answer", answer),
        ];
        book(&format!("inquiry 1 {number}"), &boxes, &[])
    }

    /// What is told about a sheet that is not taken in.
    fn refused(&self, client: &Client, bytes: &[u8]) -> String {
        let answer = send(&self.site, client, bytes);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        answer.text.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned()
    }
}

#[test]
fn an_answer_that_comes_back_stays_the_member_s_and_tells_who_took_it_in() {
    each_world(|w| {
        let a = asked(w);
        let path = format!("/conferences/items/{}", a.item);
        let second = a.inquiries()[1].id.to_string();
        let form = [("form", "inquiry"), ("format", "xlsx"), ("inquiry", second.as_str())];
        let printed = a.site.post(&a.worker, &format!("{path}/paper"), &form);
        assert_eq!(printed.status, StatusCode::OK, "{}", printed.text);
        let told = a.refused(&a.worker, &printed.bytes);
        assert!(
            told.contains("返事を1つ選んでください"),
            "it found its inquiry and lacks the answer: {told}"
        );
        let sheet =
            a.sheet("2", "分納の\n見こみ", "一部だけ回答した", "金額は答えられない。月ごとなら話せる");
        let taken = send(&a.site, &a.worker, &sheet);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        assert!(taken.location().starts_with(&path), "{}", taken.location());
        let all = a.inquiries();
        assert_eq!((all[0].reply, all[1].reply), (Reply::Waiting, Reply::Partly));
        assert_eq!(all[1].taken_in_by.as_deref(), Some("見本 職員【架空】"));
        assert!(all[1].to.starts_with("税務課"), "the answer is of whoever was asked");
        assert!(a.site.get(&a.worker, &path).text.contains("が取り込みました"));
        // The same file again is the same answer; another one overwrites nothing.
        assert_eq!(send(&a.site, &a.worker, &sheet).location(), taken.location());
        let other = a.sheet("2", "分納の見こみ", "答えられない", "やはり答えない");
        assert_eq!(send(&a.site, &a.worker, &other).status, StatusCode::CONFLICT);
        assert_eq!(a.inquiries()[1].answer, "金額は答えられない。月ごとなら話せる");
    });
}

#[test]
fn the_member_who_was_asked_sends_the_sheet_as_well_and_nobody_else_does() {
    each_world(|w| {
        let a = asked(w);
        let member = a.site.sign_in(&w.tax);
        let sheet = a.sheet("1", QUESTION, "答えられない", "守秘のため");
        let stranger = a.refused(&a.site.sign_in(&w.hardship), &sheet);
        let unknown = Asked { code: "M-000-0000".into(), ..asked_like(&a) };
        assert_eq!(
            stranger,
            unknown.refused(
                &a.site.sign_in(&w.hardship),
                &unknown.sheet("1", QUESTION, "答えられない", "守秘のため")
            )
        );
        assert!(stranger.contains("この番号のものが見つかりません"), "{stranger}");
        let taken = send(&a.site, &member, &sheet);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let all = a.inquiries();
        assert_eq!((all[0].reply, all[0].taken_in_by.as_deref()), (Reply::Refused, None));
        let out_of = a.refused(&member, &a.sheet("7", QUESTION, "回答した", "ある"));
        assert!(out_of.contains("この番号のものが見つかりません"), "{out_of}");
        let which = a.refused(&member, &a.sheet("", QUESTION, "回答した", "ある"));
        assert!(which.contains("この番号のものが見つかりません"), "there are two: {which}");
    });
}

fn asked_like<'a>(a: &Asked<'a>) -> Asked<'a> {
    Asked { w: a.w, site: Site::new(a.w), worker: a.worker.clone(), item: a.item, code: a.code.clone() }
}

/// Whoever lives there: protected or not, the answer is the same.
#[test]
fn every_fault_of_an_answer_is_told_by_its_cell_and_an_address_is_refused_whosoever_it_is() {
    each_world(|w| {
        let a = asked(w);
        let sheet = a.sheet("1", "ほかの問い", "狼煙", "ある");
        assert!(a.refused(&a.worker, &sheet).contains("B7"), "what the list does not hold");
        let sheet = a.sheet("1", "ほかの問い", "回答した", "いまは金糸雀町7番7号にいる");
        let told = a.refused(&a.worker, &sheet);
        for said in ["B6", "画面と合いません", "B8", "住所や電話番号のように見える"] {
            assert!(told.contains(said), "{said}: {told}");
        }
        let person: Id<Person> = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT person_id FROM cases WHERE person_id IS NOT NULL ORDER BY id LIMIT 1", &[])
            })
            .unwrap();
        let contact = ContactForm { kind: "address".into(), value: "金糸雀町7番7号".into() };
        w.act(&w.elder, move |tx, who| people::add_contact(tx, who, person, &contact)).unwrap();
        w.protect(&w.elder, person);
        assert_eq!(a.refused(&a.worker, &sheet), told, "a refusal does not tell whose it is");
        assert!(a.inquiries().iter().all(Inquiry::waits), "nothing half done");
        let packed = a.refused(&a.worker, b"PK\x03\x04 no workbook");
        assert!(packed.contains("Excelのファイル"), "{packed}");
    });
}

const PLAN_TABLES: [(&str, &[&str]); 2] = [
    ("goals", &["goal_whose", "goal_words", "goal", "goal_due"]),
    ("reviews", &["reviewed_on", "findings", "next_on"]),
];

/// 評価シート of a plan, as somebody fills it.
fn evaluation(view: &plans::PlanView, changed: &[(&str, &str)]) -> Vec<u8> {
    let mut boxes: Vec<(String, String)> = [
        ("f_code", view.plan.code.as_str()),
        ("f_kind", ""),
        ("f_wish", view.plan.wish.as_str()),
        ("f_aim", view.plan.aim.as_str()),
        ("f_evaluated_on", "2026/03/31"),
        ("f_evaluated_by", "例示 花子"),
        ("f_reached", "一部達成した"),
        ("f_remaining", "家計はこれから"),
        ("f_own_judgement", "「話せてよかった」"),
        ("f_outcome", "終結"),
        ("f_afterwards", "民生委員"),
    ]
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .into();
    for change in Change::ALL {
        let on = if *change == Change::Housing { "○" } else { "" };
        boxes.push((format!("o_changes.{}", change.key()), on.into()));
    }
    for (key, text) in changed {
        boxes
            .iter_mut()
            .filter(|(known, _)| known == key)
            .for_each(|(_, old)| (*old).clone_from(&(*text).into()));
    }
    let boxes: Vec<(&str, &str)> = boxes.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    book(&format!("evaluation 1 {}", view.plan.version), &boxes, &PLAN_TABLES)
}

#[test]
fn an_evaluation_comes_back_to_the_plan_as_it_stood_when_it_was_printed() {
    each_world(|w| {
        let (site, _) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let plan: Id<Plan> =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM support_plans LIMIT 1", &[])).unwrap();
        let view = || w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap().1;
        let refused = |client: &Client, bytes: &[u8]| {
            let answer = send(&site, client, bytes);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
            assert!(view().evaluation.is_none());
            answer.text.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned()
        };
        assert!(site.get(&client, &format!("/plans/{plan}")).text.contains("評価シート"));
        let printed = paper(&site, &client, &format!("/plans/{plan}"), "evaluation", "xlsx");
        assert_eq!(printed.status, StatusCode::OK, "{}", printed.text);
        let told = refused(&client, &printed.bytes);
        assert!(
            told.contains("目標の達成を1つ選んでください"),
            "it found its plan and lacks the judgement: {told}"
        );
        let late = evaluation(&view(), &[]);
        let look = ReviewForm {
            findings: "落ち着いている".into(),
            next_on: "R8.5.1".into(),
            ..ReviewForm::default()
        };
        w.act(&w.elder, move |tx, who| plans::review(tx, who, plan, &look)).unwrap();
        assert_eq!(send(&site, &client, &late).status, StatusCode::CONFLICT, "of an earlier state");
        // What the sheet only repeats stays as it is on the page; the plan has a look that this sheet lacks.
        let told = refused(&client, &evaluation(&view(), &[("f_wish", "ほかの願い")]));
        assert!(told.contains("B4") && told.contains("画面と合いません"), "{told}");
        let contact = [("f_remaining", "いまは星野町3-4にいる"), ("f_outcome", "様子見")];
        assert!(refused(&client, &evaluation(&view(), &contact)).contains("様子見"), "by its cell");
    });
}

#[test]
fn an_evaluation_is_taken_in_by_whoever_steers_the_case_and_by_nobody_else() {
    each_world(|w| {
        let (site, _) = (Site::new(w), Sample::new(w));
        let (client, other) = (site.sign_in(&w.elder), site.sign_in(&w.tax));
        let plan: Id<Plan> =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM support_plans LIMIT 1", &[])).unwrap();
        let (_, view) = w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap();
        let sheet = evaluation(&view, &[]);
        let [of_others, of_none] =
            [sheet.clone(), evaluation(&view, &[("f_code", "P-000-0000")])].map(|bytes| {
                let answer = send(&site, &other, &bytes);
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
                answer.text.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned()
            });
        assert_eq!(of_others, of_none, "nobody learns that there is such a plan");
        let contact = send(&site, &client, &evaluation(&view, &[("f_afterwards", "000-7700-00001")]));
        assert!(contact.text.contains("住所や電話番号のように見える"), "{}", contact.text);
        let taken = send(&site, &client, &sheet);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let (_, view) = w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap();
        let found = view.evaluation.unwrap();
        assert_eq!((found.outcome, found.changes.as_str()), (PlanOutcome::End, "housing"));
        assert_eq!(found.remaining, "家計はこれから\n評価した人: 例示 花子", "nothing of the sheet is lost");
        assert_eq!(send(&site, &client, &sheet).location(), taken.location(), "the same file once");
    });
}
