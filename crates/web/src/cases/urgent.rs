use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::cases::{self, CaseHead, UrgentFlag, UrgentForm, UrgentKind};
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};

use super::team::Reason;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/urgent.html")]
struct UrgentPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    routes: Vec<UrgentKind>,
    #[serde(skip)]
    head: CaseHead,
    flags: Vec<UrgentFlag>,
    #[serde(skip)]
    form: UrgentForm,
}

/// Whom a danger was reported to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notice {
    notified_to: String,
}

/// `GET /cases/{code}/urgent-flags`: whom to call comes first.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code, UrgentForm::default())).await
}

fn view(desk: &Desk<'_>, code: &str, form: UrgentForm) -> Result<UrgentPage> {
    let head = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    let (title, href) = (format!("ケース {code}"), format!("/cases/{code}"));
    let crumbs =
        [("ケースの一覧", "/cases"), (title.as_str(), href.as_str()), ("命の危険・虐待・DVの疑い", "")];
    Ok(UrgentPage {
        page: frame::of(desk, &format!("命の危険・虐待・DVの疑い - {code}"), "/cases", &crumbs)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        kinds: options::<UrgentKind>(),
        routes: UrgentKind::ALL.to_vec(),
        flags: cases::urgent_flags(desk.tx, head.case.id)?,
        head,
        form,
    })
}

/// `POST /cases/{code}/urgent-flags`
pub(crate) async fn raise(cx: Cx, Path(code): Path<String>, sent: Sent<UrgentForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::raise_urgent(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}/urgent-flags"), "saved"))
        },
        move |desk, form| view(desk, &code, form),
    )
    .await
}

/// `POST /cases/{code}/urgent-flags/{id}/notice`
pub(crate) async fn notified(
    cx: Cx,
    Path((code, flag)): Path<(String, String)>,
    sent: Sent<Notice>,
) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            let flag = flag.parse().map_err(|_| Error::NotFound)?;
            cases::urgent_notified(desk.tx, desk.who, case, flag, &form.notified_to)?;
            Ok(Done::to(format!("/cases/{target}/urgent-flags"), "saved"))
        },
        move |desk, _| view(desk, &code, UrgentForm::default()),
    )
    .await
}

/// `POST /cases/{code}/urgent-flags/{id}/end`
pub(crate) async fn end(cx: Cx, Path((code, flag)): Path<(String, String)>, sent: Sent<Reason>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            let flag = flag.parse().map_err(|_| Error::NotFound)?;
            cases::end_urgent(desk.tx, desk.who, case, flag, &form.reason)?;
            Ok(Done::to(format!("/cases/{target}/urgent-flags"), "saved"))
        },
        move |desk, _| view(desk, &code, UrgentForm::default()),
    )
    .await
}
