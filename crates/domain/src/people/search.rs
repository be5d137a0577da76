use kernel::{Day, Id, PartialDay, Result, Scope, date_input, fold};
use serde::Serialize;
use store::{Bound, FromRow, Param, Row, Tx};

use super::{COLUMNS, Person};
use crate::access::{self, Act, Bases, Eye, Kind as Of};
use crate::audit::{Action, Event, Kind};
use crate::search::{Query, Way};

/// Candidates shown at once.
const LIMIT: i64 = 50;

/// A candidate, with what tells it apart from others.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// Whether another candidate of this answer has the same reading or name.
    pub homonym: bool,
    /// Names besides the present one.
    pub other_names: Option<String>,
    /// The standing in the household of which the person is a member, and its reference person.
    pub household: Option<String>,
    /// On which bases the asker sees the person.
    pub bases: Bases,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            person: Person::from_row(row)?,
            homonym: false,
            other_names: row.get(10)?,
            household: row.get(11)?,
            bases: row.get(12)?,
        })
    }
}

/// Finds people whom the asker may see by whatever was typed into the one box: words in any script, a birth
/// date in any notation, a telephone number, an address; several of them, separated by spaces.
///
/// # Errors
/// Those of the database.
pub fn find(tx: &Tx<'_>, who: &Scope, typed: &str) -> Result<Vec<Found>> {
    find_by(tx, who, typed, Way::to_people(tx, who)?)
}

/// As [`find`], on a way of one's own choice.
///
/// # Errors
/// Those of the database.
pub fn find_by(tx: &Tx<'_>, who: &Scope, typed: &str, way: Way) -> Result<Vec<Found>> {
    let terms = terms(typed, who.now.day());
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let sql = sql(tx, who, &terms, way);
    let values = values(&terms);
    let eye = Eye::of(who);
    let mut params: Vec<&dyn Param> = eye.with(&[]);
    params.extend(values.iter().map(|value| value as &dyn Param));
    let mut found: Vec<Found> = tx.all(&sql, &params)?;
    mark_homonyms(&mut found);
    let bases = found.iter().fold(Bases::NONE, |all, f| all.and(f.bases));
    Event::many(Action::Search, Kind::Person, found.iter().map(|f| f.person.id)).on(bases).record(tx, who)?;
    Ok(found)
}

/// One thing that a candidate must have.
enum Term {
    /// Words in the index.
    Words(Query),
    /// A birth date that could be the same.
    Birth(PartialDay),
}

fn terms(typed: &str, today: Day) -> Vec<Term> {
    // The whole text may be one date (「昭和45年 5月6日」) or one foreign name with spaces in it.
    if let Some(birth) = as_birth(typed, today) {
        return vec![Term::Birth(birth)];
    }
    typed
        .split(|c: char| c.is_whitespace() || c == '、' || c == ',')
        .filter(|part| !part.is_empty())
        .filter_map(|part| match as_birth(part, today) {
            Some(birth) => Some(Term::Birth(birth)),
            None => Query::new(&folded(part)).map(Term::Words),
        })
        .collect()
}

/// A date only if it says which era or century; a bare number is rather a part of a telephone number.
pub(super) fn as_birth(text: &str, today: Day) -> Option<PartialDay> {
    let birth = date_input::parse_birth(text, "", today).ok()?;
    let dated = birth.earliest().is_some();
    let looks_like_phone =
        text.chars().all(|c| c.is_numeric() || "-－ー()（）+".contains(c)) && text.chars().count() != 8;
    (dated && !looks_like_phone).then_some(birth)
}

/// Furigana, telephone numbers and everything else have keys of their own.
fn folded(part: &str) -> String {
    let digits = part.chars().filter(|c| c.is_numeric()).count();
    if is_phone(part) {
        return fold::phone(part);
    }
    if fold::is_kana(part) {
        fold::kana(part)
    } else if digits > 0 {
        fold::address(part)
    } else {
        fold::name(part)
    }
}

/// Digits and what people write between them, long enough to be meant as a number.
pub(super) fn is_phone(part: &str) -> bool {
    part.chars().filter(|c| c.is_numeric()).count() >= 3
        && part.chars().all(|c| c.is_numeric() || "-－‐ー()（）+".contains(c))
}

fn sql(tx: &Tx<'_>, who: &Scope, terms: &[Term], way: Way) -> String {
    let mut sql = format!(
        "SELECT {COLUMNS},
                (SELECT min(n.name) FROM person_names n WHERE n.person_id = p.id),
                (SELECT min(m.standing) FROM household_members m WHERE m.person_id = p.id AND m.to_on IS NULL), {}
         FROM people p WHERE p.merged_into IS NULL AND {}",
        access::bases(Of::Person),
        access::many(who, Of::Person, Act::List)
    );
    let mut n = 4;
    for term in terms {
        match term {
            Term::Words(_) => sql.push_str(&match way {
                Way::Sight => format!(
                    " AND EXISTS (SELECT 1 FROM search_entries e WHERE e.object_id = p.id AND {})",
                    way.has_words(tx, n)
                ),
                Way::Index => format!(
                    " AND p.id IN (SELECT e.object_id FROM search_entries e WHERE {})",
                    way.has_words(tx, n)
                ),
            }),
            Term::Birth(_) => {
                sql.push_str(&format!(" AND p.birth_earliest <= ${} AND p.birth_latest >= ${n}", n + 1));
            }
        }
        n += 2;
    }
    sql.push_str(&format!(
        " ORDER BY p.kana_key, p.name_key, p.birth_earliest NULLS LAST, p.id LIMIT {LIMIT}"
    ));
    sql
}

fn values(terms: &[Term]) -> Vec<Bound<'_>> {
    let mut values = Vec::new();
    for term in terms {
        match term {
            Term::Words(query) => values.extend([Bound::Text(&query.grams), Bound::Text(&query.pattern)]),
            Term::Birth(birth) => {
                values.extend([birth.earliest(), birth.latest()].map(|d| d.map_or(Bound::Null, Bound::Day)))
            }
        }
    }
    values
}

fn mark_homonyms(found: &mut [Found]) {
    let keys: Vec<(String, String)> =
        found.iter().map(|f| (fold::kana(&f.person.kana), fold::name(&f.person.name))).collect();
    for (i, f) in found.iter_mut().enumerate() {
        f.homonym = keys.iter().enumerate().any(|(j, (kana, name))| {
            i != j && ((!kana.is_empty() && *kana == keys[i].0) || (!name.is_empty() && *name == keys[i].1))
        });
    }
}

/// The people of several ids whom the asker may see, in the order asked; for forms that chose them before.
///
/// # Errors
/// Those of the database.
pub fn by_ids(tx: &Tx<'_>, who: &Scope, ids: &[Id<Person>]) -> Result<Vec<Person>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM people p WHERE p.id = $4 AND {}",
        access::one(who, Of::Person, Act::Read)
    );
    let (eye, mut people) = (Eye::of(who), Vec::new());
    for id in ids {
        people.extend(tx.opt::<Person>(&sql, &eye.with(&[id]))?);
    }
    if !people.is_empty() {
        Event::many(Action::Read, Kind::Person, people.iter().map(|p: &Person| p.id)).record(tx, who)?;
    }
    Ok(people)
}
