//! A stretch of the log, read a few rows at a time: a question over months must not keep the pen from those who work
//! (decision 0003).

use kernel::{Instant, Result};
use store::{Db, Tx};

use super::entry::{COLUMNS, Entry};

/// Rows read at once.
const PAGE: i64 = 2_000;

/// A period of time, its end excluded.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Its first moment.
    pub from: Instant,
    /// The moment after it.
    pub until: Instant,
}

impl Span {
    /// From a day to a day, both included.
    pub fn days(from: kernel::Day, to: kernel::Day) -> Self {
        Self { from: Instant::start_of(from), until: Instant::start_of(to.plus(1)) }
    }
}

/// Hands over the events of a period, of one account if it is given.
///
/// # Errors
/// Those of the database and of `take`.
pub(super) fn each(
    db: &Db,
    span: Span,
    staff: Option<&str>,
    mut take: impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    let mut after = db.read(|tx| before(tx, span.from))?;
    let of = if staff.is_some() { " AND e.staff_id = $2" } else { " AND CAST($2 AS TEXT) IS NULL" };
    // The account narrows what is looked through; the time only what is handed over, because no index knows it.
    let sql = format!("SELECT {COLUMNS} FROM audit_events e WHERE e.seq > $1{of} ORDER BY e.seq LIMIT $3");
    loop {
        let rows = db.read(|tx| tx.all::<Entry>(&sql, &[&after, &staff, &PAGE]))?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.seq;
        rows.into_iter()
            .filter(|row| span.from.0 <= row.at && row.at < span.until.0)
            .try_for_each(&mut take)?;
    }
}

/// A number below all events of a moment: what was sealed a day before.
pub(super) fn before(tx: &Tx<'_>, at: Instant) -> Result<i64> {
    let early = at.plus_seconds(-86_400);
    let sql = "SELECT coalesce(max(top_seq), 0) FROM audit_checkpoints WHERE at <= $1";
    tx.one(sql, &[&early])
}
