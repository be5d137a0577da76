use kernel::{Day, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Reply, Tx, row};

use super::{Case, Status, still_open, touch};
use crate::access::{Act, CasePass};
use crate::{Faults, access};

/// An entry into a phase. Phases may be skipped, repeated and entered late.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseLine {
    /// Which.
    pub phase: Status,
    /// Since when.
    pub entered_on: Day,
    /// Words on that.
    pub note: String,
    /// When it was written down.
    pub recorded_at: Instant,
}
row!(PhaseLine { phase, entered_on, note, recorded_at });

impl PhaseLine {
    /// Whether it was written down only after it had begun (後追い).
    pub fn late(&self) -> bool {
        self.recorded_at.day() > self.entered_on
    }
}

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PhaseForm {
    /// Key of a [`Status`] other than closed.
    pub phase: String,
    /// Since when; today when empty.
    pub on: String,
    /// Words on that.
    pub note: String,
}

/// The way of a case that was let through, oldest first.
pub fn phases<'a>(tx: &'a Tx<'_>, pass: &CasePass) -> Result<Reply<'a, PhaseLine>> {
    tx.ask(
        "SELECT phase, entered_on, note, recorded_at FROM case_phases WHERE case_id = $1 AND $2 ORDER BY entered_on, recorded_at",
        &[&pass.id(), &pass.sees_whole()],
    )
}

/// Enters a phase. The case stands where its latest phase says.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] out of sight.
pub fn enter(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &PhaseForm) -> Result<()> {
    let mut faults = Faults::default();
    let today = who.now.day();
    let phase: Option<Status> = faults.choice("phase", "段階", &form.phase);
    if phase == Some(Status::Closed) {
        faults.add("phase", message::error_unknown_choice("段階"));
    }
    let on = if form.on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("on", "いつから", &form.on, today)
    };
    let note = faults.line("note", "メモ", &form.note);
    faults.done()?;
    let Some(phase) = phase else { return Ok(()) };
    still_open(access::case(tx, who, case, Act::Change)?.status())?;
    insert(tx, who, case, phase, on.unwrap_or(today), &note)?;
    tx.exec(
        "UPDATE cases SET version = version + 1, status =
             (SELECT phase FROM case_phases WHERE case_id = $1 ORDER BY entered_on DESC, recorded_at DESC LIMIT 1)
         WHERE id = $1",
        &[&case],
    )?;
    touch(tx, case)
}

pub(super) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    phase: Status,
    on: Day,
    note: &str,
) -> Result<()> {
    let id: Id<PhaseLine> = tx.new_id();
    tx.exec(
        "INSERT INTO case_phases (id, case_id, phase, entered_on, note, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &case, &phase, &on, &note, &who.staff, &tx.now()],
    )?;
    Ok(())
}
