use std::{path::Path, time::Duration};

use kernel::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::fault;

/// Older versions can lose committed writes when a checkpoint meets a write (fixed in 3.51.3).
const OLDEST: i32 = 3_051_003;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;
/// How long a connection waits for another process (a backup, the command line) to let go.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a connection and proves that its settings are safe.
pub(crate) fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(fault::sqlite)?;
    set(&conn, read_only)?;
    prove(&conn)?;
    Ok(conn)
}

fn set(conn: &Connection, read_only: bool) -> Result<()> {
    conn.busy_timeout(PATIENCE).map_err(fault::sqlite)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise a statement is compiled again whenever other values are bound to it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault::sqlite)?;
    // No mmap: every commit of another connection takes the whole mapping down, and each page of it faults anew.
    let settings = "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA case_sensitive_like = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8000;
         PRAGMA mmap_size = 0;";
    conn.execute_batch(settings).or_else(|error| match fault::sqlite(error) {
        // A disk that went read-only still answers questions: the journal mode is then as it was.
        Error::Unwritable(_) => conn
            .execute_batch("PRAGMA case_sensitive_like = ON; PRAGMA foreign_keys = ON;")
            .map_err(fault::sqlite),
        other => Err(other),
    })?;
    if read_only {
        conn.execute_batch("PRAGMA query_only = ON").map_err(fault::sqlite)?;
    }
    Ok(())
}

/// Refuses to work on a database that would not keep its word.
fn prove(conn: &Connection) -> Result<()> {
    if rusqlite::version_number() < OLDEST {
        return Err(Error::Database(format!(
            "SQLite {} can lose committed writes; 3.51.3 or later is required",
            rusqlite::version()
        )));
    }
    let expectations = [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")];
    for (setting, expected) in expectations {
        let found = pragma(conn, setting)?;
        if found != expected {
            return Err(Error::Database(format!(
                "unsafe SQLite setting: {setting} is {found}, must be {expected} (a network file system cannot hold the database)"
            )));
        }
    }
    Ok(())
}

fn pragma(conn: &Connection, name: &str) -> Result<String> {
    conn.pragma_query_value(None, name, |row| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        })
    })
    .map_err(fault::sqlite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_file_is_safe_and_a_weakened_one_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let conn = connect(&dir.path().join("kasane.sqlite"), false).unwrap();
        assert!(prove(&conn).is_ok());
        conn.execute_batch("PRAGMA synchronous = OFF").unwrap();
        assert!(prove(&conn).unwrap_err().to_string().contains("synchronous is 0"));
    }

    #[test]
    fn a_reader_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kasane.sqlite");
        connect(&path, false).unwrap().execute_batch("CREATE TABLE t (a INTEGER)").unwrap();
        assert!(connect(&path, true).unwrap().execute_batch("INSERT INTO t VALUES (1)").is_err());
    }
}
