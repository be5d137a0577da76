//! The log with its seals, line by line: for a file that is verified without the database, and for verifying the
//! database itself.

use kernel::Result;
use store::{Db, FromRow, Row, Tx};

use super::entry::{COLUMNS, Entry, WIDTH};
use super::line::Line;
use super::merkle::Hash;
use super::note::{Checkpoint, PublicKey};
use super::seal;

/// Rows read at once: few enough to hold up nobody.
const PAGE: i64 = 500;

/// Hands over the lines of the whole log up to its last checkpoint, and the events that wait for their seal.
///
/// # Errors
/// Those of the database and of `take`.
pub fn lines(db: &Db, keys: &[PublicKey], mut take: impl FnMut(Line) -> Result<()>) -> Result<()> {
    let mut count = 0;
    let mut tell = |line: Line| {
        count += 1;
        take(line)
    };
    let end = db.read(|tx| Ok(seal::head(tx)?.tree.size() as i64))?;
    tell(header(db, keys)?)?;
    span(db, 0, end, &mut tell)?;
    unsealed(db, end, &mut tell)?;
    take(Line::End(count))
}

pub(super) fn header(db: &Db, keys: &[PublicKey]) -> Result<Line> {
    let note: Option<String> =
        db.read(|tx| tx.opt("SELECT note FROM audit_checkpoints ORDER BY size LIMIT 1", &[]))?;
    let origin = note.and_then(|note| Some(Checkpoint::read(&note, &[])?.0.origin)).unwrap_or_default();
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    Ok(Line::Header { origin, keys: keys.join(" ") })
}

/// The sealed rows after `from` up to `end`, each checkpoint behind the row that it closes.
pub(super) fn span(db: &Db, from: i64, end: i64, tell: &mut impl FnMut(Line) -> Result<()>) -> Result<()> {
    let mut after = from;
    while after < end {
        let upto = (after + PAGE).min(end);
        let (rows, points) = db.read(|tx| Ok((sealed(tx, after, upto)?, checkpoints(tx, after, upto)?)))?;
        let mut points = points.into_iter().peekable();
        for row in rows {
            // A row beyond a checkpoint comes after it, also if the row that it closes is gone.
            while let Some((_, point)) = points.next_if(|(size, _)| (*size as u64) < row.n) {
                tell(point)?;
            }
            tell(row.line())?;
        }
        for (_, point) in points {
            tell(point)?;
        }
        after = upto;
    }
    Ok(())
}

struct SealedRow {
    n: u64,
    leaf: Vec<u8>,
    link: Vec<u8>,
    event: Option<Entry>,
}

impl SealedRow {
    fn line(self) -> Line {
        // A hash of another length is none that was ever written: all zeros fit nothing.
        let hash = |bytes: Vec<u8>| -> Hash { bytes.try_into().unwrap_or_default() };
        Line::Sealed { n: self.n, leaf: hash(self.leaf), link: hash(self.link), event: self.event }
    }
}

impl FromRow for SealedRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let there: Option<i64> = row.get(3)?;
        Ok(Self {
            n: row.get::<i64>(0)? as u64,
            leaf: row.get(1)?,
            link: row.get(2)?,
            event: there.map(|_| Entry::read(row, 3)).transpose()?,
        })
    }
}

fn sealed(tx: &Tx<'_>, after: i64, upto: i64) -> Result<Vec<SealedRow>> {
    debug_assert_eq!(COLUMNS.split(", ").count(), WIDTH);
    let sql = format!(
        "SELECT l.n, l.leaf, l.link, {COLUMNS} FROM audit_links l LEFT JOIN audit_events e ON e.seq = l.seq
         WHERE l.n > $1 AND l.n <= $2 ORDER BY l.n"
    );
    tx.all(&sql, &[&after, &upto])
}

fn checkpoints(tx: &Tx<'_>, after: i64, upto: i64) -> Result<Vec<(i64, Line)>> {
    let rows: Vec<(i64, Vec<u8>, String)> = tx.all(
        "SELECT size, peaks, note FROM audit_checkpoints WHERE size > $1 AND size <= $2 ORDER BY size",
        &[&after, &upto],
    )?;
    let line = |(size, peaks, note): (i64, Vec<u8>, String)| {
        let peaks = peaks.chunks(32).map(|peak| peak.try_into().unwrap_or_default()).collect();
        (size, Line::Checkpoint { note, peaks })
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Events without a place in the chain up to `end`.
fn unsealed(db: &Db, end: i64, tell: &mut impl FnMut(Line) -> Result<()>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        // A window of numbers at a time, because nearly all of them are sealed.
        let upto: Option<i64> = db.read(|tx| {
            let next = "SELECT seq FROM audit_events WHERE seq > $1 ORDER BY seq LIMIT 5000";
            tx.one(&format!("SELECT max(seq) FROM ({next}) w"), &[&after])
        })?;
        let Some(upto) = upto else { return Ok(()) };
        let sql = format!(
            "SELECT {COLUMNS} FROM audit_events e WHERE e.seq > $1 AND e.seq <= $2
             AND NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.seq = e.seq AND l.n <= $3) ORDER BY e.seq"
        );
        for event in db.read(|tx| tx.all::<Entry>(&sql, &[&after, &upto, &end]))? {
            tell(Line::Unsealed(event))?;
        }
        after = upto;
    }
}
