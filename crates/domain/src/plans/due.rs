use kernel::{Day, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{Plan, PlanKind};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};

/// A plan of one's own agency whose day to look at it has come.
#[derive(Debug, Clone, Serialize)]
pub struct PlanDue {
    /// The plan.
    pub id: Id<Plan>,
    /// Its kind.
    pub kind: PlanKind,
    /// The code of its case.
    pub case_code: String,
    /// The day.
    pub review_on: Day,
}
row!(PlanDue { id, kind, case_code, review_on });

/// Plans that one's own agency drafted and is to look at by a day, late ones first.
///
/// # Errors
/// Those of the database.
pub fn due(tx: &Tx<'_>, who: &Scope, until: Day) -> Result<Vec<PlanDue>> {
    let sql = format!(
        "SELECT r.id, r.kind, c.code, r.review_on FROM support_plans r JOIN cases c ON c.id = r.case_id
         WHERE r.agency_id = $1 AND r.review_on <= $4 AND r.status = 'active' AND {} ORDER BY r.review_on, r.id LIMIT 20",
        access::one(who, access::Kind::Case, Act::List)
    );
    let found: Vec<PlanDue> = tx.all(&sql, &Eye::of(who).with(&[&until]))?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Plan, found.iter().map(|plan| plan.id)).record(tx, who)?;
    }
    Ok(found)
}
