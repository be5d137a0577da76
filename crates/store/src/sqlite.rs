//! SQLite: one connection that writes and commits in groups, several readers, and settings that are checked.

mod open;
mod pen;
mod reserve;
mod statement;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use kernel::{Ambient, Result};
use rusqlite::Connection;

pub(crate) use open::connect;
pub(crate) use statement::{all, exec, insert, opt};
use writer::Hand;
pub(crate) use writer::Writer;

use crate::tx::{Conn, Mode, Tx};
use crate::{Append, fault};

/// Connections for reading; more would only wait for the two to eight cores of a small box.
const READERS: usize = 8;

/// An opened SQLite database.
pub(crate) struct Sqlite {
    pub(crate) path: PathBuf,
    pub(crate) writer: Writer,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, ambient: &Arc<dyn Ambient>) -> Result<Self> {
        let writer = Writer::new(connect(path, false)?, path, Arc::clone(ambient));
        let readers = (0..READERS).map(|_| connect(path, true)).collect::<Result<_>>()?;
        let (readers, returned) = (Mutex::new(readers), Condvar::new());
        Ok(Self { path: path.to_owned(), writer, readers, returned })
    }

    /// Reads on one snapshot. What the read appends is committed before this returns: by itself if nobody else is
    /// writing, with that of others otherwise.
    pub(crate) fn read<T>(&self, ambient: &dyn Ambient, f: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let (out, unlogged) = self.look(ambient, f)?;
        self.log(unlogged).and(out)
    }

    fn look<T>(&self, ambient: &dyn Ambient, f: impl FnOnce(&Tx<'_>) -> T) -> Result<(T, Unlogged<'_>)> {
        let look = |conn: &Connection| {
            let tx = Tx::new(Conn::Sqlite(conn), Mode::Read, ambient);
            let out = f(&tx);
            (out, tx.take_deferred())
        };
        let mut hand = self.writer.free();
        let (out, rows) = match &mut hand {
            Some(hand) => hand.look(look)?,
            None => self.reader().snapshot(look)?,
        };
        Ok((out, Unlogged { hand, rows }))
    }

    fn log(&self, Unlogged { hand, rows }: Unlogged<'_>) -> Result<()> {
        let left = match hand {
            Some(mut hand) => hand.note(rows)?,
            None => rows,
        };
        if left.is_empty() { Ok(()) } else { self.writer.append(left) }
    }

    /// Empties the caches of those that nobody uses at this moment.
    pub(crate) fn shed(&self) -> Result<()> {
        if let Some(hand) = self.writer.free() {
            hand.shed()?;
        }
        lock(&self.readers).iter().try_for_each(shed)
    }

    /// A reader for the time of one unit of work.
    fn reader(&self) -> Reader<'_> {
        let mut idle = lock(&self.readers);
        loop {
            if let Some(conn) = idle.pop() {
                return Reader { conn: Some(conn), home: self };
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn shed(conn: &Connection) -> Result<()> {
    conn.execute_batch("PRAGMA shrink_memory").map_err(fault::sqlite)
}

/// What a read appends, and the pen if it was read by that.
struct Unlogged<'a> {
    hand: Option<Hand<'a>>,
    rows: Vec<Append>,
}

/// A borrowed reader; goes home when dropped, with whatever transaction it had left open rolled back.
struct Reader<'a> {
    conn: Option<Connection>,
    home: &'a Sqlite,
}

impl Reader<'_> {
    /// Runs `work` on one snapshot.
    fn snapshot<T>(&self, work: impl FnOnce(&Connection) -> T) -> Result<T> {
        let conn = self.conn.as_ref().ok_or(kernel::Error::Database("reader already returned".into()))?;
        exec(conn, "BEGIN", &[])?;
        let out = work(conn);
        exec(conn, "COMMIT", &[])?;
        Ok(out)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        if !conn.is_autocommit() {
            // A panic inside the unit of work left it open; the connection itself is sound.
            let _ = conn.execute_batch("ROLLBACK");
        }
        lock(&self.home.readers).push(conn);
        self.home.returned.notify_one();
    }
}

/// A panic elsewhere does not spoil a list of connections.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
