//! Words to rows: folded text cut into grams, by one function for writing and asking.

use kernel::{Error, Id, Result, Scope, grams, message};
use store::{Tx, dialect};

mod tidy;
mod way;

pub use tidy::Tidy;
pub use way::Way;

use crate::audit::{Action, Event, Kind};

/// What an entry of the index leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A person: names, furigana, and contacts that are not protected.
    Person,
    /// A record of a case.
    Record,
}

impl Entry {
    fn key(self) -> &'static str {
        match self {
            Entry::Person => "person",
            Entry::Record => "record",
        }
    }

    fn grams(self, text: &str) -> String {
        match self {
            Entry::Person => grams::of_name(text),
            Entry::Record => grams::of_text(text),
        }
    }
}

/// Makes `object` findable by `folded` text; replaces what was there. `parent` is the row that decides who may
/// find it.
///
/// # Errors
/// Those of the database.
pub fn put<T, P>(tx: &Tx<'_>, entry: Entry, object: Id<T>, parent: Id<P>, folded: &str) -> Result<()> {
    remove(tx, object)?;
    add(tx, entry, object, parent, folded)
}

/// As [`put`], for an object that is new.
///
/// # Errors
/// Those of the database.
pub fn add<T, P>(tx: &Tx<'_>, entry: Entry, object: Id<T>, parent: Id<P>, folded: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO search_entries (kind, object_id, parent_id, text) VALUES ($1, $2, $3, $4)",
        &[&entry.key(), &object, &parent, &folded],
    )?;
    tx.exec(dialect::search_add(tx), &[&entry.grams(folded)])
}

/// Makes `object` unfindable.
///
/// # Errors
/// Those of the database.
pub fn remove<T>(tx: &Tx<'_>, object: Id<T>) -> Result<()> {
    tx.exec(dialect::search_delete(tx), &[&object])?;
    tx.exec("DELETE FROM search_entries WHERE object_id = $1", &[&object])
}

/// What a person typed, ready to ask with: grams for the index, and a pattern that confirms each candidate,
/// because grams alone do not know their order.
#[derive(Debug, Clone)]
pub struct Query {
    /// The tokens for [`dialect::search_documents`].
    pub grams: String,
    /// For `LIKE … ESCAPE '!'`.
    pub pattern: String,
}

impl Query {
    /// A query for a folded text; none if nothing is left to ask for.
    pub fn new(folded: &str) -> Option<Self> {
        let grams = grams::of_query(folded);
        if grams.is_empty() {
            return None;
        }
        Some(Self { grams, pattern: format!("%{}%", escape(folded)) })
    }
}

fn escape(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Counts entries that disagree with their grams or their objects; for `kasane check`.
///
/// # Errors
/// Those of the database.
pub fn findings(tx: &Tx<'_>) -> Result<Vec<String>> {
    let questions = [
        (
            "people that cannot be found",
            "SELECT count(*) FROM people WHERE merged_into IS NULL
             AND id NOT IN (SELECT object_id FROM search_entries WHERE kind = 'person')",
        ),
        (
            "records that cannot be found",
            "SELECT count(*) FROM case_records WHERE withdrawn_at IS NULL
             AND id NOT IN (SELECT object_id FROM search_entries WHERE kind = 'record')",
        ),
        (
            "search entries without their object",
            "SELECT count(*) FROM search_entries e
             WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = e.object_id)
             AND NOT EXISTS (SELECT 1 FROM case_records r WHERE r.id = e.object_id)",
        ),
    ];
    let mut found = Vec::new();
    for (what, sql) in questions {
        let n: i64 = tx.one(sql, &[])?;
        if n > 0 {
            found.push(format!("{n} {what}"));
        }
    }
    Ok(found)
}

/// Searches within [`WINDOW_MINUTES`] after which a person has to pause: fishing for names is no task.
const MOST: i64 = 60;
/// The window of that count.
pub const WINDOW_MINUTES: i64 = 10;
/// Minutes after a search during which its author may register somebody.
const LATELY_MINUTES: i64 = 30;
/// Longest text of the box.
const LONGEST: usize = 200;

/// Label of a remembered search.
#[derive(Debug)]
pub enum Asked {}

/// Remembers what was typed, so that it never stands in an address.
///
/// # Errors
/// [`Error::Conflict`] after too many searches in a short time.
pub fn ask(tx: &Tx<'_>, who: &Scope, words: &str) -> Result<Id<Asked>> {
    let since = who.now.plus_seconds(-60 * WINDOW_MINUTES);
    let recent: i64 =
        tx.one("SELECT count(*) FROM searches WHERE staff_id = $1 AND at > $2", &[&who.staff, &since])?;
    if recent >= MOST {
        return Err(Error::Conflict(message::search_limited(WINDOW_MINUTES)));
    }
    let (id, words): (Id<Asked>, String) =
        (tx.new_id(), words.trim().chars().take(LONGEST).filter(|c| *c != '\0').collect());
    tx.exec(
        "INSERT INTO searches (id, staff_id, agency_id, words, at) VALUES ($1, $2, $3, $4, $5)",
        &[&id, &who.staff, &who.agency, &words, &who.now],
    )?;
    Ok(id)
}

/// What was typed, for the one who typed it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else; the log keeps the attempt.
pub fn asked(tx: &Tx<'_>, who: &Scope, id: Id<Asked>) -> Result<String> {
    let own: Option<String> = tx.opt(
        "SELECT words FROM searches WHERE id = $1 AND staff_id = $2 AND agency_id = $3",
        &[&id, &who.staff, &who.agency],
    )?;
    if own.is_none() {
        Event::new(Action::Search, Kind::Person, id).refused().record(tx, who)?;
    }
    own.ok_or(Error::NotFound)
}

/// Whether the asker has just looked for somebody: nobody is registered before having been searched for.
///
/// # Errors
/// Those of the database.
pub fn asked_lately(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    let since = who.now.plus_seconds(-60 * LATELY_MINUTES);
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM searches WHERE staff_id = $1 AND agency_id = $2 AND at > $3 AND words <> '' LIMIT 1",
        &[&who.staff, &who.agency, &since],
    )?;
    Ok(found.is_some())
}
