use kernel::{Day, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use crate::access::{self, Act, Eye, Kind, WHOLE};

/// Cases in sight by issue type: a case with three types counts once in each of its three rows, and once in the
/// total (OTA-07).
#[derive(Debug, Clone, Serialize)]
pub struct IssueCounts {
    /// Cases with any issue (実).
    pub cases: i64,
    /// By type, the most frequent first.
    pub by_type: Vec<IssueCount>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueCount {
    /// Key of the issue type.
    pub issue_type: String,
    /// Its name.
    pub name: String,
    /// Cases (実).
    pub cases: i64,
}
row!(IssueCount { issue_type, name, cases });

/// Counts the issues found from a day to a day, among cases in sight.
///
/// # Errors
/// Those of the database.
pub fn issue_counts(tx: &Tx<'_>, who: &Scope, from: Day, to: Day) -> Result<IssueCounts> {
    let among = format!(
        "i.found_on >= $4 AND i.found_on <= $5 AND {} AND (i.person_id IS NULL AND {WHOLE} OR {})",
        access::many(who, Kind::Case, Act::List),
        access::one(who, Kind::Person, Act::List)
    );
    let from_issues =
        "FROM case_issues i JOIN cases c ON c.id = i.case_id LEFT JOIN people p ON p.id = i.person_id";
    let eye = Eye::of(who);
    let cases = tx.one(
        &format!("SELECT count(DISTINCT i.case_id) {from_issues} WHERE {among}"),
        &eye.with(&[&from, &to]),
    )?;
    let by_type = tx.all(
        &format!(
            "SELECT i.issue_type, coalesce(t.name, i.issue_type), count(DISTINCT i.case_id)
             {from_issues} LEFT JOIN issue_types t ON t.key = i.issue_type WHERE {among}
             GROUP BY i.issue_type, t.name ORDER BY 3 DESC, 1"
        ),
        &eye.with(&[&from, &to]),
    )?;
    Ok(IssueCounts { cases, by_type })
}
