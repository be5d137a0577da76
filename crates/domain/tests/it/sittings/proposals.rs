//! 会議への提案: each member may bring an item to a sitting of the municipality, and two that look alike are told to the
//! secretary of both alone (IMA-09).

use domain::conferences::{Brought, Progress, Proposal, ProposalForm, TakingForm};

use super::*;

const NECESSITY: &str = "郵便がたまり、命の心配があるため役割を決めたい";

/// A sitting of the meeting that the profile names, convened by the first agency, and who decides there.
pub(super) struct Office {
    pub(super) sitting: Id<Sitting>,
    pub(super) secretary: Scope,
}

pub(super) fn office(w: &World<'_>) -> Office {
    w.works_by("oda-shi", str::to_owned);
    let secretary = w.somebody("jimukyoku", "elder", Role::Coordinator);
    Office { sitting: sitting_of_the_profile(w), secretary }
}

pub(super) fn sitting_of_the_profile(w: &World<'_>) -> Id<Sitting> {
    let meetings = w.ask(&w.elder, |tx, _| conferences::meetings(tx)).unwrap();
    convene(w, SittingForm { container: meetings[0].key.clone(), name: String::new(), ..sitting_form() })
        .unwrap()
}

/// An application of an agency about its own case on somebody.
pub(super) struct Item {
    pub(super) id: Id<ConferenceItem>,
    pub(super) code: String,
    pub(super) person: Id<Person>,
}

fn item(w: &World<'_>, who: &Scope, name: &str, kana: &str, birth: &str) -> Item {
    let person = w.person(who, name, kana, birth);
    let (_, code) = w.case(who, person);
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが会えていない".into(),
        necessity: NECESSITY.into(),
        question: "だれがどう声をかけるか".into(),
        meets_on: "R8.4.30".into(),
        ..RequestForm::default()
    };
    let target = code.clone();
    let id = w.act(who, move |tx, who| conferences::request(tx, who, &target, &form)).unwrap();
    Item { id, code, person }
}

pub(super) fn ichiro(w: &World<'_>, who: &Scope) -> Item {
    item(w, who, "見本 一郎", "みほん いちろう", "S18.3.2")
}

pub(super) fn propose(
    w: &World<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    to: &Office,
    reason: &str,
) -> Result<()> {
    let form = ProposalForm { sitting: to.sitting.to_string(), reason: reason.into() };
    w.act(who, move |tx, who| conferences::propose(tx, who, id, &form))
}

pub(super) fn brought(w: &World<'_>, who: &Scope) -> Vec<Brought> {
    w.ask(who, conferences::proposals).unwrap()
}

pub(super) fn take_up(w: &World<'_>, who: &Scope, id: Id<Proposal>, note: &str) -> Result<()> {
    let form = TakingForm { note: note.into(), starts_at: "14:30".into() };
    w.act(who, move |tx, who| conferences::take_up(tx, who, id, &form))
}

pub(super) fn turn_down(w: &World<'_>, who: &Scope, id: Id<Proposal>, note: &str) -> Result<()> {
    let form = DecisionForm { note: note.into() };
    w.act(who, move |tx, who| conferences::turn_down(tx, who, id, &form))
}

/// Proposes, and the secretary takes it up.
pub(super) fn taken(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>, to: &Office) {
    propose(w, who, id, to, "役割を分けたい").unwrap();
    let waiting = brought(w, &to.secretary).into_iter().find(Brought::waits).unwrap();
    take_up(w, &to.secretary, waiting.id, "一機関では対応できないため").unwrap();
}

pub(super) fn frozen(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) {
    w.act(who, move |tx, who| conferences::freeze(tx, who, id, &papers_form())).unwrap();
}

pub(super) fn view(w: &World<'_>, who: &Scope, sitting: Id<Sitting>) -> Result<conferences::SittingView> {
    w.ask(who, |tx, who| conferences::sitting(tx, who, sitting))
}

