use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::conferences::{self, CopiesView};
use kernel::{Error, Result};
use serde::Serialize;

use super::{item, parse};
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "conferences/copies.html")]
struct CopiesPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(flatten)]
    view: CopiesView,
}

/// `GET /conferences/items/{id}/copies`: one sheet for each recipient, to print.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id)).await
}

fn view(desk: &Desk<'_>, id: &str) -> Result<CopiesPage> {
    let view = conferences::copies(desk.tx, desk.who, parse(id)?)?;
    let (title, href) = (format!("案件 {}", view.item.code), format!("/conferences/items/{id}"));
    let crumbs = [("会議", "/conferences"), (title.as_str(), href.as_str()), ("番号つきの資料", "")];
    Ok(CopiesPage {
        page: frame::of(desk, &format!("番号つきの資料 - {title}"), "/conferences", &crumbs)?,
        view,
    })
}

/// `POST /conferences/items/{id}/copies`
pub(super) async fn number(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            conferences::number_copies(desk.tx, desk.who, parse(&target)?)?;
            Ok(Done::to(format!("/conferences/items/{target}/copies"), "numbered"))
        },
        move |desk, _| item::again(desk, &id),
    )
    .await
}

/// `POST /conferences/items/{id}/copies/{copy}/return`
pub(super) async fn take_back(
    cx: Cx,
    Path((id, copy)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            let copy = copy.parse().map_err(|_| Error::NotFound)?;
            conferences::take_back(desk.tx, desk.who, parse(&target)?, copy)?;
            Ok(Done::to(format!("/conferences/items/{target}"), "returned-copy"))
        },
        move |desk, _| item::again(desk, &id),
    )
    .await
}
