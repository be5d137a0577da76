use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access;
use domain::look_backs::{self, DecisionForm, LookBackLine, Waiting, WithdrawalForm};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "look_backs/desk.html")]
struct DeskPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader approves.
    #[serde(skip)]
    decides: bool,
    /// Whether the reader does casework.
    #[serde(skip)]
    casework: bool,
    /// Those that wait for the reader: their words alone.
    waiting: Vec<Waiting>,
    /// What one's own agency wrote.
    own: Vec<LookBackLine>,
    #[serde(skip)]
    withdrawal: WithdrawalForm,
}

/// `GET /look-backs/desk`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(|desk| view(desk, WithdrawalForm::default())).await
}

fn view(desk: &Desk<'_>, withdrawal: WithdrawalForm) -> Result<DeskPage> {
    let crumbs = [("事例集", "/look-backs"), ("ふり返り", "")];
    Ok(DeskPage {
        page: frame::of(desk, "ふり返り", "/look-backs", &crumbs)?,
        once: once(desk.cx),
        decides: access::decides(desk.tx, desk.who)?,
        casework: access::reach(desk.who).is_some(),
        waiting: look_backs::waiting(desk.tx, desk.who)?,
        own: look_backs::of_agency(desk.tx, desk.who)?,
        withdrawal,
    })
}

/// `POST /look-backs/{id}/approval`
pub(super) async fn approve(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        look_backs::approve(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/look-backs/desk", "published-look-back"))
    };
    cx.save(sent, act, |desk, _| view(desk, WithdrawalForm::default())).await
}

/// `POST /look-backs/{id}/return`
pub(super) async fn send_back(cx: Cx, Path(id): Path<String>, sent: Sent<DecisionForm>) -> Response {
    let act = move |desk: &Desk<'_>, form: &DecisionForm| {
        look_backs::send_back(desk.tx, desk.who, row(&id)?, form)?;
        Ok(Done::to("/look-backs/desk", "returned-look-back"))
    };
    cx.save(sent, act, |desk, _| view(desk, WithdrawalForm::default())).await
}

/// `POST /look-backs/withdrawals`
pub(super) async fn withdraw(cx: Cx, sent: Sent<WithdrawalForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &WithdrawalForm| {
        look_backs::withdraw(desk.tx, desk.who, form)?;
        Ok(Done::to("/look-backs/desk", "withdrew-look-back"))
    };
    cx.save(sent, act, view).await
}
