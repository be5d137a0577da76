use std::fmt::Write;

use kernel::Result;

use crate::{Param, Tx, bulk};

/// A row for an append-only table, held until it can be committed together with others.
///
/// Reads produce these (the audit event of a page): the answer waits until its group has been committed, so
/// that strictness costs one flush per group and not one per page.
#[derive(Debug, Clone)]
pub struct Append {
    /// Table and columns, as in `audit_events (at, staff_id)`.
    pub into: &'static str,
    /// One value per column; `None` is `NULL`.
    pub values: Vec<Option<AppendValue>>,
}

/// A value that outlives its request.
#[derive(Debug, Clone)]
pub enum AppendValue {
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(String),
}

impl Param for AppendValue {
    fn bound(&self) -> crate::Bound<'_> {
        match self {
            AppendValue::Int(n) => crate::Bound::Int(*n),
            AppendValue::Text(s) => crate::Bound::Text(s),
        }
    }
}

impl From<i64> for AppendValue {
    fn from(n: i64) -> Self {
        AppendValue::Int(n)
    }
}
impl From<String> for AppendValue {
    fn from(s: String) -> Self {
        AppendValue::Text(s)
    }
}
impl From<&str> for AppendValue {
    fn from(s: &str) -> Self {
        AppendValue::Text(s.to_owned())
    }
}

/// Inserts rows, those of one table that stand together in as few statements as possible.
pub(crate) fn insert(tx: &Tx<'_>, rows: &[Append]) -> Result<()> {
    for alike in rows.chunk_by(|one, other| one.into == other.into) {
        let Some(first) = alike.first() else { continue };
        let width = first.values.len();
        let values: Vec<_> = alike.iter().flat_map(|row| &row.values).collect();
        tx.insert(&statement(first.into, width), width, &values)?;
    }
    Ok(())
}

/// Whether [`insert`] sends PostgreSQL a single statement.
pub(crate) fn is_one_statement(rows: &[Append]) -> bool {
    let alike = rows.windows(2).all(|pair| pair[0].into == pair[1].into);
    alike && rows.first().is_none_or(|row| bulk::is_one_statement(rows.len(), row.values.len()))
}

fn statement(into: &str, columns: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    for column in 1..=columns {
        // Writing to a string cannot fail.
        let _ = write!(sql, "{}${column}", if column == 1 { "(" } else { ", " });
    }
    sql + ")"
}

#[cfg(test)]
mod tests {
    use super::statement;

    #[test]
    fn a_statement_names_its_columns() {
        assert_eq!(statement("t (a, b)", 2), "INSERT INTO t (a, b) VALUES ($1, $2)");
    }
}
