//! What the team page lets one add: words to the team, and bodies around the household.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, InvolvementForm, MessageForm};
use kernel::Error;

use super::team::again;
use crate::body::Sent;
use crate::cx::{Cx, Done};
use crate::drafts::Empty;

/// `POST /cases/{code}/messages`
pub(crate) async fn say(cx: Cx, Path(code): Path<String>, sent: Sent<MessageForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::say(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}/team"), "saved"))
        },
        move |desk, _| again(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/involvements`
pub(crate) async fn involve(cx: Cx, Path(code): Path<String>, sent: Sent<InvolvementForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::add_involvement(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}/team"), "saved"))
        },
        move |desk, _| again(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/involvements/{id}/end`
pub(crate) async fn end(cx: Cx, Path((code, id)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::end_involvement(desk.tx, desk.who, case, id.parse().map_err(|_| Error::NotFound)?)?;
            Ok(Done::to(format!("/cases/{target}/team"), "saved"))
        },
        move |desk, _| again(desk, &code),
    )
    .await
}
