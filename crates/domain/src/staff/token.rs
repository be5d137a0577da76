use std::sync::LazyLock;

use kernel::{Error, Id, Instant, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{SignIn, digest, hex};
use crate::Faults;
use crate::access::unbarred;
use crate::audit::{Action, Event, Kind};
use crate::protections::HAD_CUSTODY;
use crate::rules::ACCEPTED;

/// Days that a token lives.
const DAYS: i64 = 90;

/// A token by which another program acts for a named account, in the standing in which it was made.
#[derive(Debug, Clone, Serialize)]
pub struct AccessToken {
    /// Its id.
    pub id: Id<AccessToken>,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
}
row!(AccessToken { id, name, created_at, expires_at });

/// What its owner writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
}

/// Makes a token; its secret is told once.
///
/// # Errors
/// [`Error::Invalid`] without a name, [`Error::SignIn`] if the standing has ended meanwhile.
pub fn issue(tx: &Tx<'_>, who: &Scope, new: &NewToken) -> Result<String> {
    let mut faults = Faults::default();
    let name = faults.required_line("name", "使いみち", &new.name);
    faults.done()?;
    let standing: Option<String> = tx.opt(
        "SELECT id FROM affiliations WHERE staff_id = $1 AND agency_id = $2 AND role = $3
         AND from_on <= $4 AND (to_on IS NULL OR to_on >= $4)",
        &[&who.staff, &who.agency, &who.role.key(), &who.now.day()],
    )?;
    let standing = standing.ok_or(Error::SignIn)?;
    let (id, secret): (Id<AccessToken>, _) = (tx.new_id(), format!("kasane_{}", hex(&tx.random::<32>())));
    tx.exec(
        "INSERT INTO access_tokens (id, hash, staff_id, affiliation_id, name, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &id,
            &digest(&secret),
            &who.staff,
            &standing,
            &name,
            &who.now,
            &who.now.plus_seconds(DAYS * 86_400),
        ],
    )?;
    Event::new(Action::Create, Kind::Account, id).for_purpose("token").record(tx, who)?;
    Ok(secret)
}

/// One's own tokens that still work.
///
/// # Errors
/// Those of the database.
pub fn tokens(tx: &Tx<'_>, who: &Scope) -> Result<Vec<AccessToken>> {
    tx.all(
        "SELECT id, name, created_at, expires_at FROM access_tokens
         WHERE staff_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC",
        &[&who.staff, &who.now],
    )
}

/// Ends one of one's own tokens.
///
/// # Errors
/// [`Error::NotFound`] if it is not one's own.
pub fn revoke(tx: &Tx<'_>, who: &Scope, id: Id<AccessToken>) -> Result<()> {
    let changed = tx.changed(
        "UPDATE access_tokens SET revoked_at = $3 WHERE id = $1 AND staff_id = $2 AND revoked_at IS NULL",
        &[&id, &who.staff, &who.now],
    )?;
    if changed == 0 {
        Err(Error::NotFound)
    } else {
        Event::new(Action::Change, Kind::Account, id).record(tx, who)
    }
}

/// Ends every token of an account whose secrets were lost.
pub(super) fn revoke_all_of(tx: &Tx<'_>, staff: Id<kernel::Staff>) -> Result<()> {
    tx.exec(
        "UPDATE access_tokens SET revoked_at = $2 WHERE staff_id = $1 AND revoked_at IS NULL",
        &[&staff, &tx.now()],
    )?;
    Ok(())
}

/// Who acts by a token.
///
/// # Errors
/// [`Error::SignIn`] if it does not work (any more).
pub fn who_by_token(tx: &Tx<'_>, secret: &str) -> Result<SignIn> {
    let now = tx.now();
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT t.id, p.id, p.name, p.login, a.id, a.name, f.role, t.created_at, CAST($2 AS BIGINT), {ACCEPTED}, {HAD_CUSTODY}, {}
         FROM access_tokens t JOIN staff p ON p.id = t.staff_id
         JOIN affiliations f ON f.id = t.affiliation_id JOIN agencies a ON a.id = f.agency_id
         WHERE t.hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2
           AND p.active AND a.active AND f.from_on <= $3 AND (f.to_on IS NULL OR f.to_on >= $3)", unbarred("$2"))
    });
    tx.opt(&SQL, &[&digest(secret), &now, &now.day()])?.ok_or(Error::SignIn)
}
