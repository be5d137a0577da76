//! Who sees what: an agency's own, its team's, and nothing else, on every way in.

use domain::access::{self, Act};
use domain::cases::{self, Filter};
use domain::people;
use kernel::Error;
use testkit::each_world;

#[test]
fn a_case_exists_for_its_team_only() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let (case, code) = w.case(&w.elder, person);
        assert!(w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).is_ok());
        for stranger in [&w.tax, &w.hardship, &w.admin, &w.manager] {
            assert!(matches!(
                w.ask(stranger, |tx, who| cases::show(tx, who, &code, None)),
                Err(Error::NotFound)
            ));
            assert!(matches!(w.ask(stranger, |tx, who| people::show(tx, who, person)), Err(Error::NotFound)));
            assert!(
                w.ask(stranger, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap().is_empty()
            );
            assert!(w.ask(stranger, |tx, who| people::find(tx, who, "みほん")).unwrap().is_empty());
        }
        w.invite(&w.elder, case, w.hardship.agency);
        assert!(w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)).is_ok());
        assert_eq!(w.ask(&w.hardship, |tx, who| people::find(tx, who, "みほん")).unwrap().len(), 1);
    });
}

#[test]
fn leaving_the_team_ends_sight_with_the_next_request() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let (case, code) = w.case(&w.elder, person);
        w.invite(&w.elder, case, w.hardship.agency);
        let member = w
            .ask(&w.elder, |tx, who| cases::team(tx, who, &access::case(tx, who, case, Act::Read)?)?.all())
            .unwrap()
            .into_iter()
            .find(|m| m.agency == w.hardship.agency)
            .unwrap();
        w.act(&w.elder, move |tx, who| cases::leave(tx, who, case, member.id, "役割を終えた")).unwrap();
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)),
            Err(Error::NotFound)
        ));
        assert!(matches!(w.ask(&w.hardship, |tx, who| people::show(tx, who, person)), Err(Error::NotFound)));
    });
}

#[test]
fn every_passage_and_every_refusal_stands_in_the_log() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 花子", "みほん はなこ", "S20.1.1");
        let (case, code) = w.case(&w.elder, person);
        let count = |outcome: &'static str| -> i64 {
            let sql =
                "SELECT count(*) FROM audit_events WHERE case_id = $1 AND outcome = $2 AND action = 'read'";
            w.ask(&w.admin, |tx, _| tx.one(sql, &[&case, &outcome])).unwrap()
        };
        w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        assert_eq!((count("ok"), count("refused")), (1, 0));
        w.ask(&w.tax, |tx, who| cases::show(tx, who, &code, None)).unwrap_err();
        assert_eq!((count("ok"), count("refused")), (1, 1));
    });
}

#[test]
fn a_protected_address_never_matches_and_is_never_shown() {
    each_world(|w| {
        let form = people::Registration {
            name: "見本 葵".into(),
            kana: "みほん あおい".into(),
            address: "金平糖町1丁目2番3号".into(),
            phone: "000-1234-5678".into(),
            ..Default::default()
        };
        let person = w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap();
        let found = |typed: &str| w.ask(&w.elder, |tx, who| people::find(tx, who, typed)).unwrap().len();
        assert_eq!((found("金平糖町"), found("1234"), found("000-1234-5678")), (1, 1, 1));
        w.act(&w.elder, move |tx, who| people::protect(tx, who, person)).unwrap();
        assert_eq!((found("金平糖町"), found("1234"), found("000-1234-5678")), (0, 0, 0));
        assert_eq!(found("あおい"), 1);
        let shown = w.act(&w.elder, move |tx, who| people::reveal(tx, who, person, "訪問のため")).unwrap();
        assert!(shown.is_empty());
    });
}
