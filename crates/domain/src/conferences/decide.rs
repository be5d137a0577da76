use kernel::{Day, Error, Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, Status, application};
use crate::audit::{Action, Event, Kind};
use crate::{Choice as _, Faults, installed};

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Why so.
    pub note: String,
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

/// Passes for whoever answers an application, with what was written.
fn judge(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    label: &str,
    form: &DecisionForm,
) -> Result<String> {
    if !application::may_answer(tx, who, id)? {
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
