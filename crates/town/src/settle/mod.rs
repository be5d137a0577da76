//! Writes a town into a database: many rows in few statements, the same rows for the same plan.
//!
//! Rows are written as the product would have written them over the years: with their words in the search index and
//! their lines in the log, so that `kasane check` finds nothing. Rules are not asked again one by one; where a rule
//! has a name in `domain` (a key of a choice, the form of a packet), that is used.

mod case;
mod chunk;
mod consultation;
mod handover;
mod household;
mod ids;
mod notice;
mod offices;
mod records;
mod settler;
mod table;
mod words;

use std::sync::{Arc, mpsc};

use kernel::{Error, Instant, Message, Result};
use store::{Db, Tx};

use crate::{Showcase, Town};
use chunk::Chunk;
use offices::Offices;
use settler::Settler;

/// How to settle.
#[derive(Debug, Clone)]
pub struct Options {
    /// Nothing happens later than this.
    pub now: Instant,
    /// Stored for every account that is made on the way; empty: nobody can sign in with one of them.
    pub password_hash: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Rows written, lines of the log and entries of the search index included.
    pub rows: u64,
}

/// How far it is: rows written so far.
pub type Progress<'a> = &'a mut dyn FnMut(u64);

/// Writes the town, and the hand-written households beside it, into a migrated database that has no people yet.
///
/// Agencies of the plan are looked up by key and added where they are missing, and so are their staff: whoever does
/// casework there already comes first. The issue types must have been installed before.
///
/// # Errors
/// [`Error::Conflict`] if people are there already; otherwise those of the database. Chunks that were written stay.
pub fn settle(
    db: &Db,
    town: &Town,
    showcases: &[Showcase],
    options: &Options,
    progress: Progress<'_>,
) -> Result<Settled> {
    db.read(refuse_inhabited)?;
    let offices = offices::establish(db, town.plan(), options)?;
    let rows = stream(db, town, showcases, &offices, options, progress)?;
    // So that both databases choose their indexes by what is there.
    db.write(|tx| tx.exec("ANALYZE", &[]))?;
    Ok(Settled { rows: rows + offices.rows })
}

fn refuse_inhabited(tx: &Tx<'_>) -> Result<()> {
    match tx.one::<i64>("SELECT count(*) FROM people", &[])? {
        0 => Ok(()),
        n => Err(Error::Conflict(Message::new(
            "town_inhabited",
            format!("このデータベースには、すでに{n}人がいます。空のデータベースを使ってください。"),
        ))),
    }
}

/// Chunks that wait for the writer at most.
const AHEAD: usize = 2;

/// One thread makes chunks while this one writes them.
fn stream(
    db: &Db,
    town: &Town,
    showcases: &[Showcase],
    offices: &Offices,
    options: &Options,
    progress: Progress<'_>,
) -> Result<u64> {
    std::thread::scope(|scope| {
        let (ready, chunks) = mpsc::sync_channel::<Chunk>(AHEAD);
        let (written, spare) = mpsc::channel::<Chunk>();
        scope.spawn(move || {
            let mut settler = Settler::new(town, offices, options);
            // An error on the other side closes the channel; then there is nobody to make chunks for.
            settler.all(showcases, &mut |chunk| {
                ready.send(chunk).ok().map(|()| spare.try_recv().unwrap_or_default())
            });
        });
        let mut rows = 0;
        for chunk in chunks {
            let chunk = Arc::new(chunk);
            let full = Arc::clone(&chunk);
            rows += db.write(move |tx| full.write(tx))?;
            progress(rows);
            // Its memory is used again; whoever makes chunks may have ended.
            if let Some(mut chunk) = Arc::into_inner(chunk) {
                chunk.clear();
                let _ = written.send(chunk);
            }
        }
        Ok(rows)
    })
}
