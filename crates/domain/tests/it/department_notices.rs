//! 庁内の連絡票: any department tells a counter, and hears that it was received, and that it was dealt with (ODA-17, S11).

use domain::consultations::{self, ConsentState, Consultation, Triage, VisitorKind};
use domain::department_notices::{
    self, DepartmentNotice, HandlingForm, NoticeForm, NoticeView, PassingForm, Receipt, ReceiptLine,
    TakeUpForm,
};
use domain::{home, housekeeping, protections};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{World, each_world, fault, faults};

/// What the tax section noticed, without a name.
fn form(w: &World<'_>) -> NoticeForm {
    NoticeForm {
        to_agency: w.elder.agency.to_string(),
        content: "納付の相談に来た30代の方が、ずっとおびえた様子だった".into(),
        consent: "refused".into(),
        ground: "none".into(),
        ..NoticeForm::default()
    }
}

/// The same, about somebody with a name.
fn named(w: &World<'_>, name: &str) -> NoticeForm {
    NoticeForm {
        ground: "emergency".into(),
        ground_note: "けがをしていて、家に帰れないと言っている".into(),
        person_name: name.into(),
        reached_by: "平日の昼に、課の窓口に来る".into(),
        ..form(w)
    }
}

fn send(w: &World<'_>, who: &Scope, form: NoticeForm) -> Result<Id<DepartmentNotice>> {
    w.act(who, move |tx, who| department_notices::send(tx, who, &form))
}

fn sent(w: &World<'_>, who: &Scope, form: NoticeForm) -> Id<DepartmentNotice> {
    send(w, who, form).unwrap()
}

fn show(w: &World<'_>, who: &Scope, id: Id<DepartmentNotice>) -> Result<NoticeView> {
    w.ask(who, |tx, who| department_notices::show(tx, who, id)).map(|(view, _)| view)
}

fn pass_on(w: &World<'_>, who: &Scope, id: Id<DepartmentNotice>, to: &Scope, reason: &str) -> Result<()> {
    let form = PassingForm { to_agency: to.agency.to_string(), reason: reason.into() };
    w.act(who, move |tx, who| department_notices::pass_on(tx, who, id, &form))
}

/// Numbers and destinations of what somebody's counter passed on.
fn passed_on(w: &World<'_>, who: &Scope) -> Vec<(String, String)> {
    let all = w.ask(who, department_notices::passed_on).unwrap();
    all.into_iter().map(|line| (line.number, line.to)).collect()
}

fn receipts(w: &World<'_>, who: &Scope) -> Vec<ReceiptLine> {
    w.ask(who, department_notices::receipts).unwrap()
}

fn take_up(w: &World<'_>, who: &Scope, id: Id<DepartmentNotice>) -> Result<Id<Consultation>> {
    take_up_of(w, who, id, "")
}

fn take_up_of(
    w: &World<'_>,
    who: &Scope,
    id: Id<DepartmentNotice>,
    person: &str,
) -> Result<Id<Consultation>> {
    let form = TakeUpForm { person: person.into() };
    w.act(who, move |tx, who| department_notices::take_up(tx, who, id, &form))
}

fn handle(w: &World<'_>, who: &Scope, id: Id<DepartmentNotice>, done: &str) -> Result<()> {
    let form = HandlingForm { done: done.into() };
    w.act(who, move |tx, who| department_notices::handle(tx, who, id, &form))
}

const DAY: i64 = 86_400;

#[test]
fn the_sender_gets_a_receipt_and_the_counter_the_notice() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        let [receipt] = &receipts(w, &w.tax)[..] else { panic!("one receipt") };
        assert_eq!(receipt.state, Receipt::Received);
        let seen = show(w, &w.elder, id).unwrap();
        assert_eq!((seen.number.as_str(), seen.from.as_str()), (receipt.number.as_str(), "税務課【架空】"));
        assert!(seen.content.contains("おびえた様子"));
        // Neither the sender nor anybody else reads it again.
        for other in [&w.tax, &w.hardship, &w.manager, &w.admin, &w.privacy] {
            assert!(matches!(show(w, other, id), Err(Error::NotFound)), "{:?}", other.role);
        }
        let lines = w.ask(&w.elder, department_notices::received).unwrap();
        assert_eq!(lines.len(), 1);
        assert!(w.ask(&w.hardship, department_notices::received).unwrap().is_empty());
        assert!(receipts(w, &w.hardship).is_empty());
        let first = w.ask(&w.elder, |tx, who| home::home(tx, who, 30)).unwrap();
        assert_eq!(first.notices.len(), 1, "it stands in the counter's work list");
    });
}

