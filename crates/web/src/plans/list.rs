use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::cases::CaseHead;
use domain::plans::{self, PlanKind, PlansView};
use kernel::{Day, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "plans/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    head: CaseHead,
    #[serde(skip)]
    kinds: Vec<PlanKind>,
    #[serde(flatten)]
    view: PlansView,
}

/// `GET /cases/{code}/plans`
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

fn view(desk: &Desk<'_>, code: &str) -> Result<ListPage> {
    let (head, view) = plans::of_case(desk.tx, desk.who, code)?;
    Ok(ListPage {
        page: frame::of_case(desk, &head.case.code, "支援プラン")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        today: desk.who.now.day(),
        kinds: PlanKind::ALL.to_vec(),
        head,
        view,
    })
}

/// `POST /cases/{code}/plans/closing`
pub(super) async fn close(cx: Cx, Path(code): Path<String>, sent: Sent<Empty>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            plans::close_set(desk.tx, desk.who, &target)?;
            Ok(Done::to(format!("/cases/{target}/plans"), "closed-plans"))
        },
        move |desk, _| view(desk, &code),
    )
    .await
}
