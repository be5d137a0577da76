use kernel::{Result, Scope};
use store::{Tx, dialect};

use crate::access::{self, Act, Eye, Kind};

/// People in sight up to whom each is held against the words.
const FEW_PEOPLE: i64 = 4_000;
/// As [`FEW_PEOPLE`], for cases; each has some ten records.
const FEW_CASES: i64 = 400;

/// Where a search begins. Both ways find the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With what the asker sees, each entry of it held against the words. It takes as long as there are rows in sight, however
    /// many of the same name there are outside: not even its time tells of them.
    Sight,
    /// With the index of words, for whoever sees much.
    Index,
}

impl Way {
    /// The way for people.
    ///
    /// # Errors
    /// Those of the database.
    pub fn to_people(tx: &Tx<'_>, who: &Scope) -> Result<Self> {
        Self::of(tx, who, Kind::Person, FEW_PEOPLE)
    }

    /// The way for records, by the cases in sight.
    ///
    /// # Errors
    /// Those of the database.
    pub fn to_records(tx: &Tx<'_>, who: &Scope) -> Result<Self> {
        Self::of(tx, who, Kind::Case, FEW_CASES)
    }

    fn of(tx: &Tx<'_>, who: &Scope, kind: Kind, few: i64) -> Result<Self> {
        let sql = format!(
            "SELECT 1 FROM ({}) seen WHERE $2 <> '' AND $3 > CAST(0 AS BIGINT) LIMIT 1 OFFSET {few}",
            access::sight(kind, Act::List)
        );
        let more: Option<i64> = tx.opt(&sql, &Eye::of(who).with(&[]))?;
        Ok(if more.is_some() { Self::Index } else { Self::Sight })
    }

    /// The condition that an entry `e` of the index has the words of the [`Query`](super::Query) whose two parameters begin
    /// at `$n`.
    pub(crate) fn has_words(self, tx: &Tx<'_>, n: usize) -> String {
        let like = format!("e.text LIKE ${} ESCAPE '!'", n + 1);
        match self {
            // Named, so that the question has the same parameters on both ways.
            Self::Sight => format!("{like} AND ${n} <> ''"),
            Self::Index => format!("e.doc IN ({}) AND {like}", dialect::search_documents(tx, n)),
        }
    }
}
