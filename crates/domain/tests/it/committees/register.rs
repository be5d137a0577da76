use domain::committees::{
    self, Committee, CommitteeForm, EndForm, MeetingForm, Member, MemberForm, MinutesForm, Report,
};
use kernel::{Day, Error, Id, Result, Role, Scope};
use testkit::{World, each_world, fault, faults};

fn list(w: &World<'_>, who: &Scope) -> Vec<Committee> {
    w.ask(who, committees::list).unwrap()
}

fn add(w: &World<'_>, who: &Scope, name: &str) -> Result<String> {
    let form = CommitteeForm { name: name.into(), kind: "other".into(), ..CommitteeForm::default() };
    w.act(who, move |tx, who| committees::add(tx, who, &form))
}

fn member(w: &World<'_>, key: &str, field: &str, from: &str, to: &str) -> Result<Id<Member>> {
    let form = MemberForm {
        organisation: "建築住宅課長".into(),
        field: field.into(),
        from: from.into(),
        to: to.into(),
        ..MemberForm::default()
    };
    let key = key.to_owned();
    w.act(&w.manager, move |tx, who| committees::add_member(tx, who, &key, &form))
}

fn report(w: &World<'_>, on: &str) -> Report {
    let on: Day = on.parse().unwrap();
    w.ask(&w.tax, |tx, who| committees::report(tx, who, on)).unwrap()
}

fn meeting(
    w: &World<'_>,
    who: &Scope,
    key: &str,
    agenda: &str,
    minutes: &str,
) -> Result<Id<committees::Meeting>> {
    let form = MeetingForm { meets_on: "R8.3.20".into(), agenda: agenda.into(), minutes: minutes.into() };
    let key = key.to_owned();
    w.act(who, move |tx, who| committees::record_meeting(tx, who, &key, &form))
}

#[test]
fn the_register_begins_with_the_bodies_of_the_profile() {
    each_world(|w| {
        assert!(list(w, &w.tax).is_empty());
        w.works_by("oda-shi", str::to_owned);
        let bodies = list(w, &w.tax);
        let names: Vec<&str> = bodies.iter().map(|body| body.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "庁内連絡会議",
                "大田市地域福祉推進支援機関代表者会議",
                "大田市地域福祉推進計画・地域福祉活動計画策定（推進）委員会"
            ]
        );
        assert_eq!((bodies[1].kind.as_str(), bodies[1].seed.as_deref()), ("代表者会議", Some("L211-220")));
        assert_eq!(bodies[1].chair, None, "nobody guesses what the plan does not say");
        w.works_by("ota-ku", str::to_owned);
        let head = &list(w, &w.tax)[0];
        assert_eq!(head.chair.as_deref(), Some("区長(本部長)"));
        assert_eq!(
            (head.secretariat.as_deref(), head.frequency.as_deref()),
            (Some("福祉管理課"), Some("年3回程度"))
        );
    });
}

#[test]
fn whoever_decides_for_the_municipality_keeps_it() {
    each_world(|w| {
        for who in [&w.elder, &w.tax, &w.admin, &w.privacy] {
            assert!(matches!(add(w, who, "推進連絡会"), Err(Error::NotFound)), "{:?}", who.role);
        }
        let key = add(w, &w.manager, "推進連絡会").unwrap();
        assert_eq!(fault(add(w, &w.manager, "推進連絡会")), "committee_exists");
        assert_eq!(list(w, &w.elder)[0].key, key);
        let coordinator = w.somebody("renkei", "hardship", Role::Coordinator);
        add(w, &coordinator, "もう一つの連絡会").unwrap();
        w.act(&w.admin, |tx, _| tx.exec("UPDATE agencies SET kind = 'npo' WHERE key = 'hardship'", &[]))
            .unwrap();
        assert!(add(w, &coordinator, "外からの連絡会").is_err(), "a contractor does not");
        assert!(member(w, "no_such_body", "welfare", "", "").is_err());
    });
}

