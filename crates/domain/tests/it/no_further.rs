//! A ground leads no further than it says: neither to another ground, nor out of the house, nor to a name, nor past the log.

use domain::access::{self, Act, Basis};
use domain::audit::{Action, Event, Kind, access_history};
use domain::cases::handover::{self, HandoverForm};
use domain::cases::{self, NewRecord, Opening, RecordCorrection, TaskForm};
use domain::consultations::{self, Correction, Intake};
use domain::exports::{self, ExportForm, NewRight};
use domain::people::Person;
use domain::{Before, drafts};
use kernel::{Error, Id, Result, Scope};
use testkit::{World, each_world, fault};

/// The mother in the middle and her son; the son alone agreed that 自立相談支援機関 is told.
struct Told {
    mother: Id<Person>,
    son: Id<Person>,
    case: Id<cases::Case>,
    code: String,
}

fn told(w: &World<'_>) -> Told {
    let [mother, son] = w.mother_and_son();
    let (case, code) = w.case(&w.elder, mother);
    w.consent(&w.elder, &code, w.consent_form(son, &[w.hardship.agency]));
    Told { mother, son, case, code }
}

fn bases(w: &World<'_>, who: &Scope, person: Id<Person>) -> Option<access::Bases> {
    w.ask(who, |tx, who| access::person(tx, who, person, Act::Read)).ok()
}

fn comes(w: &World<'_>, who: &Scope, person: Id<Person>, visitor: &str) -> Id<consultations::Consultation> {
    let form = Intake {
        person: person.to_string(),
        visitor_kind: visitor.into(),
        content: "仕事のことで話したい".into(),
        ..Intake::default()
    };
    w.act(who, move |tx, who| consultations::receive(tx, who, &form)).unwrap().id
}

fn opens(w: &World<'_>, who: &Scope, person: Id<Person>) -> Result<Id<cases::Case>> {
    let form = Opening { person: person.to_string(), ..Opening::default() };
    w.act(who, move |tx, who| cases::open(tx, who, &form))
}

#[test]
fn what_is_seen_by_consent_does_not_become_one_s_own_by_talking_about_it() {
    each_world(|w| {
        let t = told(w);
        comes(w, &w.hardship, t.son, "neighbour");
        comes(w, &w.hardship, t.son, "");
        assert_eq!(bases(w, &w.hardship, t.son), Some(Basis::Consent.into()));
        assert_eq!(fault(opens(w, &w.hardship, t.son)), "person_of_others");
        // He comes himself: now he is theirs to work for, and his mother is not.
        comes(w, &w.hardship, t.son, "self");
        assert!(bases(w, &w.hardship, t.son).unwrap().has(Basis::Own));
        w.consent(&w.elder, &t.code, w.consent_form(t.mother, &[w.hardship.agency]));
        let case = opens(w, &w.hardship, t.son).unwrap();
        let people: Vec<Id<Person>> = w
            .ask(&w.hardship, |tx, _| {
                tx.all("SELECT person_id FROM case_people WHERE case_id = $1", &[&case])
            })
            .unwrap();
        assert_eq!(people, [t.son]);
        assert_eq!(bases(w, &w.hardship, t.mother), Some(Basis::Consent.into()));
    });
}

#[test]
fn whoever_joins_a_household_by_consent_is_in_none_of_its_cases() {
    each_world(|w| {
        let t = told(w);
        let neighbour = w.person(&w.hardship, "見本 隣", "みほん となり", "S50.1.1");
        let (case, _) = w.case(&w.hardship, neighbour);
        let member = domain::people::MemberForm {
            person: t.son.to_string(),
            standing: "同居人".into(),
            living: "together".into(),
            from: String::new(),
        };
        let household: Id<domain::people::Household> = w
            .ask(&w.hardship, |tx, _| tx.one("SELECT household_id FROM cases WHERE id = $1", &[&case]))
            .unwrap();
        w.act(&w.hardship, move |tx, who| domain::people::add_member(tx, who, household, &member)).unwrap();
        assert_eq!(bases(w, &w.hardship, t.son), Some(Basis::Consent.into()));
    });
}

#[test]
fn a_list_that_leaves_the_house_holds_one_s_own_cases_alone() {
    each_world(|w| {
        let t = told(w);
        let (_, own) = w.case(&w.hardship, w.person(&w.hardship, "見本 三", "みほん みつ", "S30.1.1"));
        let right = NewRight { login: "jiritsu".into(), from: "今日".into(), to: "明日".into() };
        w.act(&w.admin, move |tx, who| exports::grant(tx, who, &right)).unwrap();
        let form = ExportForm { purpose: "年度末の点検".into(), ..ExportForm::default() };
        let file = w
            .act(&w.hardship, move |tx, who| exports::take_out(tx, who, "見本 職員【架空】", &form))
            .unwrap();
        assert!(file.text.contains(&own) && !file.text.contains(&t.code), "{}", file.text);
        assert_eq!(w.ask(&w.privacy, exports::register).unwrap()[0].lines, 1);
    });
}

