//! ふり返り: on a ground of its own, without anybody in it, by two people; and what it should change (OTA-06, EDO-21, S2, S3).

mod library;
mod revision;
mod words;
mod writing;

use domain::cases;
use domain::conferences::{self, DecisionForm as Convening, RequestForm};
use domain::consents::{self, ConsentForm, WithdrawalForm};
use domain::look_backs::{
    self, DecisionForm, Filter, Lesson, LookBack, LookBackForm, Shared, Stage, Waiting,
};
use domain::people::{self, ContactForm, Person};
use domain::revision_proposals::{self, DecisionForm as Verdict, ProposalForm, Standing};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{Dice, Home, World, each_world, fault, faults};

/// A closed case whose people agreed to be learnt from.
fn learnable(w: &World<'_>) -> Home {
    let h = w.home_of_mother();
    w.close(&w.elder, h.case);
    for person in [h.mother, h.son] {
        w.consent(&w.elder, &h.code, w.learning_consent(person));
    }
    h
}

fn file(w: &World<'_>, who: &Scope, code: &str, form: LookBackForm) -> Result<Id<LookBack>> {
    let code = code.to_owned();
    w.act(who, move |tx, who| look_backs::file(tx, who, &code, &form))
}

fn filed(w: &World<'_>, h: &Home) -> Id<LookBack> {
    file(w, &w.elder, &h.code, w.look_back_form()).unwrap()
}

fn note(text: &str) -> DecisionForm {
    DecisionForm { note: text.into() }
}

fn approve(w: &World<'_>, who: &Scope, id: Id<LookBack>) -> Result<()> {
    let form = note("だれのことか分からないと確かめた");
    w.act(who, move |tx, who| look_backs::approve(tx, who, id, &form))
}

fn send_back(w: &World<'_>, who: &Scope, id: Id<LookBack>, text: &str) -> Result<()> {
    let form = note(text);
    w.act(who, move |tx, who| look_backs::send_back(tx, who, id, &form))
}

fn stage(w: &World<'_>, id: Id<LookBack>) -> Stage {
    w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap().stage
}

fn waiting(w: &World<'_>, who: &Scope) -> Vec<Waiting> {
    w.ask(who, look_backs::waiting).unwrap()
}

fn library(w: &World<'_>, who: &Scope) -> Vec<Lesson> {
    w.ask(who, |tx, who| look_backs::library(tx, who, &Filter::default())).unwrap().lessons
}

fn withdraw(w: &World<'_>, who: &Scope, number: &str, reason: &str) -> Result<Id<LookBack>> {
    let form = look_backs::WithdrawalForm { number: number.into(), reason: reason.into() };
    w.act(who, move |tx, who| look_backs::withdraw(tx, who, &form))
}

fn number(w: &World<'_>, id: Id<LookBack>) -> String {
    w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap().lesson.number
}

/// An item under the statute on the case, as far as somebody else has decided on it.
fn item(w: &World<'_>, h: &Home, necessity: &str, approved: bool) {
    let (code, form) = (
        h.code.clone(),
        RequestForm {
            no_consent_reason: "亡くなっていて、聞けない".into(),
            necessity: necessity.into(),
            question: "なにを次に生かすか".into(),
            meets_on: "R8.4.10".into(),
            ..RequestForm::default()
        },
    );
    let id = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &code, &form)).unwrap();
    if approved {
        let note = Convening { note: "必要".into() };
        w.act(&w.manager, move |tx, who| conferences::approve(tx, who, id, &note)).unwrap();
    }
}
