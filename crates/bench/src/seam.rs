//! The seam against the bare drivers: what one unit of work costs beyond its SQL.

use anyhow::Result;
use bench::clock::Real;
use bench::figures::Times;
use bench::floor::{Bare, Value};
use bench::pages::text;
use store::{Config, Db};

use crate::report::Report;

const GET: &str = "SELECT id, code, nickname, status, wish, opened_on, updated_at FROM cases WHERE id = $1";
const LIST: &str =
    "SELECT id, code, nickname, status, wish, opened_on, updated_at FROM cases ORDER BY id LIMIT 50";
const WRITE: &str = "INSERT INTO throttles (subject, failures, until_at) VALUES ($1, $2, $3)
    ON CONFLICT (subject) DO UPDATE SET failures = throttles.failures + 1";

type Row = (String, String, String, String, String, String, i64);

/// One row by its key, fifty rows, and one row written, in turn.
pub(crate) fn measure(config: &Config, database: &str, rounds: usize, report: &mut Report) -> Result<()> {
    let (db, mut bare) = (Db::open(config, Real::shared())?, Bare::open(config)?);
    let id: String = db.read(|tx| tx.one("SELECT id FROM cases ORDER BY id LIMIT 1", &[]))?;
    let mut pairs: [(&str, Times, Times); 3] =
        ["one row", "50 rows", "one write"].map(|what| (what, Times::default(), Times::default()));
    for _ in 0..rounds {
        pairs[0].1.measure(|| Ok(db.read(|tx| tx.one::<Row>(GET, &[&id]))?))?;
        pairs[0].2.measure(|| bare.query(GET, &[text(&id)]))?;
        pairs[1].1.measure(|| Ok(db.read(|tx| tx.all::<Row>(LIST, &[]))?))?;
        pairs[1].2.measure(|| bare.query(LIST, &[]))?;
        pairs[2].1.measure(|| Ok(db.write(|tx| tx.exec(WRITE, &[&"bench:seam", &1i64, &1i64]))?))?;
        pairs[2].2.measure(|| {
            bare.transaction(&[(WRITE, vec![text("bench:bare"), Value::Int(1), Value::Int(1)])])
        })?;
    }
    for (what, seam, bare) in &pairs {
        report.seam(database, what, seam, bare);
    }
    Ok(())
}
