use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access;
use domain::conferences::{
    self, Application, Assignment, Brought, ConferenceItem, DecisionForm, ItemReport, OwedReport, ResultForm,
    Sitting,
};
use kernel::{Day, Error, Id, Result};
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "conferences/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    /// Whether the reader plans sittings.
    #[serde(skip)]
    plans: bool,
    /// Whether the reader receives reports and counts.
    #[serde(skip)]
    receives: bool,
    /// Sittings of one's own agency that are planned, or owe a report.
    sittings: Vec<Sitting>,
    /// Sittings that were held and reported, the newest first.
    past: Vec<Sitting>,
    /// What one has taken on.
    roles: Vec<Assignment>,
    /// Sittings whose report is late, or waits to be received.
    reports: Vec<Sitting>,
    /// Reports of single items that wait to be received.
    item_reports: Vec<ItemReport>,
    /// Reports of single items that one's own agency owes, and for those who receive them the late ones.
    owed: Vec<OwedReport>,
    /// Of which one is a named member.
    mine: Vec<ConferenceItem>,
    /// That wait for one's decision.
    waiting: Vec<Application>,
    /// Applications of one's own agency that are not decided, or came back.
    applied: Vec<Application>,
    /// That one's own agency asked for.
    own: Vec<ConferenceItem>,
    /// What other agencies bring to sittings of one's own office, for those who decide there.
    proposals: Vec<Brought>,
}

impl ListPage {
    /// Applications that are late, whoever moves next.
    fn late(&self) -> Vec<&Application> {
        self.waiting.iter().chain(&self.applied).filter(|one| one.overdue(self.today)).collect()
    }

    /// Items whose report is late.
    fn unreported(&self) -> Vec<&OwedReport> {
        self.owed.iter().filter(|one| one.overdue(self.today)).collect()
    }

    /// By when an item of one's own agency is reported, while that is owed.
    fn report_due(&self, id: &Id<ConferenceItem>) -> Option<Day> {
        self.owed.iter().find(|one| one.item == *id).map(|one| one.due_on)
    }

    /// By when whoever moves next does so with an item of one's own agency.
    fn due(&self, id: &Id<ConferenceItem>) -> Option<Day> {
        self.applied.iter().find(|one| one.item.id == *id).and_then(|one| one.due_on)
    }
}

/// `GET /conferences`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(page).await
}

pub(super) fn view(desk: &Desk<'_>) -> Result<impl Template + Serialize + use<>> {
    page(desk)
}

fn page(desk: &Desk<'_>) -> Result<ListPage> {
    let today = desk.who.now.day();
    let (sittings, mut past): (Vec<Sitting>, Vec<Sitting>) =
        conferences::sittings(desk.tx, desk.who)?.into_iter().partition(|sitting| {
            sitting.planned() || (sitting.report_due_on.is_some() && sitting.reported_at.is_none())
        });
    past.reverse();
    let (waiting, applied) = conferences::applications(desk.tx, desk.who)?
        .into_iter()
        .partition(|one| one.mine && !one.came_back());
    Ok(ListPage {
        page: frame::of(desk, "会議", "/conferences", &[("会議", "")])?,
        once: once(desk.cx),
        today,
        plans: access::casework(desk.who).is_ok(),
        receives: conferences::receives(desk.who),
        sittings,
        past,
        roles: conferences::roles(desk.tx, desk.who)?,
        reports: conferences::reports(desk.tx, desk.who)?,
        item_reports: conferences::item_reports(desk.tx, desk.who)?,
        owed: conferences::owed_reports(desk.tx, desk.who)?,
        mine: conferences::mine(desk.tx, desk.who)?,
        waiting,
        applied,
        own: conferences::of_agency(desk.tx, desk.who)?,
        proposals: conferences::proposals(desk.tx, desk.who)?,
    })
}

/// `POST /conferences/items/{id}/approval`
pub(super) async fn approve(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::approve(desk.tx, desk.who, parse(&id)?, form)?;
        Ok(Done::to("/conferences", "decided-conference"))
    };
    cx.save(sent, act, |desk, _| page(desk)).await
}

/// `POST /conferences/items/{id}/consultation`
pub(super) async fn consult(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::consult(desk.tx, desk.who, parse(&id)?, form)?;
        Ok(Done::to("/conferences", "consulted-conference"))
    };
    cx.save(sent, act, |desk, _| page(desk)).await
}

/// `POST /conferences/items/{id}/return`
pub(super) async fn send_back(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        conferences::send_back(desk.tx, desk.who, parse(&id)?, form)?;
        Ok(Done::to("/conferences", "decided-conference"))
    };
    cx.save(sent, act, |desk, _| page(desk)).await
}

/// `POST /conferences/items/{id}/report/receipt`
pub(super) async fn receive_item_report(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = move |desk: &Desk<'_>, _: &Empty| {
        conferences::receive_item_report(desk.tx, desk.who, parse(&id)?)?;
        Ok(Done::to("/conferences", "received-report"))
    };
    cx.save(sent, act, |desk, _| page(desk)).await
}

/// `POST /conferences/roles/{id}/result`
pub(super) async fn fulfil(cx: Cx, Path(id): Path<String>, sent: Sent<ResultForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &ResultForm| {
        let role = id.parse().map_err(|_| Error::NotFound)?;
        conferences::fulfil(desk.tx, desk.who, role, form)?;
        Ok(Done::to("/conferences", "fulfilled"))
    };
    cx.save(sent, act, |desk, _| page(desk)).await
}
