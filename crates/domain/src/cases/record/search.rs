use kernel::{Id, Instant, Result, Scope, fold};
use serde::Serialize;
use store::{Tx, dialect};

use super::RecordView;
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::search::Query;

/// A record found by words.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The case.
    pub code: String,
    /// When it happened.
    pub happened_at: Instant,
    /// What.
    pub text: String,
    /// The record.
    pub id: Id<RecordView>,
    /// On which bases the reader sees it.
    pub bases: Bases,
}
store::row!(Hit { code, happened_at, text, id, bases });

/// Records of cases in sight that contain the words, newest first.
///
/// # Errors
/// Those of the database.
pub fn search(tx: &Tx<'_>, who: &Scope, typed: &str) -> Result<Vec<Hit>> {
    let Some(query) = Query::new(&fold::text(typed)) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT c.code, r.happened_at, r.text, r.id, {} FROM search_entries e
         JOIN case_records r ON r.id = e.object_id JOIN cases c ON c.id = r.case_id
         WHERE e.doc IN ({}) AND e.text LIKE $5 ESCAPE '!' AND {} AND {}
         ORDER BY r.happened_at DESC LIMIT 20",
        access::bases(access::Kind::Record),
        dialect::search_documents(tx, 4),
        access::many(access::Kind::Case, Act::List),
        access::one(access::Kind::Record, Act::List)
    );
    let hits: Vec<Hit> = tx.all(&sql, &Eye::of(who).with(&[&query.grams, &query.pattern]))?;
    let bases = hits.iter().fold(Bases::NONE, |all, hit| all.and(hit.bases));
    Event::many(Action::Search, Kind::Case, hits.iter().map(|hit| hit.id)).on(bases).record(tx, who)?;
    Ok(hits)
}
