//! What an account needs to sign in is told once, on the page that answers.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::staff::{self, NewAccount, NewPassword, Opened, Secret};
use kernel::{Error, Result};
use serde::Serialize;

use super::list::{plain, view};
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "staff/opened.html")]
struct OpenedPage {
    #[serde(skip)]
    page: Chrome,
    login: String,
    totp_secret: String,
    totp_uri: String,
}

impl OpenedPage {
    /// The secret in groups of four, as people copy it by hand.
    fn groups(&self) -> String {
        let letters: Vec<char> = self.totp_secret.chars().collect();
        letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }
}

fn opened(desk: &Desk<'_>, opened: Opened) -> Result<OpenedPage> {
    let crumbs = [("利用者", "/staff"), ("サインインに要るもの", "")];
    let secret = Secret(opened.totp_secret);
    Ok(OpenedPage {
        page: frame::of(desk, "サインインに要るもの", "/staff", &crumbs)?,
        totp_uri: secret.uri(&opened.login, &desk.cx.app.municipality.name),
        totp_secret: secret.0,
        login: opened.login,
    })
}

/// Hashing is dear on purpose: it is done for administrators only, and before the transaction begins.
fn hashed(cx: &Cx, password: &str) -> Result<String> {
    cx.read(|desk| staff::administrator(desk.who))?;
    let mut salt = [0; 16];
    cx.app.db.ambient().fill(&mut salt);
    staff::hash_password(password, cx.app.options.cost, salt)
}

/// `POST /staff`
pub(crate) async fn create(cx: Cx, sent: Sent<NewAccount>) -> Response {
    cx.tell(
        sent,
        |cx, form| {
            let hash = hashed(cx, &form.password)?;
            Ok((form, hash))
        },
        |desk, (form, hash)| Ok((Done::to("/staff", ""), staff::create(desk.tx, desk.who, form, hash)?)),
        opened,
        |desk, (form, _)| plain(desk, form),
    )
    .await
}

/// `POST /staff/{id}/reset`
pub(crate) async fn reset(cx: Cx, Path(id): Path<String>, sent: Sent<NewPassword>) -> Response {
    let chosen = id.parse().ok();
    cx.tell(
        sent,
        |cx, form| {
            let hash = hashed(cx, &form.password)?;
            Ok((form, hash))
        },
        move |desk, (form, hash)| {
            let id = chosen.ok_or(Error::NotFound)?;
            Ok((Done::to("/staff", ""), staff::reset(desk.tx, desk.who, id, form, hash)?))
        },
        opened,
        move |desk, _| view(desk, NewAccount::default(), |account| Some(account.id) == chosen),
    )
    .await
}