#[test]
fn a_task_names_nobody_who_did_not_agree_and_whoever_does_it_says_so() {
    each_world(|w| {
        let t = told(w);
        let (case, owner) = (t.case, w.hardship.agency.to_string());
        let form =
            TaskForm { title: "家計簿をいっしょに見る".into(), due: "今日".into(), owner };
        let task = w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &form)).unwrap();
        let list = |who: &Scope| {
            w.ask(who, |tx, who| cases::tasks_of_agency(tx, who, who.now.day().plus(7))).unwrap()
        };
        let line = &list(&w.hardship)[0];
        assert!(line.about != "見本 ハナ" && !line.about.contains("ハナ"), "{}", line.about);
        let page = w.ask(&w.hardship, |tx, who| cases::show(tx, who, &t.code, None)).unwrap();
        assert_eq!((page.tasks.len(), page.tasks[0].about.as_str()), (1, "見本 二郎"));
        let page = w.ask(&w.elder, |tx, who| cases::show(tx, who, &t.code, None)).unwrap();
        assert_eq!(page.tasks[0].about, "見本 ハナ");
        let listed: i64 = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT count(*) FROM audit_events WHERE action = 'list' AND kind = 'case' AND basis = 'consent'
                     AND objects = $1",
                    &[&case],
                )
            })
            .unwrap();
        assert_eq!(listed, 1, "what was listed stands in the log");
        w.act(&w.hardship, move |tx, who| cases::task_done(tx, who, case, task)).unwrap();
        assert!(list(&w.hardship).is_empty());
        let other = TaskForm { title: "訪問".into(), due: "今日".into(), ..TaskForm::default() };
        let other = w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &other)).unwrap();
        let theirs = w.act(&w.hardship, move |tx, who| cases::task_done(tx, who, case, other));
        assert!(matches!(theirs, Err(Error::NotFound)), "another agency's task is that agency's to end");
    });
}

/// Each look at words of a case stands in its history, by whatever way it came.
#[test]
fn the_history_of_a_case_knows_handovers_searches_and_what_an_agency_kept() {
    each_world(|w| {
        let t = told(w);
        w.record(&w.elder, &t.code, "電気料金の請求書");
        let seen = |who: &Scope, kind: &str| {
            let agency: String = w
                .ask(who, |tx, who| tx.one("SELECT name FROM agencies WHERE id = $1", &[&who.agency]))
                .unwrap();
            let visits = w.ask(&w.elder, |tx, who| access_history(tx, who, &t.code, i64::MAX)).unwrap();
            visits
                .iter()
                .filter(|v| {
                    v.agency.as_deref() == Some(agency.as_str()) && format!("{}{}", v.kind, v.action) == kind
                })
                .count()
        };
        assert_eq!(seen(&w.elder, "ケース探した"), 0);
        w.ask(&w.elder, |tx, who| cases::search_records(tx, who, "請求書")).unwrap();
        assert_eq!(seen(&w.elder, "ケース探した"), 1);
        let (code, form) = (t.code.clone(), w.handover_form(&w.tax));
        let sent = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form)).unwrap();
        assert_eq!(seen(&w.tax, "つなぎ読んだ"), 0);
        w.ask(&w.tax, |tx, who| handover::show(tx, who, sent)).unwrap();
        assert_eq!(seen(&w.tax, "つなぎ読んだ"), 1);
    });
}

#[test]
fn records_of_one_moment_are_all_on_some_page() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        for n in 0..53 {
            let (code, text) = (code.clone(), format!("{n}回目の訪問"));
            let form = NewRecord { on: "昨日".into(), text, ..NewRecord::default() };
            w.act(&w.elder, move |tx, who| cases::record(tx, who, &code, &form)).unwrap();
        }
        let page = |before: Option<&Before>| {
            w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, before)).unwrap().records
        };
        let mut all = page(None);
        let last = all.last().unwrap();
        all.extend(page(Some(&Before::row(last.happened_at, last.id))));
        let ids: std::collections::BTreeSet<String> = all.iter().map(|r| r.id.to_string()).collect();
        assert_eq!((all.len(), ids.len()), (53, 53));
    });
}

