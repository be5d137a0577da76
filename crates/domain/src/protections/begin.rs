use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Protection, custody};
use crate::Faults;
use crate::access::{self, Act, Bases};
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Person};

/// Days until a protection has to be renewed, unless said otherwise.
const RENEW_DAYS: i32 = 365;

/// Protects every contact of a person, and of whoever lives with them, from this moment on. Anybody who sees the person
/// may: protecting is never wrong. A second person confirms it; until then it holds as well.
///
/// # Errors
/// [`Error::NotFound`] for a person out of sight; [`Error::Conflict`] if already protected.
pub fn begin(tx: &Tx<'_>, who: &Scope, person: Id<Person>, reason: &str) -> Result<Id<Protection>> {
    access::person(tx, who, person, Act::Read)?;
    let mut faults = Faults::default();
    let reason = faults.line("protection_reason", "理由", reason);
    faults.done()?;
    if is_open(tx, person)? {
        return Err(Error::Conflict(message::already_protected()));
    }
    insert(tx, who, person, &reason)
}

/// As [`begin`], without words.
///
/// # Errors
/// As [`begin`].
pub fn begin_plainly(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<()> {
    begin(tx, who, person, "").map(drop)
}

/// Goes on protecting a person where rows were led about by others, for example when a merge is taken back.
pub(crate) fn keep(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<()> {
    if is_open(tx, person)? { Ok(()) } else { insert(tx, who, person, "").map(drop) }
}

fn insert(tx: &Tx<'_>, who: &Scope, person: Id<Person>, reason: &str) -> Result<Id<Protection>> {
    let id: Id<Protection> = tx.new_id();
    tx.exec(
        "INSERT INTO address_protections (id, person_id, since_at, recorded_by, reason, renew_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &person, &who.now, &who.staff, &reason, &Instant::start_of(who.now.day().plus(RENEW_DAYS))],
    )?;
    people::reindex_around(tx, person)?;
    Event::new(Action::Create, Kind::Protection, id).for_purpose("begin").record(tx, who)?;
    Ok(id)
}

/// Whether a protection of the person is open.
pub(crate) fn is_open(tx: &Tx<'_>, person: Id<Person>) -> Result<bool> {
    let open: Option<i64> = tx.opt(
        "SELECT 1 FROM address_protections WHERE person_id = $1 AND until_at IS NULL LIMIT 1",
        &[&person],
    )?;
    Ok(open.is_some())
}

/// Confirms a protection that somebody else began, and the adverse parties that others have written down by now.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] for the one who began it; [`Error::Stale`] if it
/// was confirmed or ended before.
pub fn confirm(tx: &Tx<'_>, who: &Scope, id: Id<Protection>) -> Result<()> {
    let row = custody::open(tx, who, id)?;
    if row.recorded_by == who.staff {
        return Err(Error::invalid("confirm", message::needs_second_person()));
    }
    tx.exec_one(
        "UPDATE address_protections SET confirmed_at = $2, confirmed_by = $3
         WHERE id = $1 AND confirmed_at IS NULL AND until_at IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    tx.exec(
        "UPDATE adverse_parties SET confirmed_at = $2, confirmed_by = $3
         WHERE protected_id = $1 AND confirmed_at IS NULL AND ended_by IS NULL AND recorded_by <> $3",
        &[&row.person, &who.now, &who.staff],
    )?;
    people::reindex_around(tx, row.person)?;
    Event::new(Action::Change, Kind::Protection, id).on(Bases::NONE).for_purpose("confirm").record(tx, who)
}

/// What a custodian writes to renew a protection.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RenewForm {
    /// By when it has to be renewed again; in a year when empty.
    pub until: String,
}

/// Takes a protection off the list for renewal until a day, a year from now unless said otherwise.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] for a day that is past.
pub fn renew(tx: &Tx<'_>, who: &Scope, id: Id<Protection>, form: &RenewForm) -> Result<()> {
    custody::open(tx, who, id)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let until = faults.due_day("until", "次に確かめる日", &form.until, today);
    if until.is_some_and(|day| day <= today) {
        faults.add("until", message::error_date_past("次に確かめる日"));
    }
    faults.done()?;
    let at = Instant::start_of(until.unwrap_or_else(|| today.plus(RENEW_DAYS)));
    tx.exec("UPDATE address_protections SET renew_at = $2 WHERE id = $1", &[&id, &at])?;
    let renewal: Id<RenewForm> = tx.new_id();
    tx.exec(
        "INSERT INTO protection_renewals (id, protection_id, renew_at, staff_id, at) VALUES ($1, $2, $3, $4, $5)",
        &[&renewal, &id, &at, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Protection, id).on(Bases::NONE).for_purpose("renew").record(tx, who)
}
