use kernel::{Error, Result};

use crate::{Cell, Column};

/// A row of a result, as the driver holds it.
pub struct Row<'a>(pub(crate) Inner<'a>);

pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Pg(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the name of the column, if it holds something else.
    pub fn get<C: Column>(&self, index: usize) -> Result<C> {
        match self.cell(index).and_then(C::read) {
            Some(value) => Ok(value),
            None => Err(self.corrupt(index)),
        }
    }

    /// A page reads a thousand of them: what is wrong with one is told by [`Row::corrupt`] alone.
    #[inline]
    fn cell(&self, index: usize) -> Option<Cell<'_>> {
        match &self.0 {
            Inner::Sqlite(row) => Cell::from_sqlite(row.get_ref(index).ok()?),
            Inner::Pg(row) => row.try_get(index).ok(),
        }
    }

    /// Names the kind of what is there, never the content: errors end in the log of the operator.
    #[cold]
    fn corrupt(&self, index: usize) -> Error {
        let found = self.cell(index).map_or("unreadable", Cell::kind);
        Error::Corrupt(format!("column {} ({index}): {found}", self.name(index)))
    }

    fn name(&self, index: usize) -> String {
        match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_name(index).unwrap_or("?").to_owned(),
            Inner::Pg(row) => row.columns().get(index).map_or("?", |c| c.name()).to_owned(),
        }
    }
}

/// What a whole row can be read as: a struct made with [`row!`](crate::row), a tuple, or a single column.
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if a column holds something else than expected.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// Reads the columns of a query into the fields of a struct, in the order written.
///
/// `row!(Task { id, title, due_on })` for `SELECT id, title, due_on …`.
#[macro_export]
macro_rules! row {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> ::kernel::Result<Self> {
                let mut index = 0..;
                $(let $field = row.get(index.next().unwrap_or_default())?;)*
                Ok(Self { $($field),* })
            }
        }
    };
}

macro_rules! single {
    ($($ty:ty),*) => {$(
        impl FromRow for $ty {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                row.get(0)
            }
        }
    )*};
}
single!(i64, bool, String, kernel::Instant, kernel::Day);

impl<T> FromRow for kernel::Id<T> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}
impl<C: Column> FromRow for Option<C> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

macro_rules! tuples {
    ($($($letter:ident $index:tt),+;)*) => {$(
        impl<$($letter: Column),+> FromRow for ($($letter,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$letter>($index)?,)+))
            }
        }
    )*};
}
tuples! {
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
