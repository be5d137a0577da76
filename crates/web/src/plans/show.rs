use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::cases::CaseHead;
use domain::conferences;
use domain::plans::{
    self, Agreement, AgreementForm, Change, EvaluationForm, MeetingForm, Plan, PlanOutcome, PlanStatus,
    PlanView, Reached, ReviewForm, StartForm, WithdrawForm,
};
use kernel::{Day, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done, row};
use crate::frame::{self, options};
use crate::kit::{self, CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "plans/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    head: CaseHead,
    #[serde(flatten)]
    view: PlanView,
    #[serde(skip)]
    lists: Lists,
    #[serde(skip)]
    typed: Typed,
}

/// What the forms of the page choose from.
struct Lists {
    agreements: Vec<Choice>,
    /// Items of conferences on the case that are over.
    items: Vec<Choice>,
    reached: Vec<Choice>,
    changes: Vec<Choice>,
    outcomes: Vec<Choice>,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    agreement: AgreementForm,
    meeting: MeetingForm,
    start: StartForm,
    review: ReviewForm,
    evaluation: EvaluationForm,
    withdrawal: WithdrawForm,
}

/// `GET /plans/{id}`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, Typed::default())).await
}

fn view(desk: &Desk<'_>, id: Id<Plan>, typed: Typed) -> Result<ShowPage> {
    let (head, view) = plans::show(desk.tx, desk.who, id)?;
    let here = format!("{} {}", crate::label(&view.plan.kind), view.plan.count());
    let items = if view.may_change { held_items(desk, &head)? } else { Vec::new() };
    Ok(ShowPage {
        page: frame::within_case(desk, &head.case.code, ("支援プラン", "plans"), &here)?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        today: desk.who.now.day(),
        lists: Lists {
            agreements: options::<Agreement>(),
            items,
            reached: options::<Reached>(),
            changes: options::<Change>(),
            outcomes: options::<PlanOutcome>(),
        },
        head,
        view,
        typed,
    })
}

fn held_items(desk: &Desk<'_>, head: &CaseHead) -> Result<Vec<Choice>> {
    let items = conferences::held_on(desk.tx, desk.who, head.case.id)?;
    Ok(items
        .into_iter()
        .map(|item| {
            let text =
                format!("案件 {} {} {}", item.code, item.meets_on.list_form(), crate::label(&item.ground));
            Choice::new(item.id.to_string(), text)
        })
        .collect())
}

/// The steps of a plan, in their order.
const STEPS: [PlanStatus; 6] = [
    PlanStatus::Draft,
    PlanStatus::Discussed,
    PlanStatus::Decided,
    PlanStatus::Active,
    PlanStatus::Evaluated,
    PlanStatus::Closed,
];

impl ShowPage {
    /// Each step in words, and whether the plan stands there.
    fn steps(&self) -> Vec<(&'static str, bool)> {
        STEPS.iter().map(|step| (step.label(), *step == self.view.plan.status)).collect()
    }

    /// Whether one of these fields has a fault, so that the part that holds it stands open.
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }
}

/// One of the steps: carried out, or the page again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Plan>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/plans/{id}", id, notice };
    cx.act(at, sent, act, |desk, id, form| view(desk, id, typed(form))).await
}

/// `POST /plans/{id}/agreement`
pub(super) async fn agreement(cx: Cx, Path(id): Path<String>, sent: Sent<AgreementForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &AgreementForm| plans::note_agreement(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "noted-agreement", act, |agreement| Typed { agreement, ..Typed::default() }).await
}

/// `POST /plans/{id}/meeting`
pub(super) async fn meeting(cx: Cx, Path(id): Path<String>, sent: Sent<MeetingForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &MeetingForm| plans::discuss(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "discussed-plan", act, |meeting| Typed { meeting, ..Typed::default() }).await
}

/// `POST /plans/{id}/start`
pub(super) async fn start(cx: Cx, Path(id): Path<String>, sent: Sent<StartForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &StartForm| plans::start(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "started-plan", act, |start| Typed { start, ..Typed::default() }).await
}

/// `POST /plans/{id}/reviews`
pub(super) async fn review(cx: Cx, Path(id): Path<String>, sent: Sent<ReviewForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &ReviewForm| plans::review(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "reviewed-plan", act, |review| Typed { review, ..Typed::default() }).await
}

/// `POST /plans/{id}/withdrawal`
pub(super) async fn withdraw(cx: Cx, Path(id): Path<String>, sent: Sent<WithdrawForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &WithdrawForm| plans::withdraw(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "withdrew-plan", act, |withdrawal| Typed { withdrawal, ..Typed::default() }).await
}

/// `POST /plans/{id}/evaluation`: a renewed plan leads to the next one.
pub(super) async fn evaluate(cx: Cx, Path(id): Path<String>, sent: Sent<EvaluationForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            let next = plans::evaluate(desk.tx, desk.who, row(&target)?, form)?;
            let there = next.map_or_else(|| target.clone(), |next| next.to_string());
            Ok(Done::to(
                format!("/plans/{there}"),
                if next.is_some() { "renewed-plan" } else { "evaluated-plan" },
            ))
        },
        move |desk, evaluation| view(desk, row(&id)?, Typed { evaluation, ..Typed::default() }),
    )
    .await
}
