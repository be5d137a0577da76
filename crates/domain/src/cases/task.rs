use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Reply, Row, Tx};

use super::{Case, RecordView, still_open, touch};
use crate::Faults;
use crate::access::{self, Act, Bases, CasePass, Eye, conflict};
use crate::audit::{Action, Event, Kind};
use crate::people::display;

/// Something that an agency of the team does by a day.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// The task.
    pub id: Id<Task>,
    /// Its case.
    pub code: String,
    /// Whom the case is about.
    pub about: String,
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due_on: Day,
    /// Which agency does it.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// Who there, if named.
    pub staff_name: Option<String>,
    /// When it was done.
    pub done_at: Option<Instant>,
}

impl FromRow for Task {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            about: display(&row.get::<Option<String>>(2)?.unwrap_or_default(), &row.get::<String>(3)?),
            title: row.get(4)?,
            due_on: row.get(5)?,
            agency: row.get(6)?,
            agency_name: row.get(7)?,
            staff_name: row.get(8)?,
            done_at: row.get(9)?,
        })
    }
}

/// What [`Task`] reads, with whom the case is about as an expression for the name and one for the nickname.
fn select(name: &str, nickname: &str, more: &str) -> String {
    format!(
        "SELECT t.id, c.code, {name}, {nickname}, t.title, t.due_on, t.agency_id, a.name, s.name, t.done_at{more}
         FROM tasks t JOIN cases c ON c.id = t.case_id JOIN agencies a ON a.id = t.agency_id
         LEFT JOIN staff s ON s.id = t.staff_id"
    )
}

/// A task in a list, with its case and the bases on which the reader sees that.
struct Listed {
    task: Task,
    case: Id<Case>,
    bases: Bases,
}

impl FromRow for Listed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { task: Task::from_row(row)?, case: row.get(10)?, bases: row.get(11)? })
    }
}

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskForm {
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due: String,
    /// The agency of the team that does it; one's own when empty.
    pub owner: String,
}

/// Gives an agency of the team a task.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] out of sight.
pub fn add(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &TaskForm) -> Result<Id<Task>> {
    let mut faults = Faults::default();
    let title = faults.required_line("title", "すること", &form.title);
    let due = faults.due_day("due", "いつまで", &form.due, who.now.day());
    if due.is_none() && !faults.any() {
        faults.add("due", message::error_required("いつまで"));
    }
    faults.done()?;
    let Some(due) = due else { return Err(Error::NotFound) };
    still_open(access::case(tx, who, case, Act::Change)?.status())?;
    let owner = owner(tx, who, case, &form.owner)?;
    let id = insert(tx, who, case, owner, &title, due, None)?;
    touch(tx, case)?;
    Ok(id)
}

/// The agency of the team that was chosen; one's own when none was.
pub(super) fn owner(tx: &Tx<'_>, who: &Scope, case: Id<Case>, chosen: &str) -> Result<Id<Agency>> {
    if chosen.is_empty() || chosen == who.agency.as_str() {
        return Ok(who.agency);
    }
    let member: Option<Id<Agency>> = tx.opt(
        "SELECT agency_id FROM case_team WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL AND until_at > $3",
        &[&case, &chosen, &who.now],
    )?;
    match member {
        Some(agency) if !conflict::agency_is_adverse(tx, case, agency)? => Ok(agency),
        _ => Err(Error::invalid("owner", message::owner_not_in_team())),
    }
}

pub(super) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    owner: Id<Agency>,
    title: &str,
    due: Day,
    record: Option<Id<RecordView>>,
) -> Result<Id<Task>> {
    let id: Id<Task> = tx.new_id();
    let staff: Option<Id<Staff>> = (owner == who.agency).then_some(who.staff);
    tx.exec(
        "INSERT INTO tasks (id, case_id, title, due_on, agency_id, staff_id, record_id, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[&id, &case, &title, &due, &owner, &staff, &record, &who.staff, &who.now],
    )?;
    Ok(id)
}

