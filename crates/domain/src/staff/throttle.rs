//! Guessing slows down: after a few failures each further one doubles the wait, by account and by address.

use kernel::{Error, Result};
use store::Tx;

/// Failures that cost nothing: fingers slip.
const FREE: i64 = 5;
/// First wait, in seconds.
const FIRST: i64 = 15;
/// Longest wait, in seconds.
const LONGEST: i64 = 15 * 60;

/// Refuses while `subject` has to wait.
///
/// # Errors
/// [`Error::Throttled`] with the seconds that remain.
pub(super) fn check(tx: &Tx<'_>, subject: &str) -> Result<()> {
    let until: Option<kernel::Instant> =
        tx.opt("SELECT until_at FROM throttles WHERE subject = $1", &[&subject])?;
    match until.map(|until| until.seconds_since(tx.now()) + 1) {
        Some(wait) if wait > 0 => Err(Error::Throttled(wait)),
        _ => Ok(()),
    }
}

/// Counts a failure.
pub(super) fn failed(tx: &Tx<'_>, subject: &str) -> Result<()> {
    let before: Option<i64> = tx.opt("SELECT failures FROM throttles WHERE subject = $1", &[&subject])?;
    let failures = before.unwrap_or(0) + 1;
    let until = tx.now().plus_seconds(wait(failures) - 1);
    tx.exec(
        "INSERT INTO throttles (subject, failures, until_at) VALUES ($1, $2, $3)
         ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, until_at = excluded.until_at",
        &[&subject, &failures, &until],
    )?;
    Ok(())
}

/// Forgets the failures after a success.
pub(super) fn succeeded(tx: &Tx<'_>, subject: &str) -> Result<()> {
    tx.exec("DELETE FROM throttles WHERE subject = $1", &[&subject])?;
    Ok(())
}

fn wait(failures: i64) -> i64 {
    if failures < FREE { 0 } else { (FIRST << (failures - FREE).min(10)).min(LONGEST) }
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        assert_eq!([1, 4, 5, 6, 7, 50].map(wait), [0, 0, 15, 30, 60, 900]);
    }
}