#[test]
fn an_account_without_casework_sends_as_well_and_an_office_of_others_does_not() {
    each_world(|w| {
        for (login, role) in [("water", Role::Manager), ("suido", Role::ConferenceMember)] {
            let who = w.somebody(login, "tax", role);
            sent(w, &who, form(w));
            assert_eq!(receipts(w, &who).len(), 1, "one's own, and not those of colleagues");
        }
        let rules_unread = Scope { accepted_rules: false, ..w.tax.clone() };
        assert!(matches!(send(w, &rules_unread, form(w)), Err(Error::NotFound)));
        w.act(&w.admin, |tx, _| tx.exec("UPDATE agencies SET kind = 'npo' WHERE key = 'tax'", &[])).unwrap();
        assert!(matches!(send(w, &w.tax, form(w)), Err(Error::NotFound)));
        assert!(receipts(w, &w.tax).is_empty());
    });
}

/// What a sender sees of two notices, one about somebody with a case and one about nobody: the same, at the same time.
#[test]
fn no_receipt_tells_whether_somebody_is_known() {
    each_world(|w| {
        let [mother, _] = w.mother_and_son();
        w.case(&w.elder, mother);
        let known = sent(w, &w.tax, named(w, "見本 ハナ"));
        let unknown = sent(w, &w.tax, named(w, "よその 人"));
        let states = || receipts(w, &w.tax).iter().map(|line| line.state).collect::<Vec<_>>();
        assert_eq!(states(), [Receipt::Received; 2]);
        take_up(w, &w.elder, known).unwrap();
        assert_eq!(states(), [Receipt::Received; 2], "how soon would tell something");
        w.at.ambient.advance(60);
        handle(w, &w.elder, unknown, "相談ではなく、制度の案内をした").unwrap();
        assert_eq!(states(), [Receipt::Received; 2]);
        w.at.ambient.advance(DAY);
        assert_eq!(states(), [Receipt::Handled; 2], "whatever was done");
        let told = serde_json::to_string(&receipts(w, &w.tax)).unwrap();
        for hidden in
            ["見本", "よその", "案内", "地域包括", known.as_str(), unknown.as_str(), "content", "by"]
        {
            assert!(!told.contains(hidden), "{hidden} in {told}");
        }
    });
}

#[test]
fn without_a_ground_nobody_is_named_and_nobody_is_looked_up_for_that() {
    each_world(|w| {
        w.mother_and_son();
        let check = |change: fn(&mut NoticeForm)| {
            let mut form = form(w);
            change(&mut form);
            faults(send(w, &w.tax, form))
        };
        assert_eq!(
            check(|form| form.person_name = "見本 ハナ".into()),
            [("person_name".to_owned(), "notice_without_ground")]
        );
        assert_eq!(
            check(|form| form.reached_by = "夕方に電話".into()),
            [("reached_by".to_owned(), "notice_without_ground")]
        );
        let titled = check(|form| form.content = "見本さんがおびえていた".into());
        assert_eq!(titled, [("content".to_owned(), "look_back_identifies")]);
        // The same for somebody whom nobody knows.
        assert_eq!(check(|form| form.content = "与謝野さんがおびえていた".into()), titled);
        let phone = check(|form| form.content = "番号は000-1234-5678".into());
        assert_eq!(phone, titled);
        assert_eq!(check(|form| form.content.clear()), [("content".to_owned(), "error_required")]);
    });
}

