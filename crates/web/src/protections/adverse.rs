use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::protections::{self, AdverseForm, AdverseKind, AdverseParty};
use domain::{installed, people};
use kernel::{Id, Result, Staff};
use serde::Serialize;

use super::id;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "protections/adverse.html")]
struct AdversePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    me: Id<Staff>,
    /// Whether the reader may confirm and end.
    #[serde(skip)]
    custodian: bool,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    agencies: Vec<Choice>,
    #[serde(skip)]
    chosen: Option<String>,
    #[serde(skip)]
    form: AdverseForm,
    person: String,
    name: String,
    adverse_parties: Vec<AdverseParty>,
}

fn page_of(person: &str) -> String {
    format!("/people/{person}/adverse-parties")
}

/// `GET /people/{id}/adverse-parties`; `?party=` names somebody who was found by a search.
pub(super) async fn show(cx: Cx, Path(person): Path<String>) -> Response {
    cx.page(move |desk| {
        let party = desk.cx.param("party").unwrap_or_default();
        let kind = if party.is_empty() { "" } else { "person" };
        view(desk, &person, AdverseForm { kind: kind.into(), party, ..AdverseForm::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, person: &str, form: AdverseForm) -> Result<AdversePage> {
    let (name, adverse_parties) = protections::adverse_parties(desk.tx, desk.who, id(person)?)?;
    let party: Vec<_> = form.party.parse().into_iter().collect();
    Ok(AdversePage {
        page: frame::of(desk, "相手方", "", &[("相手方", "")])?,
        once: once(desk.cx),
        me: desk.me.staff,
        custodian: protections::holds_duty(desk.tx, desk.who)?,
        kinds: options::<AdverseKind>(),
        agencies: installed::agencies(desk.tx)?
            .into_iter()
            .map(|a| Choice::new(a.id.to_string(), a.name))
            .collect(),
        chosen: people::by_ids(desk.tx, desk.who, &party)?.pop().map(|p| p.display()),
        form,
        person: person.to_owned(),
        name,
        adverse_parties,
    })
}

/// `POST /people/{id}/adverse-parties`. Who has barred themself by it has no page to come back to.
pub(super) async fn create(cx: Cx, Path(person): Path<String>, sent: Sent<AdverseForm>) -> Response {
    let target = person.clone();
    cx.save(
        sent,
        move |desk, form| {
            protections::record_adverse(desk.tx, desk.who, id(&target)?, form)?;
            let there = match protections::adverse_parties(desk.tx, desk.who, id(&target)?) {
                Ok(_) => page_of(&target),
                Err(_) => "/".to_owned(),
            };
            Ok(Done::to(there, "adverse"))
        },
        move |desk, form| view(desk, &person, form),
    )
    .await
}

/// `POST /people/{id}/adverse-parties/{party}/confirmation`
pub(super) async fn confirm(
    cx: Cx,
    Path((person, party)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = person.clone();
    cx.save(
        sent,
        move |desk, _| {
            super::in_person(desk)?;
            protections::confirm_adverse(desk.tx, desk.who, id(&target)?, id(&party)?)?;
            Ok(Done::to(page_of(&target), "adverse-confirmed"))
        },
        move |desk, _| view(desk, &person, AdverseForm::default()),
    )
    .await
}

/// `POST /people/{id}/adverse-parties/{party}/end`
pub(super) async fn end(
    cx: Cx,
    Path((person, party)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = person.clone();
    cx.save(
        sent,
        move |desk, _| {
            super::in_person(desk)?;
            protections::end_adverse(desk.tx, desk.who, id(&target)?, id(&party)?)?;
            Ok(Done::to("/protected-addresses", "adverse-ended"))
        },
        move |desk, _| view(desk, &person, AdverseForm::default()),
    )
    .await
}
