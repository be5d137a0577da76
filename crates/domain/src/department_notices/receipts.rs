use kernel::{Day, Instant, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{Receipt, send};

/// What a sender is told of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    /// Its number.
    pub number: String,
    /// The day on which it was sent.
    pub sent_on: Day,
    /// Received, or dealt with.
    pub state: Receipt,
}

struct Sent {
    number: String,
    sent_at: Instant,
    answered_at: Option<Instant>,
}
row!(Sent { number, sent_at, answered_at });

/// One's own notices, sent from where one stands now. It holds nothing of what was told, and nothing of what came of it. That a
/// notice was dealt with is told from the next day on: how soon would tell whether somebody was known.
///
/// # Errors
/// Those of the database.
pub fn receipts(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ReceiptLine>> {
    if !send::sends(tx, who)? {
        return Ok(Vec::new());
    }
    let sent: Vec<Sent> = tx.all(
        "SELECT code, sent_at, answered_at FROM department_notices WHERE from_staff_id = $1 AND from_agency_id = $2
         ORDER BY sent_at DESC, id LIMIT 100",
        &[&who.staff, &who.agency],
    )?;
    let today = Instant::start_of(who.now.day());
    let line = |sent: Sent| ReceiptLine {
        number: sent.number,
        sent_on: sent.sent_at.day(),
        state: if sent.answered_at.is_some_and(|at| at < today) {
            Receipt::Handled
        } else {
            Receipt::Received
        },
    };
    Ok(sent.into_iter().map(line).collect())
}