fn states(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> Vec<(Progress, String)> {
    let shown = w.ask(who, |tx, who| conferences::show(tx, who, id)).unwrap();
    shown.proposals.into_iter().map(|one| (one.status, one.answer_note)).collect()
}

/// A commissioned organisation brings its case; the municipality convenes.
#[test]
fn an_item_is_brought_without_a_name_and_taken_up_by_the_municipality() {
    each_world(|w| {
        let office = office(w);
        let agency = w.hardship.agency;
        w.at.db
            .write(move |tx| tx.exec("UPDATE agencies SET kind = 'contractor' WHERE id = $1", &[&agency]))
            .unwrap();
        let it = ichiro(w, &w.hardship);
        let found = faults(propose(w, &w.hardship, it.id, &office, "一郎さんのことで困っている"));
        assert_eq!(found, [("reason".into(), "name_without_ground")]);
        assert!(matches!(propose(w, &w.tax, it.id, &office, "役割"), Err(Error::NotFound)));
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        assert_eq!(fault(propose(w, &w.hardship, it.id, &office, "役割を分けたい")), "proposal_waits");
        for other in [&w.elder, &w.hardship, &w.tax, &w.admin, &w.privacy] {
            assert!(brought(w, other).is_empty(), "for whoever decides in the office of the sitting");
        }
        let all = brought(w, &office.secretary);
        let told = serde_json::to_string(&all).unwrap();
        assert!(told.contains("役割を分けたい") && told.contains(NECESSITY));
        assert!(!told.contains("一郎") && !told.contains(&it.code) && !told.contains("だれがどう声を"));
        assert!(view(w, &w.hardship, office.sitting).is_err(), "not before it is on it");
        for other in [&w.elder, &w.hardship, &w.tax] {
            assert!(matches!(take_up(w, other, all[0].id, "必要"), Err(Error::NotFound)));
        }
        assert_eq!(fault(take_up(w, &office.secretary, all[0].id, "")), "error_required");
        take_up(w, &office.secretary, all[0].id, "一機関では対応できないため").unwrap();
        assert!(matches!(take_up(w, &office.secretary, all[0].id, "もう一度"), Err(Error::Stale)));
        let note = "一機関では対応できないため".to_owned();
        assert_eq!(states(w, &w.hardship, it.id), [(Progress::Taken, note)]);
        let shown = w.ask(&w.hardship, |tx, who| conferences::show(tx, who, it.id)).unwrap();
        assert!(shown.item.convened() && shown.item.sitting == Some(office.sitting));
        seen_by_the_secretary(w, &office, &it);
    });
}

/// Before the duty is acknowledged and the papers are frozen: the number and the day. The case stays closed for ever.
fn seen_by_the_secretary(w: &World<'_>, office: &Office, it: &Item) {
    let lines = |who: &Scope| {
        let agenda = view(w, who, office.sitting).unwrap().agenda;
        agenda.into_iter().map(|line| (line.own, line.seated, line.item.question)).collect::<Vec<_>>()
    };
    let question = "だれがどう声をかけるか".to_owned();
    assert_eq!(lines(&w.hardship), [(true, false, question)], "whoever brought it leads it");
    assert_eq!(lines(&office.secretary), [(false, true, String::new())]);
    assert_eq!(lines(&w.elder), [(false, false, String::new())], "a colleague is told the number");
    frozen(w, &w.hardship, it.id);
    assert!(!reads(w, &office.secretary, it.id) && !reads(w, &w.elder, it.id));
    acknowledge(w, &office.secretary, it.id);
    assert!(reads(w, &office.secretary, it.id) && !reads(w, &w.elder, it.id));
    assert!(w.ask(&office.secretary, |tx, who| cases::show(tx, who, &it.code, None)).is_err());
    assert!(w.ask(&office.secretary, |tx, who| conferences::show(tx, who, it.id)).is_err());
}

#[test]
fn a_proposal_is_sent_back_with_a_reason_before_and_after_it_was_taken_up() {
    each_world(|w| {
        let office = office(w);
        let it = ichiro(w, &w.hardship);
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let first = brought(w, &office.secretary)[0].id;
        assert_eq!(fault(turn_down(w, &office.secretary, first, "")), "error_required");
        assert!(matches!(turn_down(w, &w.tax, first, "ほかの会議へ"), Err(Error::NotFound)));
        turn_down(w, &office.secretary, first, "ほかの会議へ").unwrap();
        assert_eq!(states(w, &w.hardship, it.id), [(Progress::Returned, "ほかの会議へ".into())]);
        assert!(brought(w, &office.secretary).is_empty());
        taken(w, &w.hardship, it.id, &office);
        frozen(w, &w.hardship, it.id);
        acknowledge(w, &office.secretary, it.id);
        assert!(reads(w, &office.secretary, it.id));
        let again = brought(w, &office.secretary)[0].id;
        turn_down(w, &office.secretary, again, "次の回へ").unwrap();
        assert!(!reads(w, &office.secretary, it.id), "with the item goes the seat");
        assert!(view(w, &office.secretary, office.sitting).unwrap().agenda.is_empty());
        assert_eq!(states(w, &w.hardship, it.id)[0], (Progress::Returned, "次の回へ".into()));
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let last = w.ask(&w.hardship, |tx, who| conferences::show(tx, who, it.id)).unwrap().proposals[0].id;
        let id = it.id;
        let back = |who: &Scope| w.act(who, move |tx, who| conferences::withdraw_proposal(tx, who, id, last));
        assert!(matches!(back(&w.tax), Err(Error::NotFound)));
        back(&w.hardship).unwrap();
        assert!(matches!(back(&w.hardship), Err(Error::Stale)));
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let sitting = office.sitting;
        w.act(&w.elder, move |tx, who| conferences::cancel(tx, who, sitting)).unwrap();
        assert_eq!(states(w, &w.hardship, it.id)[0].0, Progress::Lapsed);
    });
}

/// Only sittings that the rules of the municipality name are told to others, and only offices of its own convene.
#[test]
fn sittings_are_open_to_proposals_where_the_municipality_convenes() {
    each_world(|w| {
        let office = office(w);
        convene(w, SittingForm { name: "内輪の打ち合わせ".into(), ..sitting_form() }).unwrap();
        let open = |who: &Scope| -> Vec<Id<Sitting>> {
            let all = w.ask(who, conferences::open_sittings).unwrap();
            all.into_iter().map(|sitting| sitting.id).collect()
        };
        assert_eq!(open(&w.hardship), [office.sitting]);
        assert!(open(&w.elder).is_empty() && open(&w.manager).is_empty() && open(&w.privacy).is_empty());
        let agency = w.elder.agency;
        let set = move |kind: &'static str| {
            w.at.db
                .write(move |tx| tx.exec("UPDATE agencies SET kind = $2 WHERE id = $1", &[&agency, &kind]))
                .unwrap();
        };
        set("council_of_social_welfare");
        assert!(open(&w.hardship).is_empty());
        set("department");
        let it = ichiro(w, &w.hardship);
        let nowhere = ProposalForm { reason: "役割".into(), ..ProposalForm::default() };
        let id = it.id;
        let refused = w.act(&w.hardship, move |tx, who| conferences::propose(tx, who, id, &nowhere));
        assert_eq!(faults(refused), [("sitting".into(), "error_choose_one")]);
        w.at.ambient.advance(20 * 86_400);
        assert!(open(&w.hardship).is_empty(), "its day is over");
    });
}

