//! 会議の回: items on different grounds in one room, each for its own members; what is decided becomes what somebody does.

use domain::cases::{self, NewRecord};
use domain::conferences::{
    self, AcknowledgeForm, AdviceForm, AssignmentForm, ClosingForm, ConferenceItem, ConsentedForm,
    DecisionForm, FreezeForm, InquiryForm, InviteForm, OwnerForm, PlaceForm, PointForm, PresenceForm,
    ReplyForm, ReportForm, RequestForm, ResultForm, Sitting, SittingForm, Standing,
};
use domain::consents::{self, WithdrawalForm};
use domain::municipality::SHIPPED;
use domain::people::Person;
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{World, each_world};

/// Fields and keys of the faults; a conflict by its key.
fn faults<T>(answer: Result<T>) -> Vec<(String, &'static str)> {
    match answer {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|f| (f.field, f.message.key)).collect(),
        Err(Error::Conflict(message)) => vec![("conflict".into(), message.key)],
        Err(other) => vec![(other.to_string(), "")],
        Ok(_) => Vec::new(),
    }
}

fn fault<T>(answer: Result<T>) -> &'static str {
    faults(answer).first().map_or("", |(_, key)| key)
}

/// The municipality of the world works by a shipped profile.
fn works_by(w: &World<'_>, key: &str, change: fn(&str) -> String) {
    let text = change(SHIPPED.iter().find(|file| file.key == key).unwrap().text);
    w.at.db.write(move |tx| tx.exec("UPDATE municipality SET profile = $1", &[&text])).unwrap();
}

fn convene(w: &World<'_>, form: SittingForm) -> Result<Id<Sitting>> {
    w.act(&w.elder, move |tx, who| conferences::convene(tx, who, &form))
}

fn sitting_form() -> SittingForm {
    SittingForm {
        name: "個別会議".into(),
        meets_on: "R8.4.10".into(),
        starts_at: "14:00".into(),
        place: "市役所 3階".into(),
        ..SittingForm::default()
    }
}

fn place(w: &World<'_>, sitting: Id<Sitting>, item: Id<ConferenceItem>, at: &str) -> Result<()> {
    let form = PlaceForm { item: item.to_string(), starts_at: at.into() };
    w.act(&w.elder, move |tx, who| conferences::place(tx, who, sitting, &form))
}

/// A case of a mother and her son.
struct Home {
    mother: Id<Person>,
    son: Id<Person>,
    code: String,
}

fn home(w: &World<'_>) -> Home {
    let [mother, son] = w.mother_and_son();
    let (_, code) = w.case(&w.elder, mother);
    w.record(&w.elder, &code, "訪問した。応答がない。");
    Home { mother, son, code }
}

/// An item of the statute that another person has decided on.
fn by_statute(w: &World<'_>, code: &str) -> Id<ConferenceItem> {
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが会えていない".into(),
        necessity: "郵便がたまり、命の心配があるため役割を決めたい".into(),
        question: "だれがどう声をかけるか".into(),
        meets_on: "R8.4.10".into(),
        ..RequestForm::default()
    };
    let code = code.to_owned();
    let id = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &code, &form)).unwrap();
    let note = DecisionForm { note: "一機関では対応できないため".into() };
    w.act(&w.manager, move |tx, who| conferences::approve(tx, who, id, &note)).unwrap();
    id
}

fn consented_form(people: &[Id<Person>]) -> ConsentedForm {
    ConsentedForm {
        people: people.iter().map(Id::to_string).collect(),
        purpose: "plan".into(),
        question: "このプランでよいか".into(),
        meets_on: "R8.4.10".into(),
        ..ConsentedForm::default()
    }
}

fn bring(w: &World<'_>, code: &str, form: ConsentedForm) -> Result<Id<ConferenceItem>> {
    let code = code.to_owned();
    w.act(&w.elder, move |tx, who| conferences::bring(tx, who, &code, &form))
}

fn invite(w: &World<'_>, id: Id<ConferenceItem>, login: &str, part: &str) -> Result<()> {
    let form = InviteForm { login: login.into(), part: part.into() };
    w.act(&w.elder, move |tx, who| conferences::invite(tx, who, id, &form))
}

fn acknowledge(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) {
    let form = AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    w.act(who, move |tx, who| conferences::acknowledge(tx, who, id, &form)).unwrap();
}

fn seat(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>, login: &str) {
    invite(w, id, login, "").unwrap();
    acknowledge(w, who, id);
}

