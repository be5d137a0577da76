use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::audit::review::{self, Completion, Confirmation, Review};
use domain::audit::{self, Action};
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::answer;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;

/// Which month.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Month {
    /// `2026-04`.
    pub(crate) month: String,
}

#[derive(Template, Serialize)]
#[template(path = "audit/reviews.html")]
struct ReviewsPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    month: String,
    /// The month before.
    before: String,
    completion: Completion,
    reviews: Vec<Review>,
    #[serde(skip)]
    note: String,
}

/// `GET /audit/reviews?month=2026-04`
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(|desk| {
        let month = desk.cx.param("month").unwrap_or_default();
        view(desk, &month, String::new())
    })
    .await
}

fn view(desk: &Desk<'_>, month: &str, note: String) -> Result<ReviewsPage> {
    let today = desk.who.now.day();
    let month = if month.is_empty() { today.to_string()[..7].to_owned() } else { month.to_owned() };
    let first: kernel::Day = format!("{month}-01").parse().map_err(|_| Error::NotFound)?;
    let (reviews, completion) = review::queue(desk.tx, desk.who, &month)?;
    Ok(ReviewsPage {
        page: frame::of(desk, "気になる閲覧", "/audit/reviews", &[("気になる閲覧", "")])?,
        once: once(desk.cx),
        before: first.plus(-1).to_string()[..7].to_owned(),
        month,
        completion,
        reviews,
        note,
    })
}

/// `POST /audit/reviews`: looks through the log of a month, in small steps before the transaction begins.
pub(crate) async fn look_through(cx: Cx, sent: Sent<Month>) -> Response {
    cx.blocking(move |cx| {
        let done = sent.checked(cx).and_then(|(form, once)| {
            cx.read(|desk| audit::officer(desk.tx, desk.who, Action::Search))?;
            let found = review::look_through(&cx.app.db, &form.month)?;
            cx.write((form, found), once, |desk, (form, found)| {
                review::keep(desk.tx, desk.who, &form.month, found)?;
                Ok((Done::to(format!("/audit/reviews?month={}", form.month), "looked-through"), ()))
            })
        });
        match done {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

/// `POST /audit/reviews/{id}/confirmation`
pub(crate) async fn confirm(cx: Cx, Path(id): Path<String>, sent: Sent<Confirmation>) -> Response {
    cx.save(
        sent,
        move |desk, form| {
            let id = id.parse().map_err(|_| Error::NotFound)?;
            let month = review::confirm(desk.tx, desk.who, id, form)?;
            Ok(Done::to(format!("/audit/reviews?month={month}"), "confirmed"))
        },
        |desk, form| view(desk, "", form.note),
    )
    .await
}
