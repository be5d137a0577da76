use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::exports::{self, NewRight, Right};
use kernel::{Day, Error, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "exports/rights.html")]
struct RightsPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    rights: Vec<Right>,
    #[serde(skip)]
    form: NewRight,
}

/// `GET /staff/export-rights`
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(|desk| view(desk, NewRight::default())).await
}

fn view(desk: &Desk<'_>, form: NewRight) -> Result<RightsPage> {
    let rights = exports::rights(desk.tx, desk.who)?;
    let crumbs = [("利用者", "/staff"), ("持ち出しの権利", "")];
    let page = frame::of(desk, "持ち出しの権利", "/staff", &crumbs)?;
    Ok(RightsPage { page, once: once(desk.cx), today: desk.who.now.day(), rights, form })
}

/// `POST /staff/export-rights`
pub(crate) async fn grant(cx: Cx, sent: Sent<NewRight>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            exports::grant(desk.tx, desk.who, form)?;
            Ok(Done::to("/staff/export-rights", "saved"))
        },
        view,
    )
    .await
}

/// `POST /staff/export-rights/{id}/end`
pub(crate) async fn end(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            exports::end_right(desk.tx, desk.who, id.parse().map_err(|_| Error::NotFound)?)?;
            Ok(Done::to("/staff/export-rights", "saved"))
        },
        |desk, _| view(desk, NewRight::default()),
    )
    .await
}
