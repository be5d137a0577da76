use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;

use kernel::{Ambient, Error, Result};
use rusqlite::Connection;

use super::exec;
use super::reserve::Reserve;
use crate::tx::{Conn, Mode, Tx};
use crate::{Append, appends};

/// Jobs that share one commit at most.
const GROUP: usize = 64;

/// The one thread that writes. Jobs that wait while another group is being flushed to disk share the next flush;
/// each runs inside its own savepoint, so that one which fails leaves the others alone.
pub(crate) struct Writer {
    // `None` only while dropping, to let the thread end.
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

enum Job {
    /// A unit of work.
    Unit(Box<dyn Unit>),
    /// Rows for an append-only table: what reads leave in the log.
    Append { rows: Vec<Append>, reply: mpsc::SyncSender<Result<()>>, kept: bool },
}

/// A unit of work without its types.
trait Unit: Send {
    /// Runs inside a savepoint; `false` rolls it back.
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    /// Answers the one who waits, after the group's commit.
    fn answer(self: Box<Self>, committed: Result<(), String>);
}

impl Writer {
    pub(crate) fn start(conn: Connection, path: &Path, ambient: Arc<dyn Ambient>) -> Self {
        let (queue, jobs) = mpsc::channel();
        let mut pen = Pen { conn, ambient, reserve: Reserve::beside(path) };
        let thread = thread::spawn(move || pen.work(&jobs));
        Self { queue: Some(queue), thread: Some(thread) }
    }

    /// Runs `f` in a transaction that has reached the disk when this returns.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.send(Job::Unit(Box::new(Typed { work: Some(f), outcome: None, reply })))?;
        answer.recv().map_err(|_| stopped())?
    }

    /// Commits rows for an append-only table.
    pub(crate) fn append(&self, rows: Vec<Append>) -> Result<()> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.send(Job::Append { rows, reply, kept: false })?;
        answer.recv().map_err(|_| stopped())?
    }

    fn send(&self, job: Job) -> Result<()> {
        self.queue.as_ref().ok_or_else(stopped)?.send(job).map_err(|_| stopped())
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

/// What the writing thread holds.
struct Pen {
    conn: Connection,
    ambient: Arc<dyn Ambient>,
    reserve: Reserve,
}

impl Pen {
    fn work(&mut self, jobs: &mpsc::Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut group = vec![first];
            group.extend(jobs.try_iter().take(GROUP - 1));
            self.serve(group);
        }
    }

    fn serve(&mut self, mut group: Vec<Job>) {
        if !self.reserve.keep() {
            // The last room on the disk is for the log: what reads leave is still written, new work is not.
            group = refuse_units(group);
        }
        let mut committed = self.commit(&mut group);
        if matches!(committed, Err(Error::Unwritable(_))) && self.reserve.release() {
            group = refuse_units(group);
            committed = self.commit(&mut group);
        }
        let said = committed.map_err(|error| error.to_string());
        group.into_iter().for_each(|job| job.answer(said.clone()));
    }

    fn commit(&self, group: &mut [Job]) -> Result<()> {
        let done = self.transaction(group);
        if done.is_err() && !self.conn.is_autocommit() {
            let _ = exec(&self.conn, "ROLLBACK", &[]);
        }
        done
    }

    fn transaction(&self, group: &mut [Job]) -> Result<()> {
        exec(&self.conn, "BEGIN IMMEDIATE", &[])?;
        if let [job] = group {
            // Alone it needs no savepoint: the transaction is its own.
            let kept = self.run(job)?;
            exec(&self.conn, if kept { "COMMIT" } else { "ROLLBACK" }, &[])?;
            return Ok(());
        }
        for job in group {
            exec(&self.conn, "SAVEPOINT unit", &[])?;
            if !self.run(job)? {
                exec(&self.conn, "ROLLBACK TO unit", &[])?;
            }
            exec(&self.conn, "RELEASE unit", &[])?;
        }
        exec(&self.conn, "COMMIT", &[])?;
        Ok(())
    }

    /// Whether the job's changes are to be kept. The time is taken per job: one that waited in the queue acts when it
    /// acts.
    fn run(&self, job: &mut Job) -> Result<bool> {
        let kept = job.run(&Tx::new(Conn::Sqlite(&self.conn), Mode::Write, &*self.ambient))?;
        if self.conn.is_autocommit() {
            // A full disk ended the whole transaction under our hands.
            return Err(Error::Unwritable("the disk is full".into()));
        }
        Ok(kept)
    }
}

/// Answers the units of work of a group that cannot be written, and keeps its appends.
fn refuse_units(group: Vec<Job>) -> Vec<Job> {
    let (units, appends): (Vec<_>, Vec<_>) = group.into_iter().partition(|job| matches!(job, Job::Unit(_)));
    units.into_iter().for_each(|job| job.answer(Err("the disk is full".to_owned())));
    appends
}

impl Job {
    /// Runs inside a savepoint; `false` rolls it back, an error the whole group.
    fn run(&mut self, tx: &Tx<'_>) -> Result<bool> {
        match self {
            Job::Unit(unit) => Ok(unit.run(tx)),
            Job::Append { rows, kept, .. } => match appends::insert(tx, rows) {
                Err(error @ Error::Unwritable(_)) => Err(error),
                done => {
                    *kept = done.is_ok();
                    Ok(*kept)
                }
            },
        }
    }

    fn answer(self, committed: Result<(), String>) {
        match self {
            Job::Unit(unit) => unit.answer(committed),
            Job::Append { reply, kept, .. } => {
                let said = match committed {
                    Ok(()) if kept => Ok(()),
                    Ok(()) => Err(Error::Unwritable("the log refused a line".into())),
                    Err(why) => Err(Error::Unwritable(why)),
                };
                // Nobody may be waiting any more; then there is nobody to tell.
                let _ = reply.send(said);
            }
        }
    }
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
        let _ = self.reply.send(outcome);
    }
}
