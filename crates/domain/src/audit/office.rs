//! 個人情報・監査担当: reads the log, never a case. Every look at the log is in the log.

use kernel::{Error, Id, Result, Role, Scope};
use store::Tx;

use super::{Action, Event, Kind};

/// Label of the ids of [`Kind::Log`] events, which have none.
pub enum Log {}

/// Passes only for who holds the office, and writes the passage down.
///
/// # Errors
/// [`Error::NotFound`] for everybody else; the log keeps the attempt.
pub fn officer(tx: &Tx<'_>, who: &Scope, action: Action) -> Result<()> {
    let event = Event::many(action, Kind::Log, std::iter::empty::<Id<Log>>());
    if who.role == Role::PrivacyOfficer {
        return event.record(tx, who);
    }
    event.refused().record(tx, who)?;
    Err(Error::NotFound)
}
