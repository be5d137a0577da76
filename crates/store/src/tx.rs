use std::cell::RefCell;

use kernel::{Ambient, Error, Id, Instant, Result};

use crate::reply::{Inner, Reply};
use crate::{Append, FromRow, Kind, Param, appends, bulk, pg, sqlite};

/// An open transaction: the first argument of every function of the domain.
pub struct Tx<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) mode: Mode,
    ambient: &'a dyn Ambient,
    now: Instant,
    deferred: RefCell<Vec<Append>>,
}

pub(crate) enum Conn<'a> {
    Sqlite(&'a rusqlite::Connection),
    Pg(&'a pg::Session),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: Conn<'a>, mode: Mode, ambient: &'a dyn Ambient) -> Self {
        Self { conn, mode, ambient, now: ambient.now(), deferred: RefCell::default() }
    }

    /// Every row of the answer.
    ///
    /// # Errors
    /// Whatever the database reports, and [`Error::Corrupt`] for a column of an unexpected kind.
    pub fn all<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
        match &self.conn {
            Conn::Sqlite(conn) => sqlite::all(conn, sql, params),
            Conn::Pg(session) => session.all(sql, params),
        }
    }

    /// Asks without waiting, so that several questions share a round trip to PostgreSQL. SQLite answers at once.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub fn ask<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<Reply<'_, R>> {
        Ok(Reply(match &self.conn {
            Conn::Sqlite(conn) => Inner::Here(sqlite::all(conn, sql, params)?),
            Conn::Pg(session) => Inner::Coming(session.ask(sql, params)?),
        }))
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub fn opt<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<Option<R>> {
        match &self.conn {
            Conn::Sqlite(conn) => sqlite::opt(conn, sql, params),
            Conn::Pg(session) => Ok(session.all(sql, params)?.into_iter().next()),
        }
    }

    /// The first row.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn one<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<R> {
        self.opt(sql, params)?.ok_or(Error::NotFound)
    }

    /// Runs a change. On PostgreSQL it travels with the next statement that is waited for, the commit at the latest.
    ///
    /// # Errors
    /// Whatever the database reports; on PostgreSQL a later statement may be the one to tell.
    pub fn exec(&self, sql: &str, params: &[&dyn Param]) -> Result<()> {
        self.may_change(sql)?;
        match &self.conn {
            Conn::Sqlite(conn) => sqlite::exec(conn, sql, params).map(drop),
            Conn::Pg(session) => session.exec(sql, params),
        }
    }

    /// Runs a change; answers the number of rows that it touched.
    ///
    /// # Errors
    /// Whatever the database reports.
    pub fn changed(&self, sql: &str, params: &[&dyn Param]) -> Result<u64> {
        self.may_change(sql)?;
        match &self.conn {
            Conn::Sqlite(conn) => sqlite::exec(conn, sql, params),
            Conn::Pg(session) => session.changed(sql, params),
        }
    }

    /// Runs an insert of one row, `INSERT INTO … VALUES ($1, …)`, for every `width` values.
    ///
    /// SQLite takes row after row by one prepared statement: one of many rows would keep a journal of its own, and have
    /// FTS5 write its memory out. PostgreSQL gets many rows in a statement, because each costs more than its rows.
    ///
    /// # Errors
    /// As [`Tx::exec`]; [`Error::Database`] if the values are no whole rows.
    pub fn insert<P: Param>(&self, sql: &str, width: usize, values: &[P]) -> Result<()> {
        self.may_change(sql)?;
        if width == 0 || !values.len().is_multiple_of(width) {
            return Err(Error::Database(format!("{} values are no rows of {width}: {sql}", values.len())));
        }
        match &self.conn {
            Conn::Sqlite(conn) => sqlite::insert(conn, sql, width, values),
            Conn::Pg(session) => bulk::send(session, sql, width, values),
        }
    }

    fn may_change(&self, sql: &str) -> Result<()> {
        match self.mode {
            Mode::Write => Ok(()),
            Mode::Read => Err(Error::Database(format!("a question must not change rows: {sql}"))),
        }
    }

    /// Runs a change that must touch exactly one row: the place to put an invariant into the `WHERE`.
    ///
    /// # Errors
    /// [`Error::Stale`] if it touched none: the row has changed since it was read.
    pub fn exec_one(&self, sql: &str, params: &[&dyn Param]) -> Result<()> {
        match self.changed(sql, params)? {
            1 => Ok(()),
            0 => Err(Error::Stale),
            n => Err(Error::Corrupt(format!("one row expected, {n} changed: {sql}"))),
        }
    }

    /// Appends a row to an append-only table: at once in a write, and in a read together with those of other
    /// reads before the answer leaves.
    ///
    /// # Errors
    /// Whatever the database reports.
    pub fn append(&self, row: Append) -> Result<()> {
        match self.mode {
            Mode::Write => appends::insert(self, &[row]),
            Mode::Read => {
                self.deferred.borrow_mut().push(row);
                Ok(())
            }
        }
    }

    pub(crate) fn take_deferred(&self) -> Vec<Append> {
        self.deferred.take()
    }

    /// The moment at which this unit of work began: one value for all its rules and rows.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// A fresh id.
    pub fn new_id<T>(&self) -> Id<T> {
        kernel::new_id(self.ambient)
    }

    /// Unpredictable bytes, for codes and tokens.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ambient.fill(&mut bytes);
        bytes
    }

    /// Which database this is; only [`dialect`](crate::dialect) may ask.
    pub fn kind(&self) -> Kind {
        match self.conn {
            Conn::Sqlite(_) => Kind::Sqlite,
            Conn::Pg(_) => Kind::Postgres,
        }
    }

    /// Several statements at once, without parameters: for migrations only.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        match &self.conn {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(crate::fault::sqlite),
            Conn::Pg(session) => session.batch(sql),
        }
    }
}
