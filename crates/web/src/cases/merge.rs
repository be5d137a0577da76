use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead, CaseMerge, CaseMergeForm};
use kernel::{Error, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
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
    let head = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    let (title, href) = (format!("ケース {code}"), format!("/cases/{code}"));
    let crumbs = [("ケースの一覧", "/cases"), (title.as_str(), href.as_str()), ("ケースをまとめる", "")];
    Ok(MergePage {
        page: frame::of(desk, &format!("ケースをまとめる - {code}"), "/cases", &crumbs)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        merges: cases::case_merges(desk.tx, head.case.id)?,
        head,
        form,
    })
}

/// `POST /cases/{code}/merges`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<CaseMergeForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::merge_cases(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}/merges"), "merged"))
        },
        move |desk, form| view(desk, &code, form),
    )
    .await
}

/// `POST /cases/{code}/merges/{id}/undo`
pub(crate) async fn undo(cx: Cx, Path((code, merge)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            let merge = merge.parse().map_err(|_| Error::NotFound)?;
            cases::undo_case_merge(desk.tx, desk.who, merge)?;
            Ok(Done::to(format!("/cases/{target}/merges"), "undone"))
        },
        move |desk, _| view(desk, &code, CaseMergeForm::default()),
    )
    .await
}