fn freeze(w: &World<'_>, id: Id<ConferenceItem>, form: FreezeForm) -> Result<()> {
    w.act(&w.elder, move |tx, who| conferences::freeze(tx, who, id, &form))
}

fn papers_form() -> FreezeForm {
    FreezeForm { summary: "応答がない".into(), kinds: vec!["life".into()], ..FreezeForm::default() }
}

fn reads(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> bool {
    w.ask(who, |tx, who| conferences::papers(tx, who, id)).is_ok_and(|view| view.packet.is_some())
}

fn minutes(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<conferences::MinutesView> {
    w.ask(who, |tx, who| conferences::minutes(tx, who, id))
}

fn live(w: &World<'_>, id: Id<ConferenceItem>) -> conferences::LiveView {
    w.ask(&w.elder, |tx, who| conferences::live(tx, who, id)).unwrap()
}

fn point(w: &World<'_>, id: Id<ConferenceItem>, question: &str, decision: &str) -> Result<()> {
    let form = PointForm { question: question.into(), decision: decision.into(), ..PointForm::default() };
    w.act(&w.elder, move |tx, who| conferences::add_point(tx, who, id, &form))
}

fn assign(w: &World<'_>, id: Id<ConferenceItem>, what: &str, member: &str) -> Result<()> {
    let form = AssignmentForm {
        what: what.into(),
        member: member.into(),
        due: "R8.4.20".into(),
        ..AssignmentForm::default()
    };
    w.act(&w.elder, move |tx, who| conferences::assign(tx, who, id, &form))
}

fn finish(w: &World<'_>, id: Id<ConferenceItem>, form: ClosingForm) -> Result<()> {
    w.act(&w.elder, move |tx, who| conferences::finish(tx, who, id, &form))
}

fn closing() -> ClosingForm {
    ClosingForm { outcome: "continue".into(), next_on: "R8.5.20".into(), ..ClosingForm::default() }
}

fn roles(w: &World<'_>, who: &Scope) -> Vec<String> {
    w.ask(who, conferences::roles).unwrap().into_iter().map(|role| role.what).collect()
}

/// S2: one room, two grounds. Whoever is invited to the second item never learns that there is a first.
#[test]
fn one_sitting_holds_items_on_two_grounds_and_each_has_its_own_room() {
    each_world(|w| {
        let first = home(w);
        let other = w.person(&w.elder, "例示 次郎", "れいじ じろう", "S30");
        let (_, second) = w.case(&w.elder, other);
        w.consent(&w.elder, &second, w.consent_form(other, &[w.tax.agency]));
        let statute = by_statute(w, &first.code);
        let consented = bring(w, &second, consented_form(&[other])).unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, statute, "14:00").unwrap();
        place(w, sitting, consented, "14:30").unwrap();
        seat(w, &w.hardship, statute, "jiritsu");
        seat(w, &w.tax, consented, "zeimu");
        freeze(w, statute, papers_form()).unwrap();
        freeze(w, consented, papers_form()).unwrap();
        let agenda = |who: &Scope| {
            let view = w.ask(who, |tx, who| conferences::sitting(tx, who, sitting))?;
            Ok::<_, Error>(view.agenda.iter().map(|line| (line.number, line.item.id)).collect::<Vec<_>>())
        };
        assert_eq!(agenda(&w.elder).unwrap(), [(1, statute), (2, consented)]);
        assert_eq!(agenda(&w.hardship).unwrap(), [(1, statute)]);
        assert_eq!(agenda(&w.tax).unwrap(), [(1, consented)], "the second is the first of its reader");
        assert!(matches!(agenda(&w.admin), Err(Error::NotFound)));
        assert!(matches!(agenda(&Scope { accepted_rules: false, ..w.tax.clone() }), Err(Error::NotFound)));
        assert!(reads(w, &w.hardship, statute) && !reads(w, &w.hardship, consented));
        assert!(reads(w, &w.tax, consented) && !reads(w, &w.tax, statute));
        for id in [statute, consented] {
            finish(w, id, closing()).unwrap();
        }
        assert!(minutes(w, &w.hardship, statute).is_ok() && minutes(w, &w.hardship, consented).is_err());
        let told = serde_json::to_string(&minutes(w, &w.tax, consented).unwrap()).unwrap();
        assert!(told.contains("例示 次郎") && !told.contains("ハナ") && !told.contains("応答がない"));
    });
}

#[test]
fn a_consented_item_needs_a_consent_and_tells_of_nobody_else() {
    each_world(|w| {
        let h = home(w);
        let none = bring(w, &h.code, consented_form(&[h.mother]));
        assert_eq!(faults(none), [("people".into(), "consent_missing_for_item")]);
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let whole = consented_form(&[h.mother, h.son]);
        assert_eq!(fault(bring(w, &h.code, whole)), "consent_missing_for_item", "the son has not agreed");
        assert_eq!(fault(bring(w, &h.code, consented_form(&[]))), "error_choose_any");
        let named = ConsentedForm {
            question: "二郎さんをどうするか".into(), ..consented_form(&[h.mother])
        };
        assert_eq!(faults(bring(w, &h.code, named)), [("question".into(), "name_without_consent")]);
        let shared =
            ConsentedForm { question: "見本さんの通院".into(), ..consented_form(&[h.mother]) };
        let item = bring(w, &h.code, shared).expect("a family name that both have tells nothing of him");
        let people: Vec<(String, bool)> = w
            .ask(&w.elder, |tx, who| conferences::agreeing(tx, who, &h.code))
            .unwrap()
            .into_iter()
            .map(|one| (one.name, one.agreed))
            .collect();
        assert!(people.contains(&("見本 ハナ".into(), true)));
        let form = FreezeForm { summary: "息子の二郎さんも困っている".into(), ..papers_form() };
        assert_eq!(fault(freeze(w, item, form)), "name_without_consent");
        let form = FreezeForm { kinds: Vec::new(), ..papers_form() };
        assert_eq!(faults(freeze(w, item, form)), [("kinds".into(), "error_choose_any")]);
        let stranger = Scope { agency: w.tax.agency, ..w.tax.clone() };
        let code = h.code.clone();
        let form = consented_form(&[h.mother]);
        let refused = w.act(&stranger, move |tx, who| conferences::bring(tx, who, &code, &form));
        assert!(matches!(refused, Err(Error::NotFound)));
    });
}

/// ODA-15, C42: the papers are open while everybody of whom they tell lets this agency know all that is in them.
#[test]
fn papers_by_consent_are_open_as_far_and_as_long_as_the_consent() {
    each_world(|w| {
        let h = home(w);
        let mut form = w.consent_form(h.mother, &[w.hardship.agency]);
        form.categories = vec!["basic".into(), "life".into()];
        let consent = w.consent(&w.elder, &h.code, form);
        let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        assert_eq!(fault(invite(w, item, "zeimu", "")), "consent_scope_excluded");
        invite(w, item, "jiritsu", "").unwrap();
        freeze(w, item, papers_form()).unwrap();
        assert!(!reads(w, &w.hardship, item), "not before the notice is acknowledged");
        acknowledge(w, &w.hardship, item);
        assert!(reads(w, &w.hardship, item));
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item)).unwrap();
        let names: Vec<String> = view.packet.unwrap().people.into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["見本 ハナ"], "the son is not in it");
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        let member = live(w, item).members[0].id.to_string();
        assign(w, item, "家計を聞く", &member).unwrap();
        finish(w, item, closing()).unwrap();
        assert!(minutes(w, &w.hardship, item).is_ok() && roles(w, &w.hardship) == ["家計を聞く"]);
        let end = WithdrawalForm { words: "やめたい".into(), ..WithdrawalForm::default() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &end).map(drop)).unwrap();
        assert!(!reads(w, &w.hardship, item) && minutes(w, &w.hardship, item).is_err());
        assert!(roles(w, &w.hardship).is_empty(), "what was taken on goes with the consent");
        assert!(minutes(w, &w.elder, item).is_ok(), "whoever convened keeps them");
    });
}

