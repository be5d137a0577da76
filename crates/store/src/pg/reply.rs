use kernel::{Error, Result};
use tokio::sync::oneshot;

use super::Session;
use super::wire::Answer;
use crate::row::Inner;
use crate::{FromRow, Row};

/// An answer that is on its way.
pub(crate) struct Reply<'a> {
    session: &'a Session,
    rows: oneshot::Receiver<Answer<Vec<tokio_postgres::Row>>>,
}

impl<'a> Reply<'a> {
    pub(super) fn new(
        session: &'a Session,
        rows: oneshot::Receiver<Answer<Vec<tokio_postgres::Row>>>,
    ) -> Self {
        Self { session, rows }
    }

    /// Waits for it.
    pub(crate) fn all<R: FromRow>(self) -> Result<Vec<R>> {
        let lost = || Error::Database("an answer was lost".into());
        let rows =
            self.session.wait(async { self.rows.await.map_or_else(|_| Ok(None), |rows| rows.map(Some)) })?;
        rows.ok_or_else(lost)?.iter().map(|row| R::from_row(&Row(Inner::Pg(row)))).collect()
    }
}
