//! 助言者・専門家の登録簿 (OTA-09): who may be asked for advice, what for, and since when they are bound to secrecy. It is kept by the
//! office that runs the conferences for the municipality, which is who decides on them (`access::decides`). Whoever prepares an
//! item picks from it and reads everything but the contact. Nothing of a case is in it: what an adviser was asked in stands
//! with the item, and only numbers of it come back here.

mod choices;
mod entry;
mod list;
mod pledge;
mod register;

pub use choices::Field;
pub use entry::{Entry, entry};
pub use list::{Adviser, Counts, Pledge, list};
pub use pledge::{PledgeForm, pledge};
pub use register::{AdviserForm, EndForm, end, register, revise};

pub(crate) use list::{Ready, ready};

use kernel::{Error, Id, Result, Scope};
use store::Tx;

use crate::access;
use crate::audit::{Action, Event, Kind};

/// Whether somebody keeps the register: a coordinator or a manager of one of the municipality's own offices.
///
/// # Errors
/// Those of the database.
pub fn keeps(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    access::decides(tx, who)
}

/// Passes for whoever keeps the register; everybody else does not find the row, whether it is there or not.
fn keeping(tx: &Tx<'_>, who: &Scope, action: Action, id: Id<Adviser>) -> Result<()> {
    let known: Option<i64> = tx.opt("SELECT 1 FROM advisers WHERE id = $1", &[&id])?;
    if keeps(tx, who)? && known.is_some() {
        return Ok(());
    }
    Event::new(action, Kind::Adviser, id).refused().record(tx, who)?;
    Err(Error::NotFound)
}