#[test]
fn records_of_others_and_of_kinds_not_agreed_to_stay_out_of_papers_by_consent() {
    each_world(|w| {
        let h = home(w);
        let of = |person: Id<Person>, kind: &str| {
            let form = NewRecord {
                text: "話を聞いた".into(),
                person: person.to_string(),
                categories: vec![kind.into()],
                ..NewRecord::default()
            };
            let code = h.code.clone();
            let id = w.act(&w.elder, move |tx, who| cases::record(tx, who, &code, &form)).unwrap();
            vec![id.to_string()]
        };
        let mut form = w.consent_form(h.mother, &[w.hardship.agency]);
        form.categories = vec!["basic".into(), "life".into()];
        w.consent(&w.elder, &h.code, form);
        let whole: Vec<String> = w
            .ask(&w.elder, |tx, _| tx.all("SELECT id FROM case_records WHERE person_id IS NULL", &[]))
            .unwrap();
        let item = || {
            let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
            seat(w, &w.hardship, item, "jiritsu");
            item
        };
        let with = |records: Vec<String>| FreezeForm { records, ..papers_form() };
        let (first, second) = (item(), item());
        assert_eq!(
            fault(freeze(w, first, with(whole))),
            "name_without_consent",
            "of the household, her son too"
        );
        assert_eq!(fault(freeze(w, first, with(of(h.son, "life")))), "name_without_consent");
        freeze(w, first, with(of(h.mother, "life"))).unwrap();
        assert!(reads(w, &w.hardship, first));
        freeze(w, second, with(of(h.mother, "money"))).unwrap();
        assert!(!reads(w, &w.hardship, second), "what it earns was not agreed to");
    });
}

