use kernel::{Error, Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, Status, item};
use crate::Faults;
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Why so.
    pub note: String,
}

/// Requests that wait for a decision: number, agency and reasons, and nobody's name.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let items = item::select(
        tx,
        "i.status = 'requested' AND i.requested_by <> $1 ORDER BY i.requested_at LIMIT 50",
        &[&who.staff],
    )?;
    item::listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Decides that the conference is convened.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for whoever may not decide, and once it was decided.
pub fn approve(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &DecisionForm) -> Result<()> {
    decide(tx, who, id, form, Status::Approved)
}

/// Decides that it is not convened so.
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
    let known: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_items WHERE id = $1 AND requested_by <> $2 AND status = 'requested'",
        &[&id, &who.staff],
    )?;
    if !access::decides(tx, who)? || known.is_none() {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let note = faults.required_text("note", "判断の理由", &form.note);
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_items SET status = $2, decided_by = $3, decided_at = $4, decision_note = $5
         WHERE id = $1 AND status = 'requested'",
        &[&id, &status, &who.staff, &who.now, &note],
    )?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose(crate::Choice::key(status)).record(tx, who)
}