/// TOK-04: the number of members from outside welfare and from outside the office, per body.
#[test]
fn members_are_counted_by_field_on_a_day() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        let key = "representative_meeting";
        member(w, key, "welfare", "R7.4.1", "").unwrap();
        let ended = member(w, key, "non_welfare", "R7.4.1", "").unwrap();
        member(w, key, "non_welfare", "R8.4.1", "").unwrap();
        member(w, key, "outside", "R7.4.1", "R8.3.31").unwrap();
        let end = EndForm { to: "R8.3.31".into() };
        w.act(&w.manager, move |tx, who| committees::end_member(tx, who, ended, &end)).unwrap();
        let counts = |on: &str| {
            let report = report(w, on);
            let body = report.bodies.iter().find(|body| body.key == key).unwrap().clone();
            [body.welfare, body.non_welfare, body.outside, body.all()]
        };
        assert_eq!(counts("2025-03-31"), [0, 0, 0, 0]);
        assert_eq!(counts("2026-03-31"), [1, 1, 1, 3]);
        assert_eq!(counts("2026-04-01"), [1, 1, 0, 2]);
        assert_eq!(report(w, "2026-04-01").bodies.len(), 3, "bodies without members too");
        let on: Day = "2026-03-31".parse().unwrap();
        let file = w.ask(&w.tax, |tx, who| committees::report_file(tx, who, on)).unwrap();
        assert!(file.contains("\"合議体\",\"種類\",\"福祉\",\"福祉以外\",\"庁外\",\"計\"\r\n"));
        assert!(
            file.contains(
                "\"大田市地域福祉推進支援機関代表者会議\",\"代表者会議\",\"1\",\"1\",\"1\",\"3\"\r\n"
            )
        );
        assert_eq!(faults(member(w, key, "", "", "")), [("field".to_owned(), "error_choose_one")]);
        assert_eq!(fault(member(w, key, "outside", "R8.4.2", "R8.4.1")), "error_date_order");
    });
}

#[test]
fn a_body_stays_when_a_profile_drops_it() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        member(w, "representative_meeting", "welfare", "", "").unwrap();
        w.works_by("imabari", str::to_owned);
        let view = w.ask(&w.tax, |tx, who| committees::show(tx, who, "representative_meeting")).unwrap();
        assert_eq!(view.committee.name, "大田市地域福祉推進支援機関代表者会議");
        assert_eq!(view.members.len(), 1);
    });
}

#[test]
fn minutes_name_nobody_whom_their_writer_knows_and_nobody_by_a_title() {
    each_world(|w| {
        w.mother_and_son();
        let chief = w.somebody("renkei", "elder", Role::Coordinator);
        let key = add(w, &chief, "推進連絡会").unwrap();
        let refused = |who: &Scope, agenda: &str, minutes: &str| match meeting(w, who, &key, agenda, minutes)
        {
            Err(Error::Invalid(faults)) => {
                faults.into_iter().map(|f| (f.field, f.message.text)).collect::<Vec<_>>()
            }
            other => panic!("{agenda} {minutes}: {other:?}"),
        };
        let named = refused(&chief, "事例の検討", "見本ハナの支援について話した");
        assert_eq!(named[0].0, "minutes");
        assert!(named[0].1.contains("「見本ハナ」"), "{}", named[0].1);
        assert_eq!(refused(&chief, "ﾐﾎﾝ ｼﾞﾛｳについて", "")[0].0, "agenda");
        assert_eq!(refused(&chief, "ハナさんのこと", "").len(), 1);
        for text in ["K-7Q4-920Cのケース", "03-3123-4567に電話", "星町3丁目の家"] {
            assert_eq!(refused(&chief, "検討", text)[0].0, "minutes", "{text}");
        }
        // Whoever knows nobody learns nobody's name by trying: known and unknown people are answered alike.
        let answer = |name: &str| meeting(w, &w.manager, &key, &format!("{name}のこと"), "").is_ok();
        assert_eq!(answer("見本二郎"), answer("与謝野晶子"));
        let answer = |name: &str| faults(meeting(w, &w.manager, &key, &format!("{name}さんのこと"), ""));
        assert_eq!(answer("見本"), answer("与謝野"));
        assert_eq!(answer("見本"), [("agenda".to_owned(), "look_back_identifies")]);
        meeting(w, &chief, &key, "連携のしかた", "はなしあって、窓口の役割を決めた。次は夏に開く").unwrap();
    });
}

#[test]
fn minutes_are_written_after_the_meeting_and_over_nobody_s() {
    each_world(|w| {
        let key = add(w, &w.manager, "推進連絡会").unwrap();
        let id = meeting(w, &w.manager, &key, "連携のしかた", "").unwrap();
        let write = |who: &Scope, version: &str, text: &str| {
            let form = MinutesForm { minutes: text.into(), version: version.into() };
            w.act(who, move |tx, who| committees::write_minutes(tx, who, id, &form))
        };
        write(&w.manager, "1", "役割を決めた").unwrap();
        assert!(matches!(write(&w.manager, "1", "古い画面から"), Err(Error::Stale)));
        assert!(write(&w.elder, "2", "書けない人").is_err());
        let view = w.ask(&w.tax, |tx, who| committees::show(tx, who, &key)).unwrap();
        assert_eq!(view.meetings[0].minutes, "役割を決めた");
        let unread = Scope { accepted_rules: false, ..w.tax.clone() };
        assert!(w.ask(&unread, |tx, who| committees::show(tx, who, &key)).is_err());
        assert!(list(w, &unread).is_empty());
    });
}