/// C42: what is typed while people talk names nobody of the case who did not agree.
#[test]
fn words_of_a_consented_item_name_nobody_else() {
    each_world(|w| {
        let h = home(w);
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        seat(w, &w.hardship, item, "jiritsu");
        assert_eq!(
            faults(point(w, item, "二郎さんのこと", "")),
            [("question".into(), "name_without_consent")]
        );
        assert_eq!(faults(assign(w, item, "二郎さんに会う", "")), [("what".into(), "name_without_consent")]);
        let note = ClosingForm { outcome_note: "二郎さんも".into(), ..closing() };
        assert_eq!(faults(finish(w, item, note)), [("outcome_note".into(), "name_without_consent")]);
        point(w, item, "ハナさんの通院", "付きそう").unwrap();
        let statute = by_statute(w, &h.code);
        point(w, statute, "二郎さんのこと", "").expect("the statute opens the household");
    });
}

#[test]
fn a_later_consent_opens_a_new_item_and_makes_nothing_earlier_consented() {
    each_world(|w| {
        let h = home(w);
        let statute = by_statute(w, &h.code);
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, statute, "").unwrap();
        freeze(w, statute, papers_form()).unwrap();
        point(w, statute, "どう声をかけるか", "包括が訪ねる").unwrap();
        finish(w, statute, ClosingForm { outcome: "multilayered".into(), ..closing() }).unwrap();
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let form = ConsentedForm { previous: statute.to_string(), ..consented_form(&[h.mother]) };
        let next = bring(w, &h.code, form).unwrap();
        seat(w, &w.hardship, next, "jiritsu");
        freeze(w, next, papers_form()).unwrap();
        assert!(reads(w, &w.hardship, next));
        assert!(matches!(minutes(w, &w.hardship, statute), Err(Error::NotFound)), "ALL-04");
        let told = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, next)).unwrap();
        assert!(told.points.is_empty() && !serde_json::to_string(&told).unwrap().contains("包括が訪ねる"));
        let [other, _] = [w.person(&w.elder, "例示 次郎", "れいじ じろう", "S30"), h.son];
        let (_, code) = w.case(&w.elder, other);
        w.consent(&w.elder, &code, w.consent_form(other, &[w.hardship.agency]));
        let form = ConsentedForm { previous: statute.to_string(), ..consented_form(&[other]) };
        assert_eq!(faults(bring(w, &code, form)), [("previous".into(), "error_unknown_choice")]);
    });
}

/// OTA-24: whoever comes late and has not acknowledged is not in the room.
#[test]
fn only_those_who_are_bound_are_there_take_something_on_or_are_asked() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        invite(w, item, "jiritsu", "").unwrap();
        seat(w, &w.tax, item, "zeimu");
        let members: Vec<String> = live(w, item).members.iter().map(|m| m.id.to_string()).collect();
        let [late, bound] = [members[0].clone(), members[1].clone()];
        let there = |present: Vec<String>| {
            let form = PresenceForm { present };
            w.act(&w.elder, move |tx, who| conferences::note_presence(tx, who, item, &form))
        };
        assert_eq!(fault(there(vec![late.clone(), bound.clone()])), "member_not_acknowledged");
        assert_eq!(fault(there(vec!["nobody".into()])), "member_unknown");
        assert!(live(w, item).members.iter().all(|m| !m.present), "a refusal changes nothing");
        there(vec![bound.clone()]).unwrap();
        assert_eq!(live(w, item).members.iter().map(|m| m.present).collect::<Vec<_>>(), [false, true]);
        assert_eq!(fault(assign(w, item, "同行する", &late)), "member_unknown");
        let ask = |member: &str| {
            let form =
                InquiryForm {
                    member: member.into(), question: "滞納の様子".into(), due: "R8.4.8".into()
                };
            w.act(&w.elder, move |tx, who| conferences::inquire(tx, who, item, &form))
        };
        assert_eq!(fault(ask(&late)), "member_unknown");
        ask(&bound).unwrap();
        acknowledge(w, &w.hardship, item);
        there(vec![late, bound]).unwrap();
    });
}

