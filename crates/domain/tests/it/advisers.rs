//! 助言者の登録簿 (OTA-09): kept by the office of the conferences, read without contacts by those who prepare items.

use domain::advisers::{self, Adviser, AdviserForm, EndForm, PledgeForm};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{World, each_world, fault, faults};

fn form() -> AdviserForm {
    AdviserForm {
        name: "例示 律子【架空】".into(),
        field: "law".into(),
        affiliation: "法テラス見本【架空】".into(),
        availability: "第2木曜の午後".into(),
        contact: "000-0000-0000".into(),
        ..AdviserForm::default()
    }
}

fn register(w: &World<'_>, who: &Scope, form: AdviserForm) -> Result<Id<Adviser>> {
    w.act(who, move |tx, who| advisers::register(tx, who, &form))
}

fn events(w: &World<'_>, action: &'static str) -> i64 {
    let sql = "SELECT count(*) FROM audit_events WHERE kind = 'adviser' AND action = $1 AND outcome = 'ok'";
    w.ask(&w.elder, |tx, _| tx.one(sql, &[&action])).unwrap()
}

#[test]
fn who_decides_on_conferences_keeps_the_register_and_others_read_no_contact() {
    each_world(|w| {
        let coordinator = w.somebody("renkei", "tax", Role::Coordinator);
        for other in [&w.elder, &w.admin, &w.privacy] {
            assert!(matches!(register(w, other, form()), Err(Error::NotFound)));
        }
        let id = register(w, &coordinator, form()).unwrap();
        assert_eq!(events(w, "create"), 1);
        let seen = w.ask(&w.elder, advisers::list).unwrap();
        assert_eq!((seen.len(), seen[0].name.as_str()), (1, "例示 律子【架空】"));
        assert!(seen[0].counts.is_none() && !seen[0].pledged && !seen[0].signs_in);
        assert!(!serde_json::to_string(&seen).unwrap().contains("000-0000"), "no contact in the list");
        assert_eq!(events(w, "list"), 1);
        for other in [&w.admin, &w.privacy] {
            assert!(w.ask(other, advisers::list).unwrap().is_empty(), "it is no part of their work");
        }
        for other in [&w.elder, &w.admin, &w.privacy] {
            assert!(matches!(w.ask(other, |tx, who| advisers::entry(tx, who, id)), Err(Error::NotFound)));
        }
        assert_eq!(events(w, "reveal"), 0);
        let open = w.ask(&w.manager, |tx, who| advisers::entry(tx, who, id)).unwrap();
        assert_eq!(open.form.contact, "000-0000-0000");
        assert_eq!(events(w, "reveal"), 1, "each look at a contact is written down");
    });
}

#[test]
fn a_manager_of_another_organisation_does_not_keep_it() {
    each_world(|w| {
        let other = w.somebody("npo", "hardship", Role::Manager);
        let agency = other.agency;
        w.act(&w.manager, move |tx, _| tx.exec("UPDATE agencies SET kind = 'npo' WHERE id = $1", &[&agency]))
            .unwrap();
        assert!(matches!(register(w, &other, form()), Err(Error::NotFound)));
        assert!(w.ask(&other, advisers::list).unwrap().is_empty());
    });
}

#[test]
fn an_entry_is_changed_by_its_version_and_ends_with_a_reason() {
    each_world(|w| {
        let missing = AdviserForm { login: "nobody".into(), ..AdviserForm::default() };
        let expected = [
            ("name".to_owned(), "error_required"),
            ("field".into(), "error_choose_one"),
            ("affiliation".into(), "error_required"),
            ("login".into(), "staff_unknown"),
        ];
        assert_eq!(faults(register(w, &w.manager, missing)), expected);
        let signs_in = AdviserForm { login: "JIRITSU".into(), ..form() };
        let id = register(w, &w.manager, signs_in.clone()).unwrap();
        assert_eq!(fault(register(w, &w.manager, signs_in.clone())), "adviser_registered");
        let changed =
            AdviserForm { availability: "電話のみ".into(), version: "1".into(), ..signs_in.clone() };
        let revise =
            |form: AdviserForm| w.act(&w.manager, move |tx, who| advisers::revise(tx, who, id, &form));
        revise(changed.clone()).unwrap();
        assert!(matches!(revise(changed), Err(Error::Stale)), "somebody else was first");
        let end = |reason: &str| {
            let form = EndForm { end_reason: reason.into() };
            w.act(&w.manager, move |tx, who| advisers::end(tx, who, id, &form))
        };
        assert_eq!(fault(end("")), "error_required");
        end("任期が終わった").unwrap();
        assert!(matches!(end("もう一度"), Err(Error::Stale)));
        let late = AdviserForm { version: "3".into(), ..form() };
        assert!(matches!(revise(late), Err(Error::Stale)));
        let pledge =
            PledgeForm { pledged_on: "R8.3.1".into(), wording: "版".into(), ..PledgeForm::default() };
        let pledge = w.act(&w.manager, move |tx, who| advisers::pledge(tx, who, id, &pledge));
        assert!(matches!(pledge, Err(Error::Stale)));
        assert!(w.ask(&w.elder, advisers::list).unwrap().is_empty(), "nobody picks them any more");
        assert_eq!(
            w.ask(&w.manager, advisers::list).unwrap().len(),
            1,
            "whoever keeps it sees that they were there"
        );
        register(w, &w.manager, signs_in).unwrap();
    });
}

#[test]
fn every_pledge_stays_with_its_day_and_its_words() {
    each_world(|w| {
        let id = register(w, &w.manager, form()).unwrap();
        let pledge = |on: &str, wording: &str, until: &str| {
            let form = PledgeForm { pledged_on: on.into(), wording: wording.into(), until: until.into() };
            w.act(&w.manager, move |tx, who| advisers::pledge(tx, who, id, &form))
        };
        assert_eq!(fault(pledge("R8.12.1", "版", "")), "error_date_future", "signed is signed");
        assert_eq!(fault(pledge("R8.3.1", "", "")), "error_required");
        assert_eq!(fault(pledge("R8.3.20", "版", "R8.3.10")), "error_date_order");
        pledge("R7.4.1", "令和7年度版", "R8.3.31").unwrap();
        pledge("R8.3.1", "令和8年度版", "R9.3.31").unwrap();
        let one = w.ask(&w.elder, advisers::list).unwrap().remove(0);
        let wordings: Vec<&str> = one.pledges.iter().map(|pledge| pledge.wording.as_str()).collect();
        assert_eq!((wordings, one.pledged), (vec!["令和8年度版", "令和7年度版"], true));
        w.at.ambient.advance(400 * 86_400);
        assert!(!w.ask(&w.elder, advisers::list).unwrap()[0].pledged, "it has run out");
        let tried =
            PledgeForm { pledged_on: "R8.3.1".into(), wording: "版".into(), ..PledgeForm::default() };
        let tried = w.act(&w.elder, move |tx, who| advisers::pledge(tx, who, id, &tried));
        assert!(matches!(tried, Err(Error::NotFound)));
    });
}
