use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::audit::{self, EventFilter, EventLine, LastSeal, PAGE};
use domain::installed;
use kernel::{Error, Result};
use serde::Serialize;

use crate::answer::Face;
use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "audit/events.html")]
struct EventsPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    agencies: Vec<Choice>,
    filter: EventFilter,
    seal: LastSeal,
    events: Vec<EventLine>,
    /// The address of the page after this one.
    next: Option<String>,
}

/// `GET /audit/events`: the log, without names of people and without texts.
pub(crate) async fn index(cx: Cx, Query(filter): Query<EventFilter>) -> Response {
    cx.page(move |desk| view(desk, filter)).await
}

fn view(desk: &Desk<'_>, filter: EventFilter) -> Result<EventsPage> {
    let seal = audit::last_seal(desk.tx, desk.who)?;
    let mut events = match audit::events(desk.tx, desk.who, &filter) {
        // What cannot be read is said beside what was typed, over an empty list.
        Err(Error::Invalid(faults)) if desk.faults.is_empty() && desk.cx.face == Face::Html => {
            return view(&desk.again(faults), filter);
        }
        Err(Error::Invalid(_)) if !desk.faults.is_empty() => Vec::new(),
        found => found?,
    };
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let next = events.last().filter(|_| more).map(|line| {
        let next = EventFilter { before: line.seq.to_string(), ..filter.clone() };
        format!("/audit/events?{}", serde_html_form::to_string(&next).unwrap_or_default())
    });
    let agencies = installed::agencies(desk.tx)?.into_iter();
    Ok(EventsPage {
        page: frame::of(desk, "操作の記録", "/audit/events", &[("操作の記録", "")])?,
        agencies: agencies.map(|a| Choice::new(a.id.to_string(), a.name)).collect(),
        filter,
        seal,
        events,
        next,
    })
}