#[test]
fn a_ground_needs_what_it_stands_on() {
    each_world(|w| {
        let mut consented = NoticeForm { ground: "consent".into(), ..named(w, "見本 ハナ") };
        assert_eq!(fault(send(w, &w.tax, consented.clone())), "notice_needs_consent");
        consented.consent = "agreed".into();
        sent(w, &w.tax, consented);
        let bare =
            NoticeForm { ground: "own_task".into(), ground_note: String::new(), ..named(w, "見本 ハナ") };
        assert_eq!(faults(send(w, &w.tax, bare)), [("ground_note".to_owned(), "error_required")]);
        for (field, text) in [("content", "見本市星町3丁目に一人でいる"), ("reached_by", "3丁目2番地の家")]
        {
            let mut form = named(w, "見本 ハナ");
            *(if field == "content" { &mut form.content } else { &mut form.reached_by }) = text.into();
            let keys: Vec<_> = faults(send(w, &w.tax, form)).into_iter().map(|(_, key)| key).collect();
            assert!(!keys.is_empty() && keys.iter().all(|key| *key == "notice_without_address"), "{keys:?}");
        }
        let long = NoticeForm { content: "あ".repeat(1_001), ..form(w) };
        assert_eq!(fault(send(w, &w.tax, long)), "error_too_long");
    });
}

#[test]
fn a_notice_goes_where_the_municipality_says_unless_the_sender_says_otherwise() {
    each_world(|w| {
        let open = NoticeForm { to_agency: String::new(), ..form(w) };
        assert_eq!(faults(send(w, &w.tax, open.clone())), [("to_agency".to_owned(), "error_choose_one")]);
        let own = NoticeForm { to_agency: w.tax.agency.to_string(), ..form(w) };
        assert_eq!(fault(send(w, &w.tax, own)), "error_unknown_choice");
        let office = "UPDATE agencies SET key = 'community_welfare_section' WHERE key = 'hardship'";
        w.act(&w.admin, move |tx, _| tx.exec(office, &[])).unwrap();
        w.works_by("oda-shi", |text| {
            text.replace(
                "department_notices = \"unset\"",
                "department_notices = \"community_welfare_section\"",
            )
        });
        let id = sent(w, &w.tax, open);
        assert!(show(w, &w.hardship, id).is_ok() && show(w, &w.elder, id).is_err());
        let id = sent(w, &w.tax, form(w));
        assert!(show(w, &w.elder, id).is_ok() && show(w, &w.hardship, id).is_err());
    });
}

#[test]
fn a_notice_becomes_a_consultation_of_the_counter() {
    each_world(|w| {
        let id = sent(w, &w.tax, named(w, "見本 ハナ"));
        assert!(take_up(w, &w.tax, id).is_err() && take_up(w, &w.manager, id).is_err());
        let consultation = take_up(w, &w.elder, id).unwrap();
        let seen =
            w.ask(&w.elder, |tx, who| consultations::show(tx, who, consultation)).unwrap().consultation;
        assert_eq!(
            (seen.visitor_kind, seen.visitor_name.as_str()),
            (VisitorKind::Department, "税務課【架空】")
        );
        assert_eq!((seen.nickname.as_str(), seen.consent), ("見本 ハナ", ConsentState::Refused));
        assert_eq!(seen.triage, Triage::Open);
        assert!(seen.content.contains("おびえた様子") && seen.content.contains("命や体の危険"));
        assert!(!seen.content.contains("平日の昼"), "how to reach somebody stays in the notice");
        let notice = show(w, &w.elder, id).unwrap();
        assert_eq!((notice.status, notice.consultation), (Receipt::Handled, Some(consultation)));
        assert_eq!(fault(take_up(w, &w.elder, id)), "notice_is_handled");
        assert_eq!(fault(handle(w, &w.elder, id, "済み")), "notice_is_handled");
        assert!(w.ask(&w.elder, department_notices::waiting).unwrap().is_empty());
    });
}

#[test]
fn what_was_done_is_the_counter_s_own() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        assert_eq!(fault(handle(w, &w.elder, id, " ")), "error_required");
        handle(w, &w.elder, id, "訪ねた").unwrap();
        assert_eq!(show(w, &w.elder, id).unwrap().answer_note, "訪ねた");
        assert!(handle(w, &w.tax, id, "見たい").is_err());
    });
}

