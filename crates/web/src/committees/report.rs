use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::committees::{self, Report};
use kernel::{Day, Result, date_input};
use serde::Serialize;

use crate::answer;
use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "committees/report.html")]
struct ReportPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(flatten)]
    report: Report,
}

/// The day that is asked for; today unless it can be read.
fn day(desk: &Desk<'_>) -> Day {
    let today = desk.who.now.day();
    let asked = desk.cx.param("on").filter(|on| !on.trim().is_empty());
    asked.and_then(|on| date_input::parse_due_day(&on, "日", today).ok()).unwrap_or(today)
}

/// `GET /committees/report`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(|desk| {
        let crumbs = [("合議体", "/committees"), ("構成員の数", "")];
        let page = frame::of(desk, "合議体の構成員の数", "/conferences", &crumbs)?;
        Ok(ReportPage { page, report: committees::report(desk.tx, desk.who, day(desk))? })
    })
    .await
}

/// `GET /committees/report/file`
pub(super) async fn file(cx: Cx) -> Response {
    cx.blocking(|cx| {
        let text: Result<String> = cx.read(|desk| committees::report_file(desk.tx, desk.who, day(desk)));
        text.map_or_else(|error| answer::failed(cx, &error), download)
    })
    .await
}

fn download(text: String) -> Response {
    let mut answer = (StatusCode::OK, text).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = HeaderValue::from_static("attachment; filename=\"committee-members.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    answer
}
