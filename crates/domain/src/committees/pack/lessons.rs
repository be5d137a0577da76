use kernel::{Day, Result};
use serde::{Deserialize, Serialize};
use store::Tx;

/// Lessons that everybody who works here may read, by their numbers. No finer date than the fiscal year leaves the library, so that
/// those of every fiscal year of the period are here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lessons {
    /// The first fiscal year.
    pub from_year: i64,
    /// The last.
    pub to_year: i64,
    /// Their numbers, in an order that tells nothing.
    pub numbers: Vec<String>,
}

pub(super) fn of(tx: &Tx<'_>, from: Day, to: Day) -> Result<Lessons> {
    let (from_year, to_year) = (i64::from(from.fiscal_year()), i64::from(to.fiscal_year()));
    let numbers = tx.all(
        "SELECT code FROM look_backs WHERE status = 'published' AND year >= $1 AND year <= $2 ORDER BY code",
        &[&from_year, &to_year],
    )?;
    Ok(Lessons { from_year, to_year, numbers })
}
