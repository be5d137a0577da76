use askama::Template;
use axum::response::Response;
use domain::Before;
use domain::consultations::{self, ChannelCount, ConsultationLine, Urgency};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "consultations/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    agency: String,
    consultations: Vec<ConsultationLine>,
    /// The first day of the month that is counted.
    from: Day,
    channels: Vec<ChannelCount>,
    /// All of them (延べ).
    total: i64,
    /// The address of the page after this one.
    next: Option<String>,
}

/// `GET /consultations`: what one's own counter received.
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ListPage> {
    domain::access::casework(desk.who)?;
    let before = desk.cx.param("before").and_then(|text| text.parse().ok());
    let consultations = consultations::list(desk.tx, desk.who, before.as_ref())?;
    let today = desk.who.now.day();
    let from = today.plus(1 - i32::from(today.parts().2));
    let channels = consultations::by_channel(desk.tx, desk.who, from, today)?;
    let next = consultations.last().filter(|_| consultations.len() == 50);
    Ok(ListPage {
        page: frame::of(desk, "相談の一覧", "/consultations", &[("相談の一覧", "")])?,
        agency: desk.me.agency_name.clone(),
        from,
        total: channels.iter().map(|count| count.n).sum(),
        channels,
        next: next.map(|line| format!("/consultations?before={}", Before::row(line.received_at, line.id))),
        consultations,
    })
}

impl ListPage {
    /// ◎, if one was marked.
    fn topic(&self, line: &ConsultationLine) -> &'static str {
        line.topic.map_or("-", domain::Choice::label)
    }
}
