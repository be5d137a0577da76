use askama::Template;
use axum::response::Response;
use domain::coordination::{self, Count, RequestLine};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "coordination/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    coordinates: bool,
    /// Those that reached one's own agency, for those who coordinate.
    received: Vec<RequestLine>,
    /// Those that it asked.
    sent: Vec<RequestLine>,
    /// How they were answered in the fiscal year.
    counts: Vec<Count>,
}

/// `GET /coordination-requests`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ListPage> {
    domain::access::casework(desk.who)?;
    let today = desk.who.now.day();
    let year = Day::new(today.fiscal_year(), 4, 1).unwrap_or(today);
    let crumbs = [("つなぎ", "/handovers"), ("多機関協働への相談", "")];
    Ok(ListPage {
        page: frame::of(desk, "多機関協働への相談", "/handovers", &crumbs)?,
        today,
        coordinates: desk.who.role == kernel::Role::Coordinator,
        received: coordination::received(desk.tx, desk.who)?,
        sent: coordination::sent(desk.tx, desk.who)?,
        counts: coordination::counts(desk.tx, desk.who, year, today)?,
    })
}
