use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;

use kernel::{Ambient, Error, Result};
use rusqlite::Connection;

use super::exec;
use crate::tx::{Conn, Mode, Tx};
use crate::{Append, appends};

/// Units of work that share one commit at most.
const GROUP: usize = 64;

/// The one thread that writes. Units of work that wait while another group is being flushed to disk share the
/// next flush; each runs inside its own savepoint, so that one which fails leaves the others alone.
pub(crate) struct Writer {
    // `None` only while dropping, to let the thread end.
    queue: Option<mpsc::Sender<Box<dyn Unit>>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// A unit of work without its types.
trait Unit: Send {
    /// Runs inside a savepoint; `false` rolls it back.
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    /// Answers the one who waits, after the group's commit.
    fn answer(self: Box<Self>, committed: Result<(), String>);
}

impl Writer {
    pub(crate) fn start(conn: Connection, ambient: Arc<dyn Ambient>) -> Self {
        let (queue, jobs) = mpsc::channel();
        let thread = thread::spawn(move || work(&conn, &*ambient, &jobs));
        Self { queue: Some(queue), thread: Some(thread) }
    }

    /// Runs `f` in a transaction that has reached the disk when this returns.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = mpsc::sync_channel(1);
        let unit = Typed { work: Some(f), outcome: None, reply };
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(Box::new(unit)).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }

    /// Commits rows for an append-only table.
    pub(crate) fn append(&self, rows: Vec<Append>) -> Result<()> {
        self.write(move |tx| appends::insert(tx, &rows))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn stopped() -> Error {
    Error::Database("the writer has stopped".into())
}

fn work(conn: &Connection, ambient: &dyn Ambient, jobs: &mpsc::Receiver<Box<dyn Unit>>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP - 1));
        let committed = commit(conn, ambient, &mut group);
        if committed.is_err() && !conn.is_autocommit() {
            let _ = exec(conn, "ROLLBACK", &[]);
        }
        // A disk that is full or read-only must answer in the words that callers recognise.
        for unit in group {
            unit.answer(committed.as_ref().map(|_| ()).map_err(ToString::to_string));
        }
    }
}

fn commit(conn: &Connection, ambient: &dyn Ambient, group: &mut [Box<dyn Unit>]) -> Result<()> {
    exec(conn, "BEGIN IMMEDIATE", &[])?;
    for unit in group {
        exec(conn, "SAVEPOINT unit", &[])?;
        // The time is taken per unit: one that waited in the queue acts when it acts.
        let kept = unit.run(&Tx::new(Conn::Sqlite(conn), Mode::Write, ambient));
        if !kept {
            exec(conn, "ROLLBACK TO unit", &[])?;
        }
        exec(conn, "RELEASE unit", &[])?;
    }
    exec(conn, "COMMIT", &[])?;
    Ok(())
}

struct Typed<T, F> {
    work: Option<F>,
    outcome: Option<Result<T>>,
    reply: mpsc::SyncSender<Result<T>>,
}

impl<T: Send, F: FnOnce(&Tx<'_>) -> Result<T> + Send> Unit for Typed<T, F> {
    fn run(&mut self, tx: &Tx<'_>) -> bool {
        let Some(work) = self.work.take() else { return false };
        // A panicking rule must not take the only writer with it.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(Error::Database("a unit of work panicked; nothing was saved".into())));
        let kept = outcome.is_ok();
        self.outcome = Some(outcome);
        kept
    }

    fn answer(self: Box<Self>, committed: Result<(), String>) {
        let outcome = match (committed, self.outcome) {
            // Its own refusal stands, whatever became of the group.
            (_, Some(Err(error))) => Err(error),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(why), _) => Err(Error::Unwritable(why)),
            (Ok(()), None) => Err(stopped()),
        };
        // Nobody may be waiting any more; then there is nobody to tell.
        let _ = self.reply.send(outcome);
    }
}