/// 106条の6第4項: who is asked tries to answer, and may refuse; the conference sees which.
#[test]
fn who_is_asked_answers_in_part_or_not_at_all() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.tax, item, "zeimu");
        seat(w, &w.hardship, item, "jiritsu");
        let member = live(w, item).members[0].id.to_string();
        let form = InquiryForm { member, question: "滞納の様子".into(), due: "R8.4.8".into() };
        w.act(&w.elder, move |tx, who| conferences::inquire(tx, who, item, &form)).unwrap();
        let inquiry = live(w, item).inquiries[0].id;
        let reply = |who: &Scope, reply: &str, answer: &str| {
            let form = ReplyForm { reply: reply.into(), answer: answer.into() };
            w.act(who, move |tx, who| conferences::answer(tx, who, item, inquiry, &form))
        };
        assert!(
            matches!(reply(&w.tax, "partly", "ある"), Err(Error::NotFound)),
            "before the papers are open"
        );
        freeze(w, item, papers_form()).unwrap();
        assert!(matches!(reply(&w.hardship, "partly", "ある"), Err(Error::NotFound)), "it was not asked");
        assert_eq!(fault(reply(&w.tax, "refused", "")), "error_required", "a refusal says why");
        assert_eq!(fault(reply(&w.tax, "waiting", "まだ")), "error_choose_one");
        let asked = w.ask(&w.tax, |tx, who| conferences::papers(tx, who, item)).unwrap().inquiries;
        assert_eq!(asked.iter().map(|q| q.question.as_str()).collect::<Vec<_>>(), ["滞納の様子"]);
        reply(&w.tax, "partly", "金額は答えられない").unwrap();
        assert!(matches!(reply(&w.tax, "answered", "もう一度"), Err(Error::Stale)));
        let back = &live(w, item).inquiries[0];
        assert_eq!((back.reply, back.answer.as_str()), (conferences::Reply::Partly, "金額は答えられない"));
    });
}

#[test]
fn what_is_decided_stands_in_the_list_of_whoever_took_it_on() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        freeze(w, item, papers_form()).unwrap();
        let member = live(w, item).members[0].id.to_string();
        point(w, item, "どう声をかけるか", "").unwrap();
        let open = live(w, item).points[0].clone();
        let decided = |version: String| {
            let form = PointForm {
                question: open.question.clone(),
                decision: "自立相談が訪ねる".into(),
                version,
                ..PointForm::default()
            };
            let id = open.id;
            w.act(&w.elder, move |tx, who| conferences::change_point(tx, who, item, id, &form))
        };
        decided(open.version.to_string()).unwrap();
        assert!(matches!(decided(open.version.to_string()), Err(Error::Stale)), "somebody else was first");
        assign(w, item, "訪ねる", &member).unwrap();
        assign(w, item, "鍵のこと", "").unwrap();
        assert!(roles(w, &w.hardship).is_empty(), "not before the item is over");
        assert_eq!(fault(finish(w, item, closing())), "conference_without_sitting");
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "14:00").unwrap();
        assert_eq!(fault(finish(w, item, closing())), "assignments_open");
        let role = live(w, item).assignments[1].id;
        let nobody = OwnerForm::default();
        let named = |form: OwnerForm| {
            w.act(&w.elder, move |tx, who| conferences::entrust(tx, who, item, role, &form))
        };
        assert_eq!(fault(named(nobody)), "assignment_without_owner");
        named(OwnerForm { outside: "家主さん".into(), ..OwnerForm::default() }).unwrap();
        let no_day = ClosingForm { next_on: String::new(), ..closing() };
        assert_eq!(faults(finish(w, item, no_day)), [("next_on".into(), "error_required")]);
        let condition = ClosingForm { outcome: "conditional".into(), ..closing() };
        assert_eq!(faults(finish(w, item, condition)), [("outcome_note".into(), "error_required")]);
        finish(w, item, closing()).unwrap();
        assert_eq!(fault(point(w, item, "あとから", "")), "conference_is_over");
        assert_eq!(fault(finish(w, item, closing())), "conference_is_over");
        assert_eq!(roles(w, &w.hardship), ["訪ねる"]);
        assert!(roles(w, &w.tax).is_empty() && roles(w, &w.elder).is_empty());
        let told = minutes(w, &w.hardship, item).unwrap();
        assert_eq!(told.points[0].decision, "自立相談が訪ねる");
        assert!(told.notice.contains("社会福祉法第106条の6第6項"), "{}", told.notice);
        fulfilment(w, item);
    });
}

