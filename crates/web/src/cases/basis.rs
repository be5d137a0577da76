use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, Basis, CaseHead};
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/basis.html")]
struct BasisPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(flatten)]
    head: CaseHead,
    bases: Vec<Basis>,
}

/// `GET /cases/{code}/basis`: why one sees this case.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (head, bases) = cases::basis(desk.tx, desk.who, &code)?;
        let (title, href) = (format!("ケース {}", head.case.code), format!("/cases/{}", head.case.code));
        let crumbs = [("ケースの一覧", "/cases"), (title.as_str(), href.as_str()), ("なぜ見えるのか", "")];
        let page = frame::of(desk, &format!("なぜ見えるのか - {}", head.case.code), "/cases", &crumbs)?;
        Ok(BasisPage { page, banner: frame::banner(desk, &head), head, bases })
    })
    .await
}
