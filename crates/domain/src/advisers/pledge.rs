use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Adviser, Pledge, keeping};
use crate::Faults;
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};

/// 守秘の誓約, as it was signed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PledgeForm {
    /// The day on which it was signed.
    pub pledged_on: String,
    /// The version of its words, as the municipality calls it.
    pub wording: String,
    /// The last day on which it holds; empty where it has no end.
    pub until: String,
}

/// Keeps a pledge; earlier ones stay.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not keep the register; [`Error::Stale`] for an
/// entry that has ended.
pub fn pledge(tx: &Tx<'_>, who: &Scope, id: Id<Adviser>, form: &PledgeForm) -> Result<Id<Pledge>> {
    keeping(tx, who, Action::Change, id)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let on = faults.event_day("pledged_on", "誓約の日", &form.pledged_on, today);
    let wording = faults.required_line("wording", "誓約の版", &form.wording);
    let until = faults.due_day("until", "誓約の期限", &form.until, today);
    if let (Some(on), Some(until)) = (on, until)
        && until < on
    {
        faults.add("until", message::error_date_order(on));
    }
    faults.done()?;
    let open: Option<i64> = tx.opt("SELECT 1 FROM advisers WHERE id = $1 AND ended_at IS NULL", &[&id])?;
    if open.is_none() {
        return Err(Error::Stale);
    }
    let row: Id<Pledge> = tx.new_id();
    tx.exec(
        "INSERT INTO adviser_pledges (id, adviser_id, pledged_on, wording, until_on, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&row, &id, &on, &wording, &until, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Adviser, id).on(Bases::NONE).for_purpose("pledge").record(tx, who)?;
    Ok(row)
}
