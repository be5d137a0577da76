use std::path::Path;
use std::sync::Arc;

use kernel::{Ambient, Error, Result};
use rusqlite::{Connection, TransactionState};

use super::exec;
use super::reserve::Reserve;
use super::writer::Job;
use crate::tx::{Conn, Mode, Tx};
use crate::{Append, appends, fault};

/// What the one who writes holds.
pub(super) struct Pen {
    conn: Connection,
    ambient: Arc<dyn Ambient>,
    reserve: Reserve,
}

impl Pen {
    pub(super) fn new(conn: Connection, path: &Path, ambient: Arc<dyn Ambient>) -> Self {
        Self { conn, ambient, reserve: Reserve::beside(path) }
    }

    /// Reads in a transaction that stays open for [`Pen::note`].
    pub(super) fn look<T>(
        &mut self,
        look: impl FnOnce(&Connection) -> (T, Vec<Append>),
    ) -> Result<(T, Vec<Append>)> {
        self.clean()?;
        exec(&self.conn, "BEGIN", &[])?;
        let seen = look(&self.conn);
        self.unchanged()?;
        Ok(seen)
    }

    /// Commits what a read appended in the transaction of the read; answers what could not be committed.
    pub(super) fn note(&mut self, rows: Vec<Append>) -> Result<Vec<Append>> {
        if self.commit_appends(&rows).is_ok() {
            return Ok(Vec::new());
        }
        self.clean()?;
        Ok(rows)
    }

    pub(super) fn shed(&self) -> Result<()> {
        super::shed(&self.conn)
    }

    /// The connections for reading refuse to change rows by themselves; this one can only be asked afterwards.
    fn unchanged(&self) -> Result<()> {
        if self.conn.transaction_state(None::<&str>).map_err(fault::sqlite)? != TransactionState::Write {
            return Ok(());
        }
        self.clean()?;
        Err(Error::Database("a question changed rows; nothing of it was saved".into()))
    }

    fn commit_appends(&self, rows: &[Append]) -> Result<()> {
        appends::insert(&Tx::new(Conn::Sqlite(&self.conn), Mode::Write, &*self.ambient), rows)?;
        exec(&self.conn, "COMMIT", &[]).map(drop)
    }

    /// A panic under the hands of somebody before may have left a transaction open.
    fn clean(&self) -> Result<()> {
        if self.conn.is_autocommit() { Ok(()) } else { exec(&self.conn, "ROLLBACK", &[]).map(drop) }
    }

    /// Writes a group, commits it and answers those who wait.
    pub(super) fn serve(&mut self, mut group: Vec<Job>) {
        if !self.reserve.keep() {
            // The last room on the disk is for the log: what reads leave is still written, new work is not.
            group = refuse_units(group);
        }
        let mut committed = self.commit(&mut group);
        if matches!(committed, Err(Error::Unwritable(_))) && self.reserve.release() {
            group = refuse_units(group);
            committed = self.commit(&mut group);
        }
        let said = committed.map_err(|error| error.to_string());
        group.into_iter().for_each(|job| job.answer(said.clone()));
    }

    fn commit(&self, group: &mut [Job]) -> Result<()> {
        let done = self.transaction(group);
        if done.is_err() && !self.conn.is_autocommit() {
            let _ = exec(&self.conn, "ROLLBACK", &[]);
        }
        done
    }

    fn transaction(&self, group: &mut [Job]) -> Result<()> {
        self.clean()?;
        exec(&self.conn, "BEGIN IMMEDIATE", &[])?;
        if let [job] = group {
            // Alone it needs no savepoint: the transaction is its own.
            let kept = self.run(job)?;
            exec(&self.conn, if kept { "COMMIT" } else { "ROLLBACK" }, &[])?;
            return Ok(());
        }
        for job in group {
            exec(&self.conn, "SAVEPOINT unit", &[])?;
            if !self.run(job)? {
                exec(&self.conn, "ROLLBACK TO unit", &[])?;
            }
            exec(&self.conn, "RELEASE unit", &[])?;
        }
        exec(&self.conn, "COMMIT", &[])?;
        Ok(())
    }

    /// Whether the job's changes are to be kept. The time is taken per job: one that waited in the queue acts when it
    /// acts.
    fn run(&self, job: &mut Job) -> Result<bool> {
        let kept = job.run(&Tx::new(Conn::Sqlite(&self.conn), Mode::Write, &*self.ambient))?;
        if self.conn.is_autocommit() {
            // A full disk ended the whole transaction under our hands.
            return Err(Error::Unwritable("the disk is full".into()));
        }
        Ok(kept)
    }
}

/// Answers the units of work of a group that cannot be written, and keeps its appends.
fn refuse_units(group: Vec<Job>) -> Vec<Job> {
    let (units, appends): (Vec<_>, Vec<_>) = group.into_iter().partition(|job| matches!(job, Job::Unit(_)));
    units.into_iter().for_each(|job| job.answer(Err("the disk is full".to_owned())));
    appends
}
