//! Who has looked at a case, for those who may see it themselves: it keeps everybody honest.

use kernel::{Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::labels;
use crate::access::{self, Act};

/// Rows of a page.
pub const HISTORY_PAGE: usize = 50;

/// Somebody was here.
#[derive(Debug, Clone, Serialize)]
pub struct Visit {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// In the name of which organisation.
    pub agency: Option<String>,
    /// What was done.
    pub action: String,
    /// To which kind of row.
    pub kind: String,
    /// On which bases.
    pub basis: String,
}

impl FromRow for Visit {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            agency: row.get(2)?,
            action: labels::action(&row.get::<String>(3)?).to_owned(),
            kind: labels::kind(&row.get::<String>(4)?).to_owned(),
            basis: labels::basis(&row.get::<String>(5)?),
        })
    }
}

/// The passages to a case, the latest first: organisations, not people. Who sees single people only finds what their own
/// organisation did: who else helps the household is nobody's to tell.
///
/// # Errors
/// [`kernel::Error::NotFound`] for who may not see the case.
pub fn access_history(tx: &Tx<'_>, who: &Scope, code: &str, before: i64) -> Result<Vec<Visit>> {
    let pass = access::case_of_code(tx, who, code, Act::Read)?;
    let sql = format!(
        "SELECT e.seq, e.at, a.name, e.action, e.kind, e.basis FROM audit_events e
         LEFT JOIN agencies a ON a.id = e.agency_id
         WHERE e.case_id = $1 AND e.seq < $2 AND e.outcome = 'ok' AND ($3 OR e.agency_id = $4) ORDER BY e.seq DESC LIMIT {}",
        HISTORY_PAGE + 1
    );
    tx.all(&sql, &[&pass.id(), &before, &pass.sees_whole(), &who.agency])
}
