use kernel::{Id, Instant, Result};
use serde::Serialize;
use store::{Tx, row};

use super::DepartmentNotice;

/// A step of a notice, for whoever has it now.
#[derive(Debug, Clone, Serialize)]
pub struct Passing {
    /// When.
    pub passed_at: Instant,
    /// From which counter.
    pub from: String,
    /// To which.
    pub to: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}
row!(Passing { passed_at, from, to, by, reason });

/// Who had a notice when, the first one first: for whoever was let through to it.
pub(super) fn of_notice(tx: &Tx<'_>, id: Id<DepartmentNotice>) -> Result<Vec<Passing>> {
    tx.all(
        "SELECT o.passed_at, a.name, b.name, s.name, o.reason FROM department_notice_passings o
         JOIN agencies a ON a.id = o.from_agency_id JOIN agencies b ON b.id = o.to_agency_id JOIN staff s ON s.id = o.passed_by
         WHERE o.notice_id = $1 ORDER BY o.passed_at, o.id",
        &[&id],
    )
}
