use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::consents::categories::{self, Category};
use domain::consents::{self, ConsentView, Reading, Receipt, WithdrawalForm};
use kernel::{Error, Id, Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "consents/show.html")]
struct ConsentPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    kinds: Vec<Category>,
    consent: ConsentView,
    /// What was seen by it so far.
    readings: Vec<Reading>,
    /// Whether there is more.
    cut: bool,
    #[serde(skip)]
    form: WithdrawalForm,
}

/// `GET /consents/{id}`: what it opens, what its end would close, and what was seen by it.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, WithdrawalForm::default())).await
}

pub(super) fn parse(id: &str) -> Result<Id<ConsentView>> {
    id.parse().map_err(|_| Error::NotFound)
}

fn view(desk: &Desk<'_>, id: &str, form: WithdrawalForm) -> Result<ConsentPage> {
    let Receipt { consent, readings, cut } = consents::receipt(desk.tx, desk.who, parse(id)?)?;
    Ok(ConsentPage {
        page: frame::within_case(desk, &consent.code, ("同意", "consents"), "同意の内容")?,
        once: once(desk.cx),
        now: desk.who.now,
        kinds: categories::all(desk.tx)?,
        consent,
        readings,
        cut,
        form,
    })
}

impl ConsentPage {
    fn covers(&self) -> String {
        categories::names(&self.kinds, self.consent.categories).join("、")
    }

    /// Agencies towards which it can be ended.
    fn open(&self) -> Vec<Choice> {
        let open = self.consent.recipients.iter().filter(|r| r.ended_at.is_none());
        open.map(|r| Choice::new(r.agency.to_string(), r.name.clone())).collect()
    }

    /// What an action of the log is called here.
    fn act(reading: &Reading) -> &str {
        match reading.action.as_str() {
            "read" => "見た",
            "list" => "一覧で見た",
            "search" => "探した",
            "create" => "書いた",
            "print" => "印刷した",
            other => other,
        }
    }
}

/// `POST /consents/{id}/withdrawal`
pub(super) async fn create(cx: Cx, Path(id): Path<String>, sent: Sent<WithdrawalForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            consents::withdraw(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/consents/{target}"), "withdrew"))
        },
        move |desk, form| view(desk, &id, form),
    )
    .await
}
