use askama::Template;
use axum::response::Response;
use domain::cases::{self, IssueCounts};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "cases/counts.html")]
struct CountsPage {
    #[serde(skip)]
    page: Chrome,
    from: Day,
    to: Day,
    #[serde(flatten)]
    counts: IssueCounts,
}

/// `GET /cases/issues`: 課題別件数 of this fiscal year, among one's own cases.
pub(crate) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<CountsPage> {
    domain::access::casework(desk.who)?;
    let to = desk.who.now.day();
    let from = Day::new(to.fiscal_year(), 4, 1).unwrap_or(to);
    Ok(CountsPage {
        page: frame::of(desk, "課題別件数", "/cases", &[("ケースの一覧", "/cases"), ("課題別件数", "")])?,
        from,
        to,
        counts: cases::issue_counts(desk.tx, desk.who, from, to)?,
    })
}
