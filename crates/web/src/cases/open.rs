use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::cases::{self, Opening, Status};
use domain::people::{self, Person};
use domain::{Choice as _, drafts};
use kernel::{Id, Instant, Result};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/open.html")]
struct OpenPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    statuses: Vec<Choice>,
    #[serde(skip)]
    issue_types: Vec<Choice>,
    person: Option<Person>,
    form: Opening,
}

/// From where the page was reached.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct From {
    consultation: String,
    person: String,
    slot: String,
}

/// `GET /cases/new`
pub(crate) async fn new(cx: Cx, Query(from): Query<From>) -> Response {
    cx.page(move |desk| {
        let begun = Opening { consultation: from.consultation, person: from.person, ..Opening::default() };
        let slot = if from.slot.is_empty() { slot(&begun).to_owned() } else { from.slot };
        let (form, since) = restore::<Opening>(desk, "case", &slot)?;
        view(desk, if since.is_some() { form } else { begun }, since)
    })
    .await
}

/// Where the draft is kept: with the consultation from which a case begins, or with its person.
fn slot(form: &Opening) -> &str {
    if form.consultation.is_empty() { &form.person } else { &form.consultation }
}

/// `POST /cases`
pub(crate) async fn create(cx: Cx, sent: Sent<Opening>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            let id = cases::open(desk.tx, desk.who, form)?;
            drafts::forget(desk.tx, desk.who, "case", slot(form))?;
            Ok(Done::to(format!("/cases/{}", cases::code_of(desk.tx, id)?), "opened"))
        },
        |desk, form| view(desk, form, None),
    )
    .await
}

fn view(desk: &Desk<'_>, form: Opening, since: Option<Instant>) -> Result<OpenPage> {
    domain::access::casework(desk.who)?;
    let mut page =
        frame::of(desk, "ケースを始める", "/cases", &[("ケースの一覧", "/cases"), ("ケースを始める", "")])?;
    page.draft = frame::draft("case", slot(&form), since);
    let ids: Vec<Id<Person>> = form.person.parse().into_iter().collect();
    let open = Status::ALL.iter().filter(|status| **status != Status::Closed);
    Ok(OpenPage {
        page,
        once: once(desk.cx),
        statuses: open.map(|s| Choice::new(s.key(), s.label())).collect(),
        issue_types: desk.cx.app.issue_choices(),
        person: people::by_ids(desk.tx, desk.who, &ids)?.pop(),
        form,
    })
}
