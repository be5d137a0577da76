use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::assessments::{self, Comparison, ContradictionForm, PolicyForm};
use domain::cases::{self, CaseHead};
use kernel::{Instant, Result};
use serde::Serialize;

use super::new::person;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::drafts::{Empty, restore};
use crate::frame;
use crate::kit::{self, CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "assessments/compare.html")]
struct ComparePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    /// Whom one may choose.
    #[serde(skip)]
    people: Vec<Choice>,
    /// Of whom this page tells.
    person: String,
    /// Whether only differences are shown.
    only: bool,
    #[serde(flatten)]
    comparison: Comparison,
    form: PolicyForm,
    /// Statements that can be marked against each other.
    #[serde(skip)]
    statements: Vec<Choice>,
    #[serde(skip)]
    mark: ContradictionForm,
}

/// `GET /cases/{code}/assessments/compare`; `?person=` says about whom, `?only=1` shows differences alone.
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (form, since) = restore::<PolicyForm>(desk, "policy", &code)?;
        view(desk, &code, form, since, ContradictionForm::default())
    })
    .await
}

/// `POST /cases/{code}/joint-policies`
pub(super) async fn set_policy(cx: Cx, Path(code): Path<String>, sent: Sent<PolicyForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            assessments::set_policy(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/cases/{target}/assessments/compare"), "saved"))
        },
        move |desk, form| view(desk, &code, form, None, ContradictionForm::default()),
    )
    .await
}

/// `POST /cases/{code}/contradictions`
pub(super) async fn mark(cx: Cx, Path(code): Path<String>, sent: Sent<ContradictionForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            assessments::mark(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(compared(desk, &target), "marked-contradiction"))
        },
        move |desk, mark| {
            // A policy that somebody has begun to write stands on the same page.
            let (form, since) = restore::<PolicyForm>(desk, "policy", &code)?;
            view(desk, &code, form, since, mark)
        },
    )
    .await
}

/// `POST /cases/{code}/contradictions/{id}/end`
pub(super) async fn unmark(cx: Cx, Path((code, id)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            assessments::unmark(desk.tx, desk.who, &target, row(&id)?)?;
            Ok(Done::to(compared(desk, &target), "unmarked-contradiction"))
        },
        move |desk, _| {
            let (form, since) = restore::<PolicyForm>(desk, "policy", &code)?;
            view(desk, &code, form, since, ContradictionForm::default())
        },
    )
    .await
}

/// Back to the comparison of the person whom the page showed.
fn compared(desk: &Desk<'_>, code: &str) -> String {
    let person = desk.cx.param("person").filter(|id| id.chars().all(|c| c.is_ascii_alphanumeric()));
    let about = person.map_or_else(String::new, |id| format!("?person={id}"));
    format!("/cases/{code}/assessments/compare{about}")
}

/// Every statement of the comparison: who, what about, how it begins.
fn statements(comparison: &Comparison) -> Vec<Choice> {
    let mut all = Vec::new();
    for row in comparison.sheets.iter().flat_map(|sheet| &sheet.rows) {
        for (cell, column) in row.cells.iter().zip(&comparison.columns) {
            if let Some(said) = cell {
                let begin: String = said.words.chars().take(30).collect();
                let line = format!("{} {}: {begin}", row.label, column.agency_name);
                all.push(Choice::new(said.id.to_string(), line));
            }
        }
    }
    all
}

fn view(
    desk: &Desk<'_>,
    code: &str,
    mut form: PolicyForm,
    since: Option<Instant>,
    mark: ContradictionForm,
) -> Result<ComparePage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    let of = person(&head, &desk.cx.param("person").unwrap_or_default());
    let comparison = match of {
        Some(of) => assessments::compare(desk.tx, desk.who, &pass, of)?,
        None => {
            Comparison { policies: assessments::policies(desk.tx, desk.who, &pass)?, ..Comparison::default() }
        }
    };
    let mut page = frame::of_case(desk, &code, "アセスメントを見比べる")?;
    page.draft = frame::draft("policy", &code, since);
    Ok(ComparePage {
        page,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        people: head.people.iter().map(|p| Choice::new(p.id.to_string(), p.name.clone())).collect(),
        person: of.map_or_else(String::new, |of| of.to_string()),
        only: desk.cx.param("only").is_some(),
        statements: statements(&comparison),
        mark,
        head,
        comparison,
        form,
    })
}

impl ComparePage {
    /// Whether an item is shown: all, or those alone on which agencies differ.
    fn shown(&self, differs: &bool, marked: &bool) -> bool {
        !self.only || *differs || *marked
    }

    fn taken_up(&self, id: &impl ToString) -> bool {
        self.form.contradictions.contains(&id.to_string())
    }

    fn cited(&self, id: &impl ToString) -> bool {
        self.form.cites.contains(&id.to_string())
    }

    /// Whether the form of a mark has a fault, so that it stands open.
    fn wrong(&self) -> bool {
        ["one", "other", "reason"].iter().any(|field| self.problem(field).is_some())
    }

    fn problem(&self, field: &str) -> Option<&str> {
        kit::fault(&self.page.faults, field)
    }
}
