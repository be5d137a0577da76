use kernel::{Agency, Id, Result};
use serde::Serialize;
use store::{Reply, Tx, row};

use crate::access::CasePass;

/// An agency that the municipality put in charge of an issue of the case, and that is not in its team yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InCharge {
    /// The agency.
    pub agency: Id<Agency>,
    /// Its name.
    pub name: String,
    /// The issue.
    pub issue: String,
}
row!(InCharge { agency, name, issue });

/// Who is in charge of the open issues of a case that was let through, by the rules of the day on which it began
/// (OTA-29): cases from before a rule are not touched by it. A proposal, never an order.
pub fn in_charge<'a>(tx: &'a Tx<'_>, pass: &CasePass) -> Result<Reply<'a, InCharge>> {
    tx.ask(
        "SELECT DISTINCT a.id, a.name, y.name FROM case_issues i JOIN cases c ON c.id = i.case_id
         JOIN responsibilities r ON r.issue_type = i.issue_type JOIN issue_types y ON y.key = i.issue_type
         JOIN agencies a ON a.id = r.agency_id
         WHERE i.case_id = $1 AND $2 AND i.resolved_on IS NULL AND a.active
           AND r.from_on <= c.opened_on AND (r.to_on IS NULL OR r.to_on >= c.opened_on)
           AND NOT EXISTS (SELECT 1 FROM case_team t WHERE t.case_id = i.case_id AND t.agency_id = a.id AND t.left_at IS NULL)
         ORDER BY a.name, y.name",
        &[&pass.id(), &pass.sees_whole()],
    )
}
