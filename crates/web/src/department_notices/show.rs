use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::department_notices::{self, DepartmentNotice, HandlingForm, NoticeView, Receipt, TakeUpForm};
use domain::people::{self, Person};
use kernel::{Day, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done, row};
use crate::frame;
use crate::kit::Chrome;

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
    /// Whom the reader chose as the one whom it concerns.
    #[serde(skip)]
    person: Option<Person>,
    #[serde(skip)]
    form: HandlingForm,
}

/// `GET /department-notices/{id}`: for the counter that was told.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, HandlingForm::default())).await
}

fn view(desk: &Desk<'_>, id: Id<DepartmentNotice>, form: HandlingForm) -> Result<ShowPage> {
    let view = department_notices::show(desk.tx, desk.who, id)?;
    let chosen: Vec<Id<Person>> =
        desk.cx.param("person").and_then(|id| id.parse().ok()).into_iter().collect();
    let title = format!("連絡票 {}", view.number);
    let crumbs = [("届いた連絡票", "/department-notices"), (title.as_str(), "")];
    Ok(ShowPage {
        page: frame::of(desk, &title, "/department-notices/sent", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        person: people::by_ids(desk.tx, desk.who, &chosen)?.pop(),
        view,
        form,
    })
}

impl ShowPage {
    fn waits(&self) -> bool {
        self.view.status == Receipt::Received
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
        move |desk, _| view(desk, row(&id)?, HandlingForm::default()),
    )
    .await
}

/// `POST /department-notices/{id}/handling`
pub(super) async fn handle(cx: Cx, Path(id): Path<String>, sent: Sent<HandlingForm>) -> Response {
    let at = At { base: "/department-notices", id, notice: "handled-notice" };
    cx.act(at, sent, |desk, id, form| department_notices::handle(desk.tx, desk.who, id, form), view).await
}
