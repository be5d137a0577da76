use kernel::{Day, Id, Instant, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Case, touch};
use crate::access::{Act, CasePass};
use crate::{Faults, access};

/// A body that is in touch with the household without being in the team: known to the team, not told anything
/// (TOK-11).
#[derive(Debug, Clone, Serialize)]
pub struct Involvement {
    /// The entry.
    pub id: Id<Involvement>,
    /// Which body.
    pub body: String,
    /// What it has to do with the household.
    pub contact: String,
    /// Since when, if known.
    pub since_on: Option<Day>,
    /// When it was written down.
    pub recorded_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
}
row!(Involvement { id, body, contact, since_on, recorded_at, ended_at });

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvolvementForm {
    /// Which body.
    pub body: String,
    /// What it has to do with the household.
    pub contact: String,
    /// Since when; may be empty.
    pub since: String,
}

/// The bodies around a case that was let through.
pub fn involvements(tx: &Tx<'_>, pass: &CasePass) -> Result<Vec<Involvement>> {
    tx.all(
        "SELECT id, body, contact, since_on, recorded_at, ended_at FROM involvements WHERE case_id = $1 AND $2
         ORDER BY ended_at IS NOT NULL, recorded_at",
        &[&pass.id(), &pass.sees_whole()],
    )
}

/// Adds a body.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] out of sight.
pub fn add(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &InvolvementForm) -> Result<Id<Involvement>> {
    let mut faults = Faults::default();
    let body = faults.required_line("body", "関わっている所", &form.body);
    let contact = faults.line("contact", "関わり", &form.contact);
    let since = if form.since.trim().is_empty() {
        None
    } else {
        faults.event_day("since", "いつから", &form.since, who.now.day())
    };
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let id: Id<Involvement> = tx.new_id();
    tx.exec(
        "INSERT INTO involvements (id, case_id, body, contact, since_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &case, &body, &contact, &since, &who.staff, &who.now],
    )?;
    touch(tx, case)?;
    Ok(id)
}

/// Notes that a body is no longer in touch.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight; [`kernel::Error::Stale`] if that was noted before.
pub fn end(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<Involvement>) -> Result<()> {
    access::case(tx, who, case, Act::Change)?;
    tx.exec_one(
        "UPDATE involvements SET ended_at = $3 WHERE id = $1 AND case_id = $2 AND ended_at IS NULL",
        &[&id, &case, &who.now],
    )?;
    touch(tx, case)
}
