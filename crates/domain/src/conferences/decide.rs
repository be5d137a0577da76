use kernel::{Day, Error, Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::application::{self, Application};
use super::{ConferenceItem, Status};
use crate::audit::{Action, Event, Kind};
use crate::{Choice as _, Faults, access, installed};

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Why so.
    pub note: String,
}

/// An application that waits for an answer of the agency `$2`, and that the person `$1` never applied for.
const WAITS: &str = "i.status IN ('requested', 'consulted') AND i.requested_by <> $1
    AND (i.office_id IS NULL OR i.office_id = $2) AND NOT EXISTS (SELECT 1 FROM conference_steps w
        WHERE w.item_id = i.id AND w.step = 'requested' AND w.staff_id = $1)";

/// Applications that wait for a decision: number, agency and reasons, and nobody's name. Where the municipality names the
/// office to which they go, they are seen there and nowhere else.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Application>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let condition = format!("{WAITS} ORDER BY i.due_on NULLS LAST, i.requested_at, i.id LIMIT 50");
    let found = application::select(tx, &condition, &[&who.staff, &who.agency])?;
    application::listed(tx, who, &found)?;
    Ok(found)
}

/// Notes the consultation before the decision (事前協議, EDO-18).
///
/// # Errors
/// As [`approve`]; [`Error::Stale`] if it was consulted about.
pub fn consult(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &DecisionForm) -> Result<()> {
    let note = judge(tx, who, id, "協議したこと", form)?;
    tx.exec_one(
        "UPDATE conference_items SET status = $2 WHERE id = $1 AND status = 'requested'",
        &[&id, &Status::Consulted],
    )?;
    led(tx, who, id, Status::Consulted, &note)
}

/// Decides that the conference is convened.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for whoever may not decide, and once it was decided.
pub fn approve(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &DecisionForm) -> Result<()> {
    decide(tx, who, id, form, Status::Approved)
}

/// Decides that it is not convened so. The applicant has as many days to mend it as the office had to answer.
///
/// # Errors
/// As [`approve`].
pub fn send_back(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &DecisionForm) -> Result<()> {
    decide(tx, who, id, form, Status::Returned)
}

fn decide(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    form: &DecisionForm,
    status: Status,
) -> Result<()> {
    let note = judge(tx, who, id, "判断の理由", form)?;
    let due: Option<Day> = match status {
        Status::Returned => application::due(installed::profile(tx)?.as_ref(), who.now.day()),
        _ => None,
    };
    tx.exec_one(
        "UPDATE conference_items SET status = $2, decided_by = $3, decided_at = $4, decision_note = $5, due_on = $6
         WHERE id = $1 AND status IN ('requested', 'consulted')",
        &[&id, &status, &who.staff, &who.now, &note, &due],
    )?;
    led(tx, who, id, status, &note)
}

/// Whether an application is somebody's to answer.
pub(super) fn may_answer(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<bool> {
    let known: Option<i64> = tx.opt(
        &format!("SELECT 1 FROM conference_items i WHERE i.id = $3 AND {WAITS}"),
        &[&who.staff, &who.agency, &id],
    )?;
    Ok(access::decides(tx, who)? && known.is_some())
}

/// Passes for whoever answers an application, with what was written.
fn judge(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    label: &str,
    form: &DecisionForm,
) -> Result<String> {
    if !may_answer(tx, who, id)? {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let note = faults.required_text("note", label, &form.note);
    faults.done()?;
    Ok(note)
}

fn led(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, status: Status, note: &str) -> Result<()> {
    application::note(tx, who, id, status, note)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose(status.key()).record(tx, who)
}
