use std::fmt::Write;

use kernel::Result;

use crate::{Param, Tx};

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

/// Rows per statement: powers of two, so that few different statements stay prepared.
const LARGEST: usize = 32;

/// Inserts rows of one table in as few statements as possible.
pub(crate) fn insert(tx: &Tx<'_>, rows: &[Append]) -> Result<()> {
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|row| row.into == first.into).count().min(LARGEST);
        let (group, after) = rest.split_at(1 << alike.ilog2());
        let params: Vec<&dyn Param> =
            group.iter().flat_map(|row| &row.values).map(|v| v as &dyn Param).collect();
        tx.exec(&statement(first.into, first.values.len(), group.len()), &params)?;
        rest = after;
    }
    Ok(())
}

fn statement(into: &str, columns: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{comma}${}", row * columns + column + 1);
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::statement;

    #[test]
    fn one_statement_carries_many_rows() {
        assert_eq!(statement("t (a, b)", 2, 2), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    }
}