/// Once the counter has found out whom a notice concerns, ties and adversities hold for it as for the consultation, and how to
/// reach a protected person is not shown any more.
#[test]
fn a_notice_follows_the_rules_of_the_person_whom_it_concerns() {
    each_world(|w| {
        let [mother, _] = w.mother_and_son();
        let id = sent(w, &w.tax, named(w, "見本 ハナ"));
        let stranger = w.person(&w.hardship, "よその 人", "よその ひと", "S50");
        assert!(take_up_of(w, &w.elder, id, stranger.as_str()).is_err(), "nobody out of sight");
        let consultation = take_up_of(w, &w.elder, id, mother.as_str()).unwrap();
        let seen = w.ask(&w.elder, |tx, who| consultations::show(tx, who, consultation)).unwrap();
        assert_eq!(seen.person.map(|person| person.id), Some(mother));
        assert_eq!(show(w, &w.elder, id).unwrap().reached_by, "平日の昼に、課の窓口に来る");
        w.act(&w.elder, move |tx, who| protections::begin(tx, who, mother, "")).unwrap();
        assert_eq!(show(w, &w.elder, id).unwrap().reached_by, "");
        let tied = w.somebody("shinzoku", "elder", Role::OutreachWorker);
        assert!(show(w, &tied, id).is_ok());
        w.tie(&tied, mother);
        assert!(matches!(show(w, &tied, id), Err(Error::NotFound)));
        assert!(w.ask(&tied, department_notices::received).unwrap().is_empty());
        assert!(show(w, &w.elder, id).is_ok());
    });
}

#[test]
fn every_step_stands_in_the_log() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        let _ = show(w, &w.elder, id);
        take_up(w, &w.elder, id).unwrap();
        let _ = show(w, &w.hardship, id);
        let log: Vec<(String, String)> = w
            .ask(&w.privacy, |tx, _| {
                tx.all(
                    "SELECT action, outcome FROM audit_events WHERE kind = 'department_notice' AND objects = $1 ORDER BY seq",
                    &[&id],
                )
            })
            .unwrap();
        let log: Vec<(&str, &str)> = log.iter().map(|(action, outcome)| (&**action, &**outcome)).collect();
        assert_eq!(log, [("create", "ok"), ("read", "ok"), ("change", "ok"), ("read", "refused")]);
    });
}

/// The counter that has it now sees it and who had it before; the one before sees that it went; the sender sees what it saw.
#[test]
fn a_notice_goes_on_to_another_counter_and_its_sender_hears_nothing_of_that() {
    each_world(|w| {
        let id = sent(w, &w.tax, named(w, "見本 ハナ"));
        let before = receipts(w, &w.tax);
        for other in [&w.tax, &w.hardship, &w.manager, &w.admin, &w.privacy] {
            assert!(matches!(pass_on(w, other, id, &w.hardship, "くらしの相談のため"), Err(Error::NotFound)));
        }
        pass_on(w, &w.elder, id, &w.hardship, "くらしの相談のため").unwrap();
        assert_eq!(receipts(w, &w.tax), before);
        let seen = show(w, &w.hardship, id).unwrap();
        assert_eq!((seen.person_name.as_str(), seen.status), ("見本 ハナ", Receipt::Received));
        let (_, way) = w.ask(&w.hardship, |tx, who| department_notices::show(tx, who, id)).unwrap();
        let [step] = &way[..] else { panic!("one step") };
        assert_eq!(
            (step.from.as_str(), step.to.as_str(), step.reason.as_str()),
            ("地域包括支援センター【架空】", "自立相談支援機関【架空】", "くらしの相談のため")
        );
        assert!(matches!(show(w, &w.elder, id), Err(Error::NotFound)), "it is another counter's now");
        assert!(matches!(handle(w, &w.elder, id, "した"), Err(Error::NotFound)));
        assert!(matches!(take_up(w, &w.elder, id), Err(Error::NotFound)));
        assert!(w.ask(&w.elder, department_notices::received).unwrap().is_empty());
        assert_eq!(passed_on(w, &w.elder), [(seen.number.clone(), step.to.clone())]);
        let told = serde_json::to_string(&w.ask(&w.elder, department_notices::passed_on).unwrap()).unwrap();
        for hidden in ["見本", "おびえた", "平日の昼", "received", id.as_str()] {
            assert!(!told.contains(hidden), "{hidden} in {told}");
        }
        for other in [&w.tax, &w.hardship, &w.manager] {
            assert!(passed_on(w, other).is_empty());
        }
        take_up(w, &w.hardship, id).unwrap();
        let after = serde_json::to_string(&w.ask(&w.elder, department_notices::passed_on).unwrap()).unwrap();
        assert_eq!(after, told, "nor what came of it");
        w.at.ambient.advance(DAY);
        assert_eq!(receipts(w, &w.tax)[0].state, Receipt::Handled);
    });
}

