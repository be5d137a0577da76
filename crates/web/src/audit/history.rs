use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::audit::{self, HISTORY_PAGE, Visit};
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "audit/history.html")]
struct HistoryPage {
    #[serde(skip)]
    page: Chrome,
    code: String,
    visits: Vec<Visit>,
    /// The address of the page after this one.
    next: Option<String>,
}

/// `GET /cases/{code}/access-history`: for those who may see the case.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let before = desk.cx.param("before").and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
        let mut visits = audit::access_history(desk.tx, desk.who, &code, before)?;
        let more = visits.len() > HISTORY_PAGE;
        visits.truncate(HISTORY_PAGE);
        let next = visits.last().filter(|_| more);
        let next = next.map(|visit| format!("/cases/{code}/access-history?before={}", visit.seq));
        let page = frame::of_case(desk, &code, "だれが見たか")?;
        Ok(HistoryPage { page, code: code.clone(), visits, next })
    })
    .await
}
