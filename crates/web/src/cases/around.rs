//! What the team page lets one add: words to the team, and bodies around the household.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, InvolvementForm, MessageForm};

use super::act::{id, on_case};
use super::team::again;
use crate::body::Sent;
use crate::cx::Cx;
use crate::drafts::Empty;

/// `POST /cases/{code}/messages`
pub(crate) async fn say(cx: Cx, Path(code): Path<String>, sent: Sent<MessageForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("/team", "saved"),
        |desk, case, form| cases::say(desk.tx, desk.who, case, form).map(drop),
        |desk, code, _| again(desk, code),
    )
    .await
}

/// `POST /cases/{code}/involvements`
pub(crate) async fn involve(cx: Cx, Path(code): Path<String>, sent: Sent<InvolvementForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("/team", "saved"),
        |desk, case, form| cases::add_involvement(desk.tx, desk.who, case, form).map(drop),
        |desk, code, _| again(desk, code),
    )
    .await
}

/// `POST /cases/{code}/involvements/{id}/end`
pub(crate) async fn end(
    cx: Cx,
    Path((code, involvement)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("/team", "saved"),
        move |desk, case, _| cases::end_involvement(desk.tx, desk.who, case, id(&involvement)?),
        |desk, code, _| again(desk, code),
    )
    .await
}
