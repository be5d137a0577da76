use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::people::{self, Person};
use domain::protections::{self, Tie, TieForm, TieKind};
use kernel::Result;
use serde::Serialize;

use super::id;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "protections/tie.html")]
struct TiePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    form: TieForm,
    person: Option<Person>,
    /// One's own, in one's own words.
    ties: Vec<Tie>,
}

/// `GET /me/ties/new`; `?person=` names somebody who was found by a search.
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(|desk| {
        let person = desk.cx.param("person").unwrap_or_default();
        view(desk, TieForm { person, ..TieForm::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, form: TieForm) -> Result<TiePage> {
    domain::access::casework(desk.who)?;
    let chosen: Vec<_> = form.person.parse().into_iter().collect();
    let crumbs = [("個人設定", "/me"), ("家族や知り合いを届け出る", "")];
    Ok(TiePage {
        page: frame::of(desk, "家族や知り合いを届け出る", "", &crumbs)?,
        once: once(desk.cx),
        kinds: options::<TieKind>(),
        person: people::by_ids(desk.tx, desk.who, &chosen)?.pop(),
        ties: protections::own_ties(desk.tx, desk.who)?,
        form,
    })
}

/// `POST /me/ties`
pub(super) async fn create(cx: Cx, sent: Sent<TieForm>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            protections::declare_tie(desk.tx, desk.who, form)?;
            Ok(Done::to("/me", "tied"))
        },
        view,
    )
    .await
}

#[derive(Template, Serialize)]
#[template(path = "protections/ties.html")]
struct TiesPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    ties: Vec<Tie>,
}

/// `GET /staff/ties`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(ties).await
}

fn ties(desk: &Desk<'_>) -> Result<TiesPage> {
    Ok(TiesPage {
        ties: protections::all_ties(desk.tx, desk.who)?,
        page: frame::of(
            desk,
            "利害関係の届け出",
            "/staff",
            &[("利用者", "/staff"), ("利害関係の届け出", "")],
        )?,
        once: once(desk.cx),
    })
}

/// `POST /staff/ties/{id}/end`
pub(super) async fn end(cx: Cx, Path(at): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            protections::end_tie(desk.tx, desk.who, id(&at)?)?;
            Ok(Done::to("/staff/ties", "tie-ended"))
        },
        |desk, _| ties(desk),
    )
    .await
}