#[test]
fn nobody_overwrites_words_that_they_have_not_seen() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let id = w.record(&w.elder, &code, "母と面談");
        let page = w.ask(&w.elder, |tx, who| cases::show_record(tx, who, &code, id)).unwrap().0;
        let form = RecordCorrection { reason: "書きまちがい".into(), ..RecordCorrection::of(&page) };
        let correct = |text: &str| {
            let form = RecordCorrection { text: text.into(), ..form.clone() };
            w.act(&w.elder, move |tx, who| cases::correct_record(tx, who, case, id, &form))
        };
        correct("父と面談").unwrap();
        assert!(matches!(correct("叔父と面談"), Err(Error::Stale)));
        let gone = form.clone();
        let late = w.act(&w.elder, move |tx, who| cases::withdraw_record(tx, who, case, id, &gone));
        assert!(matches!(late, Err(Error::Stale)));
        let intake = Intake { content: "母が入院".into(), ..Intake::default() };
        let told = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &intake)).unwrap().id;
        let correct = |text: &str| {
            let form =
                Correction { text: text.into(), reason: "聞きちがい".into(), version: "1".into() };
            w.act(&w.elder, move |tx, who| consultations::correct(tx, who, told, &form))
        };
        correct("父が入院").unwrap();
        assert!(matches!(correct("叔父が入院"), Err(Error::Stale)));
    });
}

#[test]
fn a_closed_case_hands_nothing_over_and_takes_no_issue() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        w.close(&w.elder, case);
        let form =
            HandoverForm { ground: "none".into(), consent_words: String::new(), ..w.handover_form(&w.tax) };
        let sent = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form));
        assert!(matches!(sent, Err(Error::Conflict(m)) if m.key == "case_is_closed"));
        let issue = cases::IssueForm { issue_type: "issue_8050".into(), ..cases::IssueForm::default() };
        let added = w.act(&w.elder, move |tx, who| cases::add_issue(tx, who, case, &issue));
        assert!(matches!(added, Err(Error::Conflict(m)) if m.key == "case_is_closed"));
    });
}

#[test]
fn what_is_read_before_accepting_holds_no_name() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S45.1.1"));
        let send = |form: HandoverForm| {
            let code = code.clone();
            w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form))
        };
        let none = |note: &str| HandoverForm {
            ground: "none".into(),
            ground_note: note.into(),
            consent_words: String::new(),
            ..w.handover_form(&w.tax)
        };
        assert_eq!(fault(send(none("一郎さんのこと"))), "name_without_ground");
        let named =
            HandoverForm { request: "一郎さんの家計の相談".into(), ..w.handover_form(&w.tax) };
        assert_eq!(fault(send(named)), "name_comes_later");
        send(none("通報があった")).unwrap();
        send(w.handover_form(&w.tax)).unwrap();
    });
}

#[test]
fn a_draft_is_as_long_as_its_form() {
    each_world(|w| {
        let keep = |n: usize| {
            w.act(&w.elder, move |tx, who| drafts::keep(tx, who, "consultation", "", &"家".repeat(n)))
        };
        keep(200_000).unwrap();
        assert!(matches!(keep(200_001), Err(Error::Conflict(m)) if m.key == "draft_too_long"));
    });
}

/// Whoever reads the receipt of a consent is told when it is not all.
#[test]
fn a_receipt_that_is_cut_says_so() {
    each_world(|w| {
        let t = told(w);
        let consent: Id<domain::consents::ConsentView> =
            w.ask(&w.elder, |tx, _| tx.one("SELECT id FROM consents", &[])).unwrap();
        let receipt = || w.ask(&w.elder, |tx, who| domain::consents::receipt(tx, who, consent)).unwrap();
        let looks = |n: usize| {
            w.act(&w.hardship, move |tx, who| {
                (0..n).try_for_each(|_| {
                    Event::new(Action::Read, Kind::Case, t.case).of_case(t.case).record(tx, who)
                })
            })
            .unwrap();
        };
        looks(1_000 - receipt().readings.len());
        assert_eq!((receipt().readings.len(), receipt().cut), (1_000, false));
        looks(1);
        assert_eq!((receipt().readings.len(), receipt().cut), (1_000, true));
    });
}

#[test]
fn a_relative_s_word_is_told_from_the_person_s_own() {
    each_world(|w| {
        let t = told(w);
        let form = domain::consents::ConsentForm {
            given_by: "family".into(),
            given_by_name: "見本 ハナ(母)".into(),
            ..w.consent_form(t.son, &[w.tax.agency])
        };
        let theirs = w.consent(&w.elder, &t.code, form);
        let own = w.consent(&w.elder, &t.code, w.consent_form(t.son, &[w.tax.agency]));
        let by_family =
            |id| w.ask(&w.elder, |tx, who| domain::consents::show(tx, who, id)).unwrap().by_family();
        assert!(by_family(theirs) && !by_family(own));
    });
}
