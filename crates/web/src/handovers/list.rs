use askama::Template;
use axum::response::Response;
use domain::cases::handover::{self, HandoverLine, Side};
use domain::coordination;
use kernel::{Day, Result, Role};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "handovers/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    today: Day,
    /// Those that one's own agency was sent.
    received: Vec<HandoverLine>,
    /// Those that it sent.
    sent: Vec<HandoverLine>,
    /// Requests for coordination that wait for one's own agency; none for those who do not coordinate.
    requests: i64,
}

/// `GET /handovers`
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ListPage> {
    domain::access::casework(desk.who)?;
    Ok(ListPage {
        page: frame::of(desk, "つなぎ", "/handovers", &[("つなぎ", "")])?,
        today: desk.who.now.day(),
        received: handover::list(desk.tx, desk.who, Side::Received)?,
        sent: handover::list(desk.tx, desk.who, Side::Sent)?,
        requests: match desk.who.role {
            Role::Coordinator => coordination::count_waiting(desk.tx, desk.who)?.all()?.into_iter().sum(),
            _ => 0,
        },
    })
}

impl ListPage {
    /// How many of them wait for an answer of one's own agency.
    fn waiting(&self) -> usize {
        self.received.iter().filter(|line| super::show::waits(line.status)).count()
    }

    /// Days since it was sent.
    fn days(&self, line: &HandoverLine) -> i32 {
        self.today.number() - line.sent_at.day().number()
    }
}
