use kernel::{Day, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{Ground, report};

/// How often conferences met, counted in three ways: a table of conferences that does not say which of them it means cannot be
/// compared (OTA-05, DIFFERENCES C41).
#[derive(Debug, Clone, Serialize)]
pub struct ConferenceCount {
    /// The area; empty for meetings that have none.
    pub area: String,
    /// On what ground.
    pub ground: Ground,
    /// 回: sittings that were held and had an item on this ground.
    pub sittings: i64,
    /// 延べ: items that were dealt with.
    pub items: i64,
    /// 実: households among them, each once.
    pub households: i64,
}
row!(ConferenceCount { area, ground, sittings, items, households });

/// Conferences from a day to a day, by area and ground, for those who receive reports. It names nobody; an item counts when
/// it was dealt with, on the day of its sitting.
///
/// # Errors
/// Those of the database.
pub fn counts(tx: &Tx<'_>, who: &Scope, from: Day, to: Day) -> Result<Vec<ConferenceCount>> {
    if !report::receives(who) {
        return Ok(Vec::new());
    }
    tx.all(
        "SELECT s.area, i.ground, count(DISTINCT s.id), count(*), count(DISTINCT i.case_id)
         FROM conference_items i JOIN conference_sittings s ON s.id = i.sitting_id
         WHERE i.held_at IS NOT NULL AND s.meets_on >= $1 AND s.meets_on <= $2
         GROUP BY s.area, i.ground ORDER BY s.area, i.ground",
        &[&from, &to],
    )
}
