use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Before;
use domain::Choice as _;
use domain::cases::{self, CaseView, Status, Task, TeamMember};
use domain::installed::IssueType;
use kernel::{Agency, Day, Id, Instant, Result};
use serde::Serialize;

use crate::body::once;
use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/show.html")]
pub(crate) struct CasePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    own: Id<Agency>,
    #[serde(skip)]
    owners: Vec<Choice>,
    #[serde(skip)]
    phases_to_enter: Vec<Choice>,
    #[serde(skip)]
    issue_types: Arc<[IssueType]>,
    #[serde(flatten)]
    view: CaseView,
    /// The records before these.
    next: Option<String>,
}

/// `GET /cases/{code}`: the timeline first.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

pub(crate) fn view(desk: &Desk<'_>, code: &str) -> Result<CasePage> {
    frame::ahead(desk)?;
    let before = desk.cx.param("before").and_then(|text| text.parse().ok());
    let view = cases::show(desk.tx, desk.who, code, before.as_ref())?;
    let head = &view.head;
    let title = format!("ケース {}", head.case.code);
    let crumbs = [("ケースの一覧", "/cases"), (title.as_str(), "")];
    let next = view.records.last().filter(|_| view.records.len() == 50);
    let team = view.team.iter().filter(|m| m.in_force(desk.who.now));
    let open = Status::ALL.iter().filter(|status| **status != Status::Closed);
    Ok(CasePage {
        page: frame::of(desk, &title, "/cases", &crumbs)?,
        banner: frame::banner(desk, head),
        once: once(desk.cx),
        today: desk.who.now.day(),
        now: desk.who.now,
        own: desk.who.agency,
        owners: team.map(|m| Choice::new(m.agency.to_string(), m.agency_name.clone())).collect(),
        phases_to_enter: open.map(|s| Choice::new(s.key(), s.label())).collect(),
        issue_types: Arc::clone(&desk.cx.app.issue_types),
        next: next.map(|record| {
            format!("/cases/{}?before={}", head.case.code, Before::row(record.happened_at, record.id))
        }),
        view,
    })
}

impl CasePage {
    /// Whether the reader says that a task is done: their agency's own, or any of a case that they steer.
    fn ticks(&self, task: &Task) -> bool {
        task.agency == self.own || self.view.head.may_change()
    }

    /// The name of an issue type; its key if the profile no longer knows it.
    fn issue_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.issue_types.iter().find(|t| t.key == key).map_or(key, |t| t.name.as_str())
    }

    /// Grounds that are in force.
    fn present(&self) -> Vec<&TeamMember> {
        self.view.team.iter().filter(|member| member.in_force(self.now)).collect()
    }

    fn issue_choices(&self) -> Vec<Choice> {
        self.issue_types.iter().map(|t| Choice::new(t.key.clone(), t.name.clone())).collect()
    }

    fn people_choices(&self) -> Vec<Choice> {
        self.view.head.people.iter().map(|p| Choice::new(p.id.to_string(), p.name.clone())).collect()
    }
}
