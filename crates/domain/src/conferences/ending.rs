use kernel::{Error, Id, Result, Scope, message};
use store::Tx;

use super::{Sitting, Standing, proposal, report, sitting};
use crate::audit::{Action, Event, Kind};

/// Ends a sitting that was held. Every item of it has its end by then; a report becomes due where the municipality's rule
/// asks for one after each conference of the statute (EDO-19).
///
/// # Errors
/// [`Error::Conflict`] while an item is open; [`Error::Stale`] if it is over; [`Error::NotFound`] for another agency's.
pub fn hold(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<()> {
    let sitting = sitting::to_prepare(tx, who, id)?;
    let open: i64 = tx.one(
        "SELECT count(*) FROM conference_items WHERE sitting_id = $1 AND held_at IS NULL AND status <> 'closed'",
        &[&id],
    )?;
    if open > 0 {
        return Err(Error::Conflict(message::conference_items_open(open)));
    }
    let due = report::due(tx, id, sitting.meets_on)?;
    tx.exec_one(
        "UPDATE conference_sittings SET status = $2, held_at = $3, report_due_on = $4, version = version + 1
         WHERE id = $1 AND status = 'planned'",
        &[&id, &Standing::Held, &who.now, &due],
    )?;
    proposal::let_go(tx, id, Standing::Held)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("hold").record(tx, who)
}

/// Takes a planned sitting off; its items wait for another one.
///
/// # Errors
/// As [`hold`], but for open items, which are what it lets go; [`Error::Conflict`] once an item of it is over.
pub fn cancel(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<()> {
    sitting::to_prepare(tx, who, id)?;
    let over: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_items WHERE sitting_id = $1 AND held_at IS NOT NULL LIMIT 1",
        &[&id],
    )?;
    if over.is_some() {
        return Err(Error::Conflict(message::conference_is_over()));
    }
    tx.exec("UPDATE conference_items SET sitting_id = NULL, starts_at = '' WHERE sitting_id = $1", &[&id])?;
    tx.exec_one(
        "UPDATE conference_sittings SET status = $2, version = version + 1 WHERE id = $1 AND status = 'planned'",
        &[&id, &Standing::Cancelled],
    )?;
    proposal::let_go(tx, id, Standing::Cancelled)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("cancel").record(tx, who)
}
