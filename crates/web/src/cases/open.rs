use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::cases::{self, Opening, Status};
use domain::people::{self, Person};
use domain::{Choice as _, drafts};
use kernel::{Id, Result};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
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
}

/// `GET /cases/new`
pub(crate) async fn new(cx: Cx, Query(from): Query<From>) -> Response {
    cx.page(move |desk| {
        let form = Opening { consultation: from.consultation, person: from.person, ..Opening::default() };
        view(desk, form)
    })
    .await
}

/// `POST /cases`
pub(crate) async fn create(cx: Cx, sent: Sent<Opening>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            let id = cases::open(desk.tx, desk.who, form)?;
            drafts::forget(desk.tx, desk.who, "case", "")?;
            Ok(Done::to(format!("/cases/{}", cases::code_of(desk.tx, id)?), "opened"))
        },
        view,
    )
    .await
}

fn view(desk: &Desk<'_>, form: Opening) -> Result<OpenPage> {
    domain::access::casework(desk.who)?;
    let mut page =
        frame::of(desk, "ケースを始める", "/cases", &[("ケースの一覧", "/cases"), ("ケースを始める", "")])?;
    page.draft = frame::draft("case", "", None);
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