/// Where applications go to an office, no other office decides by taking an item up.
#[test]
fn taking_up_does_not_go_round_the_office_that_answers_applications() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let key = "welfare_promotion_section";
        let new = domain::installed::NewAgency {
            key: key.into(),
            name: "福祉推進課【架空】".into(),
            ..domain::installed::NewAgency::default()
        };
        w.at.db.write(move |tx| domain::installed::install_agency(tx, &new)).unwrap();
        let promotion = w.somebody("suishin", key, Role::Coordinator);
        let secretary = w.somebody("jimukyoku", "elder", Role::Coordinator);
        let office = Office { sitting: sitting_of_the_profile(w), secretary };
        let it = ichiro(w, &w.hardship);
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let proposal = brought(w, &office.secretary)[0].id;
        assert_eq!(fault(take_up(w, &office.secretary, proposal, "必要")), "conference_not_convened");
        let (id, note) = (it.id, DecisionForm { note: "必要".into() });
        w.act(&promotion, move |tx, who| conferences::approve(tx, who, id, &note)).unwrap();
        take_up(w, &office.secretary, proposal, "").unwrap();
    });
}

#[test]
fn nobody_who_is_barred_from_the_people_of_an_item_hears_of_it() {
    each_world(|w| {
        let office = office(w);
        let it = ichiro(w, &w.hardship);
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let proposal = brought(w, &office.secretary)[0].id;
        w.tie(&office.secretary, it.person);
        assert!(brought(w, &office.secretary).is_empty());
        assert!(matches!(take_up(w, &office.secretary, proposal, "必要"), Err(Error::NotFound)));
        let other = item(w, &w.hardship, "例示 次郎", "れいじ じろう", "S30");
        w.oppose(office.secretary.agency, other.person);
        let refused = faults(propose(w, &w.hardship, other.id, &office, "役割を分けたい"));
        assert_eq!(refused, [("sitting".into(), "invite_not_possible")]);
    });
}

/// By consent an item comes onto the sitting; its secretary is a member only where the consent reaches that office.
#[test]
fn a_consented_item_seats_the_secretary_as_far_as_the_consent_reaches() {
    each_world(|w| {
        let office = office(w);
        for (n, (agency, reached)) in [(w.elder.agency, true), (w.tax.agency, false)].into_iter().enumerate()
        {
            let person = w.person(&w.hardship, &format!("例示 {n}号"), "れいじ ごう", "S30");
            let (_, code) = w.case(&w.hardship, person);
            w.consent(&w.hardship, &code, w.consent_form(person, &[agency]));
            let form = consented_form(&[person]);
            let id = w.act(&w.hardship, move |tx, who| conferences::bring(tx, who, &code, &form)).unwrap();
            propose(w, &w.hardship, id, &office, "通院を支えたい").unwrap();
            let waiting = brought(w, &office.secretary).into_iter().find(Brought::waits).unwrap();
            assert!(waiting.no_consent_reason.is_empty() && !waiting.undecided);
            take_up(w, &office.secretary, waiting.id, "").unwrap();
            let shown = w.ask(&w.hardship, |tx, who| conferences::show(tx, who, id)).unwrap();
            assert_eq!(
                (shown.item.sitting, shown.members.len()),
                (Some(office.sitting), usize::from(reached))
            );
        }
    });
}

