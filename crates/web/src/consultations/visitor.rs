//! How to reach whoever came on behalf of somebody: opened with a reason, for one answer.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::consultations;
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};

use super::show::{Shown, parse, view};
use crate::answer::{self, Face};
use crate::body::Sent;
use crate::cx::{Cx, Desk};

/// What it is needed for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Reason {
    visitor_reason: String,
}

/// `POST /consultations/{id}/visitor-contact`: the answer itself shows it, and no address leads to it again.
pub(crate) async fn reveal(cx: Cx, Path(id): Path<String>, sent: Sent<Reason>) -> Response {
    cx.blocking(move |cx| {
        let shown = sent.fields().and_then(|form| cx.read(|desk| answered(desk, &id, form)));
        shown.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}

fn answered(desk: &Desk<'_>, id: &str, form: Reason) -> Result<Response> {
    match consultations::visitor_contact(desk.tx, desk.who, parse(id)?, &form.visitor_reason) {
        Ok(contact) => {
            let shown = Shown { visitor_contact: Some(contact), ..Shown::default() };
            answer::page(desk.cx.face, StatusCode::OK, &view(desk, id, shown)?)
        }
        Err(Error::Invalid(faults)) if desk.cx.face == Face::Html => {
            let again = desk.again(faults);
            let shown = Shown { visitor_reason: form.visitor_reason, ..Shown::default() };
            answer::page(Face::Html, StatusCode::UNPROCESSABLE_ENTITY, &view(&again, id, shown)?)
        }
        Err(other) => Err(other),
    }
}
