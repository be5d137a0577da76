use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::consultations::{
    self, ConsentState, Consultation, ConsultationView, Correction, NoConsentReason, Triage, TriageForm,
};
use kernel::{Day, Error, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "consultations/show.html")]
struct ConsultationPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    triages: Vec<Choice>,
    #[serde(flatten)]
    view: ConsultationView,
    #[serde(skip)]
    decision: TriageForm,
    #[serde(skip)]
    correction: Correction,
    /// Whether the form of the correction comes back with faults.
    #[serde(skip)]
    correcting: bool,
    /// How the visitor is reached, where somebody asked; never in the JSON of the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_contact: Option<String>,
    #[serde(skip)]
    visitor_reason: String,
}

/// What the page shows besides the consultation.
#[derive(Default)]
pub(super) struct Shown {
    /// A decision that comes back with faults.
    pub(super) decision: Option<TriageForm>,
    /// A correction that comes back with faults.
    pub(super) correction: Option<Correction>,
    /// How the visitor is reached.
    pub(super) visitor_contact: Option<String>,
    /// A reason that comes back with faults.
    pub(super) visitor_reason: String,
}

/// `GET /consultations/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, Shown::default())).await
}

pub(super) fn parse(id: &str) -> Result<Id<Consultation>> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(super) fn view(desk: &Desk<'_>, id: &str, more: Shown) -> Result<impl Template + Serialize + use<>> {
    let Shown { decision, correction, visitor_contact, visitor_reason } = more;
    let view = consultations::show(desk.tx, desk.who, parse(id)?)?;
    let saved = Correction {
        text: view.consultation.content.clone(),
        version: view.consultation.version.to_string(),
        ..Correction::default()
    };
    // Where somebody saved in between, what it says now stands above, and the next save is a choice made in sight of both.
    let shown = |typed: &Correction| if desk.stale { saved.version.clone() } else { typed.version.clone() };
    let undecided = Triage::Open;
    let decided = TriageForm {
        triage: domain::Choice::key(view.consultation.triage).into(),
        reason: view.consultation.triage_reason.clone(),
    };
    Ok(ConsultationPage {
        page: frame::of(
            desk,
            "相談受付・申込票",
            "/consultations",
            &[("相談の一覧", "/consultations"), ("相談受付・申込票", "")],
        )?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        // What was decided may be decided anew, but not be undecided.
        triages: options::<Triage>()
            .into_iter()
            .filter(|choice| choice.key != domain::Choice::key(undecided))
            .collect(),
        visitor_contact,
        visitor_reason,
        correcting: correction.is_some(),
        decision: decision.unwrap_or(decided),
        correction: correction
            .map_or_else(|| saved.clone(), |typed| Correction { version: shown(&typed), ..typed }),
        view,
    })
}

/// `POST /consultations/{id}/triage`
pub(crate) async fn triage(cx: Cx, Path(id): Path<String>, sent: Sent<TriageForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            consultations::triage(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/consultations/{target}"), "triaged"))
        },
        move |desk, form| view(desk, &id, Shown { decision: Some(form), ..Shown::default() }),
    )
    .await
}

/// `POST /consultations/{id}/corrections`
pub(crate) async fn correct(cx: Cx, Path(id): Path<String>, sent: Sent<Correction>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            consultations::correct(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/consultations/{target}"), "corrected"))
        },
        move |desk, form| view(desk, &id, Shown { correction: Some(form), ..Shown::default() }),
    )
    .await
}

impl ConsultationPage {
    /// The case that would begin here.
    fn new_case(&self) -> String {
        let one = &self.view.consultation;
        let person = one.person.map(|id| id.to_string()).unwrap_or_default();
        format!("/cases/new?consultation={}&person={person}", one.id)
    }

    fn agreed(&self) -> bool {
        self.view.consultation.consent == ConsentState::Agreed
    }

    fn refused(&self) -> bool {
        self.view.consultation.consent == ConsentState::Refused
    }

    /// Whether nobody came on behalf of the person.
    fn came_alone(&self) -> bool {
        let one = &self.view.consultation;
        one.visitor_kind.is_the_person() && one.visitor_name.is_empty()
    }

    /// Which variant of the form this is: one record, whether or not there is consent.
    fn variant(&self) -> &'static str {
        match self.view.consultation.consent {
            ConsentState::Agreed => "",
            ConsentState::Refused => "(同意なし)",
            ConsentState::NotAsked | ConsentState::Explained => "(同意はまだ)",
        }
    }

    /// Whether the decision is asked for: nothing was decided, or it comes back with faults.
    fn deciding(&self) -> bool {
        self.view.consultation.triage == Triage::Open || !self.page.faults.is_empty()
    }

    fn has_reason(&self) -> bool {
        self.view.consultation.no_consent_reason != NoConsentReason::None
    }

    fn is(&self, triage: &str) -> bool {
        domain::Choice::key(self.view.consultation.triage) == triage
    }

    /// Whom it is about, in words.
    fn about(&self) -> String {
        match &self.view.person {
            Some(person) => person.display(),
            None if self.view.consultation.nickname.is_empty() => "お名前はまだ分かりません".to_owned(),
            None => format!("呼び名「{}」", self.view.consultation.nickname),
        }
    }
}
