//! 支援会議: named members, an acknowledged duty, a window, frozen papers, and nothing besides.

use domain::cases::{self, NewRecord};
use domain::conferences::{
    self, AcknowledgeForm, ConferenceItem, DecisionForm, FreezeForm, InviteForm, RequestForm,
};
use domain::{access, people};
use kernel::{Error, Id, Role, Scope};
use testkit::{World, each_world};

struct Item {
    id: Id<ConferenceItem>,
    code: String,
    case: Id<cases::Case>,
    person: Id<people::Person>,
}

fn requested(w: &World<'_>) -> Item {
    let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2");
    let (case, code) = w.case(&w.elder, person);
    w.record(&w.elder, &code, "会議の前の記録");
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが会えていない".into(),
        tried: "手紙3回".into(),
        necessity: "郵便がたまり、命の心配があるため役割を決めたい".into(),
        question: "だれがどう声をかけるか".into(),
        meets_on: "R8.4.10".into(),
        ..RequestForm::default()
    };
    let target = code.clone();
    let id = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &target, &form)).unwrap();
    Item { id, code, case, person }
}

fn approve(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> kernel::Result<()> {
    let form = DecisionForm { note: "一機関では対応できないため".into() };
    w.act(who, move |tx, who| conferences::approve(tx, who, id, &form))
}

fn invite(w: &World<'_>, id: Id<ConferenceItem>, login: &str) -> kernel::Result<()> {
    let form = InviteForm { login: login.into(), ..InviteForm::default() };
    w.act(&w.elder, move |tx, who| conferences::invite(tx, who, id, &form))
}

fn acknowledge(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> kernel::Result<()> {
    let form = AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    w.act(who, move |tx, who| conferences::acknowledge(tx, who, id, &form))
}

fn freeze(w: &World<'_>, id: Id<ConferenceItem>) {
    let records: Vec<String> =
        w.ask(&w.elder, |tx, _| tx.all::<String>("SELECT id FROM case_records", &[])).unwrap();
    let form =
        FreezeForm {
            summary: "父と息子の二人暮らし。応答がない。".into(), records, ..FreezeForm::default()
        };
    w.act(&w.elder, move |tx, who| conferences::freeze(tx, who, id, &form)).unwrap();
}

/// Whether somebody reads the papers.
fn reads(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> bool {
    w.ask(who, |tx, who| conferences::papers(tx, who, id)).is_ok_and(|view| view.packet.is_some())
}

#[test]
fn nobody_convenes_for_themself_and_whoever_decides_learns_no_name() {
    each_world(|w| {
        let item = requested(w);
        assert!(matches!(approve(w, &w.elder, item.id), Err(Error::NotFound)));
        assert!(matches!(invite(w, item.id, "jiritsu"), Err(Error::Conflict(_))), "not before the decision");
        let waiting = w.ask(&w.manager, conferences::waiting).unwrap();
        let told = serde_json::to_string(&waiting).unwrap();
        assert!(waiting.len() == 1 && !told.contains("一郎") && !told.contains(&item.code));
        approve(w, &w.manager, item.id).unwrap();
        assert!(matches!(approve(w, &w.manager, item.id), Err(Error::NotFound)));
        let view = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item.id)).unwrap();
        assert_eq!(view.item.law_ref, "社会福祉法第106条の6第6項", "the article as it stands in 2026");
    });
}

/// TOK-09: convening cannot be commissioned; whoever manages another organisation decides for nobody.
#[test]
fn the_municipality_decides_and_no_other_organisation_for_it() {
    each_world(|w| {
        let item = requested(w);
        let set = |kind: &'static str| {
            let agency = w.manager.agency;
            let change = move |tx: &store::Tx<'_>| {
                tx.exec("UPDATE agencies SET kind = $2 WHERE id = $1", &[&agency, &kind])
            };
            w.at.db.write(change).unwrap();
        };
        for kind in ["contractor", "council_of_social_welfare"] {
            set(kind);
            assert!(w.ask(&w.manager, conferences::waiting).unwrap().is_empty());
            assert!(matches!(approve(w, &w.manager, item.id), Err(Error::NotFound)));
        }
        set("department");
        approve(w, &w.manager, item.id).unwrap();
    });
}

/// L-03: member or not × before, in, after the window × papers or case. One of the twelve is open.
#[test]
fn of_twelve_ways_into_a_conference_one_is_open() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        invite(w, item.id, "jiritsu").unwrap();
        let case = |who: &Scope| w.ask(who, |tx, who| cases::show(tx, who, &item.code, None)).is_ok();
        let cells = |expected: bool| {
            assert_eq!(reads(w, &w.hardship, item.id), expected);
            assert!(!reads(w, &w.tax, item.id) && !case(&w.hardship) && !case(&w.tax));
        };
        acknowledge(w, &w.hardship, item.id).unwrap();
        cells(false);
        freeze(w, item.id);
        cells(true);
        // Two weeks after the 10th of April: the whole of the 24th, and not a second longer.
        w.at.ambient.advance(23 * 86_400 + 12 * 3_600 - 60);
        cells(true);
        w.at.ambient.advance(60);
        cells(false);
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item.id)),
            Err(Error::NotFound)
        ));
    });
}

