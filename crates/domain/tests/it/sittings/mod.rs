//! 会議の回: items on different grounds in one room, each for its own members; what is decided becomes what somebody does.

mod advice;
mod applications;
mod grounds;
mod item_reports;
mod office;
mod proposals;
mod secretary;
mod suggestions;
mod talk;

use domain::advisers::{self, Adviser, AdviserForm, PledgeForm};
use domain::cases::{self, NewRecord};
use domain::conferences::{
    self, AcknowledgeForm, AdviceForm, AdvisedForm, AssignmentForm, ClosingForm, ConferenceItem,
    ConsentedForm, DecisionForm, FreezeForm, InquiryForm, InviteForm, OwnerForm, PlaceForm, PointForm,
    PresenceForm, ReplyForm, ReportForm, RequestForm, ResultForm, Sitting, SittingForm, Standing,
};
use domain::consents::{self, WithdrawalForm};
use domain::municipality::SHIPPED;
use domain::people::Person;
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{Home, World, each_world, fault, faults};

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

fn home(w: &World<'_>) -> Home {
    let home = w.home_of_mother();
    w.record(&w.elder, &home.code, "訪問した。応答がない。");
    home
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
    let form = InviteForm { login: login.into(), part: part.into(), ..InviteForm::default() };
    w.act(&w.elder, move |tx, who| conferences::invite(tx, who, id, &form))
}

fn acknowledge(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) {
    let form = AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    w.act(who, move |tx, who| conferences::acknowledge(tx, who, id, &form)).unwrap();
}

/// Somebody of the register who has pledged secrecy; with an account if a number is given.
fn adviser(w: &World<'_>, name: &str, login: &str) -> Id<Adviser> {
    let form = AdviserForm {
        name: name.into(),
        field: "law".into(),
        affiliation: "法テラス見本【架空】".into(),
        login: login.into(),
        ..AdviserForm::default()
    };
    let pledge =
        PledgeForm {
            pledged_on: "R8.3.1".into(), wording: "令和7年度版".into(), ..PledgeForm::default()
        };
    w.act(&w.manager, move |tx, who| {
        let id = advisers::register(tx, who, &form)?;
        advisers::pledge(tx, who, id, &pledge)?;
        Ok(id)
    })
    .unwrap()
}

fn invite_adviser(w: &World<'_>, id: Id<ConferenceItem>, adviser: Id<Adviser>) -> Result<()> {
    let form = InviteForm { adviser: adviser.to_string(), ..InviteForm::default() };
    w.act(&w.elder, move |tx, who| conferences::invite(tx, who, id, &form))
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