#[test]
fn a_notice_that_came_back_has_been_with_both() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        pass_on(w, &w.elder, id, &w.hardship, "くらしの相談のため").unwrap();
        w.at.ambient.advance(60);
        pass_on(w, &w.hardship, id, &w.elder, "介護の相談のため").unwrap();
        let (_, way) = w.ask(&w.elder, |tx, who| department_notices::show(tx, who, id)).unwrap();
        assert_eq!(
            way.iter().map(|step| step.reason.as_str()).collect::<Vec<_>>(),
            ["くらしの相談のため", "介護の相談のため"]
        );
        handle(w, &w.elder, id, "訪ねた").unwrap();
        assert_eq!(fault(pass_on(w, &w.elder, id, &w.hardship, "くらしの相談のため")), "notice_is_handled");
        assert_eq!(passed_on(w, &w.elder).len(), 1);
    });
}

#[test]
fn the_look_at_the_rows_finds_a_notice_that_lies_elsewhere_than_it_went() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        pass_on(w, &w.elder, id, &w.hardship, "くらしの相談のため").unwrap();
        let lay = |who: &Scope| {
            let agency = who.agency;
            let sql = "UPDATE department_notices SET to_agency_id = $2 WHERE id = $1";
            w.at.db.write(move |tx| tx.exec_one(sql, &[&id, &agency])).unwrap();
            w.at.db.read(housekeeping::findings).unwrap()
        };
        assert_eq!(
            lay(&w.elder),
            ["1 notices of departments that lie elsewhere than where they were passed on to"]
        );
        assert!(lay(&w.hardship).is_empty());
    });
}

#[test]
fn a_notice_goes_to_a_counter_that_can_be_told_with_a_reason_that_tells_no_more_than_it() {
    each_world(|w| {
        let id = sent(w, &w.tax, form(w));
        let seen = show(w, &w.elder, id).unwrap();
        let open = w.ask(&w.elder, |tx, who| department_notices::counters(tx, who, &seen)).unwrap();
        let open: Vec<_> = open.into_iter().map(|one| one.id).collect();
        assert!(open.contains(&w.hardship.agency));
        for nowhere in [&w.elder, &w.tax] {
            assert!(!open.contains(&nowhere.agency), "neither to oneself nor back to whoever sent it");
            assert_eq!(fault(pass_on(w, &w.elder, id, nowhere, "理由")), "error_choose_one");
        }
        let refused = |reason: &str| {
            let mut all = faults(pass_on(w, &w.elder, id, &w.hardship, reason));
            all.dedup();
            all
        };
        assert_eq!(refused(" "), [("reason".to_owned(), "error_required")]);
        assert_eq!(refused("見本さんのことのため"), [("reason".to_owned(), "look_back_identifies")]);
        assert_eq!(refused("与謝野さんのことのため"), [("reason".to_owned(), "look_back_identifies")]);
        assert!(refused("星町3丁目に住むため").contains(&("reason".to_owned(), "notice_without_address")));
        assert!(show(w, &w.elder, id).is_ok(), "a refusal changes nothing");
        let named = sent(w, &w.tax, named(w, "見本 ハナ"));
        pass_on(w, &w.elder, named, &w.hardship, "ハナさんはくらしの相談のため").unwrap();
        let log: Vec<String> = w
            .ask(&w.privacy, |tx, _| {
                tx.all(
                    "SELECT purpose FROM audit_events WHERE kind = 'department_notice' AND action = 'change'",
                    &[],
                )
            })
            .unwrap();
        assert_eq!(log, ["passed on"]);
    });
}
