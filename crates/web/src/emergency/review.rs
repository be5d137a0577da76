use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::emergency::{self, Emergency, Finding, ReviewForm};
use kernel::{Day, Error, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "emergency/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    findings: Vec<Choice>,
    emergencies: Vec<Emergency>,
}

/// `GET /emergency-accesses`: what waits for its review.
pub(super) async fn list(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ListPage> {
    Ok(ListPage {
        emergencies: emergency::list(desk.tx, desk.who)?,
        page: frame::of(desk, "緊急閲覧の事後確認", "/emergency-accesses", &[("緊急閲覧の事後確認", "")])?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        findings: options::<Finding>(),
    })
}

/// `POST /emergency-accesses/{id}/review`
pub(super) async fn create(cx: Cx, Path(id): Path<String>, sent: Sent<ReviewForm>) -> Response {
    cx.save(
        sent,
        move |desk, form| {
            let id = id.parse().map_err(|_| Error::NotFound)?;
            emergency::review(desk.tx, desk.who, id, form)?;
            Ok(Done::to("/emergency-accesses", "reviewed"))
        },
        |desk, _| view(desk),
    )
    .await
}
