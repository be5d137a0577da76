//! Two rows become one person, with a preview, and can become two again with the same data as before (ALL-06).

use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::Serialize;
use store::{Tx, row};

use super::{Person, PersonView, index, relation, show};
use crate::access::{self, Act, Eye, conflict};
use crate::audit::{Action, Event, Kind};
use crate::moving::{self, Link, Moved, Reference};
use crate::{Faults, protections};

/// Columns that point to a person, by table; each table has an `id`.
const REFERENCES: [Reference; 25] = [
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
    ("case_records", "person_id"),
    ("consents", "person_id"),
    ("case_team", "person_id"),
    ("consent_explanations", "person_id"),
    ("staff_ties", "person_id"),
    ("adverse_parties", "protected_id"),
    ("adverse_parties", "adverse_id"),
    ("address_releases", "person_id"),
    ("assessments", "person_id"),
    ("assessment_answers", "person_id"),
    ("joint_policies", "person_id"),
    ("assessment_contradictions", "person_id"),
    ("conference_item_people", "person_id"),
    ("support_plans", "person_id"),
];

/// Links whose key holds the person.
const LINKS: [Link; 2] = [
    ("person_agencies", "person_id", "agency_id", "since_at"),
    ("case_people", "person_id", "case_id", "added_at"),
];

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
    access::person(tx, who, kept, Act::Change)?;
    access::person(tx, who, merged, Act::Change)?;
    if kept == merged {
        return Err(Error::NotFound);
    }
    if relation::are_related(tx, kept, merged)? {
        return Err(Error::Conflict(message::related_people()));
    }
    if conflict::joining_opposes(tx, kept, merged)? {
        return Err(Error::Conflict(message::cannot_be_one()));
    }
    let open = tx.changed(
        "UPDATE people SET merged_into = $1, version = version + 1 WHERE id = $2 AND merged_into IS NULL
         AND EXISTS (SELECT 1 FROM people k WHERE k.id = $1 AND k.merged_into IS NULL)",
        &[&kept, &merged],
    )?;
    if open == 0 {
        return Err(Error::Conflict(message::already_merged()));
    }
    let moved = moving::lead(tx, kept, merged, &REFERENCES, &LINKS)?;
    let id = note(tx, who, kept, merged, &reason, &moved)?;
    index::refresh_around(tx, kept)?;
    index::refresh(tx, merged)?;
    protections::bar(tx, who, kept)?;
    Ok(id)
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
    let json = moved.to_json()?;
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
         WHERE m.agency_id = $1 AND {} ORDER BY m.at DESC LIMIT 50",
        access::one(who, access::Kind::Person, Act::List)
    );
    let merges: Vec<Merge> = tx.all(&sql, &Eye::of(who).with(&[]))?;
    Event::many(Action::List, Kind::Person, merges.iter().map(|m| m.kept)).record(tx, who)?;
    Ok(merges)
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
    access::person(tx, who, kept, Act::Change)?;
    let undone = tx.changed(
        "UPDATE person_merges SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    if undone == 0 {
        return Err(Error::Conflict(message::already_undone()));
    }
    let protected = protections::is_open(tx, kept)?;
    moving::give_back(tx, kept, merged, &Moved::from_json(&json)?, &REFERENCES, &LINKS)?;
    tx.exec("UPDATE people SET merged_into = NULL, version = version + 1 WHERE id = $1", &[&merged])?;
    if protected {
        // What was written meanwhile may belong to either: taking a merge back ends no protection.
        protections::keep(tx, who, kept)?;
        protections::keep(tx, who, merged)?;
    }
    index::refresh_around(tx, kept)?;
    index::refresh_around(tx, merged)?;
    Event::many(Action::Change, Kind::Person, [kept, merged]).for_purpose("undo merge").record(tx, who)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_points_to_a_person_goes_along() {
        // A report tells what it told; that two people are distinct was said of these two.
        let left = [
            "access_reports.person_id",
            "distinct_people.other_id",
            "distinct_people.person_id",
            "people.merged_into",
            "person_merges.kept_id",
            "person_merges.merged_id",
        ];
        assert_eq!(moving::left_behind("people", &REFERENCES, &LINKS), left);
    }
}