/// After the window the papers are gone; the role stays until it is done.
fn fulfilment(w: &World<'_>, item: Id<ConferenceItem>) {
    w.at.ambient.advance(40 * 86_400);
    assert!(!reads(w, &w.hardship, item) && minutes(w, &w.hardship, item).is_err());
    let role = w.ask(&w.hardship, conferences::roles).unwrap()[0].id;
    let done = |who: &Scope, result: &str| {
        let form = ResultForm { result: result.into() };
        w.act(who, move |tx, who| conferences::fulfil(tx, who, role, &form))
    };
    assert!(matches!(done(&w.tax, "した"), Err(Error::NotFound)));
    assert_eq!(fault(done(&w.hardship, "")), "error_required");
    done(&w.hardship, "会えた").unwrap();
    assert!(matches!(done(&w.hardship, "もう一度"), Err(Error::NotFound)), "it is theirs no longer");
    assert!(matches!(done(&w.elder, "もう一度"), Err(Error::Stale)));
    assert!(roles(w, &w.hardship).is_empty());
    assert_eq!(minutes(w, &w.elder, item).unwrap().assignments[0].result, "会えた");
}

/// OTA-09: an adviser sees the one item, and what was advised is kept apart.
#[test]
fn advice_is_kept_under_the_name_of_whoever_gave_it() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        let lawyer = w.somebody("bengoshi", "hardship", Role::ConferenceMember);
        invite(w, item, "bengoshi", "expert").unwrap();
        seat(w, &w.tax, item, "zeimu");
        let members = live(w, item).members;
        let advise = |member, advice: &str| {
            let form = AdviceForm { advice: advice.into() };
            w.act(&w.elder, move |tx, who| conferences::keep_advice(tx, who, item, member, &form))
        };
        assert!(matches!(advise(members[0].id, "早めに"), Err(Error::Stale)), "not bound yet");
        acknowledge(w, &lawyer, item);
        assert!(
            matches!(advise(members[1].id, "早めに"), Err(Error::Stale)),
            "a member decides, and does not advise"
        );
        advise(members[0].id, "債務の整理は法テラスへ").unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        freeze(w, item, papers_form()).unwrap();
        finish(w, item, closing()).unwrap();
        let told = minutes(w, &lawyer, item).unwrap();
        assert_eq!(
            told.advisers().map(|m| m.advice.as_str()).collect::<Vec<_>>(),
            ["債務の整理は法テラスへ"]
        );
        assert!(w.ask(&lawyer, |tx, who| domain::cases::show(tx, who, &h.code, None)).is_err());
        w.at.ambient.advance(25 * 86_400);
        assert!(minutes(w, &lawyer, item).is_err() && !reads(w, &lawyer, item), "after the end date");
    });
}

/// ALL-19: each copy has a number and a name, and what did not come back is known.
#[test]
fn copies_are_numbered_and_come_back() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        invite(w, item, "zeimu", "").unwrap();
        let number = || w.act(&w.elder, move |tx, who| conferences::number_copies(tx, who, item));
        assert_eq!(fault(number()), "papers_not_frozen");
        freeze(w, item, papers_form()).unwrap();
        number().unwrap();
        number().unwrap();
        let of = || w.ask(&w.elder, |tx, who| conferences::copies(tx, who, item)).unwrap().copies;
        assert_eq!(of().len(), 1, "one for each who is bound, and once");
        acknowledge(w, &w.tax, item);
        number().unwrap();
        assert_eq!(of().iter().map(|copy| copy.number).collect::<Vec<_>>(), [1, 2]);
        let first = of()[0].id;
        let back = |who: &Scope| w.act(who, move |tx, who| conferences::take_back(tx, who, item, first));
        assert!(matches!(back(&w.hardship), Err(Error::NotFound)));
        back(&w.elder).unwrap();
        assert!(matches!(back(&w.elder), Err(Error::Stale)));
        assert_eq!(of().iter().map(|copy| copy.returned_at.is_some()).collect::<Vec<_>>(), [true, false]);
        for who in [&w.hardship, &w.tax] {
            assert!(
                w.ask(who, |tx, who| conferences::copies(tx, who, item)).is_err(),
                "members print nothing"
            );
        }
    });
}

