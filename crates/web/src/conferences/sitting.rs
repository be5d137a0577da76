use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access;
use domain::conferences::{self, Meeting, PlaceForm, ReportForm, Sitting, SittingForm, SittingView};
use kernel::{Day, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done, row};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "conferences/sitting_new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// The meetings that the municipality's rules know.
    meetings: Vec<Meeting>,
    #[serde(skip)]
    names: Vec<Choice>,
    #[serde(skip)]
    areas: Vec<Choice>,
    form: SittingForm,
}

/// `GET /conferences/sittings/new`
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(|desk| {
        let secretariat = desk.me.name.clone();
        blank(desk, SittingForm { secretariat, ..SittingForm::default() })
    })
    .await
}

fn blank(desk: &Desk<'_>, mut form: SittingForm) -> Result<NewPage> {
    access::casework(desk.who)?;
    let meetings = conferences::meetings(desk.tx)?;
    if let [only] = &meetings[..]
        && form.container.is_empty()
        && form.name.is_empty()
    {
        form.container.clone_from(&only.key);
    }
    let areas = meetings.iter().flat_map(|meeting| &meeting.areas);
    let mut all: Vec<Choice> = areas.map(|area| Choice::new(area.clone(), area.clone())).collect();
    all.dedup_by(|a, b| a.key == b.key);
    Ok(NewPage {
        page: frame::of(
            desk,
            "会議の回を決める",
            "/conferences",
            &[("会議", "/conferences"), ("会議の回を決める", "")],
        )?,
        once: once(desk.cx),
        names: names(&meetings),
        areas: all,
        meetings,
        form,
    })
}

/// The meetings of the profile, and another one with a name of its own; none where the profile names none.
fn names(meetings: &[Meeting]) -> Vec<Choice> {
    let other = (!meetings.is_empty()).then(|| Choice::new("", "そのほか(下に名前を書く)"));
    meetings.iter().map(|one| Choice::new(one.key.clone(), one.name.clone())).chain(other).collect()
}

/// `POST /conferences/sittings`
pub(super) async fn create(cx: Cx, sent: Sent<SittingForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &SittingForm| {
        let id = conferences::convene(desk.tx, desk.who, form)?;
        Ok(Done::to(format!("/conferences/sittings/{id}"), "convened"))
    };
    cx.save(sent, act, blank).await
}

#[derive(Template, Serialize)]
#[template(path = "conferences/sitting.html")]
struct SittingPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    /// Items that can be put onto it.
    #[serde(skip)]
    candidates: Vec<Choice>,
    #[serde(flatten)]
    view: SittingView,
    #[serde(skip)]
    place: PlaceForm,
    #[serde(skip)]
    report: ReportForm,
    /// Whether the reader receives reports.
    #[serde(skip)]
    receives: bool,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    place: PlaceForm,
    report: ReportForm,
}

/// `GET /conferences/sittings/{id}`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, Typed::default())).await
}

fn view(desk: &Desk<'_>, id: Id<Sitting>, typed: Typed) -> Result<SittingPage> {
    let view = conferences::sitting(desk.tx, desk.who, id)?;
    let title = format!("{} {}", view.sitting.name, view.sitting.meets_on.list_form());
    let candidate = |item: &conferences::ConferenceItem| {
        Choice::new(item.id.to_string(), format!("{} {}", item.code, crate::label(&item.ground)))
    };
    Ok(SittingPage {
        page: frame::of(desk, &title, "/conferences", &[("会議", "/conferences"), (title.as_str(), "")])?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        candidates: view.unplaced.iter().map(candidate).collect(),
        receives: view.report.is_some() && !view.own,
        view,
        place: typed.place,
        report: typed.report,
    })
}

/// One of the acts: carried out, or the page again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Sitting>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/conferences/sittings/{id}", id, notice };
    cx.act(at, sent, act, |desk, id, form| view(desk, id, typed(form))).await
}

/// `POST /conferences/sittings/{id}/items`
pub(super) async fn place(cx: Cx, Path(id): Path<String>, sent: Sent<PlaceForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &PlaceForm| conferences::place(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "placed", act, |place| Typed { place, ..Typed::default() }).await
}

/// `POST /conferences/sittings/{id}/holding`
pub(super) async fn hold(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = |desk: &Desk<'_>, id, _: &Empty| conferences::hold(desk.tx, desk.who, id);
    acted(cx, id, sent, "ended-sitting", act, |_| Typed::default()).await
}

/// `POST /conferences/sittings/{id}/cancellation`
pub(super) async fn cancel(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = |desk: &Desk<'_>, id, _: &Empty| conferences::cancel(desk.tx, desk.who, id);
    acted(cx, id, sent, "cancelled-sitting", act, |_| Typed::default()).await
}

/// `POST /conferences/sittings/{id}/report`
pub(super) async fn report(cx: Cx, Path(id): Path<String>, sent: Sent<ReportForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &ReportForm| conferences::report(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "reported", act, |report| Typed { report, ..Typed::default() }).await
}

/// `POST /conferences/sittings/{id}/receipt`
pub(super) async fn receive(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = |desk: &Desk<'_>, id, _: &Empty| conferences::receive(desk.tx, desk.who, id);
    acted(cx, id, sent, "received-report", act, |_| Typed::default()).await
}
