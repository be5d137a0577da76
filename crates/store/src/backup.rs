use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use kernel::{Error, Result};
use rusqlite::OpenFlags;

use crate::db::Engine;
use crate::{Config, Db, Kind, fault, sqlite};

/// Pages copied between two looks at whether someone wants to write.
const PAGES: std::ffi::c_int = 2_000;

impl Db {
    /// Copies the whole database into `target` while it is in use: an SQLite file, or a `pg_dump` archive. Only its owner can read
    /// the copy, and it is read through once.
    ///
    /// # Errors
    /// [`Error::Unwritable`] if `target` exists or cannot be written; [`Error::Corrupt`] and those of the database if the copy
    /// cannot be read. Nothing is left there then.
    pub fn backup(&self, target: &Path) -> Result<()> {
        private_file(target)?;
        self.copy_to(target).inspect_err(|_| drop(std::fs::remove_file(target)))
    }

    fn copy_to(&self, target: &Path) -> Result<()> {
        match &*self.engine {
            Engine::Sqlite(source) => {
                let mut copy = rusqlite::Connection::open(target).map_err(fault::sqlite)?;
                let conn = sqlite::connect(&source.path, true)?;
                let run = rusqlite::backup::Backup::new(&conn, &mut copy).map_err(fault::sqlite)?;
                run.run_to_completion(PAGES, Duration::ZERO, None).map_err(fault::sqlite)?;
                drop(run);
                sound(&copy)?;
                drop(copy);
                synced(target)
            }
            Engine::Pg(pg) => {
                let server = Server::of(pg.url());
                tool(server.run("pg_dump").args(["--format=custom", "--no-owner", "--file"]).arg(target))?;
                tool(Command::new("pg_restore").args(["--file", "/dev/null"]).arg(target))?;
                synced(target)
            }
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

/// Puts a backup in the place that `config` names. An SQLite file that stands there is kept beside it; answers under
/// which name. No other program may have the database open.
///
/// # Errors
/// [`Error::Corrupt`] if the backup is damaged or is none; nothing is changed then.
pub fn restore(config: &Config, from: &Path) -> Result<Option<PathBuf>> {
    if !from.is_file() {
        return Err(Error::Corrupt(format!("{} is not a file", from.display())));
    }
    match config {
        Config::Sqlite(path) => {
            let backup = rusqlite::Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY);
            sound(&backup.map_err(fault::sqlite)?)?;
            // Copied first: if the disk is full, what stands there still stands there.
            let fresh = beside(path, "restoring");
            let copied = std::fs::copy(from, &fresh).map_err(|e| Error::Unwritable(e.to_string()));
            copied.and_then(|_| synced(&fresh)).inspect_err(|_| drop(std::fs::remove_file(&fresh)))?;
            let kept = set_aside(path)?;
            std::fs::rename(&fresh, path).map_err(|e| Error::Unwritable(e.to_string()))?;
            Ok(kept)
        }
        Config::Postgres(url) => {
            let options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"];
            tool(Server::of(url).run("pg_restore").args(options).arg(from)).map(|()| None)
        }
    }
}

/// A server as its own tools are told of it. The command line is everybody's to read on the machine, so that the password goes
/// another way.
struct Server {
    address: String,
    password: Option<OsString>,
}

impl Server {
    fn of(url: &str) -> Self {
        let password = url.parse::<tokio_postgres::Config>().ok();
        let password =
            password.and_then(|c| Some(OsString::from(std::str::from_utf8(c.get_password()?).ok()?)));
        let address = match url.split_once("://") {
            Some((scheme, rest)) => format!("{scheme}://{}", without_password(rest)),
            None => {
                let words = url.split_whitespace().filter(|word| !word.starts_with("password="));
                words.collect::<Vec<_>>().join(" ")
            }
        };
        Self { address, password }
    }

    fn run(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.arg("--dbname").arg(&self.address);
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }
}

/// What stands behind `postgres://`, without the password of its user.
fn without_password(rest: &str) -> String {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (place, path) = rest.split_at(end);
    match place.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}{path}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    }
}

/// Refuses a damaged file, and one that is no database of ours.
fn sound(conn: &rusqlite::Connection) -> Result<()> {
    let verdict: String = conn
        .query_row("SELECT integrity_check FROM pragma_integrity_check LIMIT 1", [], |row| row.get(0))
        .map_err(fault::sqlite)?;
    if verdict != "ok" {
        return Err(Error::Corrupt(verdict));
    }
    let ours = "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'";
    match conn.query_row(ours, [], |row| row.get::<_, i64>(0)).map_err(fault::sqlite)? {
        0 => Err(Error::Corrupt("not a database of this program".into())),
        _ => Ok(()),
    }
}

/// On the disk, and not only on its way there.
fn synced(file: &Path) -> Result<()> {
    std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(|e| Error::Unwritable(e.to_string()))
}

/// An empty file of this name that only its owner can read; an older one is not overwritten.
fn private_file(file: &Path) -> Result<()> {
    let mut new = std::fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    match new.open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Unwritable(format!("{} exists already; choose another name", file.display())))
        }
        Err(error) => Err(Error::Unwritable(error.to_string())),
    }
}

/// Renames the database and its write-ahead log, so that nothing is overwritten by a mistaken restore, nor by a
/// second one. Answers the new name, if there was a database.
fn set_aside(path: &Path) -> Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let free = |n: &u32| !beside(path, &format!("before-restore-{n}")).exists();
    let n = (1..).find(free).unwrap_or_default();
    let kept = beside(path, &format!("before-restore-{n}"));
    for ending in ["-wal", "-shm", ""] {
        let with = |base: &Path| base.with_file_name(format!("{}{ending}", file_name(base)));
        let old = with(path);
        if old.exists() {
            std::fs::rename(&old, with(&kept)).map_err(|e| Error::Unwritable(e.to_string()))?;
        }
    }
    Ok(Some(kept))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    path.with_file_name(format!("{}.{ending}", file_name(path)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_on_the_command_line() {
        for (url, address) in [
            (
                "postgres://kasane:ge%40heim@127.0.0.1:5432/kasane?connect_timeout=3",
                "postgres://kasane@127.0.0.1:5432/kasane?connect_timeout=3",
            ),
            (
                "host=/run/postgresql user=kasane password=ge@heim dbname=kasane",
                "host=/run/postgresql user=kasane dbname=kasane",
            ),
        ] {
            let server = Server::of(url);
            assert_eq!(server.address, address);
            assert_eq!(server.password.as_deref(), Some("ge@heim".as_ref()));
        }
        let open = Server::of("postgresql://127.0.0.1/kasane");
        assert_eq!((open.address.as_str(), open.password), ("postgresql://127.0.0.1/kasane", None));
        assert_eq!(Server::of("postgres://kasane@host/db").address, "postgres://kasane@host/db");
    }
}
