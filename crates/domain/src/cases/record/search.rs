use kernel::{Id, Instant, Result, Scope, fold};
use serde::Serialize;
use store::Tx;

use super::RecordView;
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::search::{Query, Way};

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

/// Records of cases in sight that contain the words, newest first. One character finds none: nearly every text has it.
///
/// # Errors
/// Those of the database.
pub fn search(tx: &Tx<'_>, who: &Scope, typed: &str) -> Result<Vec<Hit>> {
    let folded = fold::text(typed);
    let Some(query) = Query::new(&folded).filter(|_| folded.chars().nth(1).is_some()) else {
        return Ok(Vec::new());
    };
    search_by(tx, who, &query, Way::to_records(tx, who)?)
}

/// As [`search`], on a way of one's own choice.
///
/// # Errors
/// Those of the database.
pub fn search_by(tx: &Tx<'_>, who: &Scope, query: &Query, way: Way) -> Result<Vec<Hit>> {
    // CROSS, so that the case of an entry is decided before its record is looked at.
    let from = match way {
        Way::Sight => "cases c CROSS JOIN search_entries e CROSS JOIN case_records r",
        Way::Index => "search_entries e CROSS JOIN cases c CROSS JOIN case_records r",
    };
    let sql = format!(
        "SELECT c.code, r.happened_at, r.text, r.id, {} FROM {from}
         WHERE e.parent_id = c.id AND r.id = e.object_id AND {} AND {} AND {}
         ORDER BY r.happened_at DESC, r.id DESC LIMIT 20",
        access::bases(access::Kind::Record),
        way.has_words(tx, 4),
        access::many(who, access::Kind::Case, Act::List),
        access::one(who, access::Kind::Record, Act::List)
    );
    let hits: Vec<Hit> = tx.all(&sql, &Eye::of(who).with(&[&query.grams, &query.pattern]))?;
    let bases = hits.iter().fold(Bases::NONE, |all, hit| all.and(hit.bases));
    Event::many(Action::Search, Kind::Case, hits.iter().map(|hit| hit.id)).on(bases).record(tx, who)?;
    Ok(hits)
}
