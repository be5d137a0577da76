use kernel::{Error, Result};
use sha2::{Digest, Sha256};

use crate::{Db, Kind, Tx};

/// One step of the schema. Steps only go forward, and what has been applied never changes.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `0001_municipality`: number and context.
    pub name: &'static str,
    /// The text for PostgreSQL, and for SQLite after [`for_sqlite`].
    pub postgres: &'static str,
    /// A text of its own for SQLite, where the two must differ.
    pub sqlite: Option<&'static str>,
}

impl Migration {
    fn text(&self, kind: Kind) -> String {
        match (kind, self.sqlite) {
            (Kind::Postgres, _) => self.postgres.to_owned(),
            (Kind::Sqlite, Some(own)) => own.to_owned(),
            (Kind::Sqlite, None) => for_sqlite(self.postgres),
        }
    }

    fn checksum(&self, kind: Kind) -> String {
        Sha256::digest(self.text(kind)).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Db {
    /// Brings the schema up to date, all steps in one transaction.
    ///
    /// # Errors
    /// [`Error::Database`] if a step that was applied differs from the one known here, or a step is unknown
    /// (the database is newer than the program).
    pub fn migrate(&self, migrations: &'static [Migration]) -> Result<usize> {
        self.write(move |tx| {
            tx.exec(LEDGER, &[])?;
            let applied: Vec<(String, String)> =
                tx.all("SELECT name, checksum FROM schema_migrations ORDER BY name", &[])?;
            compare(&applied, migrations, tx.kind())?;
            for step in &migrations[applied.len()..] {
                apply(tx, step)?;
            }
            Ok(migrations.len() - applied.len())
        })
    }
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations
    (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

fn compare(applied: &[(String, String)], known: &[Migration], kind: Kind) -> Result<()> {
    for (i, (name, checksum)) in applied.iter().enumerate() {
        let Some(step) = known.get(i) else {
            return Err(Error::Database(format!(
                "the database is newer than this program: it has step {name}"
            )));
        };
        if step.name != name || step.checksum(kind) != *checksum {
            return Err(Error::Database(format!(
                "step {name} of the database differs from {} of this program",
                step.name
            )));
        }
    }
    Ok(())
}

fn apply(tx: &Tx<'_>, step: &Migration) -> Result<()> {
    tx.batch(&step.text(tx.kind())).map_err(|e| Error::Database(format!("migration {}: {e}", step.name)))?;
    tx.exec(
        "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)",
        &[&step.name, &step.checksum(tx.kind()), &tx.now()],
    )?;
    Ok(())
}

/// The few words that differ: types, and `STRICT` so that SQLite keeps them.
fn for_sqlite(text: &str) -> String {
    let typed = text
        .replace("BIGSERIAL", "INTEGER")
        .replace("BIGINT", "INTEGER")
        .replace("BOOLEAN", "INTEGER")
        .replace("BYTEA", "BLOB");
    // A table definition is the only statement that ends on a line of its own. One that is marked has small rows and is
    // read by its key: it needs no second tree to find them.
    typed.replace("\n); -- by key", "\n) STRICT, WITHOUT ROWID;").replace("\n);", "\n) STRICT;")
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn types_become_those_of_strict_tables() {
        let pg = "CREATE TABLE t (\n    seq BIGSERIAL PRIMARY KEY,\n    open BOOLEAN NOT NULL\n);\nCREATE INDEX i ON t (open);";
        let lite = "CREATE TABLE t (\n    seq INTEGER PRIMARY KEY,\n    open INTEGER NOT NULL\n) STRICT;\nCREATE INDEX i ON t (open);";
        assert_eq!(for_sqlite(pg), lite);
        assert_eq!(
            for_sqlite("CREATE TABLE t (\n    a BIGINT\n); -- by key\n"),
            "CREATE TABLE t (\n    a INTEGER\n) STRICT, WITHOUT ROWID;\n"
        );
    }
}
