use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead};
use domain::consents::categories::{self, Category};
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

/// The explanation in plain Japanese with ふりがな: for the person, on paper or on a turned screen. It holds nobody's data.
#[derive(Template, Serialize)]
#[template(path = "consents/sheet.html")]
struct SheetPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    head: CaseHead,
    #[serde(skip)]
    agency: String,
    kinds: Vec<Category>,
}

/// `GET /cases/{code}/consents/sheet`
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (head, _) = cases::head(desk.tx, desk.who, &code)?;
        let code = head.case.code.clone();
        Ok(SheetPage {
            page: frame::within_case(desk, &code, ("同意", "consents"), "説明の紙")?,
            head,
            agency: desk.me.agency_name.clone(),
            kinds: categories::all(desk.tx)?,
        })
    })
    .await
}
