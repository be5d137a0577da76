//! Many rows for one table: row by row where that is quickest, many in a statement where each costs a trip.

use kernel::{Error, Result};

use crate::{Param, pg};

/// Parameters of one statement at most. PostgreSQL takes far more, and gains no more by it.
const PARAMETERS: usize = 400;

/// Sends rows to PostgreSQL in statements of many rows. Their sizes are powers of two, so that few stay prepared.
pub(crate) fn send<P: Param>(session: &pg::Session, sql: &str, width: usize, values: &[P]) -> Result<()> {
    let (single, most) = (Single::of(sql)?, most(width));
    let mut rest = values;
    while !rest.is_empty() {
        let rows = 1 << (rest.len() / width).clamp(1, most).ilog2();
        let (part, after) = rest.split_at((rows * width).min(rest.len()));
        let params: Vec<&dyn Param> = part.iter().map(|value| value as &dyn Param).collect();
        session.exec(&single.for_rows(rows, width), &params)?;
        rest = after;
    }
    Ok(())
}

/// Rows of so many columns that one statement carries at most.
fn most(width: usize) -> usize {
    1 << (PARAMETERS / width.max(1)).max(1).ilog2()
}

/// Whether so many rows travel in one statement.
pub(crate) fn is_one_statement(rows: usize, width: usize) -> bool {
    rows <= most(width) && (rows == 0 || rows.is_power_of_two())
}

/// The statement of one row, cut around the parentheses behind `VALUES`.
#[derive(Debug, PartialEq, Eq)]
struct Single<'a> {
    head: &'a str,
    row: &'a str,
    end: &'a str,
}

impl<'a> Single<'a> {
    fn of(sql: &'a str) -> Result<Self> {
        let cut = || {
            let (head, rest) = sql.split_once(" VALUES ")?;
            let mut depth = 0_u32;
            let end = rest.char_indices().find_map(|(at, c)| {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth.checked_sub(1)?,
                    _ => depth,
                };
                (depth == 0).then_some(at + 1)
            })?;
            Some(Self { head, row: &rest[..end], end: &rest[end..] })
        };
        cut().ok_or_else(|| Error::Database(format!("not an insert of one row: {sql}")))
    }

    /// The same for many rows: row 2 of 3 columns has `$4` where row 1 has `$1`.
    fn for_rows(&self, rows: usize, width: usize) -> String {
        let mut out = format!("{} VALUES ", self.head);
        for row in 0..rows {
            out.push_str(if row == 0 { "" } else { ", " });
            for (at, part) in self.row.split('$').enumerate() {
                if at == 0 {
                    out.push_str(part);
                    continue;
                }
                let digits = part.bytes().take_while(u8::is_ascii_digit).count();
                let number = part[..digits].parse().unwrap_or(0) + row * width;
                out.push('$');
                out.push_str(&number.to_string());
                out.push_str(&part[digits..]);
            }
        }
        out + self.end
    }
}

#[cfg(test)]
mod tests {
    use super::Single;

    #[test]
    fn a_statement_of_one_row_becomes_one_of_many() {
        let single =
            Single::of("INSERT INTO t (a, b) VALUES ($1, f($2, ' ')) ON CONFLICT (a) DO NOTHING").unwrap();
        assert_eq!(
            single.for_rows(2, 2),
            "INSERT INTO t (a, b) VALUES ($1, f($2, ' ')), ($3, f($4, ' ')) ON CONFLICT (a) DO NOTHING"
        );
        assert!(single.for_rows(12, 2).contains("($23, f($24, ' '))"));
    }

    #[test]
    fn what_inserts_no_row_is_refused() {
        assert!(Single::of("DELETE FROM t").is_err());
        assert!(Single::of("INSERT INTO t (a) VALUES ($1").is_err());
    }
}
