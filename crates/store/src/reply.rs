use kernel::{Error, Result};

use crate::{FromRow, pg};

/// An answer to [`Tx::ask`](crate::Tx::ask), perhaps still on its way.
#[must_use = "an answer that nobody reads was asked for in vain"]
pub struct Reply<'a, R>(pub(crate) Inner<'a, R>);

pub(crate) enum Inner<'a, R> {
    Here(Vec<R>),
    Coming(pg::Reply<'a>),
}

impl<R: FromRow> Reply<'_, R> {
    /// Every row.
    ///
    /// # Errors
    /// As [`Tx::all`](crate::Tx::all).
    pub fn all(self) -> Result<Vec<R>> {
        match self.0 {
            Inner::Here(rows) => Ok(rows),
            Inner::Coming(reply) => reply.all(),
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`](crate::Tx::all).
    pub fn opt(self) -> Result<Option<R>> {
        Ok(self.all()?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn one(self) -> Result<R> {
        self.opt()?.ok_or(Error::NotFound)
    }
}
