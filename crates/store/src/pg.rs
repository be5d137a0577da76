//! PostgreSQL: a pool of sessions, serializable writes that run again when they met another, and few round trips.

mod reply;
mod session;
mod wire;

use std::sync::{Condvar, Mutex, PoisonError};

use kernel::{Ambient, Error, Result};

pub(crate) use reply::Reply;
pub use session::SETTINGS;
pub(crate) use session::Session;

use crate::tx::{Conn, Mode, Tx};
use crate::{Append, appends};

/// Sessions at most; each serves one unit of work at a time.
const SESSIONS: usize = 16;
/// How often a write that met another is run again.
const ATTEMPTS: u32 = 8;

/// An opened PostgreSQL database.
pub(crate) struct Pg {
    url: String,
    pool: Mutex<Pool>,
    returned: Condvar,
}

struct Pool {
    idle: Vec<Session>,
    open: usize,
}

impl Pg {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let first = Session::connect(url)?;
        first.prove()?;
        let pool = Mutex::new(Pool { idle: vec![first], open: 1 });
        Ok(Self { url: url.to_owned(), pool, returned: Condvar::new() })
    }

    /// The connection string, for the tools of PostgreSQL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Reads on one snapshot, and makes something of the answer while the server commits what was appended, right behind
    /// the snapshot's end. Concurrent commits share a flush inside the server.
    pub(crate) fn read<T, U>(
        &self,
        ambient: &dyn Ambient,
        f: impl FnOnce(&Tx<'_>) -> Result<T>,
        make: impl FnOnce(T) -> Result<U>,
    ) -> Result<U> {
        self.with_session(|session| {
            session.say("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let tx = Tx::new(Conn::Pg(session), Mode::Read, ambient);
            let out = f(&tx);
            session.say("COMMIT")?;
            let rows = tx.take_deferred();
            append(session, ambient, &rows)?;
            session.leave();
            let made = out.and_then(make);
            if !rows.is_empty() {
                // Without the log there is no data: if it was not written, the read was in vain.
                session.settle().map_err(|error| Error::Unwritable(error.to_string()))?;
            }
            made
        })
    }

    /// Writes; `f` may run several times, each time on a fresh transaction.
    pub(crate) fn write<T>(&self, ambient: &dyn Ambient, f: impl Fn(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.with_session(|session| {
            for _ in 0..ATTEMPTS {
                match Self::attempt(session, ambient, &f) {
                    Err(Error::Retry) => {}
                    other => return other,
                }
            }
            Err(Error::Database("too many writes met each other; try again".into()))
        })
    }

    fn attempt<T>(session: &Session, ambient: &dyn Ambient, f: impl Fn(&Tx<'_>) -> Result<T>) -> Result<T> {
        session.begin("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        let out = f(&Tx::new(Conn::Pg(session), Mode::Write, ambient));
        match out {
            Ok(value) => session.commit().map(|()| value),
            Err(error) => {
                session.batch("ROLLBACK")?;
                Err(error)
            }
        }
    }

    fn with_session<T>(&self, f: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        let lease = Lease { session: Some(self.take()?), home: self };
        match &lease.session {
            Some(session) => f(session),
            None => Err(Error::Database("no session".into())),
        }
    }

    fn take(&self) -> Result<Session> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(session) = pool.idle.pop() {
                return Ok(session);
            }
            if pool.open < SESSIONS {
                pool.open += 1;
                drop(pool);
                return Session::connect(&self.url).inspect_err(|_| self.forget());
            }
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn forget(&self) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.returned.notify_one();
    }
}

/// Sends rows for an append-only table. What one statement carries is a transaction by itself.
fn append(session: &Session, ambient: &dyn Ambient, rows: &[Append]) -> Result<()> {
    let tx = Tx::new(Conn::Pg(session), Mode::Write, ambient);
    if !appends::is_one_statement(rows) {
        session.say("BEGIN")?;
        appends::insert(&tx, rows)?;
        return session.say("COMMIT");
    }
    appends::insert(&tx, rows)
}

/// A session on loan; a broken one, or one with a transaction left open by a panic, is not taken back.
struct Lease<'a> {
    session: Option<Session>,
    home: &'a Pg,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else { return };
        if session.usable() && !std::thread::panicking() {
            self.home.pool.lock().unwrap_or_else(PoisonError::into_inner).idle.push(session);
            self.home.returned.notify_one();
        } else {
            self.home.forget();
        }
    }
}
