//! PostgreSQL: a pool of sessions, serializable writes that run again when they met another, grouped appends.

mod appender;
mod session;

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use kernel::{Ambient, Error, Result};

pub(crate) use session::Session;

use crate::tx::{Conn, Mode, Tx};
use appender::Appender;

/// Sessions at most; each serves one unit of work at a time.
const SESSIONS: usize = 16;
/// How often a write that met another is run again.
const ATTEMPTS: u32 = 8;

/// An opened PostgreSQL database.
pub(crate) struct Pg {
    url: String,
    pool: Mutex<Pool>,
    returned: Condvar,
    pub(crate) appender: Appender,
}

struct Pool {
    idle: Vec<Session>,
    open: usize,
}

impl Pg {
    pub(crate) fn open(url: &str, ambient: &Arc<dyn Ambient>) -> Result<Self> {
        let first = Session::connect(url)?;
        first.prove()?;
        let appender = Appender::start(url.to_owned(), Arc::clone(ambient));
        let pool = Mutex::new(Pool { idle: vec![first], open: 1 });
        Ok(Self { url: url.to_owned(), pool, returned: Condvar::new(), appender })
    }

    /// The connection string, for the tools of PostgreSQL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Reads on one snapshot.
    pub(crate) fn read<T>(&self, ambient: &dyn Ambient, f: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.with_session(|session| {
            session.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let out = f(&Tx::new(Conn::Pg(session), Mode::Read, ambient));
            session.batch("COMMIT")?;
            out
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
        session.batch("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        let out = f(&Tx::new(Conn::Pg(session), Mode::Write, ambient));
        match out {
            Ok(value) => session.batch("COMMIT").map(|()| value),
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