/// EDO-19: a report for each sitting, by its day, received by another person.
#[test]
fn a_sitting_is_reported_where_the_municipality_asks_for_it() {
    each_world(|w| {
        works_by(w, "edogawa", str::to_owned);
        let h = home(w);
        let item = by_statute(w, &h.code);
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        let hold = || w.act(&w.elder, move |tx, who| conferences::hold(tx, who, sitting));
        assert_eq!(fault(hold()), "conference_items_open");
        finish(w, item, closing()).unwrap();
        let report = |words: &str| {
            let form = ReportForm { report: words.into() };
            w.act(&w.elder, move |tx, who| conferences::report(tx, who, sitting, &form))
        };
        assert!(matches!(report("役割を決めた"), Err(Error::Stale)), "not before it was held");
        hold().unwrap();
        let view = || w.ask(&w.elder, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().sitting;
        assert_eq!(
            (view().status, view().report_due_on.map(|d| d.to_string())),
            (Standing::Held, Some("2026-04-24".into()))
        );
        let late = || w.ask(&w.manager, conferences::reports).unwrap().len();
        assert_eq!(late(), 0);
        w.at.ambient.advance(25 * 86_400);
        assert_eq!(late(), 1, "overdue on the day after");
        assert!(w.ask(&w.tax, conferences::reports).unwrap().is_empty());
        assert_eq!(faults(report("ハナさんの役割を決めた")), [("report".into(), "name_without_ground")]);
        report("役割を決めた。次は訪問。").unwrap();
        assert!(matches!(report("もう一度"), Err(Error::Stale)));
        let receive = |who: &Scope| w.act(who, move |tx, who| conferences::receive(tx, who, sitting));
        assert!(matches!(receive(&w.tax), Err(Error::NotFound)));
        let words = w.ask(&w.manager, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().report;
        assert_eq!(words.as_deref(), Some("役割を決めた。次は訪問。"));
        receive(&w.manager).unwrap();
        assert!(matches!(receive(&w.manager), Err(Error::Stale)));
        assert_eq!(late(), 0);
    });
}

#[test]
fn profiles_alone_decide_about_reports_areas_and_one_room() {
    each_world(|w| {
        let h = home(w);
        let held = |sitting: Id<Sitting>| {
            w.act(&w.elder, move |tx, who| conferences::hold(tx, who, sitting)).unwrap();
            w.ask(&w.elder, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().sitting.report_due_on
        };
        works_by(w, "oda-shi", str::to_owned);
        let meetings = w.ask(&w.elder, |tx, _| conferences::meetings(tx)).unwrap();
        let form = SittingForm { container: meetings[0].key.clone(), ..sitting_form() };
        let sitting = convene(w, form).unwrap();
        let item = by_statute(w, &h.code);
        place(w, sitting, item, "").unwrap();
        finish(w, item, closing()).unwrap();
        let told = minutes(w, &w.elder, item).unwrap();
        assert_eq!(told.rule_name, "大田市重層的支援体制整備事業支援会議設置要綱", "ODA-14");
        assert_eq!(held(sitting), None, "大田市 asks for no report");
        works_by(w, "ota-ku", str::to_owned);
        let meetings = w.ask(&w.elder, |tx, _| conferences::meetings(tx)).unwrap();
        assert_eq!(meetings[0].areas.len(), 4, "OTA-05: one in each of the four districts");
        let form = SittingForm { container: meetings[0].key.clone(), ..sitting_form() };
        assert_eq!(fault(convene(w, form.clone())), "error_choose_one", "which of the four");
        convene(w, SittingForm { area: meetings[0].areas[0].clone(), ..form }).unwrap();
        assert_eq!(
            fault(convene(w, SittingForm { area: "どこか".into(), ..sitting_form() })),
            "error_unknown_choice"
        );
        works_by(w, "imabari", |text| {
            text.replace("one_sitting = \"unset\"", "one_sitting = { value = false, seed = \"L158\" }")
        });
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let consented = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, by_statute(w, &h.code), "").unwrap();
        assert_eq!(fault(place(w, sitting, consented, "")), "conference_one_ground");
    });
}

#[test]
fn a_sitting_is_planned_by_casework_and_lets_its_items_go_when_it_is_taken_off() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        for who in [&w.admin, &w.privacy] {
            let form = sitting_form();
            let refused = w.act(who, move |tx, who| conferences::convene(tx, who, &form));
            assert!(matches!(refused, Err(Error::NotFound)));
        }
        let past = SittingForm { meets_on: "R8.3.1".into(), name: String::new(), ..sitting_form() };
        assert_eq!(faults(convene(w, past)).len(), 2);
        let sitting = convene(w, SittingForm { meets_on: "R8.4.15".into(), ..sitting_form() }).unwrap();
        freeze(w, item, papers_form()).unwrap();
        place(w, sitting, item, "14:00").unwrap();
        let moved = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap().item;
        assert_eq!((moved.meets_on.to_string(), moved.starts_at.as_str()), ("2026-04-15".into(), "14:00"));
        assert_eq!(moved.closes_at.unwrap().day().to_string(), "2026-04-30", "two weeks after the new day");
        let named = convene(w, SittingForm { name: "ハナさんの会議".into(), ..sitting_form() }).unwrap();
        assert_eq!(faults(place(w, named, item, "")), [("item".into(), "name_without_ground")]);
        let foreign = PlaceForm { item: item.to_string(), starts_at: String::new() };
        let refused = w.act(&w.tax, move |tx, who| conferences::place(tx, who, sitting, &foreign));
        assert!(matches!(refused, Err(Error::NotFound)));
        w.act(&w.elder, move |tx, who| conferences::unplace(tx, who, item)).unwrap();
        let again = w.act(&w.elder, move |tx, who| conferences::unplace(tx, who, item));
        assert!(matches!(again, Err(Error::Stale)));
        place(w, sitting, item, "").unwrap();
        w.act(&w.elder, move |tx, who| conferences::cancel(tx, who, sitting)).unwrap();
        let left = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap();
        assert!(left.sitting.is_none() && left.item.held_at.is_none());
        assert!(matches!(place(w, sitting, item, ""), Err(Error::Stale)));
    });
}

