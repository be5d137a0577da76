use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::conferences::{self, AcknowledgeForm, PacketView, Reply, ReplyForm};
use kernel::{Day, Error, Result};
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "conferences/packet.html")]
struct PacketPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    reader: String,
    #[serde(flatten)]
    view: PacketView,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    replies: Vec<Choice>,
    #[serde(skip)]
    form: AcknowledgeForm,
    #[serde(skip)]
    reply: ReplyForm,
}

/// `GET /conferences/items/{id}/packet`: first the duty of secrecy, then the papers; after the window nothing.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, AcknowledgeForm::default(), ReplyForm::default())).await
}

fn view(desk: &Desk<'_>, id: &str, form: AcknowledgeForm, reply: ReplyForm) -> Result<PacketPage> {
    let view = conferences::papers(desk.tx, desk.who, parse(id)?)?;
    let title = format!("案件 {} の資料", view.item.code);
    let crumbs = [("会議", "/conferences"), (title.as_str(), "")];
    Ok(PacketPage {
        page: frame::of(desk, &title, "/conferences", &crumbs)?,
        once: once(desk.cx),
        reader: format!("{} {}", desk.me.name, desk.who.now.list_form()),
        today: desk.who.now.day(),
        replies: Reply::ALL
            .iter()
            .filter(|reply| **reply != Reply::Waiting)
            .map(|reply| Choice::new(reply.key(), reply.label()))
            .collect(),
        view,
        form,
        reply,
    })
}

/// `POST /conferences/items/{id}/acknowledgement`
pub(super) async fn acknowledge(cx: Cx, Path(id): Path<String>, sent: Sent<AcknowledgeForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            conferences::acknowledge(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/conferences/items/{target}/packet"), "acknowledged"))
        },
        move |desk, form| view(desk, &id, form, ReplyForm::default()),
    )
    .await
}

/// `POST /conferences/items/{id}/declination`
pub(super) async fn decline(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            conferences::decline(desk.tx, desk.who, parse(&target)?)?;
            Ok(Done::to("/conferences", "declined-conference"))
        },
        move |desk, _| view(desk, &id, AcknowledgeForm::default(), ReplyForm::default()),
    )
    .await
}

/// `POST /conferences/items/{id}/inquiries/{inquiry}/answer`
pub(super) async fn answer(
    cx: Cx,
    Path((id, inquiry)): Path<(String, String)>,
    sent: Sent<ReplyForm>,
) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            let inquiry = inquiry.parse().map_err(|_| Error::NotFound)?;
            conferences::answer(desk.tx, desk.who, parse(&target)?, inquiry, form)?;
            Ok(Done::to(format!("/conferences/items/{target}/packet"), "answered-inquiry"))
        },
        move |desk, form| view(desk, &id, AcknowledgeForm::default(), form),
    )
    .await
}
