use std::cell::RefCell;
use std::collections::HashMap;

use kernel::{Error, Result};
use postgres::types::ToSql;
use postgres::{Client, NoTls, Statement};

use crate::row::Inner;
use crate::{Bound, FromRow, Param, Row, fault};

/// One connection with its prepared statements.
pub(crate) struct Session {
    client: RefCell<Client>,
    prepared: RefCell<HashMap<String, Statement>>,
}

impl Session {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let client = Client::connect(url, NoTls).map_err(fault::pg)?;
        Ok(Self { client: RefCell::new(client), prepared: RefCell::default() })
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
        !self.client.borrow().is_closed()
    }

    pub(crate) fn all<R: FromRow>(&self, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
        let statement = self.prepare(sql)?;
        let values: Vec<Bound<'_>> = params.iter().map(|p| p.bound()).collect();
        let rows = self.client.borrow_mut().query(&statement, &as_sql(&values)).map_err(fault::pg)?;
        rows.iter().map(|row| R::from_row(&Row(Inner::Pg(row)))).collect()
    }

    pub(crate) fn exec(&self, sql: &str, params: &[&dyn Param]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let values: Vec<Bound<'_>> = params.iter().map(|p| p.bound()).collect();
        self.client.borrow_mut().execute(&statement, &as_sql(&values)).map_err(fault::pg)
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.client.borrow_mut().batch_execute(sql).map_err(fault::pg)
    }

    fn prepare(&self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.borrow_mut().prepare(sql).map_err(fault::pg)?;
        self.prepared.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn as_sql<'a>(values: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
