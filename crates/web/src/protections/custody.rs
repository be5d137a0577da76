use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::protections::{self, Custodian, GrantForm};
use kernel::Result;
use serde::Serialize;

use super::id;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "protections/custodians.html")]
struct CustodiansPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    form: GrantForm,
    custodians: Vec<Custodian>,
    /// How many have the duty today: two are needed at least.
    in_force: i64,
}

/// `GET /staff/custodians`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(|desk| view(desk, GrantForm::default())).await
}

fn view(desk: &Desk<'_>, form: GrantForm) -> Result<CustodiansPage> {
    let (custodians, in_force) = protections::custodians(desk.tx, desk.who)?;
    let crumbs = [("利用者", "/staff"), ("住所管理者", "")];
    Ok(CustodiansPage {
        page: frame::of(desk, "住所管理者", "/staff", &crumbs)?,
        once: once(desk.cx),
        form,
        custodians,
        in_force,
    })
}

/// `POST /staff/custodians`
pub(super) async fn create(cx: Cx, sent: Sent<GrantForm>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            protections::grant(desk.tx, desk.who, form)?;
            Ok(Done::to("/staff/custodians", "custody-granted"))
        },
        view,
    )
    .await
}

/// `POST /staff/custodians/{id}/end`
pub(super) async fn end(cx: Cx, Path(at): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            protections::end_duty(desk.tx, desk.who, id(&at)?)?;
            Ok(Done::to("/staff/custodians", "custody-ended"))
        },
        |desk, _| view(desk, GrantForm::default()),
    )
    .await
}
