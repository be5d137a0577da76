use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::protections::{self, EndDecision, EndForm, EndVerdict, ProtectionView, RenewForm};
use kernel::{Id, Instant, Result, Staff};
use serde::Serialize;

use super::{id, in_person, second};
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{Choice, Chrome};

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    until: String,
    end_reason: String,
    verdict: EndVerdict,
}

#[derive(Template, Serialize)]
#[template(path = "protections/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    me: Id<Staff>,
    #[serde(skip)]
    decisions: Vec<Choice>,
    #[serde(skip)]
    typed: Typed,
    #[serde(flatten)]
    view: ProtectionView,
}

impl ShowPage {
    /// Whether a proposal waits for a decision.
    fn proposed(&self) -> bool {
        self.view.ends.iter().any(|end| end.decision == EndDecision::Waiting)
    }
}

/// `GET /protected-addresses/{id}`
pub(super) async fn show(cx: Cx, Path(at): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &at, Typed::default())).await
}

fn view(desk: &Desk<'_>, at: &str, typed: Typed) -> Result<ShowPage> {
    in_person(desk)?;
    let crumbs = [("住所保護", "/protected-addresses"), ("1人の保護", "")];
    Ok(ShowPage {
        view: protections::show(desk.tx, desk.who, id(at)?)?,
        page: frame::of(desk, "住所保護", "/protected-addresses", &crumbs)?,
        once: once(desk.cx),
        now: desk.who.now,
        me: desk.me.staff,
        decisions: frame::options::<EndDecision>().into_iter().filter(|d| !d.key.is_empty()).collect(),
        typed,
    })
}

fn page_of(at: &str) -> String {
    format!("/protected-addresses/{at}")
}

/// `POST /protected-addresses/{id}/confirmation`
pub(super) async fn confirm(cx: Cx, Path(at): Path<String>, sent: Sent<Empty>) -> Response {
    let target = at.clone();
    cx.save(
        sent,
        move |desk, _| {
            in_person(desk)?;
            protections::confirm(desk.tx, desk.who, id(&target)?)?;
            Ok(Done::to(page_of(&target), "protection-confirmed"))
        },
        move |desk, _| view(desk, &at, Typed::default()),
    )
    .await
}

/// `POST /protected-addresses/{id}/renewals`
pub(super) async fn renew(cx: Cx, Path(at): Path<String>, sent: Sent<RenewForm>) -> Response {
    let target = at.clone();
    cx.save(
        sent,
        move |desk, form| {
            in_person(desk)?;
            protections::renew(desk.tx, desk.who, id(&target)?, form)?;
            Ok(Done::to(page_of(&target), "protection-renewed"))
        },
        move |desk, form| view(desk, &at, Typed { until: form.until, ..Typed::default() }),
    )
    .await
}

/// `POST /protected-addresses/{id}/ends`
pub(super) async fn propose(cx: Cx, Path(at): Path<String>, sent: Sent<EndForm>) -> Response {
    let target = at.clone();
    cx.save(
        sent,
        move |desk, form| {
            in_person(desk)?;
            protections::propose_end(desk.tx, desk.who, id(&target)?, form)?;
            Ok(Done::to(page_of(&target), "end-proposed"))
        },
        move |desk, form| view(desk, &at, Typed { end_reason: form.end_reason, ..Typed::default() }),
    )
    .await
}

/// `POST /protected-addresses/{id}/ends/{end}/decision`
pub(super) async fn decide(
    cx: Cx,
    Path((at, end)): Path<(String, String)>,
    sent: Sent<EndVerdict>,
) -> Response {
    let target = at.clone();
    second::save(
        cx,
        sent,
        |form: &EndVerdict| &form.code,
        move |desk, form| {
            let decided = protections::decide_end(desk.tx, desk.who, id(&target)?, id(&end)?, form)?;
            let notice = if decided == EndDecision::Ended { "protection-ended" } else { "protection-kept" };
            Ok(Done::to(page_of(&target), notice))
        },
        move |desk, verdict| view(desk, &at, Typed { verdict, ..Typed::default() }),
    )
    .await
}
