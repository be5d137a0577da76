use kernel::{Agency, Day, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Param, Row, Tx, row};

use super::rows::{self, Goal, RoleLine};
use super::{Agreement, Gate, PlanForm, PlanKind, PlanOutcome, PlanStatus, Reached};
use crate::Choice;
use crate::access::{self, Act, CasePass, Eye, RecordsOf};
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case, CaseHead};
use crate::consents::categories;
use crate::people::{Person, display};

/// A plan, as its head tells it.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The plan.
    pub id: Id<Plan>,
    /// Its number, by which whoever decides calls it.
    pub code: String,
    /// Its kind.
    pub kind: PlanKind,
    /// 1: 初回, from 2 on 再プラン.
    pub number: i64,
    /// Where it stands.
    pub status: PlanStatus,
    /// Whose it is; the household's if nobody's by name.
    pub person: Option<Id<Person>>,
    /// What to call them; empty for the household.
    pub whose: String,
    /// Whose draft.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// What let participation support begin.
    pub gate: Option<Gate>,
    /// When support began.
    pub began_on: Option<Day>,
    /// From when.
    pub period_from: Option<Day>,
    /// To when.
    pub period_to: Option<Day>,
    /// 本人の願い.
    pub wish: String,
    /// What is to be different.
    pub aim: String,
    /// Where the person's agreement stands.
    pub agreement: Agreement,
    /// On which day it was told.
    pub agreed_on: Option<Day>,
    /// Who was told, and who asked.
    pub agreed_by: String,
    /// The person's words, or why there are none.
    pub agreement_words: String,
    /// The meeting that discussed it.
    pub meeting: String,
    /// On which day.
    pub met_on: Option<Day>,
    /// When the municipality decided.
    pub decided_at: Option<Instant>,
    /// Number of the decision.
    pub decision_number: String,
    /// From when it is carried out.
    pub active_from: Option<Day>,
    /// The day of the next look at it.
    pub review_on: Option<Day>,
    /// How it ended.
    pub outcome: Option<PlanOutcome>,
    /// When.
    pub ended_on: Option<Day>,
    /// Bits of the kinds of information that it tells.
    pub kinds: i64,
    /// For the next change.
    pub version: i64,
}

impl FromRow for Plan {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let person: Option<Id<Person>> = row.get(5)?;
        let (name, nickname): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            kind: row.get(2)?,
            number: row.get(3)?,
            status: row.get(4)?,
            person,
            whose: name.map_or_else(String::new, |name| display(&name, &nickname.unwrap_or_default())),
            agency: row.get(8)?,
            agency_name: row.get(9)?,
            gate: Gate::from_key(&row.get::<String>(10)?),
            began_on: row.get(11)?,
            period_from: row.get(12)?,
            period_to: row.get(13)?,
            wish: row.get(14)?,
            aim: row.get(15)?,
            agreement: row.get(16)?,
            agreed_on: row.get(17)?,
            agreed_by: row.get(18)?,
            agreement_words: row.get(19)?,
            meeting: row.get(20)?,
            met_on: row.get(21)?,
            decided_at: row.get(22)?,
            decision_number: row.get(23)?,
            active_from: row.get(24)?,
            review_on: row.get(25)?,
            outcome: row.get(26)?,
            ended_on: row.get(27)?,
            kinds: row.get(28)?,
            version: row.get(29)?,
        })
    }
}

const COLUMNS: &str = "r.id, r.code, r.kind, r.number, r.status, r.person_id, p.name, p.nickname, r.agency_id, a.name, r.gate,
    r.began_on, r.period_from, r.period_to, r.wish, r.aim, r.agreement, r.agreed_on, r.agreed_by, r.agreement_words, r.meeting,
    r.met_on, r.decided_at, r.decision_number, r.active_from, r.review_on, r.outcome, r.ended_on, r.categories, r.version";

