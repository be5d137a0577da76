use kernel::Result;
use rusqlite::{CachedStatement, Connection};

use crate::{FromRow, Param, Row, fault, row::Inner};

pub(crate) fn all<R: FromRow>(conn: &Connection, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
    let mut statement = prepare(conn, sql, params)?;
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(fault::sqlite)? {
        out.push(R::from_row(&Row(Inner::Sqlite(row)))?);
    }
    Ok(out)
}

pub(crate) fn opt<R: FromRow>(conn: &Connection, sql: &str, params: &[&dyn Param]) -> Result<Option<R>> {
    let mut statement = prepare(conn, sql, params)?;
    let mut rows = statement.raw_query();
    match rows.next().map_err(fault::sqlite)? {
        Some(row) => R::from_row(&Row(Inner::Sqlite(row))).map(Some),
        None => Ok(None),
    }
}

pub(crate) fn exec(conn: &Connection, sql: &str, params: &[&dyn Param]) -> Result<u64> {
    let mut statement = prepare(conn, sql, params)?;
    // A change with RETURNING answers rows; they are stepped over.
    if statement.column_count() > 0 {
        let mut rows = statement.raw_query();
        let mut n = 0;
        while rows.next().map_err(fault::sqlite)?.is_some() {
            n += 1;
        }
        return Ok(n);
    }
    statement.raw_execute().map(|n| n as u64).map_err(fault::sqlite)
}

/// SQLite takes `$1` for a name and numbers names by their first appearance, so each is bound by what it says.
fn prepare<'c>(conn: &'c Connection, sql: &str, params: &[&dyn Param]) -> Result<CachedStatement<'c>> {
    let mut statement = conn.prepare_cached(sql).map_err(fault::sqlite)?;
    for position in 1..=statement.parameter_count() {
        let number: Option<usize> =
            statement.parameter_name(position).and_then(|name| name.get(1..)?.parse().ok());
        let param = number.and_then(|n| params.get(n.wrapping_sub(1)));
        let value = param
            .ok_or_else(|| kernel::Error::Database(format!("no value for parameter {position}: {sql}")))?;
        statement.raw_bind_parameter(position, value.bound()).map_err(fault::sqlite)?;
    }
    Ok(statement)
}
