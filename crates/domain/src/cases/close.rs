use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Reply, Tx, row};

use super::{Case, ClosureReason, Status, still_open, touch};
use crate::access::{Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, access, plans};

/// A closure, and its reopening if there was one.
#[derive(Debug, Clone, Serialize)]
pub struct Closure {
    /// Why.
    pub reason: ClosureReason,
    /// In words.
    pub note: String,
    /// When.
    pub closed_on: Day,
    /// Who decided.
    pub by: String,
    /// When it was opened again.
    pub reopened_on: Option<Day>,
    /// Why that.
    pub reopen_reason: String,
}
row!(Closure { reason, note, closed_on, by, reopened_on, reopen_reason });

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosureForm {
    /// Key of [`ClosureReason`].
    pub reason: String,
    /// In words: what has become of each issue, who stays in touch.
    pub note: String,
    /// When; today when empty.
    pub on: String,
}

/// The closures of a case that was let through, oldest first.
pub fn closures<'a>(tx: &'a Tx<'_>, pass: &CasePass) -> Result<Reply<'a, Closure>> {
    tx.ask(
        "SELECT k.reason, k.note, k.closed_on, s.name, k.reopened_on, k.reopen_reason
         FROM closures k JOIN staff s ON s.id = k.closed_by WHERE k.case_id = $1 AND $2 ORDER BY k.recorded_at",
        &[&pass.id(), &pass.sees_whole()],
    )
}

/// Closes a case with a reason. Open tasks and unanswered handovers must be ended first: nothing falls silent.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] while something is open; [`Error::NotFound`] out of
/// sight.
pub fn close(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &ClosureForm) -> Result<()> {
    let mut faults = Faults::default();
    let today = who.now.day();
    let reason: Option<ClosureReason> = faults.choice("reason", "終結の理由", &form.reason);
    let note = faults.required_text("note", "終結のようす", &form.note);
    let on = if form.on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("on", "終結の日", &form.on, today)
    };
    faults.done()?;
    let (Some(reason), Some(on)) = (reason, on) else { return Err(Error::NotFound) };
    still_open(access::case(tx, who, case, Act::Change)?.status())?;
    nothing_left(tx, case)?;
    let id: Id<Closure> = tx.new_id();
    tx.exec(
        "INSERT INTO closures (id, case_id, reason, note, closed_on, closed_by, recorded_at, reopen_reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
        &[&id, &case, &reason, &note, &on, &who.staff, &who.now],
    )?;
    tx.exec(
        "UPDATE cases SET status = $2, closed_on = $3, version = version + 1 WHERE id = $1",
        &[&case, &Status::Closed, &on],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("close").record(tx, who)?;
    touch(tx, case)
}

fn nothing_left(tx: &Tx<'_>, case: Id<Case>) -> Result<()> {
    let (tasks, handovers): (i64, i64) = tx.one(
        "SELECT (SELECT count(*) FROM tasks WHERE case_id = $1 AND done_at IS NULL),
                (SELECT count(*) FROM handovers WHERE case_id = $1 AND status IN ('sent', 'on_hold'))",
        &[&case],
    )?;
    let plans = plans::unevaluated(tx, case)?;
    if tasks + handovers > 0 {
        Err(Error::Conflict(message::closure_needs_end(tasks, handovers)))
    } else if plans > 0 {
        Err(Error::Conflict(message::closure_needs_evaluation(plans)))
    } else {
        Ok(())
    }
}

/// Opens a closed case again, with a reason.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] if it is open; [`Error::NotFound`] out of sight.
pub fn reopen(tx: &Tx<'_>, who: &Scope, case: Id<Case>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "再開の理由", reason);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let reopened = tx.changed(
        "UPDATE closures SET reopened_on = $2, reopened_by = $3, reopen_reason = $4 WHERE case_id = $1 AND reopened_on IS NULL",
        &[&case, &who.now.day(), &who.staff, &reason],
    )?;
    if reopened == 0 {
        return Err(Error::Conflict(message::case_is_open()));
    }
    tx.exec(
        "UPDATE cases SET status = $2, closed_on = NULL, version = version + 1 WHERE id = $1",
        &[&case, &Status::Consulting],
    )?;
    super::phase::insert(tx, who, case, Status::Consulting, who.now.day(), &reason)?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("reopen").record(tx, who)?;
    touch(tx, case)
}
