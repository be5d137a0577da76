use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::advisers;
use domain::conferences::{
    self, AdviceForm, AdvisedForm, AssignmentForm, ClosingForm, ConferenceItem, LiveView, MemberLine,
    Outcome, OwnerForm, PointForm, PresenceForm, Way,
};
use kernel::{Error, Id, Result};
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "conferences/live.html")]
struct LivePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Members who may be in the room and take something on.
    #[serde(skip)]
    bound: Vec<Choice>,
    #[serde(skip)]
    outcomes: Vec<Choice>,
    /// Entries of the register, while something can be written down.
    #[serde(skip)]
    advisers: Vec<Choice>,
    #[serde(skip)]
    ways: Vec<Choice>,
    #[serde(flatten)]
    view: LiveView,
    #[serde(skip)]
    typed: Typed,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    /// The point that is being changed; empty for a new one.
    point_id: String,
    point: PointForm,
    assignment: AssignmentForm,
    closing: ClosingForm,
    advised: AdvisedForm,
}

/// `GET /conferences/items/{id}/live`: `?point=` opens a point to change it.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| {
        let point_id = desk.cx.param("point").unwrap_or_default();
        begun(desk, &id, point_id)
    })
    .await
}

fn begun(desk: &Desk<'_>, id: &str, point_id: String) -> Result<LivePage> {
    let mut page = view(desk, id, Typed { point_id: point_id.clone(), ..Typed::default() })?;
    if let Some(point) = page.view.points.iter().find(|point| point.id.as_str() == point_id) {
        page.typed.point = PointForm {
            question: point.question.clone(),
            memo: point.memo.clone(),
            decision: point.decision.clone(),
            version: point.version.to_string(),
        };
    } else if page.view.item.held_at.is_none() {
        page.typed.point_id.clear();
        let (point, since) = restore::<PointForm>(desk, "conference-point", id)?;
        page.typed.point = point;
        page.page.draft = frame::draft("conference-point", id, since);
    }
    Ok(page)
}

fn view(desk: &Desk<'_>, id: &str, typed: Typed) -> Result<LivePage> {
    let view = conferences::live(desk.tx, desk.who, parse(id)?)?;
    // A secretary has no page on which the item is prepared, and comes from its papers.
    let papers = if view.own { "" } else { "/packet" };
    let (title, href) = (format!("案件 {}", view.item.code), format!("/conferences/items/{id}{papers}"));
    let crumbs = [("会議", "/conferences"), (title.as_str(), href.as_str()), ("会議の進行", "")];
    let bound = |member: &&MemberLine| member.bound();
    Ok(LivePage {
        page: frame::of(desk, &format!("会議の進行 - {title}"), "/conferences", &crumbs)?,
        once: once(desk.cx),
        bound: view
            .members
            .iter()
            .filter(bound)
            .map(|m| Choice::new(m.id.to_string(), format!("{} {}", m.agency_name, m.staff_name)))
            .collect(),
        outcomes: options::<Outcome>(),
        advisers: if view.item.held_at.is_none() { register(desk)? } else { Vec::new() },
        ways: options::<Way>(),
        view,
        typed,
    })
}

fn register(desk: &Desk<'_>) -> Result<Vec<Choice>> {
    let all = advisers::list(desk.tx, desk.who)?.into_iter().filter(|one| one.ended_at.is_none());
    Ok(all.map(|one| Choice::new(one.id.to_string(), one.line())).collect())
}

impl LivePage {
    /// Members who are noted as present.
    fn present(&self) -> Vec<String> {
        self.view.members.iter().filter(|m| m.present).map(|m| m.id.to_string()).collect()
    }

    /// Where a point goes.
    fn point_action(&self) -> String {
        let base = format!("/conferences/items/{}/points", self.view.item.id);
        if self.typed.point_id.is_empty() { base } else { format!("{base}/{}", self.typed.point_id) }
    }
}

/// One of the acts: carried out, or the screen again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<ConferenceItem>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/conferences/items/{id}/live", id, notice };
    cx.act(at, sent, act, |desk, id: Id<ConferenceItem>, form| view(desk, id.as_str(), typed(form))).await
}

/// `POST /conferences/items/{id}/points`
pub(super) async fn add(cx: Cx, Path(id): Path<String>, sent: Sent<PointForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &PointForm| conferences::add_point(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "kept-point", act, |point| Typed { point, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/points/{point}`
pub(super) async fn change(
    cx: Cx,
    Path((id, point)): Path<(String, String)>,
    sent: Sent<PointForm>,
) -> Response {
    let point_id = point.clone();
    let act = move |desk: &Desk<'_>, id, form: &PointForm| {
        let point = point.parse().map_err(|_| Error::NotFound)?;
        conferences::change_point(desk.tx, desk.who, id, point, form)
    };
    acted(cx, id, sent, "kept-point", act, |point| Typed { point_id, point, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/presence`
pub(super) async fn presence(cx: Cx, Path(id): Path<String>, sent: Sent<PresenceForm>) -> Response {
    let act =
        |desk: &Desk<'_>, id, form: &PresenceForm| conferences::note_presence(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "noted-presence", act, |_| Typed::default()).await
}

/// `POST /conferences/items/{id}/roles`
pub(super) async fn assign(cx: Cx, Path(id): Path<String>, sent: Sent<AssignmentForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &AssignmentForm| conferences::assign(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "kept-role", act, |assignment| Typed { assignment, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/roles/{role}/owner`
pub(super) async fn entrust(
    cx: Cx,
    Path((id, role)): Path<(String, String)>,
    sent: Sent<OwnerForm>,
) -> Response {
    let act = move |desk: &Desk<'_>, id, form: &OwnerForm| {
        let role = role.parse().map_err(|_| Error::NotFound)?;
        conferences::entrust(desk.tx, desk.who, id, role, form)
    };
    acted(cx, id, sent, "kept-role", act, |_| Typed::default()).await
}

/// `POST /conferences/items/{id}/members/{member}/advice`
pub(super) async fn advise(
    cx: Cx,
    Path((id, member)): Path<(String, String)>,
    sent: Sent<AdviceForm>,
) -> Response {
    let act = move |desk: &Desk<'_>, id, form: &AdviceForm| {
        let member = member.parse().map_err(|_| Error::NotFound)?;
        conferences::keep_advice(desk.tx, desk.who, id, member, form)
    };
    acted(cx, id, sent, "kept-advice", act, |_| Typed::default()).await
}

/// `POST /conferences/items/{id}/advice`
pub(super) async fn note_advice(cx: Cx, Path(id): Path<String>, sent: Sent<AdvisedForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &AdvisedForm| conferences::note_advice(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "kept-advice", act, |advised| Typed { advised, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/ending`: ends at the minutes.
pub(super) async fn finish(cx: Cx, Path(id): Path<String>, sent: Sent<ClosingForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            conferences::finish(desk.tx, desk.who, parse(&target)?, form)?;
            Ok(Done::to(format!("/conferences/items/{target}/minutes"), "finished-item"))
        },
        move |desk, closing| view(desk, &id, Typed { closing, ..Typed::default() }),
    )
    .await
}