/// OTA-05, C41: meetings, items and households are three numbers.
#[test]
fn conferences_are_counted_in_three_ways() {
    each_world(|w| {
        let h = home(w);
        let sitting = convene(w, sitting_form()).unwrap();
        let items = [by_statute(w, &h.code), by_statute(w, &h.code)];
        for item in items {
            place(w, sitting, item, "").unwrap();
            finish(w, item, closing()).unwrap();
        }
        let (from, to) = (kernel::Day::new(2026, 4, 1).unwrap(), kernel::Day::new(2027, 3, 31).unwrap());
        let counts = w.ask(&w.manager, |tx, who| conferences::counts(tx, who, from, to)).unwrap();
        let numbers: Vec<_> = counts.iter().map(|c| (c.sittings, c.items, c.households)).collect();
        assert_eq!(numbers, [(1, 2, 1)]);
        assert!(w.ask(&w.elder, |tx, who| conferences::counts(tx, who, from, to)).unwrap().is_empty());
        let before = kernel::Day::new(2026, 4, 9).unwrap();
        assert!(w.ask(&w.manager, |tx, who| conferences::counts(tx, who, from, before)).unwrap().is_empty());
    });
}

/// Whoever acknowledged other words acknowledges the new ones before reading on.
#[test]
fn changed_words_of_the_notice_are_acknowledged_again() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        freeze(w, item, papers_form()).unwrap();
        assert!(reads(w, &w.hardship, item));
        w.at.db
            .write(move |tx| {
                tx.exec("UPDATE conference_items SET notice_version = 2 WHERE id = $1", &[&item])
            })
            .unwrap();
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item)).unwrap();
        assert!(view.packet.is_none() && !view.acknowledged && view.item.question.is_empty());
    });
}

/// An installation that the tests of profiles change stays one that can be loaded.
#[test]
fn every_shipped_profile_installs_and_tells_its_meetings() {
    each_world(|w| {
        for file in SHIPPED {
            let text = file.text;
            w.at.db.write(move |tx| tx.exec("UPDATE municipality SET profile = $1", &[&text])).unwrap();
            let names: Vec<String> = w
                .ask(&w.elder, |tx, _| conferences::meetings(tx))
                .unwrap()
                .into_iter()
                .map(|m| m.name)
                .collect();
            let known = ["ota-ku", "oda-shi", "imabari", "edogawa"].contains(&file.key);
            assert_eq!(!names.is_empty(), known, "{}: {names:?}", file.key);
        }
    });
}