#[test]
fn papers_open_after_the_duty_is_acknowledged_by_one_s_own_name() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        invite(w, item.id, "jiritsu").unwrap();
        freeze(w, item.id);
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item.id)).unwrap();
        assert!(view.packet.is_none() && !view.acknowledged && view.item.question.is_empty());
        let other = AcknowledgeForm { read: "true".into(), name: "別の人".into() };
        let id = item.id;
        assert!(w.act(&w.hardship, move |tx, who| conferences::acknowledge(tx, who, id, &other)).is_err());
        acknowledge(w, &w.hardship, item.id).unwrap();
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item.id)).unwrap();
        let packet = view.packet.unwrap();
        assert_eq!((packet.people[0].name.as_str(), packet.records.len()), ("見本 一郎", 1));
        // What is written afterwards is not in them.
        w.record(&w.elder, &item.code, "会議の後の記録");
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item.id)).unwrap();
        assert_eq!(view.packet.unwrap().records.len(), 1);
        // A colleague of the member's agency is no member.
        let colleague = Scope { staff: w.tax.staff, ..w.hardship.clone() };
        assert!(!reads(w, &colleague, item.id));
    });
}

#[test]
fn who_is_taken_out_or_declines_reads_no_more() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        freeze(w, item.id);
        for login in ["jiritsu", "zeimu"] {
            invite(w, item.id, login).unwrap();
        }
        let (id, member) = (item.id, w.ask(&w.elder, |tx, who| conferences::show(tx, who, item.id)).unwrap());
        for who in [&w.hardship, &w.tax] {
            acknowledge(w, who, item.id).unwrap();
            assert!(reads(w, who, item.id));
        }
        let first = member.members[0].id;
        w.act(&w.elder, move |tx, who| conferences::remove(tx, who, id, first)).unwrap();
        assert!(!reads(w, &w.hardship, item.id) && reads(w, &w.tax, item.id));
        w.act(&w.tax, move |tx, who| conferences::decline(tx, who, id)).unwrap();
        assert!(!reads(w, &w.tax, item.id));
    });
}

#[test]
fn the_system_s_administrator_and_the_other_side_are_never_members() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        let refused = |login: &str| match invite(w, item.id, login) {
            Err(Error::Invalid(faults)) => faults[0].message.key,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused("kanri"), "invite_not_possible");
        assert_eq!(refused("dare-mo-inai"), "staff_unknown");
        freeze(w, item.id);
        invite(w, item.id, "zeimu").unwrap();
        acknowledge(w, &w.tax, item.id).unwrap();
        assert!(reads(w, &w.tax, item.id));
        w.oppose(w.tax.agency, item.person);
        assert!(!reads(w, &w.tax, item.id), "the prohibition beats the conference");
        assert_eq!(refused("zeimu"), "invite_not_possible");
    });
}

#[test]
fn a_conference_member_without_casework_reads_papers_and_nothing_else() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        freeze(w, item.id);
        invite(w, item.id, "jiritsu").unwrap();
        // The same person, standing as a member only: a doctor, a lawyer, 民生委員.
        let member = Scope { role: Role::ConferenceMember, ..w.hardship.clone() };
        acknowledge(w, &member, item.id).unwrap();
        assert!(reads(w, &member, item.id));
        assert!(w.ask(&member, |tx, who| cases::show(tx, who, &item.code, None)).is_err());
        assert!(w.ask(&member, |tx, who| people::find(tx, who, "みほん")).unwrap().is_empty());
        assert!(w.ask(&member, |tx, who| access::case(tx, who, item.case, access::Act::Exist)).is_err());
        let form = NewRecord { text: "書けない".into(), ..NewRecord::default() };
        let code = item.code.clone();
        assert!(w.act(&member, move |tx, who| cases::record(tx, who, &code, &form)).is_err());
    });
}

#[test]
fn who_moved_to_another_agency_is_asked_anew() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        freeze(w, item.id);
        invite(w, item.id, "zeimu").unwrap();
        acknowledge(w, &w.tax, item.id).unwrap();
        assert!(reads(w, &w.tax, item.id));
        let (staff, to) = (w.tax.staff, w.hardship.agency);
        let moves = "UPDATE affiliations SET agency_id = $2 WHERE staff_id = $1";
        w.at.db.write(move |tx| tx.exec(moves, &[&staff, &to])).unwrap();
        let moved = Scope { agency: to, ..w.tax.clone() };
        assert!(!reads(w, &moved, item.id), "the seat was of the agency where they stood");
        invite(w, item.id, "zeimu").unwrap();
        assert!(!reads(w, &moved, item.id), "the duty is acknowledged where one stands");
        acknowledge(w, &moved, item.id).unwrap();
        assert!(reads(w, &moved, item.id) && !reads(w, &w.tax, item.id));
    });
}

/// Whoever opens no record stands for an agency all the same.
#[test]
fn no_seat_of_the_other_side_reads_minutes_or_is_told_of_an_item() {
    each_world(|w| {
        let item = requested(w);
        approve(w, &w.manager, item.id).unwrap();
        freeze(w, item.id);
        invite(w, item.id, "zeimu").unwrap();
        let member = Scope { role: Role::ConferenceMember, ..w.tax.clone() };
        acknowledge(w, &member, item.id).unwrap();
        let over = "UPDATE conference_items SET held_at = opens_at, outcome = 'end' WHERE id = $1";
        w.at.db.write(move |tx| tx.exec(over, &[&item.id])).unwrap();
        let minutes = || w.ask(&member, |tx, who| conferences::minutes(tx, who, item.id)).is_ok();
        let told = || w.ask(&member, conferences::mine).unwrap().len();
        assert_eq!((minutes(), told()), (true, 1));
        w.oppose(w.tax.agency, item.person);
        assert!(!minutes() && !reads(w, &member, item.id));
        assert_eq!(told(), 0, "not even its number");
    });
}
