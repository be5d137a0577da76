use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::department_notices::{
    self, DepartmentNotice, HandlingForm, NoticeView, Passing, PassingForm, Receipt, TakeUpForm,
};
use domain::people::{self, Person};
use kernel::{Day, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done, row};
use crate::frame;
use crate::kit::{self, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "department_notices/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(flatten)]
    view: NoticeView,
    /// Who had it before.
    passings: Vec<Passing>,
    /// Whom the reader chose as the one whom it concerns.
    #[serde(skip)]
    person: Option<Person>,
    /// To which counters it can go on, while it waits.
    #[serde(skip)]
    counters: Vec<Choice>,
    #[serde(skip)]
    form: HandlingForm,
    #[serde(skip)]
    passing: PassingForm,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    form: HandlingForm,
    passing: PassingForm,
}

/// `GET /department-notices/{id}`: for the counter that was told.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, Typed::default())).await
}

fn view(desk: &Desk<'_>, id: Id<DepartmentNotice>, typed: Typed) -> Result<ShowPage> {
    let (view, passings) = department_notices::show(desk.tx, desk.who, id)?;
    let others = match view.status {
        Receipt::Received => department_notices::counters(desk.tx, desk.who, &view)?,
        Receipt::Handled => Vec::new(),
    };
    let chosen: Vec<Id<Person>> =
        desk.cx.param("person").and_then(|id| id.parse().ok()).into_iter().collect();
    let title = format!("連絡票 {}", view.number);
    let crumbs = [("届いた連絡票", "/department-notices"), (title.as_str(), "")];
    Ok(ShowPage {
        page: frame::of(desk, &title, "/department-notices/sent", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        person: people::by_ids(desk.tx, desk.who, &chosen)?.pop(),
        counters: others.into_iter().map(|one| Choice::new(one.id.to_string(), one.name)).collect(),
        passings,
        view,
        form: typed.form,
        passing: typed.passing,
    })
}

impl ShowPage {
    fn waits(&self) -> bool {
        self.view.status == Receipt::Received
    }

    /// Whether the part stands open in which the notice is passed on.
    fn passing_is_wrong(&self) -> bool {
        ["to_agency", "reason"].iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }
}

/// `POST /department-notices/{id}/consultation`
pub(super) async fn take_up(cx: Cx, Path(id): Path<String>, sent: Sent<TakeUpForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            let consultation = department_notices::take_up(desk.tx, desk.who, row(&target)?, form)?;
            Ok(Done::to(format!("/consultations/{consultation}"), "received"))
        },
        move |desk, _| view(desk, row(&id)?, Typed::default()),
    )
    .await
}

/// `POST /department-notices/{id}/handling`
pub(super) async fn handle(cx: Cx, Path(id): Path<String>, sent: Sent<HandlingForm>) -> Response {
    let at = At { page: "/department-notices/{id}", id, notice: "handled-notice" };
    let again = |desk: &Desk<'_>, id, form| view(desk, id, Typed { form, ..Typed::default() });
    cx.act(at, sent, |desk, id, form| department_notices::handle(desk.tx, desk.who, id, form), again).await
}

/// `POST /department-notices/{id}/passing`: leads to the list, because the notice is another counter's then.
pub(super) async fn pass_on(cx: Cx, Path(id): Path<String>, sent: Sent<PassingForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            department_notices::pass_on(desk.tx, desk.who, row(&target)?, form)?;
            Ok(Done::to("/department-notices", "passed-notice"))
        },
        move |desk, passing| view(desk, row(&id)?, Typed { passing, ..Typed::default() }),
    )
    .await
}
