use askama::Template;
use axum::response::Response;
use domain::conferences::{self, ConferenceCount};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "conferences/counts.html")]
struct CountsPage {
    #[serde(skip)]
    page: Chrome,
    /// From which day.
    from: Day,
    /// To which.
    to: Day,
    /// By area and ground.
    counts: Vec<ConferenceCount>,
}

/// `GET /conferences/counts`: the fiscal year so far.
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<CountsPage> {
    let to = desk.who.now.day();
    let from = Day::new(to.fiscal_year(), 4, 1).unwrap_or(to);
    Ok(CountsPage {
        page: frame::of(desk, "会議の件数", "/conferences", &[("会議", "/conferences"), ("会議の件数", "")])?,
        counts: conferences::counts(desk.tx, desk.who, from, to)?,
        from,
        to,
    })
}
