use kernel::{Id, Instant, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{ConsentView, list};
use crate::access::Act;

/// What an agency did while it could see by a consent.
#[derive(Debug, Clone, Serialize)]
pub struct Reading {
    /// Which agency.
    pub agency: String,
    /// When.
    pub at: Instant,
    /// What it did: key of an action.
    pub action: String,
    /// With what: key of a kind.
    pub kind: String,
}
row!(Reading { agency, at, action, kind });

/// Lines of a receipt at most.
const LINES: usize = 1_000;

/// The receipt of a consent.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The consent.
    pub consent: ConsentView,
    /// What was seen and done by it, the latest first.
    pub readings: Vec<Reading>,
    /// Whether there are earlier ones: the page must say so.
    pub cut: bool,
}

/// What the agencies of a consent did with the case since it was given: the receipt of its end, which says
/// honestly what was seen before (ALL-03).
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn receipt(tx: &Tx<'_>, who: &Scope, id: Id<ConsentView>) -> Result<Receipt> {
    let (view, _) = list::in_sight(tx, who, id, Act::Read)?;
    let mut readings: Vec<Reading> = tx.all(
        &format!(
            "SELECT a.name, e.at, e.action, e.kind FROM audit_events e JOIN agencies a ON a.id = e.agency_id
         WHERE e.case_id = $1 AND e.at >= $2 AND e.at <= $3 AND e.outcome = 'ok'
           AND e.agency_id IN (SELECT agency_id FROM case_team WHERE consent_id = $4)
         ORDER BY e.at DESC, e.seq DESC LIMIT {}",
            LINES + 1
        ),
        &[&view.case, &view.from_at, &view.withdrawn_at.unwrap_or(who.now), &id],
    )?;
    let cut = readings.len() > LINES;
    readings.truncate(LINES);
    Ok(Receipt { consent: view, readings, cut })
}
