//! The sealer: gives events that were committed a place in the chain, and signs how far it has come. It works behind
//! the requests, in small steps, and touches no table that they write.

use kernel::{Error, Instant, Result};
use store::{Bound, Db, Tx};

use super::entry::{COLUMNS, Entry};
use super::merkle::{Hash, ORIGIN, Tree, link};
use super::note::{Checkpoint, Key};
use super::outside::Outside;

/// Events between two checkpoints at most (U-02).
pub const BATCH: usize = 1_000;

/// Seconds for which an event may still arrive with a number below those that are sealed already. On PostgreSQL a
/// number is given when a row is written, and seen when it is committed. One that takes longer is found by
/// [`Sweep::Whole`].
const LATE: i64 = 60 * 60;

/// How far back to look for events without a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Where late ones are to be expected.
    Recent,
    /// The whole log.
    Whole,
}

/// Seals the log of one database.
pub struct Sealer {
    db: Db,
    key: Key,
    outside: Outside,
}

/// How far the chain has come.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The tree so far.
    pub tree: Tree,
    /// The last link.
    pub link: Hash,
    /// The highest number that is sealed.
    pub top_seq: i64,
    /// When it was signed.
    pub at: Option<Instant>,
}

impl Sealer {
    /// A sealer that signs with `key` and keeps its notes `outside` as well.
    pub fn new(db: Db, key: Key, outside: Outside) -> Self {
        Self { db, key, outside }
    }

    /// Events that nobody has sealed yet, roughly: those above the last that are.
    ///
    /// # Errors
    /// Those of the database.
    pub fn waiting(&self) -> Result<i64> {
        self.db.read(|tx| tx.one("SELECT count(*) FROM audit_events WHERE seq > $1", &[&head(tx)?.top_seq]))
    }

    /// Seals what is there; answers how many events that were. `rest` is called after each stretch of the log that
    /// was looked through, so that a long way does not keep the machine from those who work.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the checkpoints outside are ahead of the database: then somebody has to say why, by
    /// [`Sealer::restored`]. [`Error::Unwritable`] if they cannot be written; else those of the database.
    pub fn seal(&self, sweep: Sweep, rest: impl Fn()) -> Result<usize> {
        self.catch_up()?;
        let mut after = match sweep {
            Sweep::Whole => i64::MIN,
            Sweep::Recent => self.db.read(settled)?,
        };
        let (mut sealed, mut waiting) = (0, Vec::new());
        loop {
            let window = self.db.read(|tx| window(tx, after))?;
            let ended = window.is_none();
            if let Some((upto, events)) = window {
                after = upto;
                waiting.extend(events);
                rest();
            }
            while waiting.len() >= BATCH || (ended && !waiting.is_empty()) {
                let later = waiting.split_off(waiting.len().min(BATCH));
                let batch = std::mem::replace(&mut waiting, later);
                match self.step(&batch) {
                    Ok(()) => sealed += batch.len(),
                    // Another process seals at this moment; what it leaves is for the next time.
                    Err(Error::Stale | Error::Duplicate(_)) => return Ok(sealed),
                    Err(error) => return Err(error),
                }
            }
            if ended {
                break;
            }
        }
        if sweep == Sweep::Whole {
            // Nobody else comes by most of these pages.
            self.db.shed()?;
        }
        Ok(sealed)
    }

    /// One batch and its checkpoint.
    fn step(&self, events: &[Entry]) -> Result<()> {
        let head = self.db.read(head)?;
        let (mut tree, mut last, mut top) = (head.tree.clone(), head.link, head.top_seq);
        let mut rows = Vec::with_capacity(events.len());
        for event in events {
            let leaf = event.leaf();
            last = link(&last, &leaf);
            tree.push(leaf);
            top = top.max(event.seq);
            rows.push((tree.size() as i64, event.seq, leaf, last));
        }
        let at = self.db.ambient().now();
        let point = Checkpoint {
            origin: self.key.name().to_owned(),
            size: tree.size(),
            root: tree.root(),
            at,
            restored: None,
        };
        let (note, peaks, before) = (point.sign(&self.key), tree.peaks().concat(), head.tree.size());
        let (size, kept) = (point.size as i64, note.clone());
        self.db.write(move |tx| {
            let now: i64 = tx.one("SELECT coalesce(max(size), 0) FROM audit_checkpoints", &[])?;
            if now as u64 != before {
                return Err(Error::Stale);
            }
            let values: Vec<Bound<'_>> = rows
                .iter()
                .flat_map(|(n, seq, leaf, link)| {
                    [Bound::Int(*n), Bound::Int(*seq), Bound::Bytes(leaf), Bound::Bytes(link)]
                })
                .collect();
            tx.insert("INSERT INTO audit_links (n, seq, leaf, link) VALUES ($1, $2, $3, $4)", 4, &values)?;
            tx.exec(
                "INSERT INTO audit_checkpoints (size, at, top_seq, peaks, note) VALUES ($1, $2, $3, $4, $5)",
                &[&size, &at, &top, &peaks, &kept],
            )
        })?;
        self.outside.add(&note)
    }

