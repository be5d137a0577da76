use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases;
use domain::conferences::{self, FreezeForm, InviteForm, ItemView};
use kernel::{Error, Result};
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "conferences/item.html")]
struct ItemPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    records: Vec<Choice>,
    #[serde(flatten)]
    view: ItemView,
    #[serde(skip)]
    invite: InviteForm,
    #[serde(skip)]
    freeze: FreezeForm,
}

/// `GET /conferences/items/{id}`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, InviteForm::default(), FreezeForm::default())).await
}

fn view(desk: &Desk<'_>, id: &str, invite: InviteForm, freeze: FreezeForm) -> Result<ItemPage> {
    let view = conferences::show(desk.tx, desk.who, parse(id)?)?;
    let (head, pass) = cases::head(desk.tx, desk.who, &view.case_code)?;
    let title = format!("案件 {}", view.item.code);
    let crumbs = [("支援会議", "/conferences"), (title.as_str(), "")];
    let mut records = cases::records(desk.tx, desk.who, &pass, None)?.all()?;
    records.retain(|r| {
        r.agency == desk.who.agency && !r.sealed && r.withdrawn_at.is_none() && !r.channel.is_council()
    });
    Ok(ItemPage {
        page: frame::of(desk, &title, "/conferences", &crumbs)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        records: records
            .iter()
            .map(|r| {
                let begin: String = r.text.chars().take(30).collect();
                Choice::new(r.id.to_string(), format!("{} {begin}", r.happened_at.list_form()))
            })
            .collect(),
        view,
        invite,
        freeze,
    })
}

/// `POST /conferences/items/{id}/members`
pub(super) async fn invite(cx: Cx, Path(id): Path<String>, sent: Sent<InviteForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            conferences::invite(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/conferences/items/{target}"), "invited-member"))
        },
        move |desk, form| view(desk, &id, form, FreezeForm::default()),
    )
    .await
}

/// `POST /conferences/items/{id}/members/{member}/end`
pub(super) async fn remove(
    cx: Cx,
    Path((id, member)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            let member = member.parse().map_err(|_| Error::NotFound)?;
            conferences::remove(desk.tx, desk.who, parse(&target)?, member)?;
            Ok(Done::to(format!("/conferences/items/{target}"), "left"))
        },
        move |desk, _| view(desk, &id, InviteForm::default(), FreezeForm::default()),
    )
    .await
}

/// `POST /conferences/items/{id}/packet`
pub(super) async fn freeze(cx: Cx, Path(id): Path<String>, sent: Sent<FreezeForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            conferences::freeze(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/conferences/items/{target}"), "frozen"))
        },
        move |desk, form| view(desk, &id, InviteForm::default(), form),
    )
    .await
}

/// `POST /conferences/items/{id}/close`
pub(super) async fn close(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            conferences::close(desk.tx, desk.who, parse(&target)?)?;
            Ok(Done::to("/conferences", "closed-conference"))
        },
        move |desk, _| view(desk, &id, InviteForm::default(), FreezeForm::default()),
    )
    .await
}
