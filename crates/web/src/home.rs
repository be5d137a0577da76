use askama::Template;
use axum::response::Response;
use domain::home::{self, Home};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    casework: bool,
    #[serde(skip)]
    coordinates: bool,
    #[serde(skip)]
    accepted_rules: bool,
    #[serde(flatten)]
    home: Home,
}

/// `GET /`
pub(crate) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

pub(crate) fn view(desk: &Desk<'_>) -> Result<HomePage> {
    let mut page = frame::of(desk, "ホーム", "/", &[])?;
    page.breadcrumb.clear();
    Ok(HomePage {
        page,
        once: crate::body::once(desk.cx),
        today: desk.who.now.day(),
        casework: desk.who.role.does_casework(),
        accepted_rules: desk.who.accepted_rules,
        coordinates: desk.who.role == kernel::Role::Coordinator,
        home: home::home(desk.tx, desk.who, desk.cx.app.options.quiet_days)?,
    })
}

/// Where a draft goes on.
pub(crate) fn draft_href(draft: &domain::drafts::Draft) -> String {
    place_of(&draft.form, &draft.subject)
}

/// The page of a form.
pub(crate) fn place_of(form: &str, subject: &str) -> String {
    match form {
        "record" => format!("/cases/{subject}/records/new"),
        "handover" => format!("/cases/{subject}/handovers/new"),
        "consent" => format!("/cases/{subject}/consents/new"),
        "assessment" => format!("/cases/{subject}/assessments/new"),
        "policy" => format!("/cases/{subject}/assessments/compare"),
        "coordination" if subject.is_empty() => "/coordination-requests/new".to_owned(),
        "coordination" => format!("/cases/{subject}/coordination-requests/new"),
        "plan" => format!("/cases/{subject}/plans/new"),
        "look-back" => format!("/cases/{subject}/look-backs/new"),
        "department-notice" => "/department-notices/new".to_owned(),
        "conference-request" => format!("/cases/{subject}/conference-items/new"),
        "conference-point" => format!("/conferences/items/{subject}/live"),
        "person" => "/people/new".to_owned(),
        "case" => slotted("/cases/new", subject),
        _ => slotted("/consultations/new", subject),
    }
}

/// A page that keeps several drafts.
fn slotted(page: &str, slot: &str) -> String {
    if slot.is_empty() { page.to_owned() } else { format!("{page}?slot={slot}") }
}

/// What a draft is about, without a name.
pub(crate) fn draft_label(draft: &domain::drafts::Draft) -> String {
    match draft.form.as_str() {
        "record" => format!("支援経過記録 {}", draft.subject),
        "handover" => format!("つなぎ {}", draft.subject),
        "consent" => format!("同意 {}", draft.subject),
        "assessment" => format!("アセスメント {}", draft.subject),
        "policy" => format!("共通の方針 {}", draft.subject),
        "coordination" => format!("多機関協働への相談 {}", draft.subject),
        "plan" => format!("支援プラン {}", draft.subject),
        "look-back" => format!("ふり返り {}", draft.subject),
        "department-notice" => "連絡票".to_owned(),
        "conference-request" => format!("支援会議の申出 {}", draft.subject),
        "conference-point" => "会議の論点".to_owned(),
        "person" => "人の登録".to_owned(),
        "case" => "ケースを始める".to_owned(),
        _ => "相談受付".to_owned(),
    }
}
