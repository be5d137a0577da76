use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::cases::{self, CaseHead};
use domain::look_backs::{self, Effect, HouseholdType, LookBackForm, Offer};
use kernel::{Error, Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{self, CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "look_backs/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    /// The look-back that is written again; empty for a new one.
    id: String,
    #[serde(flatten)]
    offer: Offer,
    #[serde(skip)]
    households: Vec<Choice>,
    #[serde(skip)]
    effects: Vec<Choice>,
    form: LookBackForm,
}

/// `GET /cases/{code}/look-backs/new`
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (form, since) = restore::<LookBackForm>(desk, "look-back", &code)?;
        blank(desk, &code, form, since)
    })
    .await
}

/// A new one begins with what the case has already.
fn blank(desk: &Desk<'_>, code: &str, mut form: LookBackForm, since: Option<Instant>) -> Result<NewPage> {
    let offer = look_backs::offer(desk.tx, desk.who, code)?;
    if since.is_none() && form.title.is_empty() && form.actions.is_empty() {
        form.issues = offer.issues.iter().map(|issue| issue.key.clone()).collect();
        form.household = offer.household.key().into();
    }
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    let mut page = view(desk, head, String::new(), offer, form)?;
    page.page.draft = frame::draft("look-back", &code, since);
    Ok(page)
}

/// `GET /look-backs/{id}/edit`
pub(super) async fn open(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| again(desk, &id, None)).await
}

/// A returned one as it stands, or as it was typed.
fn again(desk: &Desk<'_>, id: &str, typed: Option<LookBackForm>) -> Result<NewPage> {
    let written = look_backs::show(desk.tx, desk.who, row(id)?)?;
    let code = written.case_code.clone().ok_or(Error::NotFound)?;
    let form = match typed {
        Some(form) => form,
        None => look_backs::form_of(desk.tx, &written)?,
    };
    let offer = look_backs::offer(desk.tx, desk.who, &code)?;
    let (head, _) = cases::head(desk.tx, desk.who, &code)?;
    view(desk, head, id.to_owned(), offer, form)
}

fn view(
    desk: &Desk<'_>,
    head: CaseHead,
    id: String,
    offer: Offer,
    mut form: LookBackForm,
) -> Result<NewPage> {
    form.case.clone_from(&head.case.code);
    let here = if id.is_empty() { "ふり返りを書く" } else { "ふり返りを直す" };
    Ok(NewPage {
        page: frame::of_case(desk, &head.case.code, here)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        households: options::<HouseholdType>(),
        effects: options::<Effect>(),
        head,
        id,
        offer,
        form,
    })
}

impl NewPage {
    fn action(&self) -> String {
        if self.id.is_empty() {
            format!("/cases/{}/look-backs", self.head.case.code)
        } else {
            format!("/look-backs/{}", self.id)
        }
    }

    fn back(&self) -> String {
        if self.id.is_empty() {
            format!("/cases/{}", self.head.case.code)
        } else {
            format!("/look-backs/{}", self.id)
        }
    }

    fn issue_choices(&self) -> Vec<Choice> {
        self.offer.issues.iter().map(|issue| Choice::new(issue.key.clone(), issue.name.clone())).collect()
    }

    /// Words that the writer is asked to look at again.
    fn doubt(&self) -> Option<&str> {
        kit::fault(&self.page.faults, "checked")
    }
}

/// `POST /cases/{code}/look-backs`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<LookBackForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let id = look_backs::file(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/look-backs/{id}"), "filed-look-back"))
        },
        move |desk, form| blank(desk, &code, form, None),
    )
    .await
}

/// `POST /look-backs/{id}`
pub(super) async fn revise(cx: Cx, Path(id): Path<String>, sent: Sent<LookBackForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            look_backs::revise(desk.tx, desk.who, row(&target)?, form)?;
            Ok(Done::to(format!("/look-backs/{target}"), "filed-look-back"))
        },
        move |desk, form| again(desk, &id, Some(form)),
    )
    .await
}