/// S2, step 10: the same household from two agencies.
#[test]
fn two_items_that_look_alike_are_told_to_the_secretary_of_both_alone() {
    each_world(|w| {
        let office = office(w);
        let one = ichiro(w, &w.hardship);
        let other = ichiro(w, &w.tax);
        let third = item(w, &w.tax, "例示 花子", "れいじ はなこ", "S50.5.6");
        assert_ne!(one.person, other.person, "each has registered the person for itself");
        let alike = |who: &Scope| view(w, who, office.sitting).map_or(0, |view| view.alike.len());
        for (who, it) in [(&w.hardship, &one), (&w.tax, &other), (&w.tax, &third)] {
            taken(w, who, it.id, &office);
            frozen(w, who, it.id);
        }
        assert_eq!(alike(&office.secretary), 0, "not before the ground");
        acknowledge(w, &office.secretary, one.id);
        assert_eq!(alike(&office.secretary), 0, "nor with one of them alone");
        for it in [&other, &third] {
            acknowledge(w, &office.secretary, it.id);
        }
        let found = view(w, &office.secretary, office.sitting).unwrap().alike;
        assert_eq!(found.len(), 1);
        let reasons = ["氏名が同じ", "ふりがなが同じ", "生年月日が同じ"];
        assert!(reasons.iter().all(|reason| found[0].reasons.contains(reason)), "{:?}", found[0].reasons);
        for who in [&w.elder, &w.manager, &w.hardship, &w.tax] {
            assert_eq!(alike(who), 0, "for the secretary of both alone");
        }
        let elsewhere = w.somebody("hoka", "hardship", Role::ConferenceMember);
        for (by, it) in [(&w.hardship, &one), (&w.tax, &other)] {
            for (who, login, part) in [(&w.elder, "houkatsu", "member"), (&elsewhere, "hoka", "secretariat")]
            {
                let (id, form) =
                    (it.id, InviteForm { login: login.into(), part: part.into(), ..InviteForm::default() });
                w.act(by, move |tx, who| conferences::invite(tx, who, id, &form)).unwrap();
                acknowledge(w, who, it.id);
            }
        }
        assert!(reads(w, &w.elder, one.id) && reads(w, &w.elder, other.id));
        assert_eq!(alike(&w.elder), 0, "a member of both is no secretary");
        assert_eq!(alike(&elsewhere), 0, "nor is that of another office one of this sitting");
        for (who, kept) in [(&w.hardship, &one), (&w.tax, &other)] {
            let told = serde_json::to_string(&view(w, who, office.sitting).unwrap()).unwrap();
            let theirs = if kept.id == one.id { &other } else { &one };
            assert!(!told.contains(theirs.id.as_str()), "neither learns of the other");
            assert!(w.ask(who, |tx, who| cases::show(tx, who, &kept.code, None)).is_ok(), "both keep theirs");
        }
        let (least, most) = (one.person.min(other.person), one.person.max(other.person));
        let staff = office.secretary.staff;
        w.at.db
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO distinct_people (person_id, other_id, staff_id, reason, at) VALUES ($1, $2, $3, '', $4)",
                    &[&least, &most, &staff, &tx.now()],
                )
            })
            .unwrap();
        assert_eq!(alike(&office.secretary), 0, "somebody decided that they are two");
        w.at.ambient.advance(40 * 86_400);
        assert_eq!(alike(&office.secretary), 0);
    });
}

/// What the likeness rests on may be an address; it is never said.
#[test]
fn a_likeness_does_not_tell_where_anybody_can_be_found() {
    each_world(|w| {
        let office = office(w);
        let (one, other) = (ichiro(w, &w.hardship), ichiro(w, &w.tax));
        for (who, it) in [(&w.hardship, &one), (&w.tax, &other)] {
            let form = domain::people::ContactForm { kind: "phone".into(), value: "000-1234-5678".into() };
            let person = it.person;
            w.act(who, move |tx, who| domain::people::add_contact(tx, who, person, &form)).unwrap();
            taken(w, who, it.id, &office);
            frozen(w, who, it.id);
            acknowledge(w, &office.secretary, it.id);
        }
        let found = view(w, &office.secretary, office.sitting).unwrap().alike;
        let told = serde_json::to_string(&found).unwrap();
        assert!(found.len() == 1 && !told.contains("電話") && !told.contains("住所"), "{told}");
    });
}
