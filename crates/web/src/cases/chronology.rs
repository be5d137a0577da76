use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead, ChronologyLine};
use kernel::Result;
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/chronology.html")]
struct ChronologyPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    head: CaseHead,
    lines: Vec<ChronologyLine>,
}

/// `GET /cases/{code}/chronology`: 家族年表.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

fn view(desk: &Desk<'_>, code: &str) -> Result<ChronologyPage> {
    let (head, lines) = cases::chronology(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(ChronologyPage {
        page: frame::of_case(desk, &code, "家族年表")?,
        banner: frame::banner(desk, &head),
        head,
        lines,
    })
}
