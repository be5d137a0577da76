use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead, CaseMerge, CaseMergeForm};
use kernel::Result;
use serde::Serialize;

use super::act::on_case;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, row};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/merge.html")]
struct MergePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    merges: Vec<CaseMerge>,
    #[serde(skip)]
    form: CaseMergeForm,
}

/// `GET /cases/{code}/merges`
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code, CaseMergeForm::default())).await
}

fn view(desk: &Desk<'_>, code: &str, form: CaseMergeForm) -> Result<MergePage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(MergePage {
        page: frame::of_case(desk, &code, "ケースをまとめる")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        merges: cases::case_merges(desk.tx, &pass)?,
        head,
        form,
    })
}

/// `POST /cases/{code}/merges`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<CaseMergeForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("/merges", "merged"),
        |desk, case, form| cases::merge_cases(desk.tx, desk.who, case, form).map(drop),
        view,
    )
    .await
}

/// `POST /cases/{code}/merges/{id}/undo`
pub(crate) async fn undo(cx: Cx, Path((code, merge)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    let act = move |desk: &Desk<'_>, _, _: &Empty| cases::undo_case_merge(desk.tx, desk.who, row(&merge)?);
    on_case(cx, code, sent, ("/merges", "undone"), act, |desk, code, _| {
        view(desk, code, CaseMergeForm::default())
    })
    .await
}
