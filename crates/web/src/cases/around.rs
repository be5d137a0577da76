//! What the team page lets one add: words to the team, and bodies around the household.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, InvolvementForm, MessageForm};

use super::team::here;
use crate::body::Sent;
use crate::cx::{Cx, row};
use crate::drafts::Empty;

/// `POST /cases/{code}/messages`
pub(crate) async fn say(cx: Cx, Path(code): Path<String>, sent: Sent<MessageForm>) -> Response {
    here(cx, code, sent, "saved", |desk, case, form| cases::say(desk.tx, desk.who, case, form).map(drop))
        .await
}

/// `POST /cases/{code}/involvements`
pub(crate) async fn involve(cx: Cx, Path(code): Path<String>, sent: Sent<InvolvementForm>) -> Response {
    here(cx, code, sent, "saved", |desk, case, form| {
        cases::add_involvement(desk.tx, desk.who, case, form).map(drop)
    })
    .await
}

/// `POST /cases/{code}/involvements/{id}/end`
pub(crate) async fn end(
    cx: Cx,
    Path((code, involvement)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    here(cx, code, sent, "saved", move |desk, case, _| {
        cases::end_involvement(desk.tx, desk.who, case, row(&involvement)?)
    })
    .await
}
