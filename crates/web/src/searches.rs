use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, Hit};
use domain::people::{self, Found};
use domain::search;
use kernel::{CaseCode, Error, Fault, Result, message};
use serde::{Deserialize, Serialize};

use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;

/// The one box.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ask {
    q: String,
}

#[derive(Template, Serialize)]
#[template(path = "searches/show.html")]
struct SearchPage {
    #[serde(skip)]
    page: Chrome,
    q: String,
    people: Vec<Found>,
    records: Vec<Hit>,
}

/// `POST /searches`: the words stay on the server; the address holds only a number.
pub(crate) async fn create(cx: Cx, sent: Sent<Ask>) -> Response {
    cx.save(
        sent,
        |desk, ask| {
            if ask.q.trim().is_empty() {
                return Err(Error::Invalid(vec![Fault::new("q", message::error_search_empty())]));
            }
            // A whole case code leads straight to the case, if it can be seen; it is no secret word.
            if let Ok(code) = CaseCode::parse(ask.q.trim()) {
                return Ok(Done::to(format!("/cases/{code}"), ""));
            }
            Ok(Done::to(format!("/searches/{}", search::ask(desk.tx, desk.who, &ask.q)?), ""))
        },
        |desk, _| crate::home::view(desk),
    )
    .await
}

/// `GET /searches/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id)).await
}

fn view(desk: &Desk<'_>, id: &str) -> Result<SearchPage> {
    let id = id.parse().map_err(|_| kernel::Error::NotFound)?;
    let q = search::asked(desk.tx, desk.who, id)?;
    Ok(SearchPage {
        page: frame::of(desk, "探した結果", "", &[("探した結果", "")])?,
        people: people::find(desk.tx, desk.who, &q)?,
        records: cases::search_records(desk.tx, desk.who, &q)?,
        q,
    })
}
