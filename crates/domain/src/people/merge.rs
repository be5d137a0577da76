//! Two rows become one person, with a preview, and can become two again with the same data as before (ALL-06).

use std::collections::BTreeMap;

use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Person, PersonView, index, show};
use crate::Faults;
use crate::access;
use crate::audit::{Action, Event, Kind};

/// Columns that point to a person, by table; each table has an `id`.
const REFERENCES: [(&str, &str); 11] = [
    ("person_names", "person_id"),
    ("person_contacts", "person_id"),
    ("address_protections", "person_id"),
    ("identity_checks", "person_id"),
    ("household_members", "person_id"),
    ("relations", "person_id"),
    ("relations", "other_id"),
    ("consultations", "person_id"),
    ("consultation_people", "person_id"),
    ("cases", "person_id"),
    ("case_issues", "person_id"),
];

/// Links whose key holds the person: copied rather than moved. Table, the other column, the time column.
const LINKS: [(&str, &str, &str); 2] =
    [("person_agencies", "agency_id", "since_at"), ("case_people", "case_id", "added_at")];

/// Label of a merge's id, and its line in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Merge {
    /// Its id.
    pub id: Id<Merge>,
    /// The person who stays.
    pub kept: Id<Person>,
    /// What to call them.
    pub kept_name: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
}
row!(Merge { id, kept, kept_name, reason, at, undone_at });

/// Both pages side by side, before anything happens.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// Who would stay.
    pub kept: PersonView,
    /// Whose rows would move.
    pub merged: PersonView,
}

/// What was moved and what was added, by table.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    rows: BTreeMap<String, Vec<String>>,
    links: BTreeMap<String, Vec<String>>,
}

/// Shows what a merge would join. Only for those who may see both.
///
/// # Errors
/// [`Error::NotFound`] unless both are in sight.
pub fn preview(tx: &Tx<'_>, who: &Scope, kept: Id<Person>, merged: Id<Person>) -> Result<Preview> {
    if kept == merged {
        return Err(Error::NotFound);
    }
    Ok(Preview { kept: show(tx, who, kept)?, merged: show(tx, who, merged)? })
}

/// Joins `merged` into `kept`.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] unless both are in sight; [`Error::Conflict`] if one
/// of them was merged before.
pub fn merge(
    tx: &Tx<'_>,
    who: &Scope,
    kept: Id<Person>,
    merged: Id<Person>,
    reason: &str,
) -> Result<Id<Merge>> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    faults.done()?;
    access::person(tx, who, kept, Action::Change)?;
    access::person(tx, who, merged, Action::Change)?;
    if kept == merged {
        return Err(Error::NotFound);
    }
    let open = tx.exec(
        "UPDATE people SET merged_into = $1, version = version + 1 WHERE id = $2 AND merged_into IS NULL
         AND EXISTS (SELECT 1 FROM people k WHERE k.id = $1 AND k.merged_into IS NULL)",
        &[&kept, &merged],
    )?;
    if open == 0 {
        return Err(Error::Conflict(message::already_merged()));
    }
    let moved = Moved { rows: move_rows(tx, kept, merged)?, links: copy_links(tx, kept, merged)? };
    let id = note(tx, who, kept, merged, &reason, &moved)?;
    index::refresh(tx, kept)?;
    index::refresh(tx, merged)?;
    Ok(id)
}

