use std::sync::{Arc, mpsc};
use std::thread;

use kernel::{Ambient, Error, Result};

use super::Session;
use crate::tx::{Conn, Mode, Tx};
use crate::{Append, appends};

/// Reads whose rows share one commit at most.
const GROUP: usize = 64;

struct Job {
    rows: Vec<Append>,
    reply: mpsc::SyncSender<Result<()>>,
}

/// The thread that commits the rows of concurrent reads together, on a session of its own.
pub(crate) struct Appender {
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Appender {
    pub(crate) fn start(url: String, ambient: Arc<dyn Ambient>) -> Self {
        let (queue, jobs) = mpsc::channel();
        let thread = thread::spawn(move || work(&url, &*ambient, &jobs));
        Self { queue: Some(queue), thread: Some(thread) }
    }

    /// Returns when the rows have been committed.
    pub(crate) fn append(&self, rows: Vec<Append>) -> Result<()> {
        let (reply, answer) = mpsc::sync_channel(1);
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(Job { rows, reply }).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }
}

impl Drop for Appender {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn stopped() -> Error {
    Error::Database("the appender has stopped".into())
}

fn work(url: &str, ambient: &dyn Ambient, jobs: &mpsc::Receiver<Job>) {
    let mut session = None;
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP - 1));
        let rows: Vec<Append> = group.iter_mut().flat_map(|job| std::mem::take(&mut job.rows)).collect();
        let outcome = commit(url, ambient, &mut session, &rows);
        if outcome.is_err() {
            // Whatever state the session is in, the next group starts on a new one.
            session = None;
        }
        for job in group {
            let answer = outcome.as_ref().copied().map_err(|e| Error::Unwritable(e.to_string()));
            let _ = job.reply.send(answer);
        }
    }
}

fn commit(url: &str, ambient: &dyn Ambient, session: &mut Option<Session>, rows: &[Append]) -> Result<()> {
    let session = match session {
        Some(session) => session,
        none => none.insert(Session::connect(url)?),
    };
    // A single statement is a transaction by itself: one round trip and one flush.
    let single = appends::fits_one_statement(rows);
    if !single {
        session.batch("BEGIN")?;
    }
    appends::insert(&Tx::new(Conn::Pg(session), Mode::Write, ambient), rows)?;
    if single { Ok(()) } else { session.batch("COMMIT") }
}
