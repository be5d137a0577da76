use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::plans::{self, DecisionForm, PlanCount, PlanDue, PlanWaiting};
use kernel::{Day, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame;
use crate::kit::Chrome;

/// Days ahead in which a look at a plan is pointed out.
const AHEAD: i32 = 14;

#[derive(Template, Serialize)]
#[template(path = "plans/office.html")]
struct OfficePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    /// Plans that wait for the reader's decision: without a name.
    waiting: Vec<PlanWaiting>,
    /// Plans of one's own agency that are to be looked at.
    due: Vec<PlanDue>,
    /// Plans of the fiscal year.
    counts: Vec<PlanCount>,
}

/// `GET /plans`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<OfficePage> {
    let today = desk.who.now.day();
    let from = Day::new(today.fiscal_year(), 4, 1).unwrap_or(today);
    Ok(OfficePage {
        page: frame::of(desk, "支援プラン", "/cases", crumbs(desk))?,
        once: once(desk.cx),
        today,
        waiting: plans::waiting(desk.tx, desk.who)?,
        due: plans::due(desk.tx, desk.who, today.plus(AHEAD))?,
        counts: plans::counts(desk.tx, desk.who, from, today)?,
    })
}

/// `POST /plans/{id}/decision`
pub(super) async fn decide(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        plans::decide(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/plans", "decided-plan"))
    };
    cx.save(sent, act, |desk, _| view(desk)).await
}

/// Whoever decides opens no list of cases.
fn crumbs(desk: &Desk<'_>) -> &'static [(&'static str, &'static str)] {
    let all = &[("ケースの一覧", "/cases"), ("支援プラン", "")];
    if desk.who.role.does_casework() { all } else { &all[1..] }
}
