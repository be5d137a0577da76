use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::conferences::{self, MinutesView};
use kernel::Result;
use serde::Serialize;

use super::parse;
use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "conferences/minutes.html")]
struct MinutesPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    reader: String,
    #[serde(flatten)]
    view: MinutesView,
}

/// `GET /conferences/items/{id}/minutes`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id)).await
}

fn view(desk: &Desk<'_>, id: &str) -> Result<MinutesPage> {
    let view = conferences::minutes(desk.tx, desk.who, parse(id)?)?;
    let title = format!("案件 {} の会議録", view.item.code);
    Ok(MinutesPage {
        page: frame::of(desk, &title, "/conferences", &[("会議", "/conferences"), (title.as_str(), "")])?,
        reader: format!("{} {}", desk.me.name, desk.who.now.list_form()),
        view,
    })
}
