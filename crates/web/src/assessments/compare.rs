use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::assessments::{self, Comparison, PolicyForm};
use domain::cases::{self, CaseHead};
use kernel::{Instant, Result};
use serde::Serialize;

use super::new::person;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
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
}

/// `GET /cases/{code}/assessments/compare`; `?person=` says about whom, `?only=1` shows differences alone.
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (form, since) = restore::<PolicyForm>(desk, "policy", &code)?;
        view(desk, &code, form, since)
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
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}

fn view(desk: &Desk<'_>, code: &str, mut form: PolicyForm, since: Option<Instant>) -> Result<ComparePage> {
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
        head,
        comparison,
        form,
    })
}

impl ComparePage {
    /// Whether an item is shown: all, or those alone on which agencies differ.
    fn shown(&self, differs: &bool) -> bool {
        !self.only || *differs
    }

    fn cited(&self, id: &impl ToString) -> bool {
        self.form.cites.contains(&id.to_string())
    }

    fn problem(&self, field: &str) -> Option<&str> {
        kit::fault(&self.page.faults, field)
    }
}
