use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::audit::breach::{self, BreachPack, Deadlines};
use domain::audit::{self, Action, Span};
use kernel::{Day, Error, Result, date_input};
use serde::{Deserialize, Serialize};

use super::page_of;
use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

/// What is asked: whose accesses, when, and since when one knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ask {
    /// 職員番号; everybody if empty.
    pub(crate) staff: String,
    /// The first day, as typed.
    pub(crate) from: String,
    /// The last day, as typed.
    pub(crate) to: String,
    /// When it became known, as typed; today if empty.
    pub(crate) known: String,
}

#[derive(Template, Serialize)]
#[template(path = "audit/breach.html")]
struct BreachPage {
    #[serde(skip)]
    page: Chrome,
    ask: Ask,
    /// Nothing before something was asked.
    pack: Option<BreachPack>,
    deadlines: Deadlines,
}

/// `GET /audit/breach`: after a leak, whose records were reached, and until when it has to be reported.
pub(crate) async fn show(cx: Cx, Query(ask): Query<Ask>) -> Response {
    page_of(
        cx,
        move |cx| {
            let (staff, today) = cx.read(|desk| {
                audit::officer(desk.tx, desk.who, Action::Search)?;
                let named = !ask.staff.trim().is_empty();
                let staff = named.then(|| breach::account_of(desk.tx, &ask.staff)).transpose()?;
                Ok((staff, desk.who.now.day()))
            })?;
            let known = day(&ask.known, "known", "分かった日", today)?.unwrap_or(today);
            let from = day(&ask.from, "from", "始まり", today)?;
            let to = day(&ask.to, "to", "終わり", today)?.unwrap_or(today);
            let pack = from.map(|from| breach::gather(&cx.app.db, Span::days(from, to), staff.as_deref()));
            Ok((ask, pack.transpose()?, breach::deadlines(known)))
        },
        |desk, (ask, pack, deadlines)| {
            let crumbs = [("操作の記録", "/audit/events"), ("漏えいのときの調べ", "")];
            let page = frame::of(desk, "漏えいのときの調べ", "/audit/events", &crumbs)?;
            Ok(BreachPage { page, ask, pack, deadlines })
        },
    )
    .await
}

fn day(text: &str, field: &str, label: &str, today: Day) -> Result<Option<Day>> {
    let read =
        |text| date_input::parse_event_day(text, label, today).map_err(|fault| Error::invalid(field, fault));
    (!text.trim().is_empty()).then(|| read(text)).transpose()
}
