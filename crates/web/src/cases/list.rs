use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::cases::{self, CaseLine, Filter, Status};
use kernel::{Day, Result};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    statuses: Vec<Choice>,
    filter: Filter,
    cases: Vec<CaseLine>,
    /// The address of the page after this one.
    next: Option<String>,
}

/// `GET /cases`: the work list.
pub(crate) async fn index(cx: Cx, Query(filter): Query<Filter>) -> Response {
    cx.page(move |desk| view(desk, filter)).await
}

fn view(desk: &Desk<'_>, filter: Filter) -> Result<ListPage> {
    domain::access::casework(desk.who)?;
    frame::ahead(desk)?;
    let cases = cases::work_list(desk.tx, desk.who, &filter)?;
    let next = cases.last().filter(|_| cases.len() == 50).map(|line| address(&filter, &line.cursor()));
    Ok(ListPage {
        page: frame::of(desk, "ケースの一覧", "/cases", &[("ケースの一覧", "")])?,
        today: desk.who.now.day(),
        statuses: options::<Status>(),
        filter,
        cases,
        next,
    })
}

fn address(filter: &Filter, after: &str) -> String {
    let next = Filter { after: after.to_owned(), ..filter.clone() };
    format!("/cases?{}", serde_html_form::to_string(&next).unwrap_or_default())
}
