use std::path::PathBuf;
use std::sync::Arc;

use kernel::{Ambient, Result};

use crate::tx::Tx;
use crate::{pg::Pg, sqlite::Sqlite};

/// Where the data of one municipality lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Config {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A connection string, as in `postgres://kasane@127.0.0.1:5432/kasane`.
    Postgres(String),
}

impl Config {
    /// `postgres://…` names a server, anything else a file.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") || text.starts_with("host=") {
            Config::Postgres(text.to_owned())
        } else {
            Config::Sqlite(PathBuf::from(text))
        }
    }
}

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Embedded SQLite.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// The database of one municipality.
#[derive(Clone)]
pub struct Db {
    pub(crate) engine: Arc<Engine>,
    pub(crate) ambient: Arc<dyn Ambient>,
}

pub(crate) enum Engine {
    Sqlite(Sqlite),
    Pg(Pg),
}

impl Db {
    /// Opens the database and checks that it keeps its word; does not migrate it.
    ///
    /// # Errors
    /// [`kernel::Error::Database`] if it cannot be reached or its settings are unsafe.
    pub fn open(config: &Config, ambient: Arc<dyn Ambient>) -> Result<Self> {
        let engine = match config {
            Config::Sqlite(path) => Engine::Sqlite(Sqlite::open(path, &ambient)?),
            Config::Postgres(url) => Engine::Pg(Pg::open(url)?),
        };
        Ok(Self { engine: Arc::new(engine), ambient })
    }

    /// Answers a question on one snapshot. What the closure appended (audit events) is committed before this
    /// returns: without the log there is no data.
    ///
    /// # Errors
    /// Those of the closure, and those of the database.
    pub fn read<T>(&self, f: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(&*self.ambient, f),
            Engine::Pg(pg) => pg.read(&*self.ambient, f, Ok),
        }
    }

    /// As [`Db::read`], and makes something of the answer: on PostgreSQL while its server commits what was appended, on SQLite
    /// after that, with the pen in the hands of others. What is made leaves only when the line is on disk.
    ///
    /// # Errors
    /// As [`Db::read`], and those of `make`.
    pub fn read_making<T, U>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> Result<T>,
        make: impl FnOnce(T) -> Result<U>,
    ) -> Result<U> {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(&*self.ambient, f).and_then(make),
            Engine::Pg(pg) => pg.read(&*self.ambient, f, make),
        }
    }

    /// Runs a unit of work: all of it or nothing, on disk when this returns.
    ///
    /// The closure may run more than once on PostgreSQL, so it must not consume what it captured.
    ///
    /// # Errors
    /// Those of the closure, and those of the database.
    pub fn write<T: Send + 'static>(&self, f: impl Fn(&Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.writer.write(f),
            Engine::Pg(pg) => pg.write(&*self.ambient, f),
        }
    }

    /// Gives back the memory that a long look filled with pages: those who come next read theirs anew. PostgreSQL keeps its
    /// pages in a process of its own.
    ///
    /// # Errors
    /// Those of the database.
    pub fn shed(&self) -> Result<()> {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.shed(),
            Engine::Pg(_) => Ok(()),
        }
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match &*self.engine {
            Engine::Sqlite(_) => Kind::Sqlite,
            Engine::Pg(_) => Kind::Postgres,
        }
    }

    /// The clock and the chance that this database was opened with.
    pub fn ambient(&self) -> &Arc<dyn Ambient> {
        &self.ambient
    }
}
