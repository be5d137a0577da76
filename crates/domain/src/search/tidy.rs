use kernel::Result;
use store::{Db, dialect};

/// Steps in a row, so that a long day does not keep the pen from those who work.
const STEPS: usize = 16;

/// Whoever keeps the index of words in order, behind the requests: whoever saves only appends to it, and a search goes through
/// as many pieces as were appended since.
pub struct Tidy {
    db: Db,
    /// The newest entry that was there the last time.
    seen: i64,
}

impl Tidy {
    /// For one database.
    pub fn new(db: Db) -> Self {
        Self { db, seen: 0 }
    }

    /// Puts pieces together, if any were added since the last time; `rest` is called after each step.
    ///
    /// # Errors
    /// Those of the database; what was put together by then stays so.
    pub fn go_on(&mut self, rest: impl Fn()) -> Result<()> {
        let newest = self.db.read(|tx| tx.one("SELECT coalesce(max(doc), 0) FROM search_entries", &[]))?;
        if newest == self.seen {
            return Ok(());
        }
        for _ in 0..STEPS {
            let stepped =
                self.db.write(|tx| dialect::search_tidy(tx).map(|sql| tx.exec(sql, &[])).transpose())?;
            if stepped.is_none() {
                break;
            }
            rest();
        }
        self.seen = newest;
        Ok(())
    }
}
