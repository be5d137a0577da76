//! The floor of a page: the raw SQL of the same answer through the bare driver, one bare insert of its audit row at
//! the same durability, and (elsewhere) serving the same bytes from memory.

use anyhow::Result;
use postgres::types::ToSql;
use rusqlite::config::DbConfig;

/// A bare connection of either kind.
pub enum Bare {
    /// `rusqlite`, with the settings that the product insists on.
    Sqlite(rusqlite::Connection),
    /// `postgres`, statements prepared once.
    Pg(Box<postgres::Client>, std::collections::HashMap<String, postgres::Statement>),
}

/// A text parameter, or a number.
#[derive(Debug, Clone)]
pub enum Value {
    /// `TEXT`.
    Text(String),
    /// `BIGINT`.
    Int(i64),
    /// `BOOLEAN`, as the two databases keep it.
    Bool(bool),
    /// `NULL`.
    Null,
}

impl Bare {
    /// Opens the same database as the product, without it.
    ///
    /// # Errors
    /// If it cannot be reached.
    pub fn open(config: &store::Config) -> Result<Self> {
        match config {
            store::Config::Sqlite(path) => {
                let conn = rusqlite::Connection::open(path)?;
                conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
                conn.execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                     PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -8000; PRAGMA mmap_size = 0;
                     PRAGMA busy_timeout = 10000;",
                )?;
                conn.set_prepared_statement_cache_capacity(256);
                Ok(Self::Sqlite(conn))
            }
            store::Config::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls)?;
                client.batch_execute(store::POSTGRES_SETTINGS)?;
                Ok(Self::Pg(Box::new(client), std::collections::HashMap::new()))
            }
        }
    }

    /// Whether this is SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Runs a query and reads every column of every row; answers the number of rows.
    ///
    /// # Errors
    /// Those of the driver.
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<usize> {
        match self {
            Self::Sqlite(conn) => sqlite_query(conn, sql, values),
            Self::Pg(client, prepared) => {
                let statement = statement(client, prepared, sql)?;
                let rows =
                    client.query(&statement, &boxed(values).iter().map(|b| &**b).collect::<Vec<_>>())?;
                for row in &rows {
                    for i in 0..row.len() {
                        read_pg(row, i);
                    }
                }
                Ok(rows.len())
            }
        }
    }

    /// Runs several changes in one transaction that reaches the disk.
    ///
    /// # Errors
    /// Those of the driver.
    pub fn transaction(&mut self, changes: &[(&str, Vec<Value>)]) -> Result<()> {
        match self {
            Self::Sqlite(conn) => {
                conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
                for (sql, values) in changes {
                    sqlite_query(conn, sql, values)?;
                }
                conn.prepare_cached("COMMIT")?.execute([])?;
            }
            Self::Pg(client, prepared) => {
                client.batch_execute("BEGIN")?;
                for (sql, values) in changes {
                    let statement = statement(client, prepared, sql)?;
                    client.execute(&statement, &boxed(values).iter().map(|b| &**b).collect::<Vec<_>>())?;
                }
                client.batch_execute("COMMIT")?;
            }
        }
        Ok(())
    }

    /// One change by itself.
    ///
    /// # Errors
    /// Those of the driver.
    pub fn change(&mut self, sql: &str, values: &[Value]) -> Result<()> {
        match self {
            Self::Sqlite(conn) => sqlite_query(conn, sql, values).map(drop),
            Self::Pg(client, prepared) => {
                let statement = statement(client, prepared, sql)?;
                client.execute(&statement, &boxed(values).iter().map(|b| &**b).collect::<Vec<_>>())?;
                Ok(())
            }
        }
    }
}

fn sqlite_query(conn: &rusqlite::Connection, sql: &str, values: &[Value]) -> Result<usize> {
    let mut statement = conn.prepare_cached(sql)?;
    for position in 1..=statement.parameter_count() {
        let name = statement.parameter_name(position).unwrap_or("$1").to_owned();
        let value = &values[name[1..].parse::<usize>()? - 1];
        match value {
            Value::Text(text) => statement.raw_bind_parameter(position, text)?,
            Value::Int(n) => statement.raw_bind_parameter(position, n)?,
            Value::Bool(b) => statement.raw_bind_parameter(position, b)?,
            Value::Null => statement.raw_bind_parameter(position, rusqlite::types::Null)?,
        }
    }
    if statement.column_count() == 0 {
        return Ok(statement.raw_execute()?);
    }
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut n = 0;
    while let Some(row) = rows.next()? {
        for i in 0..columns {
            match row.get_ref(i)? {
                rusqlite::types::ValueRef::Text(bytes) => drop(std::hint::black_box(bytes.to_vec())),
                other => drop(std::hint::black_box(other)),
            }
        }
        n += 1;
    }
    Ok(n)
}

fn statement(
    client: &mut postgres::Client,
    prepared: &mut std::collections::HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement> {
    if let Some(statement) = prepared.get(sql) {
        return Ok(statement.clone());
    }
    let statement = client.prepare(sql)?;
    prepared.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}

fn boxed(values: &[Value]) -> Vec<Box<dyn ToSql + Sync>> {
    values
        .iter()
        .map(|value| match value {
            Value::Text(text) => Box::new(text.clone()) as Box<dyn ToSql + Sync>,
            Value::Int(n) => Box::new(*n),
            Value::Bool(b) => Box::new(*b),
            Value::Null => Box::new(None::<String>),
        })
        .collect()
}

fn read_pg(row: &postgres::Row, i: usize) {
    match row.columns()[i].type_().name() {
        "int8" => drop(std::hint::black_box(row.get::<_, Option<i64>>(i))),
        "bool" => drop(std::hint::black_box(row.get::<_, Option<bool>>(i))),
        _ => drop(std::hint::black_box(row.get::<_, Option<String>>(i))),
    }
}
