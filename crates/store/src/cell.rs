use kernel::{Day, Id, Instant};
use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};

/// One value of a result row, borrowed from the driver.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// `NULL`.
    Null,
    /// An integer.
    Int(i64),
    /// A flag (PostgreSQL only; SQLite answers integers).
    Flag(bool),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl<'a> Cell<'a> {
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Cell::Null => "NULL",
            Cell::Int(_) => "an integer",
            Cell::Flag(_) => "a flag",
            Cell::Text(_) => "a text",
            Cell::Bytes(_) => "bytes",
        }
    }

    /// None for a text that is not UTF-8, and for a fraction: nothing here is stored as one.
    #[inline]
    pub(crate) fn from_sqlite(value: ValueRef<'a>) -> Option<Self> {
        Some(match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(n) => Cell::Int(n),
            ValueRef::Text(bytes) => Cell::Text(simdutf8::basic::from_utf8(bytes).ok()?),
            ValueRef::Blob(bytes) => Cell::Bytes(bytes),
            ValueRef::Real(_) => return None,
        })
    }
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::Flag(bool::from_sql(ty, raw)?),
            Type::BYTEA => Cell::Bytes(raw),
            _ => Cell::Text(std::str::from_utf8(raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8
                | Type::INT4
                | Type::BOOL
                | Type::BYTEA
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::UNKNOWN
        )
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    /// Reads the value; `None` if it is of another kind.
    fn read(cell: Cell<'_>) -> Option<Self>;
}

impl Column for i64 {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Int(n) = cell { Some(n) } else { None }
    }
}
impl Column for bool {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Flag(b) => Some(b),
            Cell::Int(n @ (0 | 1)) => Some(n == 1),
            _ => None,
        }
    }
}
impl Column for String {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(s) = cell { Some(s.to_owned()) } else { None }
    }
}
impl Column for Vec<u8> {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(b) = cell { Some(b.to_owned()) } else { None }
    }
}
impl Column for Instant {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).map(Instant)
    }
}
impl<T> Column for Id<T> {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(s) = cell { s.parse().ok() } else { None }
    }
}
impl Column for Day {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(s) = cell { s.parse().ok() } else { None }
    }
}
impl<C: Column> Column for Option<C> {
    #[inline]
    fn read(cell: Cell<'_>) -> Option<Self> {
        if matches!(cell, Cell::Null) { Some(None) } else { C::read(cell).map(Some) }
    }
}
