use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::installed;
use domain::staff::{self, Account, NewAccount};
use kernel::{Error, Id, Result, Role, Staff};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{self, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "staff/list.html")]
pub(super) struct StaffPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    me: Id<Staff>,
    #[serde(skip)]
    agencies: Vec<Choice>,
    #[serde(skip)]
    roles: Vec<Choice>,
    accounts: Vec<Account>,
    /// The account that is to be changed, if one was chosen.
    #[serde(skip)]
    chosen: Option<Account>,
    #[serde(skip)]
    form: NewAccount,
}

/// `GET /staff`; `?of=` names the standing that is to be changed.
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(|desk| {
        let of = desk.cx.param("of").unwrap_or_default();
        view(desk, NewAccount::default(), |account| account.affiliation.as_str() == of)
    })
    .await
}

/// The page again after a fault, with nobody chosen.
pub(super) fn plain(desk: &Desk<'_>, form: NewAccount) -> Result<StaffPage> {
    view(desk, form, |_| false)
}

pub(super) fn view(
    desk: &Desk<'_>,
    form: NewAccount,
    chosen: impl Fn(&&Account) -> bool,
) -> Result<StaffPage> {
    let accounts = staff::accounts(desk.tx, desk.who)?;
    let agencies = installed::agencies(desk.tx)?.into_iter();
    Ok(StaffPage {
        page: frame::of(desk, "利用者", "/staff", &[("利用者", "")])?,
        once: once(desk.cx),
        me: desk.who.staff,
        agencies: agencies.map(|a| Choice::new(a.id.to_string(), a.name)).collect(),
        roles: kit::choices::<Role>(),
        chosen: accounts.iter().find(chosen).cloned(),
        accounts,
        form,
    })
}

/// `POST /staff/{id}/disable`
pub(crate) async fn disable(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            staff::disable(desk.tx, desk.who, id.parse().map_err(|_| Error::NotFound)?)?;
            Ok(Done::to("/staff", "disabled"))
        },
        |desk, _| plain(desk, NewAccount::default()),
    )
    .await
}

/// `POST /staff/affiliations/{id}/end`
pub(crate) async fn end(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            staff::end_affiliation(desk.tx, desk.who, id.parse().map_err(|_| Error::NotFound)?)?;
            Ok(Done::to("/staff", "ended"))
        },
        |desk, _| plain(desk, NewAccount::default()),
    )
    .await
}
