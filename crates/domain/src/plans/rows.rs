use kernel::{Day, Id, Message, Result, message};
use serde::Serialize;
use store::{Tx, row};

use super::{Plan, PlanForm};
use crate::Faults;

/// A goal, in the words of whoever it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Goal {
    /// Whose; the household's when empty.
    pub whose: String,
    /// 本人のことば.
    pub words: String,
    /// The next step towards it.
    pub goal: String,
    /// By when.
    pub due_on: Option<Day>,
}
row!(Goal { whose, words, goal, due_on });

/// Who does what (役割分担).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleLine {
    /// 課題.
    pub issue: String,
    /// すること.
    pub what: String,
    /// 機関.
    pub agency: String,
    /// だれ.
    pub person: String,
    /// 本人がすること.
    pub own_part: String,
    /// どれくらい.
    pub frequency: String,
    /// いつまで.
    pub due_on: Option<Day>,
}
row!(RoleLine { issue, what, agency, person, own_part, frequency, due_on });

fn at(list: &[String], n: usize) -> &str {
    list.get(n).map_or("", String::as_str).trim()
}

fn longest(lists: &[&Vec<String>]) -> usize {
    lists.iter().map(|list| list.len()).max().unwrap_or_default()
}

/// A fault of a row: which one, and what.
fn row_fault(faults: &mut Faults, field: &str, n: usize, what: &Message) {
    faults.add(field, message::error_row(n + 1, &what.text));
}

/// The goals that were typed; rows with nothing in them are none.
pub(super) fn goals(form: &PlanForm, today: Day, faults: &mut Faults) -> Vec<Goal> {
    let n = longest(&[&form.goal_whose, &form.goal_words, &form.goal, &form.goal_due]);
    let mut goals = Vec::new();
    for row in 0..n {
        let typed = [at(&form.goal_words, row), at(&form.goal, row), at(&form.goal_due, row)];
        if typed.iter().all(|text| text.is_empty()) {
            continue;
        }
        if typed[0].is_empty() && typed[1].is_empty() {
            row_fault(faults, "goal", row, &message::error_required("目標"));
        }
        goals.push(Goal {
            whose: faults.line("goal_whose", "だれの目標", at(&form.goal_whose, row)),
            words: faults.text("goal_words", "本人のことば", typed[0]),
            goal: faults.text("goal", "目標", typed[1]),
            due_on: due(faults, ("goal_due", "いつごろ"), row, typed[2], today),
        });
    }
    goals
}

/// The lines of roles that were typed.
pub(super) fn lines(form: &PlanForm, today: Day, faults: &mut Faults) -> Vec<RoleLine> {
    let columns = [
        &form.line_issue,
        &form.line_what,
        &form.line_agency,
        &form.line_person,
        &form.line_own_part,
        &form.line_frequency,
        &form.line_due,
    ];
    let mut lines = Vec::new();
    for row in 0..longest(&columns) {
        let typed = columns.map(|column| at(column, row));
        if typed.iter().all(|text| text.is_empty()) {
            continue;
        }
        for (field, label, text) in [("line_what", "すること", typed[1]), ("line_agency", "機関", typed[2])]
        {
            if text.is_empty() {
                row_fault(faults, field, row, &message::error_required(label));
            }
        }
        lines.push(RoleLine {
            issue: faults.line("line_issue", "課題", typed[0]),
            what: faults.line("line_what", "すること", typed[1]),
            agency: faults.line("line_agency", "機関", typed[2]),
            person: faults.line("line_person", "だれ", typed[3]),
            own_part: faults.line("line_own_part", "本人がすること", typed[4]),
            frequency: faults.line("line_frequency", "どれくらい", typed[5]),
            due_on: due(faults, ("line_due", "いつまで"), row, typed[6], today),
        });
    }
    lines
}

fn due(faults: &mut Faults, (field, label): (&str, &str), row: usize, text: &str, today: Day) -> Option<Day> {
    let mut of_row = Faults::default();
    let day = of_row.due_day(field, label, text, today);
    if let Err(kernel::Error::Invalid(found)) = of_row.done() {
        found.iter().for_each(|fault| row_fault(faults, field, row, &fault.message));
    }
    day
}

/// Puts the goals and lines of a plan in the place of those before.
pub(super) fn replace(tx: &Tx<'_>, plan: Id<Plan>, goals: &[Goal], lines: &[RoleLine]) -> Result<()> {
    tx.exec("DELETE FROM plan_goals WHERE plan_id = $1", &[&plan])?;
    tx.exec("DELETE FROM plan_lines WHERE plan_id = $1", &[&plan])?;
    for (position, goal) in goals.iter().enumerate() {
        let id: Id<Goal> = tx.new_id();
        tx.exec(
            "INSERT INTO plan_goals (id, plan_id, position, whose, words, goal, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[&id, &plan, &(position as i64), &goal.whose, &goal.words, &goal.goal, &goal.due_on],
        )?;
    }
    for (position, line) in lines.iter().enumerate() {
        let id: Id<RoleLine> = tx.new_id();
        tx.exec(
            "INSERT INTO plan_lines (id, plan_id, position, issue, what, agency, person, own_part, frequency, due_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &[
                &id, &plan, &(position as i64), &line.issue, &line.what, &line.agency, &line.person, &line.own_part,
                &line.frequency, &line.due_on,
            ],
        )?;
    }
    Ok(())
}

/// The goals of a plan that was let through.
pub(super) fn goals_of(tx: &Tx<'_>, plan: Id<Plan>) -> Result<Vec<Goal>> {
    tx.all("SELECT whose, words, goal, due_on FROM plan_goals WHERE plan_id = $1 ORDER BY position", &[&plan])
}

/// The lines of a plan that was let through.
pub(super) fn lines_of(tx: &Tx<'_>, plan: Id<Plan>) -> Result<Vec<RoleLine>> {
    tx.all(
        "SELECT issue, what, agency, person, own_part, frequency, due_on FROM plan_lines WHERE plan_id = $1 ORDER BY position",
        &[&plan],
    )
}

/// Copies both to the plan that follows.
pub(super) fn copy(tx: &Tx<'_>, from: Id<Plan>, to: Id<Plan>) -> Result<()> {
    replace(tx, to, &goals_of(tx, from)?, &lines_of(tx, from)?)
}
