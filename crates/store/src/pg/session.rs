use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Error, Result};
use tokio::sync::oneshot;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use super::Reply;
use super::wire::{Answer, Wire};
use crate::param::Owned;
use crate::row::Inner;
use crate::{Bound, FromRow, Param, Row};

/// Questions here are long, with many rare branches and few rows. PostgreSQL expects much work and compiles them to machine
/// code first, for seconds; and it plans them anew each time, for longer than they run. It takes a page looked up for four times as
/// dear as one in a row, as on discs that turn, and would rather read a whole table than two thousand rows of it.
pub const SETTINGS: &str =
    "SET jit = off; SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1";

/// One connection with its prepared statements.
pub(crate) struct Session {
    wire: Wire,
    // Shared with what is on its way.
    client: Arc<Client>,
    prepared: RefCell<HashMap<String, Statement>>,
}

impl Session {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let (wire, client) = Wire::connect(url)?;
        let session = Self { wire, client: Arc::new(client), prepared: RefCell::default() };
        session.batch(SETTINGS)?;
        Ok(session)
    }

    /// Refuses a database that sorts otherwise than SQLite does, or that may lose what it acknowledged.
    pub(crate) fn prove(&self) -> Result<()> {
        let settings: Vec<(String, String, String)> = self.all(
            "SELECT datcollate, current_setting('server_encoding'), current_setting('synchronous_commit')
             FROM pg_database WHERE datname = current_database()",
            &[],
        )?;
        match settings.first() {
            Some((collate, encoding, commit)) if collate == "C" && encoding == "UTF8" && commit != "off" => {
                Ok(())
            }
            other => Err(Error::Database(format!(
                "the PostgreSQL database must have LC_COLLATE=C, UTF8 and synchronous_commit other than off; found {other:?}"
            ))),
        }
    }

    pub(crate) fn usable(&self) -> bool {
        !self.client.is_closed()
    }

    pub(crate) fn all<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
        let (statement, values) = (self.prepare(sql)?, bound(params));
        let rows = self.wire.ask(self.client.query(&statement, &as_sql(&values)))?;
        rows.iter().map(|row| R::from_row(&Row(Inner::Pg(row)))).collect()
    }

    /// Answers how many rows were touched.
    pub(crate) fn changed(&self, sql: &str, params: &[&dyn Param]) -> Result<u64> {
        let (statement, values) = (self.prepare(sql)?, bound(params));
        self.wire.ask(self.client.execute(&statement, &as_sql(&values)))
    }

    /// Lets the change travel with the next question, which also tells its failure. The first one after an answer leaves by
    /// itself: the server works on it while the next ones are made.
    pub(crate) fn exec(&self, sql: &str, params: &[&dyn Param]) -> Result<()> {
        let (statement, client) = (self.prepare(sql)?, Arc::clone(&self.client));
        let values = owned(params);
        self.wire.send(async move {
            let values: Vec<Bound<'_>> = values.iter().map(Param::bound).collect();
            client.execute(&statement, &as_sql(&values)).await.map(drop)
        })?;
        if self.wire.has_one_on_its_way() {
            self.wire.flush();
        }
        Ok(())
    }

    /// Asks without waiting.
    pub(crate) fn ask(&self, sql: &str, params: &[&dyn Param]) -> Result<Reply<'_>> {
        let (statement, client) = (self.prepare(sql)?, Arc::clone(&self.client));
        let values = owned(params);
        let (answer, rows) = oneshot::channel();
        self.wire.send(async move {
            let values: Vec<Bound<'_>> = values.iter().map(Param::bound).collect();
            // Whoever asked may have stopped waiting.
            let _ = answer.send(client.query(&statement, &as_sql(&values)).await);
            Ok(())
        })?;
        Ok(Reply::new(self, rows))
    }

    pub(super) fn wait<T>(&self, answer: impl Future<Output = Answer<T>>) -> Result<T> {
        self.wire.ask(answer)
    }

    /// As [`Session::exec`], for words without parameters: to begin and to end a transaction.
    pub(crate) fn say(&self, sql: &'static str) -> Result<()> {
        let client = Arc::clone(&self.client);
        self.wire.send(async move { client.batch_execute(sql).await })
    }

    /// Begins a transaction.
    pub(crate) fn begin(&self, sql: &'static str) -> Result<()> {
        self.wire.unspoil();
        self.say(sql)
    }

    /// Ends a transaction by keeping it, unless something in it has failed and was passed over: then PostgreSQL would
    /// take it back without a word.
    pub(crate) fn commit(&self) -> Result<()> {
        if self.wire.is_spoilt() {
            self.batch("ROLLBACK")?;
            return Err(Error::Database("a statement failed and was passed over; nothing was saved".into()));
        }
        self.batch("COMMIT")
    }

    /// Several statements at once, and their outcome.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.wire.ask(self.client.batch_execute(sql))
    }

    /// Waits for all that was sent.
    pub(crate) fn settle(&self) -> Result<()> {
        self.wire.settle()
    }

    /// Lets what was said leave, without waiting for what comes of it.
    pub(crate) fn leave(&self) {
        self.wire.flush();
    }

    fn prepare(&self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.wire.ask(self.client.prepare(sql))?;
        self.prepared.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn owned(params: &[&dyn Param]) -> Vec<Owned> {
    params.iter().map(|param| param.bound().owned()).collect()
}

fn bound<'a>(params: &'a [&dyn Param]) -> Vec<Bound<'a>> {
    params.iter().map(|param| param.bound()).collect()
}

fn as_sql<'a>(values: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
