use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::assessments::{self, BESIDE, History};
use domain::cases::{self, CaseHead};
use kernel::{Agency, Id, Result};
use serde::Serialize;

use super::new::person;
use crate::cx::{Cx, Desk, row};
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "assessments/history.html")]
struct HistoryPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    head: CaseHead,
    /// Of whom this page tells.
    person: String,
    #[serde(skip)]
    name: String,
    /// By which agency.
    agency: String,
    /// Whether only what changed is shown.
    only: bool,
    #[serde(flatten)]
    history: History,
}

/// `GET /cases/{code}/assessments/history`; `?person=` and `?agency=` say about whom and by whom, `?later=` how many later ones
/// are left out, `?only=1` shows changes alone. Without an agency it is one's own.
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

fn view(desk: &Desk<'_>, code: &str) -> Result<HistoryPage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let agency: Id<Agency> = match desk.cx.param("agency").filter(|given| !given.is_empty()) {
        Some(given) => row(&given)?,
        None => desk.who.agency,
    };
    let later = desk.cx.param("later").and_then(|given| given.parse().ok()).unwrap_or_default();
    let of = person(&head, &desk.cx.param("person").unwrap_or_default());
    let history = match of {
        Some(of) => assessments::history(desk.tx, desk.who, &pass, (of, agency), later)?,
        None => History::default(),
    };
    let name = head.people.iter().find(|one| Some(one.id) == of).map(|one| one.name.clone());
    let code = head.case.code.clone();
    Ok(HistoryPage {
        page: frame::of_case(desk, &code, "これまでのアセスメント")?,
        banner: frame::banner(desk, &head),
        person: of.map_or_else(String::new, |of| of.to_string()),
        name: name.unwrap_or_default(),
        agency: agency.to_string(),
        only: desk.cx.param("only").is_some(),
        head,
        history,
    })
}

impl HistoryPage {
    /// Whether an item is shown: all, or those alone of which something changed.
    fn shown(&self, differs: &bool) -> bool {
        !self.only || *differs
    }

    /// This page with another part of the history, and with or without what did not change.
    fn at(&self, later: &usize, only: bool) -> String {
        let only = if only { "&only=1" } else { "" };
        format!(
            "/cases/{}/assessments/history?person={}&agency={}&later={later}{only}",
            self.head.case.code, self.person, self.agency
        )
    }

    fn newer(&self) -> Option<String> {
        (self.history.later > 0).then(|| self.at(&self.history.later.saturating_sub(BESIDE), self.only))
    }

    fn older(&self) -> Option<String> {
        (self.history.earlier > 0).then(|| self.at(&(self.history.later + BESIDE), self.only))
    }
}
