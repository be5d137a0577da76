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

/// Inserts row after row by one statement, whose parameters stand in order.
pub(crate) fn insert<P: Param>(conn: &Connection, sql: &str, width: usize, values: &[P]) -> Result<()> {
    let mut statement = conn.prepare_cached(sql).map_err(fault::sqlite)?;
    if counted_in_order(sql) != Some(width) || statement.parameter_count() != width {
        return Err(kernel::Error::Database(format!("{width} parameters in order expected: {sql}")));
    }
    for row in values.chunks_exact(width) {
        for (at, value) in row.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, value.bound()).map_err(fault::sqlite)?;
        }
        statement.raw_execute().map_err(fault::sqlite)?;
    }
    Ok(())
}

/// SQLite takes `$1` for a name and numbers names by their first appearance, so each is bound by what it says.
fn prepare<'c>(conn: &'c Connection, sql: &str, params: &[&dyn Param]) -> Result<CachedStatement<'c>> {
    let mut statement = conn.prepare_cached(sql).map_err(fault::sqlite)?;
    let count = statement.parameter_count();
    // Asking for each name is slow where there are hundreds, and there they stand in order.
    let plain = count == params.len() && counted_in_order(sql) == Some(count);
    for position in 1..=count {
        let number = if plain { Some(position) } else { number(&statement, position) };
        let param = number.and_then(|n| params.get(n.wrapping_sub(1)));
        let value = param
            .ok_or_else(|| kernel::Error::Database(format!("no value for parameter {position}: {sql}")))?;
        statement.raw_bind_parameter(position, value.bound()).map_err(fault::sqlite)?;
    }
    Ok(statement)
}

fn number(statement: &CachedStatement<'_>, position: usize) -> Option<usize> {
    statement.parameter_name(position)?.get(1..)?.parse().ok()
}

/// How many there are if the text says `$1`, `$2`, `$3` and so on, each once. One inside a literal makes the count
/// differ from that of the statement.
fn counted_in_order(sql: &str) -> Option<usize> {
    let text = sql.as_bytes();
    let mut count = 0;
    for at in memchr::memchr_iter(b'$', text) {
        count += 1;
        let digits = text[at + 1..].iter().take_while(|b| b.is_ascii_digit());
        if digits.fold(0, |n, d| n * 10 + usize::from(d - b'0')) != count {
            return None;
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::counted_in_order;

    #[test]
    fn order_is_read_from_the_text() {
        assert_eq!(counted_in_order("VALUES ($1, $2), ($3, $4)"), Some(4));
        assert_eq!(counted_in_order("SELECT $2, $1"), None);
        assert_eq!(counted_in_order("SELECT $1, $1"), None);
        assert_eq!(counted_in_order("SELECT 1"), Some(0));
        // As many as the text says, but not as the statement has.
        assert_eq!(counted_in_order("SELECT '$1', $2"), Some(2));
    }
}
