use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use kernel::{Ambient, Error, Result};
use rusqlite::Connection;

use super::pen::Pen;
use crate::tx::Tx;
use crate::{Append, appends};

/// Jobs that share one commit at most.
const GROUP: usize = 64;

/// One connection writes. Whoever finds the pen on the desk takes it, writes for all that wait, and hands it on: a
/// write on a quiet day wakes nobody, and on a busy one a flush to disk is shared. Each job of a group runs inside its
/// own savepoint, so that one which fails leaves the others alone.
pub(crate) struct Writer {
    desk: Mutex<Desk>,
}

struct Desk {
    /// Away while somebody writes.
    pen: Option<Box<Pen>>,
    waiting: VecDeque<Job>,
}

pub(super) enum Job {
    /// A unit of work.
    Unit(Box<dyn Unit>),
    /// Rows for an append-only table: what reads leave in the log.
    Append { rows: Vec<Append>, reply: Reply<()>, kept: bool },
}

/// What one who waits is told.
pub(super) enum Word<T> {
    /// What became of the job.
    Done(Result<T>),
    /// That nobody writes any more, and the job is the first in the queue.
    Lead(Box<Pen>),
}

pub(super) type Reply<T> = mpsc::SyncSender<Word<T>>;

/// A unit of work without its types.
pub(super) trait Unit: Send {
    /// Runs inside a savepoint; `false` rolls it back.
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    /// Answers the one who waits, after the group's commit.
    fn answer(self: Box<Self>, committed: Result<(), String>);
    /// Hands the pen to the one who waits; gives it back if nobody does.
    fn lead(&self, pen: Box<Pen>) -> Option<Box<Pen>>;
}

impl Writer {
    pub(crate) fn new(conn: Connection, path: &Path, ambient: Arc<dyn Ambient>) -> Self {
        let pen = Some(Box::new(Pen::new(conn, path, ambient)));
        Self { desk: Mutex::new(Desk { pen, waiting: VecDeque::new() }) }
    }

    /// Runs `f` in a transaction that has reached the disk when this returns.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, words) = mpsc::sync_channel(1);
        self.submit(Job::Unit(Box::new(Typed { work: Some(f), outcome: None, reply })), &words)
    }

    /// Commits rows for an append-only table.
    pub(crate) fn append(&self, rows: Vec<Append>) -> Result<()> {
        let (reply, words) = mpsc::sync_channel(1);
        self.submit(Job::Append { rows, reply, kept: false }, &words)
    }

    /// The pen, if it lies on the desk.
    pub(crate) fn free(&self) -> Option<Hand<'_>> {
        let pen = self.desk().pen.take()?;
        Some(Hand { pen: Some(pen), writer: self })
    }

    fn submit<T>(&self, job: Job, words: &mpsc::Receiver<Word<T>>) -> Result<T> {
        let mut desk = self.desk();
        desk.waiting.push_back(job);
        let pen = desk.pen.take();
        drop(desk);
        if let Some(pen) = pen {
            self.lead(pen);
        }
        loop {
            match words.recv() {
                Ok(Word::Done(outcome)) => return outcome,
                Ok(Word::Lead(pen)) => self.lead(pen),
                Err(_) => return Err(stopped()),
            }
        }
    }

    /// Writes one group, one's own job among it.
    fn lead(&self, pen: Box<Pen>) {
        let mut hand = Hand { pen: Some(pen), writer: self };
        let mut desk = self.desk();
        let most = desk.waiting.len().min(GROUP);
        let group: Vec<Job> = desk.waiting.drain(..most).collect();
        drop(desk);
        if let Some(pen) = &mut hand.pen {
            pen.serve(group);
        }
    }

    /// A panic elsewhere does not spoil a queue.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever holds the pen gives it on, even in a panic.
pub(crate) struct Hand<'a> {
    pen: Option<Box<Pen>>,
    writer: &'a Writer,
}

impl Hand<'_> {
    /// Reads with the pen; see [`Pen::look`].
    pub(crate) fn look<T>(
        &mut self,
        look: impl FnOnce(&Connection) -> (T, Vec<Append>),
    ) -> Result<(T, Vec<Append>)> {
        self.pen.as_mut().ok_or_else(stopped)?.look(look)
    }

    /// Writes down what a read appended; answers what could not be written.
    pub(crate) fn note(&mut self, rows: Vec<Append>) -> Result<Vec<Append>> {
        self.pen.as_mut().ok_or_else(stopped)?.note(rows)
    }

    /// Empties the cache of the pen.
    pub(crate) fn shed(&self) -> Result<()> {
        self.pen.as_ref().ok_or_else(stopped)?.shed()
    }
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        let Some(mut pen) = self.pen.take() else { return };
        let mut desk = self.writer.desk();
        while let Some(next) = desk.waiting.front() {
            match next.lead(pen) {
                None => return,
                Some(back) => pen = back,
            }
            desk.waiting.pop_front();
        }
        desk.pen = Some(pen);
    }
}

fn stopped() -> Error {
    Error::Database("a write broke off; nothing of it was saved".into())
}

impl Job {
    /// Runs inside a savepoint; `false` rolls it back, an error the whole group.
    pub(super) fn run(&mut self, tx: &Tx<'_>) -> Result<bool> {
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

    pub(super) fn answer(self, committed: Result<(), String>) {
        match self {
            Job::Unit(unit) => unit.answer(committed),
            Job::Append { reply, kept, .. } => {
                let said = match committed {
                    Ok(()) if kept => Ok(()),
                    Ok(()) => Err(Error::Unwritable("the log refused a line".into())),
                    Err(why) => Err(Error::Unwritable(why)),
                };
                // Nobody may be waiting any more; then there is nobody to tell.
                let _ = reply.send(Word::Done(said));
            }
        }
    }

    /// Hands the pen to the one who waits; gives it back if nobody does.
    fn lead(&self, pen: Box<Pen>) -> Option<Box<Pen>> {
        match self {
            Job::Unit(unit) => unit.lead(pen),
            Job::Append { reply, .. } => hand_to(reply, pen),
        }
    }
}

fn hand_to<T>(reply: &Reply<T>, pen: Box<Pen>) -> Option<Box<Pen>> {
    match reply.try_send(Word::Lead(pen)) {
        Err(
            mpsc::TrySendError::Disconnected(Word::Lead(pen)) | mpsc::TrySendError::Full(Word::Lead(pen)),
        ) => Some(pen),
        _ => None,
    }
}

struct Typed<T, F> {
    work: Option<F>,
    outcome: Option<Result<T>>,
    reply: Reply<T>,
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
        let _ = self.reply.send(Word::Done(outcome));
    }

    fn lead(&self, pen: Box<Pen>) -> Option<Box<Pen>> {
        hand_to(&self.reply, pen)
    }
}
