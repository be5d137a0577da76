use std::path::Path;
use std::process::Command;
use std::time::Duration;

use kernel::{Error, Result};

use crate::db::Engine;
use crate::{Config, Db, Kind, fault, sqlite};

/// Pages copied between two looks at whether someone wants to write.
const PAGES: std::ffi::c_int = 2_000;

impl Db {
    /// Copies the whole database into `target` while it is in use: an SQLite file, or a `pg_dump` archive.
    ///
    /// # Errors
    /// [`Error::Conflict`]-like database errors if `target` exists, cannot be written, or fails its own check.
    pub fn backup(&self, target: &Path) -> Result<()> {
        if target.exists() {
            return Err(Error::Unwritable(format!(
                "{} exists already; choose another name",
                target.display()
            )));
        }
        match &*self.engine {
            Engine::Sqlite(source) => {
                let mut copy = rusqlite::Connection::open(target).map_err(fault::sqlite)?;
                let conn = sqlite::connect(&source.path, true)?;
                let run = rusqlite::backup::Backup::new(&conn, &mut copy).map_err(fault::sqlite)?;
                run.run_to_completion(PAGES, Duration::ZERO, None).map_err(fault::sqlite)?;
                drop(run);
                sound(&copy)
            }
            Engine::Pg(pg) => tool(
                Command::new("pg_dump")
                    .args(["--format=custom", "--no-owner", "--file"])
                    .arg(target)
                    .arg(pg.url()),
            ),
        }
    }

    /// What the database itself finds wrong: page structure and foreign keys.
    ///
    /// # Errors
    /// Those of the database.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let mut findings: Vec<String> = match self.kind() {
            Kind::Sqlite => {
                self.read(|tx| tx.all("SELECT integrity_check FROM pragma_integrity_check", &[]))?
            }
            // PostgreSQL enforces foreign keys itself; constraints that were never validated are the exception.
            Kind::Postgres => self.read(|tx| {
                tx.all("SELECT 'not validated: ' || conname FROM pg_constraint WHERE NOT convalidated", &[])
            })?,
        };
        findings.retain(|line| line != "ok");
        if self.kind() == Kind::Sqlite {
            let broken: Vec<(String, i64)> = self.read(|tx| {
                tx.all("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1", &[])
            })?;
            findings.extend(
                broken.into_iter().map(|(table, n)| format!("{table}: {n} rows without their parent")),
            );
        }
        Ok(findings)
    }
}

/// Puts a backup in the place that `config` names. An SQLite file that stands there is kept beside it.
///
/// # Errors
/// [`Error::Corrupt`] if the backup is damaged; nothing is changed then.
pub fn restore(config: &Config, from: &Path) -> Result<()> {
    match config {
        Config::Sqlite(path) => {
            sound(&rusqlite::Connection::open(from).map_err(fault::sqlite)?)?;
            set_aside(path)?;
            std::fs::copy(from, path).map(|_| ()).map_err(|e| Error::Unwritable(e.to_string()))
        }
        Config::Postgres(url) => tool(
            Command::new("pg_restore")
                .args(["--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname"])
                .arg(url)
                .arg(from),
        ),
    }
}

fn sound(conn: &rusqlite::Connection) -> Result<()> {
    let verdict: String = conn
        .query_row("SELECT integrity_check FROM pragma_integrity_check LIMIT 1", [], |row| row.get(0))
        .map_err(fault::sqlite)?;
    if verdict == "ok" { Ok(()) } else { Err(Error::Corrupt(verdict)) }
}

/// Renames the database and its write-ahead log, so that nothing is overwritten by a mistaken restore.
fn set_aside(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let old = path.with_file_name(format!("{}{ending}", file_name(path)));
        if old.exists() {
            let kept = path.with_file_name(format!("{}.before-restore{ending}", file_name(path)));
            std::fs::rename(&old, kept).map_err(|e| Error::Unwritable(e.to_string()))?;
        }
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "kasane.sqlite".into(), |name| name.to_string_lossy().into_owned())
}

fn tool(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let out = command.output().map_err(|e| Error::Database(format!("{program} cannot be run: {e}")))?;
    if out.status.success() {
        Ok(())
    } else {
        Err(Error::Database(String::from_utf8_lossy(&out.stderr).into_owned()))
    }
}
