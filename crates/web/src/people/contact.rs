//! Ways to reach a person: opened one by one, with a reason, for one answer.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::people::{self, ContactForm};
use domain::protections;
use kernel::Error;
use serde::{Deserialize, Serialize};

use super::show::{self, Shown};
use crate::answer::{self, Face};
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};

/// What the contacts are needed for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}

/// `POST /people/{id}/contacts`: the answer itself shows them, and no address leads to them again.
pub(crate) async fn reveal(cx: Cx, Path(id): Path<String>, sent: Sent<Reason>) -> Response {
    cx.blocking(move |cx| {
        let shown = sent.fields().and_then(|form| cx.read(|desk| answered(desk, &id, form)));
        shown.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}

fn answered(desk: &Desk<'_>, id: &str, form: Reason) -> kernel::Result<Response> {
    let person = super::id(id)?;
    match people::reveal(desk.tx, desk.who, person, &form.reason) {
        Ok(contacts) => {
            let view = show::view(desk, id, Shown { contacts: Some(contacts), ..Shown::default() })?;
            answer::page(desk.cx.face, StatusCode::OK, &view)
        }
        Err(Error::Invalid(faults)) if desk.cx.face == Face::Html => {
            let again = desk.again(faults);
            let view = show::view(&again, id, Shown { reason: form.reason, ..Shown::default() })?;
            answer::page(Face::Html, StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(other) => Err(other),
    }
}

/// `POST /people/{id}/contacts/new`
pub(crate) async fn add(cx: Cx, Path(id): Path<String>, sent: Sent<ContactForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            people::add_contact(desk.tx, desk.who, super::id(&target)?, form)?;
            Ok(Done::to(format!("/people/{target}"), "contact"))
        },
        move |desk, contact| show::view(desk, &id, Shown { contact, ..Shown::default() }),
    )
    .await
}

/// Why somebody is protected; may stay empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Protect {
    protection_reason: String,
}

/// `POST /people/{id}/protection`
pub(crate) async fn protect(cx: Cx, Path(id): Path<String>, sent: Sent<Protect>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            protections::begin(desk.tx, desk.who, super::id(&target)?, &form.protection_reason)?;
            Ok(Done::to(format!("/people/{target}"), "protected"))
        },
        move |desk, _| show::view(desk, &id, Shown::default()),
    )
    .await
}
