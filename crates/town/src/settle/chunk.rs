use std::collections::HashMap;

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
        for table in Table::ALL {
            tx.insert(&table.insert(), table.width(), &self.tables[table as usize])?;
        }
        self.index(tx)?;
        Ok(self.rows() as u64)
    }

    /// The search index: all entries first, because their numbers are given by the database, and then their words.
    fn index(&self, tx: &Tx<'_>) -> Result<()> {
        let last: i64 = tx.one("SELECT coalesce(max(doc), 0) FROM search_entries", &[])?;
        let entries: Vec<&dyn Param> = self
            .entries
            .iter()
            .flat_map(|e| [&e.kind as &dyn Param, &e.object, &e.parent, &e.text])
            .collect();
        tx.insert(ENTRY, 4, &entries)?;
        let docs: HashMap<Id<Any>, i64> = tx
            .all::<(Id<Any>, i64)>("SELECT object_id, doc FROM search_entries WHERE doc > $1", &[&last])?
            .into_iter()
            .collect();
        let numbered = self.entries.iter().filter_map(|e| Some((docs.get(&e.object)?, &e.grams)));
        let words: Vec<&dyn Param> = numbered.flat_map(|(doc, grams)| [doc as &dyn Param, grams]).collect();
        tx.insert(dialect::search_insert(tx), 2, &words)
    }
}

const ENTRY: &str = "INSERT INTO search_entries (kind, object_id, parent_id, text) VALUES ($1, $2, $3, $4)";
