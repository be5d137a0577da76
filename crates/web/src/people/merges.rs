use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::people::{self, Merge};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "people/merges.html")]
struct MergesPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    merges: Vec<Merge>,
}

/// `GET /merges`
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<MergesPage> {
    domain::access::casework(desk.who)?;
    let crumbs =
        [("人を探す・登録する", "/people/new"), ("重なりの確認", "/duplicates"), ("まとめた記録", "")];
    Ok(MergesPage {
        page: frame::of(desk, "まとめた記録", "/people/new", &crumbs)?,
        once: once(desk.cx),
        merges: people::merges(desk.tx, desk.who)?,
    })
}

/// `POST /merges/{id}/undo`
pub(crate) async fn undo(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            people::undo(desk.tx, desk.who, super::id(&id)?)?;
            Ok(Done::to("/merges", "undone"))
        },
        |desk, _| view(desk),
    )
    .await
}