    /// Brings the notes outside up to what the database has, unless they know better.
    fn catch_up(&self) -> Result<()> {
        let last = self.outside.last()?;
        let size = last.as_ref().map_or(0, |point| point.size as i64);
        if let Some(last) = last.filter(|last| last.size > 0) {
            let known: Option<String> =
                self.db.read(|tx| tx.opt("SELECT note FROM audit_checkpoints WHERE size = $1", &[&size]))?;
            let known = known.and_then(|note| Checkpoint::read(&note, &[]));
            if known.is_none_or(|(known, _)| known.root != last.root) {
                return Err(Error::Conflict(kernel::message::audit_outside_ahead(last.size)));
            }
        }
        let sql = "SELECT note FROM audit_checkpoints WHERE size > $1 ORDER BY size";
        for note in self.db.read(|tx| tx.all::<String>(sql, &[&size]))? {
            self.outside.add(&note)?;
        }
        Ok(())
    }

    /// Says outside that a backup was restored, and why: the log goes on from what the database has.
    ///
    /// # Errors
    /// [`Error::Unwritable`] if it cannot be written; those of the database.
    pub fn restored(&self, reason: &str) -> Result<()> {
        let head = self.db.read(head)?;
        let point = Checkpoint {
            origin: self.key.name().to_owned(),
            size: head.tree.size(),
            root: head.tree.root(),
            at: self.db.ambient().now(),
            restored: Some(reason.trim().to_owned()),
        };
        self.outside.add(&point.sign(&self.key))
    }
}

/// How far the chain has come.
///
/// # Errors
/// Those of the database; [`Error::Corrupt`] for peaks that fit no size.
pub fn head(tx: &Tx<'_>) -> Result<Head> {
    let last: Option<(i64, Instant, i64, Vec<u8>)> =
        tx.opt("SELECT size, at, top_seq, peaks FROM audit_checkpoints ORDER BY size DESC LIMIT 1", &[])?;
    let Some((size, at, top_seq, peaks)) = last else {
        return Ok(Head { link: ORIGIN, ..Head::default() });
    };
    Ok(Head { tree: tree(size, &peaks)?, link: link_at(tx, size)?, top_seq, at: Some(at) })
}

/// The tree of a checkpoint.
pub(super) fn tree(size: i64, peaks: &[u8]) -> Result<Tree> {
    let peaks = peaks.chunks(32).map(|peak| peak.try_into().ok()).collect::<Option<_>>();
    peaks
        .and_then(|peaks| Tree::of(size as u64, peaks))
        .ok_or_else(|| Error::Corrupt(format!("audit_checkpoints.peaks at {size}")))
}

/// The link of a row of the chain.
pub(super) fn link_at(tx: &Tx<'_>, n: i64) -> Result<Hash> {
    let link: Option<Option<Vec<u8>>> = tx.opt("SELECT link FROM audit_links WHERE n = $1", &[&n])?;
    link.flatten()
        .and_then(|link| link.try_into().ok())
        .ok_or_else(|| Error::Corrupt(format!("audit_links.link at {n}")))
}

/// A number below which nothing is expected any more.
fn settled(tx: &Tx<'_>) -> Result<i64> {
    let before = tx.now().plus_seconds(-LATE);
    tx.one("SELECT coalesce(max(top_seq), 0) FROM audit_checkpoints WHERE at < $1", &[&before])
}

/// The next events after a number, few enough to hold up nobody: up to which number one has looked, and those
/// without a seal. None at the end.
fn window(tx: &Tx<'_>, after: i64) -> Result<Option<(i64, Vec<Entry>)>> {
    const NEXT: &str = "SELECT seq FROM audit_events WHERE seq > $1 ORDER BY seq LIMIT 1000";
    let upto: Option<i64> = tx.one(&format!("SELECT max(seq) FROM ({NEXT}) w"), &[&after])?;
    let Some(upto) = upto else { return Ok(None) };
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_events e WHERE e.seq > $1 AND e.seq <= $2
         AND NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.seq = e.seq AND l.seq > $1 AND l.seq <= $2) ORDER BY e.seq"
    );
    Ok(Some((upto, tx.all(&sql, &[&after, &upto])?)))
}
