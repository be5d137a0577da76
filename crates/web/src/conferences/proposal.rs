use axum::extract::Path;
use axum::response::Response;
use domain::conferences::{self, DecisionForm, TakingForm};

use super::{item, list, parse};
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done, row};
use crate::drafts::Empty;

/// `POST /conferences/items/{id}/proposals/{proposal}/withdrawal`
pub(super) async fn withdraw(
    cx: Cx,
    Path((id, proposal)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            conferences::withdraw_proposal(desk.tx, desk.who, parse(&target)?, row(&proposal)?)?;
            Ok(Done::to(format!("/conferences/items/{target}"), "withdrew-proposal"))
        },
        move |desk, _| item::again(desk, &id),
    )
    .await
}

/// `POST /conferences/proposals/{id}/taking`
pub(super) async fn take_up(cx: Cx, Path(id): Path<String>, sent: Sent<TakingForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &TakingForm| {
        conferences::take_up(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/conferences", "took-proposal"))
    };
    cx.save(sent, act, |desk, _| list::view(desk)).await
}

/// `POST /conferences/proposals/{id}/return`
pub(super) async fn turn_down(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::turn_down(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/conferences", "returned-proposal"))
    };
    cx.save(sent, act, |desk, _| list::view(desk)).await
}
