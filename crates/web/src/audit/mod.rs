//! Pages over the log: for the privacy officer, for those who may see a case, and for the person who asks who has looked.

mod breach;
mod events;
mod history;
mod reports;
mod reviews;
mod verification;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::audit as rules;
use kernel::Result;
use serde::Serialize;

use crate::answer;
use crate::cx::{Cx, Desk};
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/audit/events", "操作の記録", events::index),
        Route::get("/audit/verification", "操作の記録を検証する", verification::show),
        Route::get("/audit/reviews", "気になる閲覧", reviews::index),
        Route::post::<reviews::Month, _>("/audit/reviews", "気になる閲覧をさがす", reviews::look_through),
        Route::post::<rules::review::Confirmation, _>(
            "/audit/reviews/{id}/confirmation",
            "気になる閲覧を確認済みにする",
            reviews::confirm,
        ),
        Route::get("/audit/breach", "漏えいのときの調べ", breach::show),
        Route::get("/cases/{code}/access-history", "このケースをだれが見たか", history::show),
        Route::get("/people/{id}/access-report", "閲覧の報告を頼まれたときの画面", reports::new),
        Route::post::<rules::report::ReportRequest, _>(
            "/people/{id}/access-report",
            "閲覧の報告を頼まれたことを記録する",
            reports::create,
        ),
        Route::get("/access-reports", "閲覧の報告の一覧", reports::index),
        Route::post::<rules::report::ReportRequest, _>(
            "/access-reports",
            "記録のない方からの請求を記録する",
            reports::create_of_unknown,
        ),
        Route::get("/access-reports/{id}", "閲覧の報告", reports::show),
        Route::post::<rules::report::DecisionForm, _>(
            "/access-reports/{id}/decision",
            "閲覧の報告に答える",
            reports::decide,
        ),
    ]
}

/// A page from what takes longer than a transaction may: `ready` looks in small steps, then the page is made.
async fn page_of<G, P>(
    cx: Cx,
    ready: impl FnOnce(&Cx) -> Result<G> + Send + 'static,
    make: impl FnOnce(&Desk<'_>, G) -> Result<P> + Send + 'static,
) -> Response
where
    G: Send + 'static,
    P: Template + Serialize,
{
    cx.blocking(move |cx| {
        let shown = ready(cx)
            .and_then(|ready| cx.read(|desk| answer::page(cx.face, StatusCode::OK, &make(desk, ready)?)));
        shown.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}
