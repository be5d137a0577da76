//! Joining two rows into one and taking it back: what refers to the one is led to the other, and written down.

use std::collections::BTreeMap;

use kernel::{Error, Id, Result};
use serde::{Deserialize, Serialize};
use store::Tx;

/// A column that points to the row, of a table that has an `id`.
pub(crate) type Reference = (&'static str, &'static str);

/// A link whose key holds the row, so that it is copied rather than moved: table, its column of the row, the other
/// column, the column of time.
pub(crate) type Link = (&'static str, &'static str, &'static str, &'static str);

/// What was moved and what was copied, by table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Moved {
    rows: BTreeMap<String, Vec<String>>,
    links: BTreeMap<String, Vec<String>>,
}

impl Moved {
    /// As stored.
    pub(crate) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::Corrupt(e.to_string()))
    }

    /// From the column.
    pub(crate) fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| Error::Corrupt(format!("a merge that cannot be read: {e}")))
    }

    /// Rows of a table that were moved by hand.
    pub(crate) fn note(&mut self, what: &str, ids: Vec<String>) {
        self.rows.insert(what.to_owned(), ids);
    }

    /// What was noted.
    pub(crate) fn noted(&self, what: &str) -> &[String] {
        self.rows.get(what).map_or(&[], Vec::as_slice)
    }
}

/// Leads everything that points to `merged` to `kept`.
pub(crate) fn lead<T>(
    tx: &Tx<'_>,
    kept: Id<T>,
    merged: Id<T>,
    references: &[Reference],
    links: &[Link],
) -> Result<Moved> {
    let mut moved = Moved::default();
    for (table, column) in references {
        let ids: Vec<String> =
            tx.all(&format!("SELECT id FROM {table} WHERE {column} = $1 ORDER BY id"), &[&merged])?;
        tx.exec(&format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2"), &[&kept, &merged])?;
        moved.note(&format!("{table}.{column}"), ids);
    }
    for (table, own, other, time) in links {
        let ids: Vec<String> = tx.all(
            &format!(
                "INSERT INTO {table} ({other}, {own}, {time}) SELECT {other}, $1, {time} FROM {table} WHERE {own} = $2
                 AND {other} NOT IN (SELECT {other} FROM {table} WHERE {own} = $1) RETURNING {other}"
            ),
            &[&kept, &merged],
        )?;
        moved.links.insert((*table).to_owned(), ids);
    }
    Ok(moved)
}

/// Leads everything back.
pub(crate) fn give_back<T>(
    tx: &Tx<'_>,
    kept: Id<T>,
    merged: Id<T>,
    moved: &Moved,
    references: &[Reference],
    links: &[Link],
) -> Result<()> {
    for (table, column) in references {
        for id in moved.noted(&format!("{table}.{column}")) {
            tx.exec(&format!("UPDATE {table} SET {column} = $1 WHERE id = $2"), &[&merged, id])?;
        }
    }
    for (table, own, other, _) in links {
        for id in moved.links.get(*table).into_iter().flatten() {
            tx.exec(&format!("DELETE FROM {table} WHERE {other} = $1 AND {own} = $2"), &[id, &kept])?;
        }
    }
    Ok(())
}

/// Columns of the schema that point to a table and are led by no merge, for tests: each must be there on purpose.
#[cfg(test)]
pub(crate) fn left_behind(target: &str, references: &[Reference], links: &[Link]) -> Vec<String> {
    let (mut table, mut left) = ("", Vec::new());
    for line in include_str!("../../../migrations/schema.txt").lines() {
        let Some(column) = line.strip_prefix("  ") else {
            table = line;
            continue;
        };
        let Some(column) = column.strip_suffix(&format!(" -> {target}")) else { continue };
        let led = references.contains(&(table, column))
            || links.iter().any(|(of, own, ..)| (*of, *own) == (table, column));
        if !led {
            left.push(format!("{table}.{column}"));
        }
    }
    left
}
