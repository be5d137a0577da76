use askama::Template;
use axum::response::Response;
use domain::protections::{self, Line};
use kernel::Instant;
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "protections/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    now: Instant,
    protections: Vec<Line>,
}

/// `GET /protected-addresses`
pub(super) async fn list(cx: Cx) -> Response {
    cx.page(|desk| {
        super::in_person(desk)?;
        Ok(ListPage {
            protections: protections::list(desk.tx, desk.who)?,
            page: frame::of(desk, "住所保護", "/protected-addresses", &[("住所保護", "")])?,
            now: desk.who.now,
        })
    })
    .await
}
