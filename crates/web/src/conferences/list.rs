use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::conferences::{self, ConferenceItem, DecisionForm};
use kernel::Result;
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "conferences/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Of which one is a named member.
    mine: Vec<ConferenceItem>,
    /// That wait for one's decision.
    waiting: Vec<ConferenceItem>,
    /// That one's own agency asked for.
    own: Vec<ConferenceItem>,
}

/// `GET /conferences`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ListPage> {
    Ok(ListPage {
        page: frame::of(desk, "支援会議", "/conferences", &[("支援会議", "")])?,
        once: once(desk.cx),
        mine: conferences::mine(desk.tx, desk.who)?,
        waiting: conferences::waiting(desk.tx, desk.who)?,
        own: conferences::of_agency(desk.tx, desk.who)?,
    })
}

/// `POST /conferences/items/{id}/approval`
pub(super) async fn approve(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::approve(desk.tx, desk.who, parse(&id)?, form)?;
        Ok(Done::to("/conferences", "decided-conference"))
    };
    cx.save(sent, act, |desk, _| view(desk)).await
}

/// `POST /conferences/items/{id}/return`
pub(super) async fn send_back(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::send_back(desk.tx, desk.who, parse(&id)?, form)?;
        Ok(Done::to("/conferences", "decided-conference"))
    };
    cx.save(sent, act, |desk, _| view(desk)).await
}
