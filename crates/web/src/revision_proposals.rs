//! 実施計画の見直し提案: what looking back should change in the plan of the programme.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::revision_proposals::{self as rules, DecisionForm, Proposal, ProposalForm};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame;
use crate::kit::Chrome;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/revision-proposals", "実施計画の見直し提案", show).staff(),
        Route::post::<ProposalForm, _>("/revision-proposals", "見直しを提案する", create),
        Route::post::<DecisionForm, _>("/revision-proposals/{id}/decision", "見直しの提案を判断する", decide),
    ]
}

#[derive(Template, Serialize)]
#[template(path = "revision_proposals/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader proposes.
    #[serde(skip)]
    proposes: bool,
    proposals: Vec<Proposal>,
    #[serde(skip)]
    form: ProposalForm,
}

/// `GET /revision-proposals`
async fn show(cx: Cx) -> Response {
    cx.page(|desk| {
        let numbers = desk.cx.param("number").unwrap_or_default();
        view(desk, ProposalForm { numbers, ..ProposalForm::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, form: ProposalForm) -> Result<ListPage> {
    let crumbs = [("事例集", "/look-backs"), ("実施計画の見直し提案", "")];
    Ok(ListPage {
        page: frame::of(desk, "実施計画の見直し提案", "/look-backs", &crumbs)?,
        once: once(desk.cx),
        proposes: rules::proposes(desk.who),
        proposals: rules::list(desk.tx, desk.who)?,
        form,
    })
}

/// `POST /revision-proposals`
async fn create(cx: Cx, sent: Sent<ProposalForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &ProposalForm| {
        rules::propose(desk.tx, desk.who, form)?;
        Ok(Done::to("/revision-proposals", "proposed-revision"))
    };
    cx.save(sent, act, view).await
}

/// `POST /revision-proposals/{id}/decision`
async fn decide(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        rules::decide(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/revision-proposals", "decided-revision"))
    };
    cx.save(sent, act, |desk, _| view(desk, ProposalForm::default())).await
}
