use kernel::{Id, Result, Scope};
use store::Tx;

use super::Consultation;
use crate::Faults;
use crate::access::{self, Act};
use crate::audit::{Action, Event, Kind};

/// How to reach whoever came on behalf of somebody, for the counter that wrote it down and says what for. Who lives with a protected
/// person, or speaks for one, is reached by the custodians alone: then, and where nothing was written, the answer is empty.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason; [`kernel::Error::NotFound`] for a consultation out of sight.
pub fn visitor_contact(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>, reason: &str) -> Result<String> {
    let mut faults = Faults::default();
    let reason = faults.required_line("visitor_reason", "理由", reason);
    faults.done()?;
    access::consultation(tx, who, id, Act::Read)?;
    Event::new(Action::Reveal, Kind::Consultation, id).for_purpose(&reason).record(tx, who)?;
    let sql = format!(
        "SELECT k.visitor_contact FROM consultations k WHERE k.id = $1 AND k.agency_id = $2 AND (k.person_id IS NULL OR NOT {})",
        access::shielded("k.person_id")
    );
    Ok(tx.opt(&sql, &[&id, &who.agency])?.unwrap_or_default())
}
