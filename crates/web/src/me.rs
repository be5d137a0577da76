use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::staff::{self, AccessToken, NewToken};
use kernel::{Error, Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "me/show.html")]
struct MePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    name: String,
    login: String,
    agency_name: String,
    role: &'static str,
    /// When this sign-in began.
    began_at: Instant,
    /// When the account was used before.
    previous: Option<Instant>,
    tokens: Vec<AccessToken>,
    #[serde(skip)]
    form: NewToken,
}

/// `GET /me`
pub(crate) async fn show(cx: Cx) -> Response {
    cx.page(|desk| view(desk, NewToken::default())).await
}

fn view(desk: &Desk<'_>, form: NewToken) -> Result<MePage> {
    Ok(MePage {
        page: frame::of(desk, "個人設定", "", &[("個人設定", "")])?,
        once: once(desk.cx),
        name: desk.me.name.clone(),
        login: desk.me.login.clone(),
        agency_name: desk.me.agency_name.clone(),
        role: desk.me.role.label(),
        began_at: desk.me.began_at,
        previous: staff::previous(desk.tx, desk.me)?,
        tokens: staff::tokens(desk.tx, desk.who)?,
        form,
    })
}

/// The one page that ever shows the secret of a token.
#[derive(Template, Serialize)]
#[template(path = "me/token.html")]
struct TokenPage {
    #[serde(skip)]
    page: Chrome,
    name: String,
    secret: String,
}

/// `POST /me/tokens`
pub(crate) async fn issue(cx: Cx, sent: Sent<NewToken>) -> Response {
    cx.tell(
        sent,
        |_, form| Ok(form),
        |desk, form| {
            if desk.cx.is_program() {
                // A token is made by a person; a stolen one must not make others.
                return Err(kernel::Error::NotFound);
            }
            let secret = staff::issue_token(desk.tx, desk.who, form)?;
            Ok((Done::to("/me", ""), (form.name.trim().to_owned(), secret)))
        },
        |desk, (name, secret)| {
            let crumbs = [("個人設定", "/me"), ("プログラム用の鍵", "")];
            Ok(TokenPage { page: frame::of(desk, "プログラム用の鍵", "", &crumbs)?, name, secret })
        },
        view,
    )
    .await
}

/// `POST /me/tokens/{id}/revocation`
pub(crate) async fn revoke(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            let id = id.parse().map_err(|_| Error::NotFound)?;
            staff::revoke_token(desk.tx, desk.who, id)?;
            Ok(Done::to("/me", "revoked"))
        },
        |desk, _| view(desk, NewToken::default()),
    )
    .await
}