fn move_rows(tx: &Tx<'_>, kept: Id<Person>, merged: Id<Person>) -> Result<BTreeMap<String, Vec<String>>> {
    let mut moved = BTreeMap::new();
    for (table, column) in REFERENCES {
        let ids: Vec<String> =
            tx.all(&format!("SELECT id FROM {table} WHERE {column} = $1 ORDER BY id"), &[&merged])?;
        tx.exec(&format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2"), &[&kept, &merged])?;
        moved.insert(format!("{table}.{column}"), ids);
    }
    Ok(moved)
}

fn copy_links(tx: &Tx<'_>, kept: Id<Person>, merged: Id<Person>) -> Result<BTreeMap<String, Vec<String>>> {
    let mut copied = BTreeMap::new();
    for (table, other, time) in LINKS {
        let ids: Vec<String> = tx.all(
            &format!(
                "INSERT INTO {table} ({other}, person_id, {time})
                 SELECT {other}, $1, {time} FROM {table} WHERE person_id = $2
                 AND {other} NOT IN (SELECT {other} FROM {table} WHERE person_id = $1) RETURNING {other}"
            ),
            &[&kept, &merged],
        )?;
        copied.insert(table.to_owned(), ids);
    }
    Ok(copied)
}

fn note(
    tx: &Tx<'_>,
    who: &Scope,
    kept: Id<Person>,
    merged: Id<Person>,
    reason: &str,
    moved: &Moved,
) -> Result<Id<Merge>> {
    let id: Id<Merge> = tx.new_id();
    let json = serde_json::to_string(moved).map_err(|e| Error::Corrupt(e.to_string()))?;
    tx.exec(
        "INSERT INTO person_merges (id, kept_id, merged_id, agency_id, staff_id, reason, moved, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&id, &kept, &merged, &who.agency, &who.staff, &reason, &json, &who.now],
    )?;
    Event::many(Action::Change, Kind::Person, [kept, merged]).for_purpose("merge").record(tx, who)?;
    Ok(id)
}

/// The merges that one's agency made, latest first.
///
/// # Errors
/// Those of the database.
pub fn merges(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Merge>> {
    let sql = format!(
        "SELECT m.id, m.kept_id, CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, m.reason, m.at, m.undone_at
         FROM person_merges m JOIN people p ON p.id = m.kept_id
         WHERE m.agency_id = $1 AND m.kept_id IN ({}) ORDER BY m.at DESC LIMIT 50",
        access::VISIBLE_PEOPLE
    );
    tx.all(&sql, &[&access::reach(who)])
}

/// Makes two of one again: every row that moved goes back, every link that was copied goes away.
///
/// # Errors
/// [`Error::NotFound`] if the agency made no such merge; [`Error::Conflict`] if it was undone before.
pub fn undo(tx: &Tx<'_>, who: &Scope, id: Id<Merge>) -> Result<()> {
    let found: Option<(Id<Person>, Id<Person>, String)> = tx.opt(
        "SELECT kept_id, merged_id, moved FROM person_merges WHERE id = $1 AND agency_id = $2",
        &[&id, &access::reach(who)],
    )?;
    let (kept, merged, json) = found.ok_or(Error::NotFound)?;
    access::person(tx, who, kept, Action::Change)?;
    let undone = tx.exec(
        "UPDATE person_merges SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    if undone == 0 {
        return Err(Error::Conflict(message::already_undone()));
    }
    let moved: Moved =
        serde_json::from_str(&json).map_err(|e| Error::Corrupt(format!("person_merges.moved: {e}")))?;
    give_back(tx, kept, merged, &moved)?;
    tx.exec("UPDATE people SET merged_into = NULL, version = version + 1 WHERE id = $1", &[&merged])?;
    index::refresh(tx, kept)?;
    index::refresh(tx, merged)?;
    Event::many(Action::Change, Kind::Person, [kept, merged]).for_purpose("undo merge").record(tx, who)
}

fn give_back(tx: &Tx<'_>, kept: Id<Person>, merged: Id<Person>, moved: &Moved) -> Result<()> {
    for (table, column) in REFERENCES {
        for id in moved.rows.get(&format!("{table}.{column}")).into_iter().flatten() {
            tx.exec(&format!("UPDATE {table} SET {column} = $1 WHERE id = $2"), &[&merged, id])?;
        }
    }
    for (table, other, _) in LINKS {
        for id in moved.links.get(table).into_iter().flatten() {
            tx.exec(&format!("DELETE FROM {table} WHERE {other} = $1 AND person_id = $2"), &[id, &kept])?;
        }
    }
    Ok(())
}
