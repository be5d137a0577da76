use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::advisers::{self, Adviser};
use domain::cases;
use domain::conferences::{
    self, ConferenceItem, DismissalForm, FreezeForm, InquiryForm, InviteForm, ItemReportForm, ItemView,
    MemberLine, Part, ProposalForm, Purpose, RequestForm,
};
use domain::consents::categories;
use kernel::{Day, Error, Id, Result};
use serde::Serialize;

use super::parse;
use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame::{self, options};
use crate::kit::{self, CaseBanner, Choice, Chrome};

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
    today: Day,
    #[serde(skip)]
    parts: Vec<Choice>,
    /// Who of the register can be invited.
    #[serde(skip)]
    advisers: Vec<Choice>,
    /// How many cannot: without a pledge, or without an account.
    #[serde(skip)]
    unready: usize,
    /// Kinds of information that the summary of a consented item may tell.
    #[serde(skip)]
    kinds: Vec<Choice>,
    /// Members who can be asked something.
    #[serde(skip)]
    bound: Vec<Choice>,
    /// Sittings of other offices to which it can be proposed.
    #[serde(skip)]
    sittings: Vec<Choice>,
    /// What an item can be for.
    #[serde(skip)]
    purposes: Vec<Choice>,
    #[serde(skip)]
    typed: Typed,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    invite: InviteForm,
    freeze: FreezeForm,
    inquiry: InquiryForm,
    /// The application, mended; none until somebody begins.
    request: Option<RequestForm>,
    proposal: ProposalForm,
    report: ItemReportForm,
}

impl ItemPage {
    /// The application as it was typed, or as it was sent before.
    fn request(&self) -> RequestForm {
        self.typed.request.clone().unwrap_or_else(|| RequestForm::of(&self.view.item))
    }

    /// Whether one of these fields has a fault, so that the part that holds it stands open.
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }
}

/// `GET /conferences/items/{id}`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, Typed::default())).await
}

/// The page again, for acts that are written elsewhere.
pub(super) fn again(desk: &Desk<'_>, id: &str) -> Result<impl Template + Serialize + use<>> {
    view(desk, id, Typed::default())
}

fn view(desk: &Desk<'_>, id: &str, typed: Typed) -> Result<ItemPage> {
    let view = conferences::show(desk.tx, desk.who, parse(id)?)?;
    let (head, pass) = cases::head(desk.tx, desk.who, &view.case_code)?;
    let title = format!("案件 {}", view.item.code);
    let crumbs = [("会議", "/conferences"), (title.as_str(), "")];
    let mut records = cases::records(desk.tx, desk.who, &pass, None)?.all()?;
    records.retain(|r| {
        r.agency == desk.who.agency && !r.sealed && r.withdrawn_at.is_none() && !r.channel.is_council()
    });
    let (ready, unready): (Vec<Adviser>, Vec<Adviser>) =
        register(desk, &view)?.into_iter().partition(Adviser::can_be_invited);
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
        today: desk.who.now.day(),
        parts: parts(),
        advisers: ready.iter().map(|one| Choice::new(one.id.to_string(), one.line())).collect(),
        unready: unready.len(),
        purposes: options::<Purpose>(),
        sittings: sittings(desk, &view)?,
        kinds: categories::all(desk.tx)?.into_iter().map(|kind| Choice::new(kind.key, kind.name)).collect(),
        bound: view
            .members
            .iter()
            .filter(|member| member.bound())
            .map(|m: &MemberLine| {
                Choice::new(m.id.to_string(), format!("{} {}", m.agency_name, m.staff_name))
            })
            .collect(),
        view,
        typed,
    })
}

/// The register, while members are invited.
fn register(desk: &Desk<'_>, view: &ItemView) -> Result<Vec<Adviser>> {
    if !view.item.convened() || view.item.held_at.is_some() {
        return Ok(Vec::new());
    }
    let mut all = advisers::list(desk.tx, desk.who)?;
    all.retain(|one| one.ended_at.is_none());
    Ok(all)
}

/// As what somebody is invited by their number; whoever advises is picked from the register.
fn parts() -> Vec<Choice> {
    let invited = Part::ALL.iter().filter(|part| !part.advises());
    invited.map(|part| Choice::new(part.key(), part.label())).collect()
}

/// Sittings of other offices, as they are chosen; none for an item that cannot be proposed.
fn sittings(desk: &Desk<'_>, view: &ItemView) -> Result<Vec<Choice>> {
    if !view.may_be_proposed() {
        return Ok(Vec::new());
    }
    let open = conferences::open_sittings(desk.tx, desk.who)?.into_iter();
    let label = |sitting: &conferences::OpenSitting| {
        let name = format!("{} {}", sitting.name, sitting.area);
        format!("{} {} {}", sitting.meets_on.list_form(), name.trim(), sitting.agency_name)
    };
    Ok(open.map(|sitting| Choice::new(sitting.id.to_string(), label(&sitting))).collect())
}

/// One of the acts that end at the page: carried out, or the page again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<ConferenceItem>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/conferences/items/{id}", id, notice };
    cx.act(at, sent, act, |desk, id: Id<ConferenceItem>, form| view(desk, id.as_str(), typed(form))).await
}

/// `POST /conferences/items/{id}/inquiries`
pub(super) async fn inquire(cx: Cx, Path(id): Path<String>, sent: Sent<InquiryForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &InquiryForm| conferences::inquire(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "inquired", act, |inquiry| Typed { inquiry, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/application`
pub(super) async fn request_again(cx: Cx, Path(id): Path<String>, sent: Sent<RequestForm>) -> Response {
    let act =
        |desk: &Desk<'_>, id, form: &RequestForm| conferences::request_again(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "requested-again", act, |form| Typed { request: Some(form), ..Typed::default() })
        .await
}

/// `POST /conferences/items/{id}/proposals`
pub(super) async fn propose(cx: Cx, Path(id): Path<String>, sent: Sent<ProposalForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &ProposalForm| conferences::propose(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "proposed", act, |proposal| Typed { proposal, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/report`
pub(super) async fn report(cx: Cx, Path(id): Path<String>, sent: Sent<ItemReportForm>) -> Response {
    let act =
        |desk: &Desk<'_>, id, form: &ItemReportForm| conferences::report_item(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "reported", act, |report| Typed { report, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/unplacing`
pub(super) async fn unplace(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = |desk: &Desk<'_>, id, _: &Empty| conferences::unplace(desk.tx, desk.who, id);
    acted(cx, id, sent, "unplaced", act, |_| Typed::default()).await
}

/// `POST /conferences/items/{id}/members`
pub(super) async fn invite(cx: Cx, Path(id): Path<String>, sent: Sent<InviteForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &InviteForm| conferences::invite(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "invited-member", act, |invite| Typed { invite, ..Typed::default() }).await
}

/// `POST /conferences/items/{id}/dismissals`
pub(super) async fn dismiss(cx: Cx, Path(id): Path<String>, sent: Sent<DismissalForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &DismissalForm| conferences::dismiss(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "dismissed", act, |_| Typed::default()).await
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
        move |desk, _| view(desk, &id, Typed::default()),
    )
    .await
}

/// `POST /conferences/items/{id}/packet`
pub(super) async fn freeze(cx: Cx, Path(id): Path<String>, sent: Sent<FreezeForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &FreezeForm| conferences::freeze(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "frozen", act, |freeze| Typed { freeze, ..Typed::default() }).await
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
        move |desk, _| view(desk, &id, Typed::default()),
    )
    .await
}
