//! Pressing twice saves once: each write request carries a key, and its answer is kept with it.

use kernel::{Error, Id, Result, Scope, Staff};
use store::{Tx, row};

/// Where the answer of a carried-out write leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The route that was asked.
    pub route: String,
    /// The hash of what was sent.
    pub body_hash: String,
    /// The page that the answer led to.
    pub location: String,
}
row!(Answer { route, body_hash, location });

/// A write request, by its key.
#[derive(Debug, Clone)]
pub struct Once {
    /// Made by the form, or given by the program in `Idempotency-Key`.
    pub key: String,
    /// Method and path.
    pub route: String,
    /// SHA-256 of the body, in hex.
    pub body_hash: String,
}

/// Runs `work` unless a request with this key was carried out before; answers where it leads.
///
/// # Errors
/// [`Error::Conflict`] if the key was used for something else; those of `work`.
pub fn run(tx: &Tx<'_>, who: &Scope, once: &Once, work: impl FnOnce() -> Result<String>) -> Result<String> {
    if let Some(before) = find(tx, who.staff, &once.key)? {
        let same = before.route == once.route && before.body_hash == once.body_hash;
        return if same {
            Ok(before.location)
        } else {
            Err(Error::Conflict(kernel::message::key_used_before()))
        };
    }
    let location = work()?;
    tx.exec(
        "INSERT INTO carried_out (staff_id, key, route, body_hash, location, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&who.staff, &once.key, &once.route, &once.body_hash, &location, &tx.now()],
    )?;
    Ok(location)
}

fn find(tx: &Tx<'_>, staff: Id<Staff>, key: &str) -> Result<Option<Answer>> {
    tx.opt(
        "SELECT route, body_hash, location FROM carried_out WHERE staff_id = $1 AND key = $2",
        &[&staff, &key],
    )
}
