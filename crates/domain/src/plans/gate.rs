use kernel::{Error, Id, Result, message};
use store::Tx;

use super::{Gate, PlanKind};
use crate::cases::Case;
use crate::municipality::{ParticipationGate, Profile};
use crate::{Choice, Faults, installed};

/// What the municipality lets participation support begin with; none where its papers do not say.
///
/// # Errors
/// Those of the database.
pub fn gates(tx: &Tx<'_>) -> Result<Option<Vec<Gate>>> {
    let profile = installed::profile(tx)?;
    Ok(profile.as_ref().and_then(of_profile))
}

fn of_profile(profile: &Profile) -> Option<Vec<Gate>> {
    let gate = |gate: &ParticipationGate| Gate::from_key(gate.key());
    profile.participation.gates.value().map(|gates| gates.iter().filter_map(gate).collect())
}

/// Whether a plan of participation support may be begun, and by which gate: any of the municipality's suffices. Where it
/// says nothing, the writer says which one holds; nobody guesses (IMA-05, C24, C35).
pub(super) fn pass(
    tx: &Tx<'_>,
    case: Id<Case>,
    (kind, wish, said): (PlanKind, &str, &str),
    faults: &mut Faults,
) -> Result<Option<Gate>> {
    if kind != PlanKind::Participation {
        return Ok(None);
    }
    let Some(gates) = gates(tx)? else {
        let gate: Option<Gate> = faults.choice("gate", "参加支援を始める根拠", said);
        if gate == Some(Gate::Conference) && !found_needed(tx, case)? {
            faults.add("gate", message::participation_gate());
        }
        return Ok(gate);
    };
    if gates.contains(&Gate::None) {
        return Ok(Some(Gate::None));
    }
    if gates.contains(&Gate::Wish) && !wish.is_empty() {
        return Ok(Some(Gate::Wish));
    }
    if gates.contains(&Gate::Conference) && found_needed(tx, case)? {
        return Ok(Some(Gate::Conference));
    }
    if gates.contains(&Gate::Conference) {
        return Err(Error::Conflict(message::participation_gate()));
    }
    Ok(None)
}

/// Whether a conference on the case found that participation support is needed.
fn found_needed(tx: &Tx<'_>, case: Id<Case>) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_items WHERE case_id = $1 AND held_at IS NOT NULL AND outcome = 'participation' LIMIT 1",
        &[&case],
    )?;
    Ok(found.is_some())
}
