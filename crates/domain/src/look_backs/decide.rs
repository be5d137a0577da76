use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Decision, Lesson, LookBack, Shared, Stage, doubt, find, ground, household, lesson, traces};
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::{Choice, Faults};

/// A look-back that waits for a second person: its words, and nothing of its case.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// The look-back.
    pub id: Id<LookBack>,
    /// What it tells.
    #[serde(flatten)]
    pub lesson: Lesson,
    /// How many cases share what it tells of the household.
    pub shared: Shared,
    /// Words that its writer was asked to look at again.
    pub doubtful: Vec<String>,
}

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// The remark.
    pub note: String,
}

/// Those that wait for somebody like `$1`: not for whoever wrote any of their words.
const FOR_ANOTHER: &str = "b.status = 'waiting' AND NOT EXISTS (SELECT 1 FROM look_back_submissions s
    WHERE s.look_back_id = b.id AND s.staff_id = $1)";

/// Look-backs that wait for the reader's approval.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Waiting>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let condition = format!("{FOR_ANOTHER} ORDER BY b.recorded_at, b.id LIMIT 50");
    let mut waiting = Vec::new();
    for (id, lesson) in lesson::select(tx, &condition, &[&who.staff])? {
        waiting.push(Waiting {
            shared: shared(tx, who, id)?,
            doubtful: doubt::words(tx, &lesson.words())?,
            id,
            lesson,
        });
    }
    if !waiting.is_empty() {
        let event = Event::many(Action::List, Kind::LookBack, waiting.iter().map(|one| one.id));
        event.on(Bases::NONE).record(tx, who)?;
    }
    Ok(waiting)
}

/// How many wait for the reader's approval.
///
/// # Errors
/// Those of the database.
pub fn count_waiting(tx: &Tx<'_>, who: &Scope) -> Result<i64> {
    if !access::decides(tx, who)? {
        return Ok(0);
    }
    tx.one(&format!("SELECT count(*) FROM look_backs b WHERE {FOR_ANOTHER}"), &[&who.staff])
}

fn shared(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<Shared> {
    let issues: Vec<String> = tx
        .all("SELECT issue_type FROM look_back_issues WHERE look_back_id = $1 ORDER BY issue_type", &[&id])?;
    let kind = tx.one("SELECT household FROM look_backs WHERE id = $1", &[&id])?;
    household::shared(tx, &issues, kind, who.now.day())
}

/// Lets everybody who works here read it. Its words are held once more against all that the case knows by now; what they hold is
/// not told to somebody who does not know the case.
///
/// # Errors
/// [`Error::Invalid`] without a reason for a combination that few share; [`Error::Conflict`] if its words tell whom it is about, or
/// its ground has ended; [`Error::NotFound`] for whoever may not decide or wrote any of it, and for what does not wait.
pub fn approve(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>, form: &DecisionForm) -> Result<()> {
    let (case, agency) = to_decide(tx, who, id)?;
    let mut faults = Faults::default();
    let note = match shared(tx, who, id)? {
        Shared::Few => faults.required_text("note", "公開してよい理由", &form.note),
        Shared::Enough => faults.text("note", "公開してよい理由", &form.note),
    };
    faults.done()?;
    if ground::held(tx, case, agency)?.is_none() {
        return Err(Error::Conflict(message::look_back_ground_gone()));
    }
    let (_, lesson) = lesson::select(tx, "b.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    if !find::in_text(&traces::all(tx, case)?, &lesson.words()).is_empty() {
        return Err(Error::Conflict(message::look_back_still_identifies()));
    }
    let year = i64::from(who.now.day().fiscal_year());
    tx.exec_one(
        "UPDATE look_backs SET status = $2, year = $3, version = version + 1 WHERE id = $1 AND status = 'waiting'",
        &[&id, &Stage::Published, &year],
    )?;
    noted(tx, who, id, Decision::Approved, &note)
}

/// Sends it back to its writers with a remark.
///
/// # Errors
/// [`Error::Invalid`] without a remark; [`Error::NotFound`] as [`approve`].
pub fn send_back(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>, form: &DecisionForm) -> Result<()> {
    to_decide(tx, who, id)?;
    let mut faults = Faults::default();
    let note = faults.required_text("note", "直してほしいこと", &form.note);
    faults.done()?;
    tx.exec_one(
        "UPDATE look_backs SET status = $2, version = version + 1 WHERE id = $1 AND status = 'waiting'",
        &[&id, &Stage::Returned],
    )?;
    noted(tx, who, id, Decision::Returned, &note)
}

/// Passes for whoever decides and wrote none of it; answers what its checks need.
fn to_decide(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<(Id<Case>, Id<kernel::Agency>)> {
    let sql = format!("SELECT b.case_id, b.agency_id FROM look_backs b WHERE b.id = $2 AND {FOR_ANOTHER}");
    let found = if access::decides(tx, who)? { tx.opt(&sql, &[&who.staff, &id])? } else { None };
    if found.is_none() {
        Event::new(Action::Change, Kind::LookBack, id).refused().record(tx, who)?;
    }
    found.ok_or(Error::NotFound)
}

/// Writes a decision down, for the writers and for the log.
pub(super) fn noted(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<LookBack>,
    decision: Decision,
    note: &str,
) -> Result<()> {
    let row: Id<Decision> = tx.new_id();
    tx.exec(
        "INSERT INTO look_back_decisions (id, look_back_id, decision, note, staff_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&row, &id, &decision, &note, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Change, Kind::LookBack, id).on(Bases::NONE);
    event.for_purpose(decision.key()).record(tx, who)
}