/// Open tasks of a case that was let through, and those done in the last days; one's own for who does not see the whole. Whom
/// the case is about stands in its head, and is not asked for again.
pub(super) fn of_case<'a>(tx: &'a Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Reply<'a, Task>> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{} WHERE t.case_id = $1 AND ($3 OR t.agency_id = $4) AND (t.done_at IS NULL OR t.done_at > $2)
             ORDER BY t.done_at IS NOT NULL, t.due_on, t.id LIMIT 50",
            select("NULL", "''", "")
        )
    });
    tx.ask(&SQL, &[&pass.id(), &tx.now().plus_seconds(-7 * 86_400), &pass.sees_whole(), &who.agency])
}

/// What one's own agency has to do by `until`, the latest first to be late; with the name of whom a case is about where the
/// agency knows it.
///
/// # Errors
/// Those of the database.
pub fn of_agency(tx: &Tx<'_>, who: &Scope, until: Day) -> Result<Vec<Task>> {
    let sql = format!(
        "{} LEFT JOIN people p ON p.id = c.person_id AND {} WHERE t.agency_id = $1 AND t.done_at IS NULL AND t.due_on <= $4
         AND {} AND c.status <> 'closed' ORDER BY t.due_on, t.id LIMIT 50",
        select(
            "p.name",
            "CASE WHEN c.person_id IS NULL THEN c.nickname ELSE coalesce(p.nickname, '') END",
            &format!(", c.id, {}", access::bases(access::Kind::Case))
        ),
        access::NAMED,
        access::one(who, access::Kind::Case, Act::List)
    );
    let listed: Vec<Listed> = tx.all(&sql, &Eye::of(who).with(&[&until]))?;
    let mut by_bases: BTreeMap<Bases, BTreeSet<Id<Case>>> = BTreeMap::new();
    for line in &listed {
        by_bases.entry(line.bases).or_default().insert(line.case);
    }
    for (bases, cases) in by_bases {
        Event::many(Action::List, Kind::Case, cases).on(bases).record(tx, who)?;
    }
    Ok(listed.into_iter().map(|line| line.task).collect())
}

/// Passes for whoever steers the case, and for whoever works along at an agency whose task it is.
fn ticking(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<Task>) -> Result<()> {
    let own: Option<i64> = tx.opt(
        "SELECT 1 FROM tasks WHERE id = $1 AND case_id = $2 AND agency_id = $3",
        &[&id, &case, &who.agency],
    )?;
    let act = if own.is_some() { Act::Add } else { Act::Change };
    still_open(access::case(tx, who, case, act)?.status())
}

/// Marks a task as done; it can be taken back for ten minutes.
///
/// # Errors
/// [`Error::NotFound`] out of sight; [`Error::Stale`] if it was done before; [`Error::Conflict`] if the case is closed.
pub fn done(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<Task>) -> Result<()> {
    ticking(tx, who, case, id)?;
    tx.exec_one(
        "UPDATE tasks SET done_at = $3, done_by = $4 WHERE id = $1 AND case_id = $2 AND done_at IS NULL",
        &[&id, &case, &who.now, &who.staff],
    )?;
    touch(tx, case)
}

/// Minutes in which a done task can be taken back.
const UNDO_MINUTES: i64 = 10;

/// Takes back that a task was done.
///
/// # Errors
/// [`Error::Stale`] after ten minutes; [`Error::NotFound`] out of sight; [`Error::Conflict`] if the case is closed.
pub fn undo(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<Task>) -> Result<()> {
    ticking(tx, who, case, id)?;
    tx.exec_one(
        "UPDATE tasks SET done_at = NULL, done_by = NULL WHERE id = $1 AND case_id = $2 AND done_at > $3",
        &[&id, &case, &who.now.plus_seconds(-60 * UNDO_MINUTES)],
    )?;
    touch(tx, case)
}
