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
    let (title, href) = (format!("ケース {code}"), format!("/cases/{code}"));
    let crumbs = [("ケースの一覧", "/cases"), (title.as_str(), href.as_str()), ("家族年表", "")];
    Ok(ChronologyPage {
        page: frame::of(desk, &format!("家族年表 - {code}"), "/cases", &crumbs)?,
        banner: frame::banner(desk, &head),
        head,
        lines,
    })
}
