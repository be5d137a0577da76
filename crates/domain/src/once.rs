//! Pressing twice saves once: each write request carries a key, and its answer is kept with it.

use kernel::{Error, Result, Scope};
use store::Tx;

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
    /// Keeps where the request led, with what it did. Nobody asks before whether it was carried out already: nearly none was,
    /// and two of them cannot both be kept. Whoever fails looks at [`Once::before`].
    ///
    /// # Errors
    /// [`Error::Duplicate`] if a request of this person was kept under the key; those of the database.
    pub fn keep(&self, tx: &Tx<'_>, who: &Scope, location: &str) -> Result<()> {
        tx.exec(
            "INSERT INTO carried_out (staff_id, key, route, body_hash, location, at) VALUES ($1, $2, $3, $4, $5, $6)",
            &[&who.staff, &self.key, &self.route, &self.body_hash, &location, &tx.now()],
        )
    }

    /// Where this request led, if it was carried out before; what others sent is nobody else's.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the key was used for something else; those of the database.
    pub fn before(&self, tx: &Tx<'_>, who: &Scope) -> Result<Option<String>> {
        let kept: Option<(String, String, String)> = tx.opt(
            "SELECT route, body_hash, location FROM carried_out WHERE key = $1 AND staff_id = $2",
            &[&self.key, &who.staff],
        )?;
        match kept {
            Some((route, hash, location)) if route == self.route && hash == self.body_hash => {
                Ok(Some(location))
            }
            Some(_) => Err(Error::Conflict(kernel::message::key_used_before())),
            None => Ok(None),
        }
    }
}
