use kernel::{Agency, Day, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Param, Row, Tx};

use super::{Agreement, Gate, PlanKind, PlanOutcome, PlanStatus};
use crate::Choice;
use crate::access::{self, Act, CasePass, Eye, RecordsOf};
use crate::audit::{Event, Kind};
use crate::cases;
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

/// Plans `r` of a case that was let through, by a condition whose parameters begin at `$5`.
fn select(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    act: Act,
    condition: &str,
    more: &[&dyn Param],
) -> Result<Vec<Plan>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), act);
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

/// The plans of a case that was let through, the latest of each kind first.
pub(crate) fn of_pass(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Plan>> {
    select(tx, who, pass, Act::Read, "1 = 1 ORDER BY r.kind, r.number DESC, r.id LIMIT 100", &[])
}

/// The code of a plan's case, whose door comes next.
pub(super) fn case_of(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, act: Act) -> Result<String> {
    let sql = "SELECT c.code FROM support_plans r JOIN cases c ON c.id = r.case_id WHERE r.id = $1";
    match tx.opt(sql, &[&id])? {
        Some(code) => Ok(code),
        None => {
            Event::new(act.logged(), Kind::Plan, id).refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

pub(super) fn in_sight(tx: &Tx<'_>, who: &Scope, pass: &CasePass, id: Id<Plan>, act: Act) -> Result<Plan> {
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
    let pass = access::case_of_code(tx, who, &case_of(tx, who, id, Act::Change)?, Act::Change)?;
    cases::still_open(pass.status())?;
    let plan = in_sight(tx, who, &pass, id, Act::Change)?;
    Ok((plan, pass))
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
