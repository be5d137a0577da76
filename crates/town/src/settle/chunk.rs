use std::collections::HashMap;
use std::fmt::Write;

use kernel::{Day, Id, Instant, PartialDay, Result};
use store::{Append, AppendValue, Bound, Param, Tx, dialect};

use super::table::Table;

/// Label of an id whose kind does not matter any more.
#[derive(Debug, Clone, Copy)]
pub(super) enum Any {}

/// One value of a row.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Int(i64),
    Flag(bool),
    Text(String),
    Word(&'static str),
    Id(Id<Any>),
    Day(Day),
}

impl Param for Value {
    fn bound(&self) -> Bound<'_> {
        match self {
            Value::Null => Bound::Null,
            Value::Int(n) => Bound::Int(*n),
            Value::Flag(b) => Bound::Flag(*b),
            Value::Text(s) => Bound::Text(s),
            Value::Word(s) => Bound::Text(s),
            Value::Id(id) => Bound::Text(id.as_str()),
            Value::Day(day) => Bound::Day(*day),
        }
    }
}

impl<T> From<Id<T>> for Value {
    fn from(id: Id<T>) -> Self {
        Value::Id(id.cast())
    }
}
impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

macro_rules! values {
    ($($from:ty, $value:ident => $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        }
    )*};
}
values! {
    i64, n => Value::Int(n);
    bool, b => Value::Flag(b);
    String, s => Value::Text(s);
    &'static str, s => Value::Word(s);
    Instant, at => Value::Int(at.0);
    Day, day => Value::Day(day);
    AppendValue, v => match v {
        AppendValue::Int(n) => Value::Int(n),
        AppendValue::Text(s) => Value::Text(s),
    };
}

/// The values of one row.
macro_rules! row {
    ($($value:expr),* $(,)?) => { [$($crate::settle::chunk::Value::from($value)),*] };
}
pub(super) use row;

/// The three columns of a birth.
pub(super) fn birth_columns(birth: PartialDay) -> [Value; 3] {
    [birth.precision().key().into(), birth.earliest().into(), birth.latest().into()]
}

/// An entry of the search index.
pub(super) struct Entry {
    pub(super) kind: &'static str,
    pub(super) object: Id<Any>,
    pub(super) parent: Id<Any>,
    pub(super) text: String,
    /// Separated by spaces.
    pub(super) grams: String,
}

/// Rows that are written in one transaction.
pub(super) struct Chunk {
    tables: [Vec<Value>; Table::ALL.len()],
    entries: Vec<Entry>,
}

impl Default for Chunk {
    fn default() -> Self {
        Self { tables: std::array::from_fn(|_| Vec::new()), entries: Vec::new() }
    }
}

impl Chunk {
    pub(super) fn add<const N: usize>(&mut self, table: Table, row: [Value; N]) {
        debug_assert_eq!(N, table.width(), "{table:?}");
        self.tables[table as usize].extend(row);
    }

    /// A line of the log.
    pub(super) fn log(&mut self, line: Append) {
        self.tables[Table::Audit as usize].extend(line.values.into_iter().map(Value::from));
    }

