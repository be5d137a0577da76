use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access::{self, Act};
use domain::consultations::Urgency;
use domain::coordination::{self, ConsentState, Matter, RequestForm};
use domain::{Choice as _, cases};
use kernel::{Day, Instant, Result, date_input};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "coordination/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    /// The case that it is about; empty for a question without one.
    code: String,
    /// Who can be asked.
    #[serde(skip)]
    receivers: Vec<Choice>,
    #[serde(skip)]
    matters: Vec<Choice>,
    #[serde(skip)]
    issues: Vec<Choice>,
    #[serde(skip)]
    consents: Vec<Choice>,
    #[serde(skip)]
    urgencies: Vec<Choice>,
    form: RequestForm,
}

/// `GET /coordination-requests/new`
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(|desk| begun(desk, "")).await
}

/// `GET /cases/{code}/coordination-requests/new`
pub(super) async fn new_of_case(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| begun(desk, &code)).await
}

fn begun(desk: &Desk<'_>, code: &str) -> Result<NewPage> {
    let (mut form, since) = restore::<RequestForm>(desk, "coordination", code)?;
    if since.is_none() {
        form.urgency = Urgency::Normal.key().into();
    }
    view(desk, code, form, since)
}

/// `POST /coordination-requests`
pub(super) async fn create(cx: Cx, sent: Sent<RequestForm>) -> Response {
    asked(cx, String::new(), sent).await
}

/// `POST /cases/{code}/coordination-requests`
pub(super) async fn create_of_case(cx: Cx, Path(code): Path<String>, sent: Sent<RequestForm>) -> Response {
    asked(cx, code, sent).await
}

async fn asked(cx: Cx, code: String, sent: Sent<RequestForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = Some(target.as_str()).filter(|code| !code.is_empty());
            let id = coordination::ask(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/coordination-requests/{id}"), "asked-coordination"))
        },
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}

fn view(desk: &Desk<'_>, code: &str, mut form: RequestForm, since: Option<Instant>) -> Result<NewPage> {
    let head = if code.is_empty() {
        access::casework(desk.who)?;
        None
    } else {
        access::case_of_code(desk.tx, desk.who, code, Act::Add)?;
        Some(cases::head(desk.tx, desk.who, code)?.0)
    };
    let code = head.as_ref().map_or_else(String::new, |head| head.case.code.clone());
    form.case.clone_from(&code);
    let (case, href) = (format!("ケース {code}"), format!("/cases/{code}"));
    let here = "多機関協働に相談する";
    let of_case = [("ケースの一覧", "/cases"), (case.as_str(), href.as_str()), (here, "")];
    let of_none = [("つなぎ", "/handovers"), ("多機関協働への相談", "/coordination-requests"), (here, "")];
    let (section, crumbs) = if code.is_empty() { ("/handovers", &of_none) } else { ("/cases", &of_case) };
    let mut page = frame::of(desk, here, section, crumbs)?;
    page.draft = frame::draft("coordination", &code, since);
    let receivers = coordination::coordinators(desk.tx, desk.who)?;
    Ok(NewPage {
        page,
        banner: head.as_ref().map(|head| frame::banner(desk, head)).unwrap_or_default(),
        once: once(desk.cx),
        today: desk.who.now.day(),
        code,
        receivers: receivers.into_iter().map(|a| Choice::new(a.id.to_string(), a.name)).collect(),
        matters: options::<Matter>(),
        issues: desk.cx.app.issue_choices(),
        consents: options::<ConsentState>(),
        urgencies: options::<Urgency>(),
        form,
    })
}

impl NewPage {
    /// Where one came from.
    fn back(&self) -> String {
        if self.code.is_empty() { "/coordination-requests".into() } else { format!("/cases/{}", self.code) }
    }

    /// What a typed day means, in both calendars.
    fn due_echo(&self) -> String {
        let echo = date_input::echo_due(&self.form.reply_due, self.today);
        echo.map(|echo| format!("= {echo}")).unwrap_or_default()
    }
}
