use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::access::{self, Act};
use domain::cases::{self, CaseHead};
use domain::consents::categories;
use domain::plans::{self, Gate, PlanForm, PlanKind};
use kernel::{Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

/// Rows that are offered beyond those with something in them.
const SPARE: usize = 3;

#[derive(Template, Serialize)]
#[template(path = "plans/edit.html")]
struct EditPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    /// The plan that is changed; empty for a new one.
    id: String,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    people: Vec<Choice>,
    #[serde(skip)]
    categories: Vec<Choice>,
    /// Where the municipality's papers do not say what participation support begins with.
    #[serde(skip)]
    gates: Vec<Choice>,
    form: PlanForm,
    /// Whether somebody else saved in between.
    #[serde(skip)]
    stale: bool,
}

/// `GET /cases/{code}/plans/new`
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (mut form, since) = restore::<PlanForm>(desk, "plan", &code)?;
        if form.kind.is_empty() {
            form.kind = desk.cx.param("kind").unwrap_or_default();
        }
        blank(desk, &code, form, since)
    })
    .await
}

fn blank(desk: &Desk<'_>, code: &str, form: PlanForm, since: Option<Instant>) -> Result<EditPage> {
    access::case_of_code(desk.tx, desk.who, code, Act::Change)?;
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let mut page = view(desk, head, String::new(), form)?;
    let code = page.head.case.code.clone();
    page.page.draft = frame::draft("plan", &code, since);
    Ok(page)
}

/// `GET /plans/{id}/edit`
pub(super) async fn open(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| {
        let (head, plan) = plans::show(desk.tx, desk.who, row(&id)?)?;
        access::case_of_code(desk.tx, desk.who, &head.case.code, Act::Change)?;
        let form = plans::form_of(&plan, &categories::all(desk.tx)?);
        view(desk, head, id, form)
    })
    .await
}

fn view(desk: &Desk<'_>, head: CaseHead, id: String, mut form: PlanForm) -> Result<EditPage> {
    form.case.clone_from(&head.case.code);
    let here = if id.is_empty() { "プランをつくる" } else { "プランを直す" };
    let asked = plans::gates(desk.tx)?.is_none();
    Ok(EditPage {
        page: frame::within_case(desk, &head.case.code, ("支援プラン", "plans"), here)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        kinds: options::<PlanKind>(),
        people: head
            .people
            .iter()
            .map(|person| Choice::new(person.id.to_string(), format!("{}さん", person.name)))
            .collect(),
        categories: categories::all(desk.tx)?
            .into_iter()
            .map(|kind| Choice::new(kind.key, kind.name))
            .collect(),
        gates: if asked { options::<Gate>() } else { Vec::new() },
        head,
        id,
        form,
        stale: desk.stale,
    })
}

impl EditPage {
    fn action(&self) -> String {
        if self.id.is_empty() {
            format!("/cases/{}/plans", self.head.case.code)
        } else {
            format!("/plans/{}", self.id)
        }
    }

    fn back(&self) -> String {
        if self.id.is_empty() {
            format!("/cases/{}/plans", self.head.case.code)
        } else {
            format!("/plans/{}", self.id)
        }
    }

    fn kind_label(&self) -> &'static str {
        PlanKind::from_key(&self.form.kind).map_or("", PlanKind::label)
    }

    fn goals(&self) -> std::ops::Range<usize> {
        0..self.form.goal.len().max(self.form.goal_words.len()) + SPARE
    }

    fn lines(&self) -> std::ops::Range<usize> {
        0..self.form.line_what.len().max(self.form.line_issue.len()) + SPARE
    }

    /// What stands in a row.
    fn at<'a>(&self, list: &'a [String], n: &usize) -> &'a str {
        list.get(*n).map_or("", String::as_str)
    }
}

/// `POST /cases/{code}/plans`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<PlanForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let id = plans::draft(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/plans/{id}"), "drafted-plan"))
        },
        move |desk, form| blank(desk, &code, form, None),
    )
    .await
}

/// `POST /plans/{id}`
pub(super) async fn revise(cx: Cx, Path(id): Path<String>, sent: Sent<PlanForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            plans::revise(desk.tx, desk.who, row(&target)?, form)?;
            Ok(Done::to(format!("/plans/{target}"), "revised-plan"))
        },
        move |desk, form| again(desk, &id, form),
    )
    .await
}

fn again(desk: &Desk<'_>, id: &str, mut form: PlanForm) -> Result<EditPage> {
    let (head, plan) = plans::show(desk.tx, desk.who, row(id)?)?;
    let saved = plans::form_of(&plan, &categories::all(desk.tx)?);
    form.kind = saved.kind;
    if desk.stale {
        // The page leads to what is saved now; the next save is a choice made in sight of both.
        form.version = saved.version;
    }
    view(desk, head, id.to_owned(), form)
}
