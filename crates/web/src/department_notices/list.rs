use askama::Template;
use axum::response::Response;
use domain::department_notices::{self, NoticeLine, PassedLine, Receipt, ReceiptLine};
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "department_notices/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    notices: Vec<NoticeLine>,
    /// What went on to other counters.
    passed: Vec<PassedLine>,
}

/// `GET /department-notices`: what one's own counter was told.
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(|desk| {
        let notices = department_notices::received(desk.tx, desk.who)?;
        let page = frame::of(desk, "届いた連絡票", "/department-notices/sent", &[("届いた連絡票", "")])?;
        let passed = department_notices::passed_on(desk.tx, desk.who)?;
        Ok(ListPage { page, notices, passed })
    })
    .await
}

#[derive(Template, Serialize)]
#[template(path = "department_notices/sent.html")]
struct SentPage {
    #[serde(skip)]
    page: Chrome,
    /// Whether the reader works at an office of the municipality.
    #[serde(skip)]
    sends: bool,
    /// Whether the reader's agency may have been told something.
    #[serde(skip)]
    casework: bool,
    /// What was received, and what was dealt with.
    receipts: Vec<ReceiptLine>,
}

/// `GET /department-notices/sent`
pub(super) async fn sent(cx: Cx) -> Response {
    cx.page(|desk| {
        Ok(SentPage {
            page: frame::of(desk, "連絡票", "/department-notices/sent", &[("連絡票", "")])?,
            sends: department_notices::sends(desk.tx, desk.who)?,
            casework: domain::access::reach(desk.who).is_some(),
            receipts: department_notices::receipts(desk.tx, desk.who)?,
        })
    })
    .await
}
