use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::look_backs::{self, LookBackView};
use kernel::Result;
use serde::Serialize;

use crate::body::once;
use crate::cx::{Cx, Desk, row};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "look_backs/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(flatten)]
    view: LookBackView,
}

/// `GET /look-backs/{id}`: for the agency that wrote it.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id)).await
}

fn view(desk: &Desk<'_>, id: &str) -> Result<ShowPage> {
    let view = look_backs::show(desk.tx, desk.who, row(id)?)?;
    let title = format!("ふり返り {}", view.lesson.number);
    let crumbs = [("事例集", "/look-backs"), ("ふり返り", "/look-backs/desk"), (title.as_str(), "")];
    Ok(ShowPage { page: frame::of(desk, &title, "/look-backs", &crumbs)?, once: once(desk.cx), view })
}
