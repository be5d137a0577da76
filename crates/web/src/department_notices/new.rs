use askama::Template;
use axum::response::Response;
use domain::Choice as _;
use domain::access::matrix;
use domain::consultations::Urgency;
use domain::department_notices::{self, NoticeConsent, NoticeForm, NoticeGround};
use kernel::{Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "department_notices/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader works at an office of the municipality.
    #[serde(skip)]
    sends: bool,
    #[serde(skip)]
    receivers: Vec<Choice>,
    #[serde(skip)]
    consents: Vec<Choice>,
    #[serde(skip)]
    grounds: Vec<Choice>,
    #[serde(skip)]
    urgencies: Vec<Choice>,
    /// Each ground with its article.
    #[serde(skip)]
    articles: Vec<(&'static str, String)>,
    form: NoticeForm,
}

/// `GET /department-notices/new`
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(|desk| {
        let (mut form, since) = restore::<NoticeForm>(desk, "department-notice", "")?;
        if since.is_none() {
            form.urgency = Urgency::Normal.key().into();
        }
        view(desk, form, since)
    })
    .await
}

/// `POST /department-notices`: leads to the receipts, in the same words whoever it is about.
pub(super) async fn create(cx: Cx, sent: Sent<NoticeForm>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            department_notices::send(desk.tx, desk.who, form)?;
            Ok(Done::to("/department-notices/sent", "sent-notice"))
        },
        |desk, form| view(desk, form, None),
    )
    .await
}

fn view(desk: &Desk<'_>, mut form: NoticeForm, since: Option<Instant>) -> Result<NewPage> {
    let crumbs = [("連絡票", "/department-notices/sent"), ("連絡票を書く", "")];
    let mut page = frame::of(desk, "連絡票を書く", "/department-notices/sent", &crumbs)?;
    page.draft = frame::draft("department-notice", "", since);
    let sends = department_notices::sends(desk.tx, desk.who)?;
    let receivers = if sends { department_notices::receivers(desk.tx, desk.who)? } else { Vec::new() };
    if form.to_agency.is_empty()
        && let Some(named) = department_notices::default_receiver(desk.tx, &receivers)?
    {
        form.to_agency = named.to_string();
    }
    Ok(NewPage {
        page,
        once: once(desk.cx),
        sends,
        receivers: receivers.into_iter().map(|one| Choice::new(one.id.to_string(), one.name)).collect(),
        consents: options::<NoticeConsent>(),
        grounds: options::<NoticeGround>(),
        urgencies: options::<Urgency>(),
        articles: articles(desk),
        form,
    })
}

/// What lets a department tell of somebody, by the articles that are right today.
fn articles(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    let (profile, today) = (desk.cx.app.profile.as_ref().as_ref(), desk.who.now.day());
    let grounds = [
        (NoticeGround::Consent, "consent"),
        (NoticeGround::OwnTask, "statute"),
        (NoticeGround::Emergency, "emergency"),
    ];
    grounds.map(|(ground, law)| (ground.label(), matrix::citation(profile, law, today))).to_vec()
}
