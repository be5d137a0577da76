use std::error::Error as StdError;

use kernel::{Day, Id, Instant};
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

/// A parameter as both drivers take it: borrowed, never copied.
#[derive(Debug, Clone, Copy)]
pub enum Bound<'a> {
    /// `NULL`.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `BOOLEAN` (an integer on SQLite).
    Flag(bool),
    /// `TEXT`.
    Text(&'a str),
    /// `BLOB` or `BYTEA`.
    Bytes(&'a [u8]),
    /// A day, stored as `TEXT`.
    Day(Day),
}

impl Bound<'_> {
    /// A copy that outlives what it was borrowed from.
    pub(crate) fn owned(self) -> Owned {
        match self {
            Bound::Null => Owned::Null,
            Bound::Int(n) => Owned::Int(n),
            Bound::Flag(b) => Owned::Flag(b),
            Bound::Text(s) => Owned::Text(s.to_owned()),
            Bound::Bytes(b) => Owned::Bytes(b.to_owned()),
            Bound::Day(day) => Owned::Day(day),
        }
    }
}

/// A parameter on its way.
#[derive(Debug, Clone)]
pub(crate) enum Owned {
    Null,
    Int(i64),
    Flag(bool),
    Text(String),
    Bytes(Vec<u8>),
    Day(Day),
}

impl Param for Owned {
    fn bound(&self) -> Bound<'_> {
        match self {
            Owned::Null => Bound::Null,
            Owned::Int(n) => Bound::Int(*n),
            Owned::Flag(b) => Bound::Flag(*b),
            Owned::Text(s) => Bound::Text(s),
            Owned::Bytes(b) => Bound::Bytes(b),
            Owned::Day(day) => Bound::Day(*day),
        }
    }
}

/// What may stand for `$1`.
pub trait Param {
    /// The value to bind.
    fn bound(&self) -> Bound<'_>;
}

impl Param for Bound<'_> {
    fn bound(&self) -> Bound<'_> {
        *self
    }
}
impl Param for i64 {
    fn bound(&self) -> Bound<'_> {
        Bound::Int(*self)
    }
}
impl Param for bool {
    fn bound(&self) -> Bound<'_> {
        Bound::Flag(*self)
    }
}
impl Param for str {
    fn bound(&self) -> Bound<'_> {
        Bound::Text(self)
    }
}
impl Param for String {
    fn bound(&self) -> Bound<'_> {
        Bound::Text(self)
    }
}
impl Param for [u8] {
    fn bound(&self) -> Bound<'_> {
        Bound::Bytes(self)
    }
}
impl Param for Vec<u8> {
    fn bound(&self) -> Bound<'_> {
        Bound::Bytes(self)
    }
}
impl Param for Instant {
    fn bound(&self) -> Bound<'_> {
        Bound::Int(self.0)
    }
}
impl<T> Param for Id<T> {
    fn bound(&self) -> Bound<'_> {
        Bound::Text(self.as_str())
    }
}
impl<P: Param> Param for Option<P> {
    fn bound(&self) -> Bound<'_> {
        self.as_ref().map_or(Bound::Null, Param::bound)
    }
}
impl<P: Param + ?Sized> Param for &P {
    fn bound(&self) -> Bound<'_> {
        (**self).bound()
    }
}

impl Param for Day {
    fn bound(&self) -> Bound<'_> {
        Bound::Day(*self)
    }
}

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Bound::Day(day) => return Ok(day.to_string().into()),
            Bound::Null => ValueRef::Null,
            Bound::Int(n) => ValueRef::Integer(n),
            Bound::Flag(b) => ValueRef::Integer(i64::from(b)),
            Bound::Text(s) => ValueRef::Text(s.as_bytes()),
            Bound::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match *self {
            Bound::Null => Ok(IsNull::Yes),
            Bound::Int(n) if *ty == Type::INT4 => i32::try_from(n)?.to_sql(ty, out),
            Bound::Int(n) => n.to_sql(ty, out),
            Bound::Flag(b) => b.to_sql(ty, out),
            Bound::Text(s) => s.to_sql(ty, out),
            Bound::Bytes(b) => b.to_sql(ty, out),
            Bound::Day(day) => day.to_string().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // `to_sql` itself refuses a mismatch; the type of `NULL` fits everywhere.
        true
    }

    to_sql_checked!();
}
