//! Pressing twice saves once: each write request carries a key, and its answer is kept with it.

use kernel::{Error, Id, Result, Scope, Staff};
use store::{Reply, Tx};

/// Where the answer of a carried-out write leads.
struct Answer {
    /// The route that was asked.
    route: String,
    /// The hash of what was sent.
    body_hash: String,
    /// The page that the answer led to.
    location: String,
}

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

impl Once {
    /// Asks what was carried out under this key, by anybody, without waiting: who asks is being found out meanwhile.
    ///
    /// # Errors
    /// Those of the database.
    pub fn ask<'a>(&self, tx: &'a Tx<'_>) -> Result<Before<'a>> {
        let sql = "SELECT staff_id, route, body_hash, location FROM carried_out WHERE key = $1";
        Ok(Before(tx.ask(sql, &[&self.key])?))
    }
}

/// What was carried out under a key, perhaps still on its way.
pub struct Before<'a>(Reply<'a, (Id<Staff>, String, String, String)>);

impl Before<'_> {
    /// The answer that `staff` got; what others got is nobody else's.
    fn of(self, staff: Id<Staff>) -> Result<Option<Answer>> {
        let own = self.0.all()?.into_iter().find(|(by, ..)| *by == staff);
        Ok(own.map(|(_, route, body_hash, location)| Answer { route, body_hash, location }))
    }
}

/// Runs `work` unless a request with this key was carried out before; answers where it leads.
///
/// # Errors
/// [`Error::Conflict`] if the key was used for something else; those of `work`.
pub fn run(
    tx: &Tx<'_>,
    who: &Scope,
    once: &Once,
    before: Before<'_>,
    work: impl FnOnce() -> Result<String>,
) -> Result<String> {
    if let Some(before) = before.of(who.staff)? {
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