    pub(super) fn find(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Forgets all rows, but keeps the memory.
    pub(super) fn clear(&mut self) {
        self.tables.iter_mut().for_each(Vec::clear);
        self.entries.clear();
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        let rows = |table: Table| self.tables[table as usize].len() / table.width();
        Table::ALL.into_iter().map(rows).sum::<usize>() + 2 * self.entries.len()
    }

    /// Writes everything; answers how many rows that were.
    pub(super) fn write(&self, tx: &Tx<'_>) -> Result<u64> {
        let mut texts = HashMap::new();
        for table in Table::ALL {
            let (width, all) = (table.width(), &self.tables[table as usize]);
            for part in parts(all, width, width) {
                let n = part.len() / width;
                let sql = texts.entry((table as usize, n)).or_insert_with(|| statement(table, n));
                let params: Vec<&dyn Param> = part.iter().map(|value| value as &dyn Param).collect();
                tx.exec(sql, &params)?;
            }
        }
        self.index(tx)?;
        Ok(self.rows() as u64)
    }

    /// The search index: all entries first, because their numbers are given by the database, and then their words.
    fn index(&self, tx: &Tx<'_>) -> Result<()> {
        let mut docs: HashMap<Id<Any>, i64> = HashMap::with_capacity(self.entries.len());
        for part in parts(&self.entries, 1, 4) {
            let params: Vec<&dyn Param> =
                part.iter().flat_map(|e| [&e.kind as &dyn Param, &e.object, &e.parent, &e.text]).collect();
            let sql =
                format!("INSERT INTO {ENTRY} VALUES {} RETURNING object_id, doc", places(part.len(), 4));
            docs.extend(tx.all::<(Id<Any>, i64)>(&sql, &params)?);
        }
        let mut texts = HashMap::new();
        for part in self.entries.chunks(dialect::search_rows(tx)) {
            let numbered = part.iter().filter_map(|e| Some((docs.get(&e.object)?, &e.grams)));
            let params: Vec<&dyn Param> =
                numbered.flat_map(|(doc, grams)| [doc as &dyn Param, grams]).collect();
            let rows = params.len() / 2;
            let sql = texts.entry(rows).or_insert_with(|| repeated(dialect::search_insert(tx), rows));
            tx.exec(sql, &params)?;
        }
        Ok(())
    }
}

const ENTRY: &str = "search_entries (kind, object_id, parent_id, text)";

/// Parameters of one statement at most. Both databases take far more, and gain no more by it.
const PARAMETERS: usize = 400;

/// Cuts rows into parts that each fit one statement. Sizes are powers of two, so that few statements stay prepared.
/// A row is `step` elements here and `width` parameters there.
fn parts<T>(all: &[T], step: usize, width: usize) -> Vec<&[T]> {
    let most = 1 << (PARAMETERS / width).max(1).ilog2();
    let (mut out, mut rest) = (Vec::new(), all);
    while !rest.is_empty() {
        let rows = (rest.len() / step).clamp(1, most);
        let (part, after) = rest.split_at((1 << rows.ilog2()) * step);
        out.push(part);
        rest = after;
    }
    out
}

fn statement(table: Table, rows: usize) -> String {
    format!("INSERT INTO {} VALUES {}{}", table.into(), places(rows, table.width()), table.end())
}

/// `($1, $2), ($3, $4)`.
fn places(rows: usize, width: usize) -> String {
    let mut out = String::with_capacity(rows * width * 6);
    for n in 0..rows * width {
        let before = match (n, n % width) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        // Writing to a string cannot fail.
        let _ = write!(out, "{before}${}", n + 1);
    }
    out + ")"
}

/// A statement for one row of two parameters, for many: what stands behind `VALUES` once per row.
fn repeated(single: &str, rows: usize) -> String {
    let (head, tuple) = single.split_once(" VALUES ").unwrap_or((single, ""));
    let one = |row: usize| {
        let held = tuple.replace("$1", "\0").replace("$2", &format!("${}", 2 * row + 2));
        held.replace('\0', &format!("${}", 2 * row + 1))
    };
    format!("{head} VALUES {}", (0..rows).map(one).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_stand_in_one_statement() {
        assert_eq!(places(2, 2), "($1, $2), ($3, $4)");
        let single = "INSERT INTO t (a, b) VALUES ($1, f($2, ' '))";
        assert_eq!(repeated(single, 2), "INSERT INTO t (a, b) VALUES ($1, f($2, ' ')), ($3, f($4, ' '))");
        assert!(repeated(single, 12).ends_with(", ($23, f($24, ' '))"));
    }

    #[test]
    fn parts_are_whole_rows() {
        let values = vec![Value::Null; 3 * 300];
        let sizes: Vec<_> = parts(&values, 3, 3).iter().map(|part| part.len() / 3).collect();
        assert_eq!(sizes, [128, 128, 32, 8, 4]);
    }
}