impl Plan {
    /// What let participation support begin, in words.
    pub fn gate_label(&self) -> &'static str {
        self.gate.map_or("", Choice::label)
    }

    /// 初回, 再プラン(2回目).
    pub fn count(&self) -> String {
        if self.number <= 1 { "初回".into() } else { format!("再プラン({}回目)", self.number) }
    }

    /// Whether support was under way before the plan was decided.
    pub fn after_the_fact(&self) -> bool {
        let decided = self.decided_at.map(Instant::day).or(self.active_from);
        match (self.began_on, decided) {
            (Some(began), Some(decided)) => began < decided,
            (Some(_), None) => self.status.unevaluated(),
            _ => false,
        }
    }

    /// Whether the next look at it is late.
    pub fn review_overdue(&self, today: Day) -> bool {
        self.status == PlanStatus::Active && self.review_on.is_some_and(|day| day < today)
    }

    /// What comes next, and with whom it lies; empty once it has ended.
    pub fn next_step(&self) -> &'static str {
        match self.status {
            PlanStatus::Draft if !self.agreement.given() && !self.kind.begins_without_agreement() => {
                "本人と話して、返事を記録する"
            }
            PlanStatus::Draft => "会議にかけて、協議の結果を記録する",
            PlanStatus::Discussed => "市町村の支援決定を待つ",
            PlanStatus::Decided => "見直しの日を決めて、実施に進む",
            PlanStatus::Active => "見直しの日に、ようすを書く",
            PlanStatus::Evaluated => "ほかのプランの評価をそろえて、終結する",
            PlanStatus::Closed | PlanStatus::Renewed | PlanStatus::Interrupted | PlanStatus::Withdrawn => "",
        }
    }
}

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

/// Plans `r` of a case that was let through, by a condition whose parameters begin at `$5`.
fn select(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    act: Act,
    condition: &str,
    more: &[&dyn Param],
) -> Result<Vec<Plan>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, 4, pass.bases(), act);
    let case = pass.id();
    let mut params: Vec<&dyn Param> = vec![&case];
    params.extend_from_slice(more);
    tx.all(
        &format!(
            "{with}SELECT {COLUMNS} FROM support_plans r JOIN agencies a ON a.id = r.agency_id LEFT JOIN people p ON p.id = r.person_id
             WHERE r.case_id = $4 AND {seen} AND {condition}"
        ),
        &Eye::of(who).with(&params),
    )
}

/// The plans of a case, as far as the reader sees them.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn of_case(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, PlansView)> {
    let (head, pass) = cases::head(tx, who, code)?;
    let plans = of_pass(tx, who, &pass)?;
    if !plans.is_empty() {
        let event = Event::many(Action::List, Kind::Plan, plans.iter().map(|plan| plan.id));
        event.of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    }
    let may_change = head.may_change();
    Ok((head, PlansView { plans, may_change }))
}

/// The plans of a case that was let through, the latest of each kind first.
pub(crate) fn of_pass(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Plan>> {
    select(tx, who, pass, Act::Read, "1 = 1 ORDER BY r.kind, r.number DESC, r.id LIMIT 100", &[])
}

/// The case of a plan, through its door.
fn door(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, act: Act) -> Result<CasePass> {
    let case: Option<Id<Case>> = tx.opt("SELECT case_id FROM support_plans WHERE id = $1", &[&id])?;
    match case {
        Some(case) => access::case(tx, who, case, act),
        None => {
            Event::new(act.logged(), Kind::Plan, id).refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

fn in_sight(tx: &Tx<'_>, who: &Scope, pass: &CasePass, id: Id<Plan>, act: Act) -> Result<Plan> {
    let event = Event::new(act.logged(), Kind::Plan, id).of_case(pass.id());
    // Whoever steers a case reads its plans; to print is a right of its own.
    let asked = if act == Act::Print { Act::Print } else { Act::Read };
    match select(tx, who, pass, asked, "r.id = $5", &[&id])?.pop() {
        Some(plan) => event.on(pass.bases()).record(tx, who).map(|()| plan),
        None => {
            event.refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

/// A plan that somebody may take a step with: whoever steers its case.
pub(super) fn to_change(tx: &Tx<'_>, who: &Scope, id: Id<Plan>) -> Result<(Plan, CasePass)> {
    let pass = door(tx, who, id, Act::Change)?;
    cases::still_open(pass.status())?;
    let plan = in_sight(tx, who, &pass, id, Act::Change)?;
    Ok((plan, pass))
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
    let pass = door(tx, who, id, act)?;
    let plan = in_sight(tx, who, &pass, id, act)?;
    let case_code: String = tx.one("SELECT code FROM cases WHERE id = $1", &[&pass.id()])?;
    let (head, _) = cases::head(tx, who, &case_code)?;
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

/// A plan by the number by which people call it, for whoever may know that it exists, with the code of its case.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and for an unknown number.
pub fn by_code(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(Id<Plan>, String)> {
    let found: Option<(Id<Plan>, String)> = tx.opt(
        "SELECT p.id, c.code FROM support_plans p JOIN cases c ON c.id = p.case_id WHERE p.code = $1",
        &[&code.trim()],
    )?;
    let (id, case) = found.ok_or(Error::NotFound)?;
    access::known_case(tx, who, &case)?;
    Ok((id, case))
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
