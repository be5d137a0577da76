use kernel::{Day, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::rows::{self, Goal, RoleLine};
use super::{Plan, PlanForm, PlanKind, PlanOutcome, PlanStatus, Reached, plan};
use crate::Choice;
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, CaseHead};
use crate::consents::categories;

/// モニタリング: a look at a plan while it is carried out.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// When.
    pub reviewed_on: Day,
    /// What was found.
    pub findings: String,
    /// The day of the next one.
    pub next_on: Day,
    /// Who looked.
    pub staff_name: String,
}
row!(Review { reviewed_on, findings, next_on, staff_name });

/// 評価.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// When.
    pub evaluated_on: Day,
    /// How far the goals were reached.
    pub reached: Reached,
    /// Keys of what has changed, separated by spaces.
    pub changes: String,
    /// What remains.
    pub remaining: String,
    /// The person's own judgement.
    pub own_judgement: String,
    /// How the plan ends.
    pub outcome: PlanOutcome,
    /// Who stays in touch afterwards.
    pub afterwards: String,
    /// Who evaluated.
    pub staff_name: String,
}
row!(Evaluation {
    evaluated_on,
    reached,
    changes,
    remaining,
    own_judgement,
    outcome,
    afterwards,
    staff_name
});

impl Evaluation {
    /// What has changed, in words.
    pub fn changed(&self) -> Vec<&'static str> {
        self.changes.split(' ').filter_map(super::Change::from_key).map(Choice::label).collect()
    }
}

/// The page of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// Its head.
    #[serde(flatten)]
    pub plan: Plan,
    /// The code of its case.
    pub case_code: String,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Who does what.
    pub lines: Vec<RoleLine>,
    /// Looks at it.
    pub reviews: Vec<Review>,
    /// The evaluation.
    pub evaluation: Option<Evaluation>,
    /// Names of the kinds of information that it tells; none: every kind.
    pub kind_names: Vec<String>,
    /// Whether the reader may take the next step.
    pub may_change: bool,
}

/// The plans of a case as the reader sees them.
#[derive(Debug, Clone, Serialize)]
pub struct PlansView {
    /// Those in sight, the latest of each kind first.
    pub plans: Vec<Plan>,
    /// Whether the reader may begin one.
    pub may_change: bool,
}

impl PlansView {
    /// Those of a kind.
    pub fn of_kind(&self, kind: &PlanKind) -> Vec<&Plan> {
        self.plans.iter().filter(|plan| plan.kind == *kind).collect()
    }

    /// Plans that are evaluated and wait for the others.
    pub fn to_close(&self) -> bool {
        self.plans.iter().any(|plan| plan.status == PlanStatus::Evaluated)
    }
}

/// The plans of a case, as far as the reader sees them.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn of_case(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, PlansView)> {
    let (head, pass) = cases::head(tx, who, code)?;
    let plans = plan::of_pass(tx, who, &pass)?;
    if !plans.is_empty() {
        let event = Event::many(Action::List, Kind::Plan, plans.iter().map(|plan| plan.id));
        event.of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    }
    let may_change = head.may_change();
    Ok((head, PlansView { plans, may_change }))
}

/// The page of a plan.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Plan>) -> Result<(CaseHead, PlanView)> {
    load(tx, who, id, Act::Read)
}

/// A plan for paper: as [`show`], for whoever may print it.
///
/// # Errors
/// [`Error::NotFound`] out of sight, and for who may only read.
pub fn to_print(tx: &Tx<'_>, who: &Scope, id: Id<Plan>) -> Result<(CaseHead, PlanView)> {
    load(tx, who, id, Act::Print)
}

fn load(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, act: Act) -> Result<(CaseHead, PlanView)> {
    let case_code = plan::case_of(tx, who, id, act)?;
    let (head, pass) = cases::head_for(tx, who, &case_code, act)?;
    let plan = plan::in_sight(tx, who, &pass, id, act)?;
    let kinds = categories::all(tx)?;
    let view = PlanView {
        goals: rows::goals_of(tx, id)?,
        lines: rows::lines_of(tx, id)?,
        reviews: tx.all(
            "SELECT v.reviewed_on, v.findings, v.next_on, s.name FROM plan_reviews v JOIN staff s ON s.id = v.staff_id
             WHERE v.plan_id = $1 ORDER BY v.reviewed_on, v.id",
            &[&id],
        )?,
        evaluation: tx.opt(
            "SELECT e.evaluated_on, e.reached, e.changes, e.remaining, e.own_judgement, e.outcome, e.afterwards, s.name
             FROM plan_evaluations e JOIN staff s ON s.id = e.staff_id WHERE e.plan_id = $1",
            &[&id],
        )?,
        kind_names: categories::names(&kinds, plan.kinds).into_iter().map(str::to_owned).collect(),
        may_change: head.may_change(),
        case_code,
        plan,
    };
    Ok((head, view))
}

/// What a plan says, to change it.
pub fn form_of(view: &PlanView, kinds: &[categories::Category]) -> PlanForm {
    let (plan, goals, lines) = (&view.plan, &view.goals, &view.lines);
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let chosen = kinds.iter().filter(|kind| kind.bit & plan.kinds != 0);
    PlanForm {
        case: view.case_code.clone(),
        kind: plan.kind.key().into(),
        person: plan.person.map_or_else(String::new, |id| id.to_string()),
        kinds: chosen.map(|kind| kind.key.clone()).collect(),
        gate: plan.gate.map_or_else(String::new, |gate| gate.key().into()),
        began_on: day(plan.began_on),
        period_from: day(plan.period_from),
        period_to: day(plan.period_to),
        wish: plan.wish.clone(),
        aim: plan.aim.clone(),
        goal_whose: goals.iter().map(|goal| goal.whose.clone()).collect(),
        goal_words: goals.iter().map(|goal| goal.words.clone()).collect(),
        goal: goals.iter().map(|goal| goal.goal.clone()).collect(),
        goal_due: goals.iter().map(|goal| day(goal.due_on)).collect(),
        line_issue: lines.iter().map(|line| line.issue.clone()).collect(),
        line_what: lines.iter().map(|line| line.what.clone()).collect(),
        line_agency: lines.iter().map(|line| line.agency.clone()).collect(),
        line_person: lines.iter().map(|line| line.person.clone()).collect(),
        line_own_part: lines.iter().map(|line| line.own_part.clone()).collect(),
        line_frequency: lines.iter().map(|line| line.frequency.clone()).collect(),
        line_due: lines.iter().map(|line| day(line.due_on)).collect(),
        version: plan.version.to_string(),
    }
}
