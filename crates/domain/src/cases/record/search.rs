use std::collections::BTreeMap;

use kernel::{Id, Instant, Result, Scope, fold};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::RecordView;
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
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

/// A record found, with its case for the log.
struct Found {
    hit: Hit,
    case: Id<Case>,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { hit: Hit::from_row(row)?, case: row.get(5)? })
    }
}

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
        "SELECT c.code, r.happened_at, r.text, r.id, {}, c.id FROM {from}
         WHERE e.parent_id = c.id AND r.id = e.object_id AND {} AND {} AND {}
         ORDER BY r.happened_at DESC, r.id DESC LIMIT 20",
        access::bases(access::Kind::Record),
        way.has_words(tx, 4),
        access::many(who, access::Kind::Case, Act::List),
        access::one(who, access::Kind::Record, Act::List)
    );
    let found: Vec<Found> = tx.all(&sql, &Eye::of(who).with(&[&query.grams, &query.pattern]))?;
    note(tx, who, &found)?;
    Ok(found.into_iter().map(|found| found.hit).collect())
}

/// One line of the log for each case whose records were shown, so that its history tells of it; and one for a search that found
/// nothing.
fn note(tx: &Tx<'_>, who: &Scope, found: &[Found]) -> Result<()> {
    let mut cases: BTreeMap<Id<Case>, Bases> = BTreeMap::new();
    for Found { hit, case } in found {
        let bases = cases.entry(*case).or_insert(Bases::NONE);
        *bases = bases.and(hit.bases);
    }
    if cases.is_empty() {
        return Event::many(Action::Search, Kind::Case, [] as [Id<Case>; 0]).on(Bases::NONE).record(tx, who);
    }
    for (case, bases) in cases {
        Event::new(Action::Search, Kind::Case, case).of_case(case).on(bases).record(tx, who)?;
    }
    Ok(())
}
