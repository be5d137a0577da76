//! What a person is writing, kept before it is saved: per person, standing, form and subject.
//! Never searched, counted or shown to anybody else.

use kernel::{Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

/// Days after which an untouched draft is thrown away.
pub const KEPT_DAYS: i64 = 30;
/// Characters of a draft at most: a very long record with its form around it.
const LONGEST: usize = 200_000;

/// A draft.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// Its id.
    pub id: Id<Draft>,
    /// The form, by the path of its page.
    pub form: String,
    /// What the form is about: a case code, an id, or empty.
    pub subject: String,
    /// The fields of the form, as JSON.
    pub body: String,
    /// When it was last kept.
    pub saved_at: Instant,
}
row!(Draft { id, form, subject, body, saved_at });

/// Keeps what has been typed so far.
///
/// # Errors
/// [`Error::Conflict`] if it is longer than any form.
pub fn keep(tx: &Tx<'_>, who: &Scope, form: &str, subject: &str, body: &str) -> Result<Instant> {
    if body.chars().count() > LONGEST || form.len() > 100 || subject.len() > 100 {
        return Err(Error::Conflict(kernel::message::draft_too_long()));
    }
    let id: Id<Draft> = tx.new_id();
    let now = tx.now();
    tx.exec(
        "INSERT INTO drafts (id, staff_id, agency_id, form, subject, body, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (staff_id, agency_id, form, subject) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
        &[&id, &who.staff, &who.agency, &form, &subject, &body, &now],
    )?;
    Ok(now)
}

/// The draft of a form, if one is kept.
///
/// # Errors
/// Those of the database.
pub fn find(tx: &Tx<'_>, who: &Scope, form: &str, subject: &str) -> Result<Option<Draft>> {
    tx.opt(
        "SELECT id, form, subject, body, saved_at FROM drafts
         WHERE staff_id = $1 AND agency_id = $2 AND form = $3 AND subject = $4",
        &[&who.staff, &who.agency, &form, &subject],
    )
}

/// Everything that the person has begun, latest first.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Draft>> {
    tx.all(
        "SELECT id, form, subject, body, saved_at FROM drafts WHERE staff_id = $1 AND agency_id = $2
         ORDER BY saved_at DESC LIMIT 50",
        &[&who.staff, &who.agency],
    )
}

/// Forgets a draft: when its form has been saved, or when its author gives it up.
///
/// # Errors
/// Those of the database.
pub fn forget(tx: &Tx<'_>, who: &Scope, form: &str, subject: &str) -> Result<()> {
    tx.exec(
        "DELETE FROM drafts WHERE staff_id = $1 AND agency_id = $2 AND form = $3 AND subject = $4",
        &[&who.staff, &who.agency, &form, &subject],
    )?;
    Ok(())
}
