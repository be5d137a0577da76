//! 利害関係: a worker declares that somebody is a relative or an acquaintance, and sees nothing of them from then on.

use kernel::{Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{TieKind, bar};
use crate::access::{self, Act, Bases};
use crate::audit::{Action, Event, Kind};
use crate::cases::FOREVER;
use crate::people::{self, Person};
use crate::{Faults, staff};

/// A tie, without the person: who declared it knows, and nobody else needs to.
#[derive(Debug, Clone, Serialize)]
pub struct Tie {
    /// The tie.
    pub id: Id<Tie>,
    /// Whose.
    pub staff: Id<Staff>,
    /// 職員番号.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What it is.
    pub kind: TieKind,
    /// The person's name as it was when the tie was declared; for the one who declared it only.
    pub note: String,
    /// Since when.
    pub recorded_at: Instant,
}
row!(Tie { id, staff, login, name, kind, note, recorded_at });

/// What the worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TieForm {
    /// The id of the person, found among those in sight.
    pub person: String,
    /// Key of a [`TieKind`].
    pub kind: String,
}

/// Declares a tie of one's own. It bars at once: the next request finds neither the person nor their cases.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for a person out of sight.
pub fn declare(tx: &Tx<'_>, who: &Scope, form: &TieForm) -> Result<Id<Tie>> {
    access::casework(who)?;
    let mut faults = Faults::default();
    let kind: Option<TieKind> = faults.choice("kind", "関係", &form.kind);
    let person = form.person.parse::<Id<Person>>().ok();
    if person.is_none() {
        faults.add("person", message::error_choose_one("人"));
    }
    faults.done()?;
    let (Some(kind), Some(person)) = (kind, person) else { return Err(Error::NotFound) };
    access::person(tx, who, person, Act::Read)?;
    let id: Id<Tie> = tx.new_id();
    tx.exec(
        "INSERT INTO staff_ties (id, staff_id, person_id, kind, note, recorded_by, recorded_at, until_at)
         VALUES ($1, $2, $3, $4, $5, $2, $6, $7)",
        &[&id, &who.staff, &person, &kind, &people::load(tx, person)?.display(), &who.now, &FOREVER],
    )?;
    bar::relieve_of(tx, who, person, who.staff)?;
    Event::new(Action::Create, Kind::Account, id).for_purpose("tie").record(tx, who)?;
    Ok(id)
}

const SELECT: &str =
    "SELECT f.id, f.staff_id, s.login, s.name, f.kind, f.note, f.recorded_at FROM staff_ties f
    JOIN staff s ON s.id = f.staff_id";

/// One's own ties.
///
/// # Errors
/// Those of the database.
pub fn own(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Tie>> {
    let sql = format!("{SELECT} WHERE f.staff_id = $1 AND f.until_at > $2 ORDER BY f.recorded_at, f.id");
    tx.all(&sql, &[&who.staff, &who.now])
}

/// Everybody's, for administrators: without the names of the people, whom they must not know.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub fn all(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Tie>> {
    staff::administrator(who)?;
    let sql = format!("{SELECT} WHERE f.until_at > $1 ORDER BY s.login, f.recorded_at, f.id LIMIT 500");
    let mut ties: Vec<Tie> = tx.all(&sql, &[&who.now])?;
    ties.iter_mut().for_each(|tie| tie.note.clear());
    Ok(ties)
}

/// Ends a tie that was declared by mistake. Nobody ends their own.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator, and for one's own.
pub fn end(tx: &Tx<'_>, who: &Scope, id: Id<Tie>) -> Result<()> {
    staff::administrator(who)?;
    let ended = tx.changed(
        "UPDATE staff_ties SET until_at = $2, ended_by = $3 WHERE id = $1 AND staff_id <> $3 AND until_at > $2",
        &[&id, &who.now, &who.staff],
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    Event::new(Action::Change, Kind::Account, id).on(Bases::NONE).for_purpose("end tie").record(tx, who)
}
