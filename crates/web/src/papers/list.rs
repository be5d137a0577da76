use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::{Form, Mark, Paper};
use serde::Serialize;

use super::filled;
use super::take::Format;
use crate::answer;
use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "papers/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    forms: Vec<Line>,
}

/// A form, as the list tells it.
#[derive(Serialize)]
struct Line {
    key: String,
    title: String,
    version: i64,
    /// Where it is filled from.
    from: &'static str,
    /// Whether a filled sheet is read back.
    reads: bool,
    /// Boxes that are reported to the state.
    reported: usize,
    /// Whether the municipality has put its own in the product's place.
    own: bool,
}

/// `GET /papers`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(|desk| {
        let title = "帳票";
        let shelf = &desk.cx.app.papers.shelf;
        let line = |form: &Form| Line {
            key: form.form.clone(),
            title: form.title.clone(),
            version: form.version,
            from: filled_from(&form.form),
            reads: filled::reads(&form.form),
            reported: form.fields().filter(|field| field.reported).count(),
            own: shelf.is_own(&form.form),
        };
        Ok(ListPage {
            page: frame::of(desk, title, "/papers", &[(title, "")])?,
            forms: shelf.forms().map(line).collect(),
        })
    })
    .await
}

/// Where somebody finds the form filled in already.
fn filled_from(form: &str) -> &'static str {
    match form {
        "intake" | "intake_unconsented" => "相談の画面",
        "assessment" | "record" => "ケースの画面",
        "consent" => "同意の画面",
        "handover" => "つなぎの画面",
        "multi_agency_plan" | "outreach_support_plan" | "participation_plan" | "evaluation" => "プランの画面",
        "conference_report" | "conference_sheet" => "会議の回の画面",
        _ => "案件の画面",
    }
}

/// `GET /papers/{form}/blank`: a form with nothing in it, as paper or as Excel.
pub(super) async fn blank(cx: Cx, Path(form): Path<String>) -> Response {
    cx.blocking(move |cx| {
        let made = cx
            .read(|desk| {
                let definition = desk.cx.app.papers.form(&form)?.clone();
                let municipality = desk.cx.app.municipality.name.clone();
                Ok(Paper::blank(definition, Mark { municipality, ..Mark::default() }))
            })
            .and_then(|paper| Format::of(&cx.param("format").unwrap_or_default())?.file(cx, &paper, &form));
        made.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}
