use kernel::{Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Consultation, Triage};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::{Faults, access};

/// What becomes of a consultation, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TriageForm {
    /// Key of [`Triage`].
    pub triage: String,
    /// Why so.
    pub reason: String,
}

/// Reads the decision; ending a consultation or passing it on needs a reason, carrying it on oneself does not.
/// `reason` is what the form calls the field of the reason.
pub(super) fn check(faults: &mut Faults, form: &TriageForm, reason: &str) -> (Triage, String) {
    let decision = faults.choice_or("triage", "このあと", &form.triage, Triage::Open);
    let reason = match decision {
        Triage::Open | Triage::Case => faults.line(reason, "理由", &form.reason),
        Triage::Answered | Triage::HandedOver | Triage::Coordination => {
            faults.required_line(reason, "理由", &form.reason)
        }
    };
    (decision, reason)
}

/// Decides, or decides anew, what becomes of a consultation in sight.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] out of sight.
pub fn triage(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>, form: &TriageForm) -> Result<Triage> {
    let mut faults = Faults::default();
    let decided = check(&mut faults, form, "reason");
    faults.done()?;
    access::consultation(tx, who, id, Act::Change)?;
    write(tx, who, id, &decided)?;
    Ok(decided.0)
}

pub(super) fn write(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Consultation>,
    (decision, reason): &(Triage, String),
) -> Result<()> {
    if *decision == Triage::Open {
        return Ok(());
    }
    tx.exec(
        "UPDATE consultations SET triage = $2, triage_reason = $3, triaged_at = $4, version = version + 1 WHERE id = $1",
        &[&id, decision, reason, &who.now],
    )?;
    Event::new(Action::Change, Kind::Consultation, id).for_purpose("triage").record(tx, who)
}
