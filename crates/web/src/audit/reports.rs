//! 閲覧の報告: a counter takes the request of the person, the privacy officer answers it on paper.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access;
use domain::audit::report::{
    self, AccessReport, Decision, DecisionForm, Draft, Report, ReportLine, ReportRequest,
};
use domain::audit::{self, Action};
use kernel::{Error, Id, Result};
use serde::Serialize;

use super::page_of;
use crate::answer;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "audit/report_new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    person: String,
    #[serde(skip)]
    form: ReportRequest,
}

/// `GET /people/{id}/access-report`
pub(crate) async fn new(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| new_page(desk, &id, ReportRequest::default())).await
}

fn new_page(desk: &Desk<'_>, id: &str, form: ReportRequest) -> Result<NewPage> {
    access::person(desk.tx, desk.who, id.parse().map_err(|_| Error::NotFound)?, access::Act::Read)?;
    let href = format!("/people/{id}");
    let crumbs = [("人", href.as_str()), ("閲覧の報告", "")];
    let page = frame::of(desk, "閲覧の報告を頼まれた", "/people/new", &crumbs)?;
    Ok(NewPage { page, once: once(desk.cx), person: id.to_owned(), form })
}

/// `POST /people/{id}/access-report`
pub(crate) async fn create(cx: Cx, Path(id): Path<String>, sent: Sent<ReportRequest>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            report::request(desk.tx, desk.who, target.parse().map_err(|_| Error::NotFound)?, form)?;
            Ok(Done::to(format!("/people/{target}"), "report-asked"))
        },
        move |desk, form| new_page(desk, &id, form),
    )
    .await
}

#[derive(Template, Serialize)]
#[template(path = "audit/reports.html")]
struct ReportsPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    reports: Vec<ReportLine>,
    #[serde(skip)]
    form: ReportRequest,
}

/// `GET /access-reports`
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(|desk| list(desk, ReportRequest::default())).await
}

fn list(desk: &Desk<'_>, form: ReportRequest) -> Result<ReportsPage> {
    Ok(ReportsPage {
        reports: report::reports(desk.tx, desk.who)?,
        page: frame::of(desk, "閲覧の報告", "/access-reports", &[("閲覧の報告", "")])?,
        once: once(desk.cx),
        form,
    })
}

/// `POST /access-reports`: about somebody of whom nothing is known here.
pub(crate) async fn create_of_unknown(cx: Cx, sent: Sent<ReportRequest>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            let id = report::request_of_unknown(desk.tx, desk.who, form)?;
            Ok(Done::to(format!("/access-reports/{id}"), "saved"))
        },
        list,
    )
    .await
}

#[derive(Template, Serialize)]
#[template(path = "audit/report.html")]
struct ReportPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(flatten)]
    report: Report,
    /// What could be disclosed, before it is decided.
    #[serde(skip)]
    draft: usize,
    #[serde(skip)]
    decisions: Vec<Choice>,
    #[serde(skip)]
    agencies: Vec<Choice>,
    #[serde(skip)]
    form: DecisionForm,
}

fn id_of(text: &str) -> Result<Id<AccessReport>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// What the log has, gathered before the transaction and only for who holds the office.
fn gathered(cx: &Cx, id: &str, action: Action) -> Result<Draft> {
    cx.read(|desk| audit::officer(desk.tx, desk.who, action))?;
    report::gather(&cx.app.db, id_of(id)?)
}

fn view(desk: &Desk<'_>, id: &str, draft: &Draft, form: DecisionForm) -> Result<ReportPage> {
    let report = report::report(desk.tx, desk.who, id_of(id)?)?;
    let crumbs = [("閲覧の報告", "/access-reports"), ("1件", "")];
    let agencies = report::agencies_of(draft).into_iter();
    Ok(ReportPage {
        page: frame::of(desk, "閲覧の報告", "/access-reports", &crumbs)?,
        once: once(desk.cx),
        report,
        draft: draft.entries.len(),
        decisions: options::<Decision>(),
        agencies: agencies.map(|(id, name)| Choice::new(id, name)).collect(),
        form,
    })
}

/// `GET /access-reports/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    let asked = id.clone();
    page_of(
        cx,
        move |cx| gathered(cx, &asked, Action::Read),
        move |desk, draft| view(desk, &id, &draft, DecisionForm::default()),
    )
    .await
}

/// `POST /access-reports/{id}/decision`
pub(crate) async fn decide(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    cx.blocking(move |cx| {
        let readied =
            sent.checked(cx).and_then(|(form, once)| Ok((form, gathered(cx, &id, Action::Change)?, once)));
        let (form, draft, once) = match readied {
            Ok(readied) => readied,
            Err(error) => return answer::failed(cx, &error),
        };
        let (target, again) = (id.clone(), draft.clone());
        let done = cx.write((form.clone(), draft), once, move |desk, (form, draft)| {
            report::decide(desk.tx, desk.who, id_of(&target)?, form, draft)?;
            Ok((Done::to(format!("/access-reports/{target}"), "saved"), ()))
        });
        match done {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => cx.again(error, form, |desk, form| view(desk, &id, &again, form)),
        }
    })
    .await
}
