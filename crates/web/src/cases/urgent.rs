use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::cases::{self, CaseHead, UrgentFlag, UrgentForm, UrgentKind};
use kernel::Result;
use serde::{Deserialize, Serialize};

use super::act::on_case;
use super::team::Reason;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, row};
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
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(UrgentPage {
        page: frame::of_case(desk, &code, "命の危険・虐待・DVの疑い")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        kinds: options::<UrgentKind>(),
        routes: UrgentKind::ALL.to_vec(),
        flags: cases::urgent_flags(desk.tx, &pass)?,
        head,
        form,
    })
}

/// `POST /cases/{code}/urgent-flags`
pub(crate) async fn raise(cx: Cx, Path(code): Path<String>, sent: Sent<UrgentForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        PAGE,
        |desk, case, form| cases::raise_urgent(desk.tx, desk.who, case, form).map(drop),
        view,
    )
    .await
}

/// `POST /cases/{code}/urgent-flags/{id}/notice`
pub(crate) async fn notified(
    cx: Cx,
    Path((code, flag)): Path<(String, String)>,
    sent: Sent<Notice>,
) -> Response {
    let act = move |desk: &Desk<'_>, case, form: &Notice| {
        cases::urgent_notified(desk.tx, desk.who, case, row(&flag)?, &form.notified_to)
    };
    on_case(cx, code, sent, PAGE, act, |desk, code, _| view(desk, code, UrgentForm::default())).await
}

/// `POST /cases/{code}/urgent-flags/{id}/end`
pub(crate) async fn end(cx: Cx, Path((code, flag)): Path<(String, String)>, sent: Sent<Reason>) -> Response {
    let act = move |desk: &Desk<'_>, case, form: &Reason| {
        cases::end_urgent(desk.tx, desk.who, case, row(&flag)?, &form.reason)
    };
    on_case(cx, code, sent, PAGE, act, |desk, code, _| view(desk, code, UrgentForm::default())).await
}

/// Where its writes lead, and what that page says.
const PAGE: (&str, &str) = ("/urgent-flags", "saved");
