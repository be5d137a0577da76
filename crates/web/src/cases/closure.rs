use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead, Closure, ClosureForm, ClosureReason};
use kernel::Result;
use serde::Serialize;

use super::act::on_case;
use super::team::Reason;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk};
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/closure.html")]
struct ClosurePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    reasons: Vec<Choice>,
    #[serde(skip)]
    head: CaseHead,
    closures: Vec<Closure>,
    #[serde(skip)]
    form: ClosureForm,
}

/// `GET /cases/{code}/closure`
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code, ClosureForm::default())).await
}

fn view(desk: &Desk<'_>, code: &str, form: ClosureForm) -> Result<ClosurePage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(ClosurePage {
        page: frame::of_case(desk, &code, "終結")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        reasons: options::<ClosureReason>(),
        closures: cases::closures(desk.tx, &pass)?.all()?,
        head,
        form,
    })
}

/// `POST /cases/{code}/closure`
pub(crate) async fn close(cx: Cx, Path(code): Path<String>, sent: Sent<ClosureForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "closed"),
        |desk, case, form| cases::close(desk.tx, desk.who, case, form),
        view,
    )
    .await
}

/// `POST /cases/{code}/reopening`
pub(crate) async fn reopen(cx: Cx, Path(code): Path<String>, sent: Sent<Reason>) -> Response {
    let act = |desk: &Desk<'_>, case, form: &Reason| cases::reopen(desk.tx, desk.who, case, &form.reason);
    on_case(cx, code, sent, ("", "reopened"), act, |desk, code, _| view(desk, code, ClosureForm::default()))
        .await
}
