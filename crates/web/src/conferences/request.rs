use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::access::{self, Act};
use domain::cases::{self, CaseHead};
use domain::conferences::{self, Purpose, RequestForm};
use kernel::{Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

/// The name under which a draft is kept.
const DRAFT: &str = "conference-request";

#[derive(Template, Serialize)]
#[template(path = "conferences/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    #[serde(skip)]
    purposes: Vec<Choice>,
    form: RequestForm,
}

/// `GET /cases/{code}/conference-items/new`
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (form, since) = restore::<RequestForm>(desk, DRAFT, &code)?;
        view(desk, &code, form, since)
    })
    .await
}

fn view(desk: &Desk<'_>, code: &str, mut form: RequestForm, since: Option<Instant>) -> Result<NewPage> {
    access::case_of_code(desk.tx, desk.who, code, Act::Change)?;
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    if form.purpose.is_empty() {
        form.purpose = Purpose::Roles.key().into();
    }
    let mut page = frame::of_case(desk, &code, "支援会議の申出")?;
    page.draft = frame::draft(DRAFT, &code, since);
    Ok(NewPage {
        page,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        head,
        purposes: options::<Purpose>(),
        form,
    })
}

/// `POST /cases/{code}/conference-items`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<RequestForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let id = conferences::request(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/conferences/items/{id}"), "requested-conference"))
        },
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}
