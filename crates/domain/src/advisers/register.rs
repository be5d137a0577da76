use kernel::{Error, Id, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Adviser, Field, keeping, keeps};
use crate::Faults;
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};

/// An entry as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdviserForm {
    /// 氏名.
    pub name: String,
    /// Key of a [`Field`].
    pub field: String,
    /// 所属.
    pub affiliation: String,
    /// When they can be asked.
    pub availability: String,
    /// 連絡先.
    pub contact: String,
    /// 職員番号 of an adviser who signs in; empty for one who does not.
    pub login: String,
    /// The version that the page showed; empty for a new entry.
    pub version: String,
}

struct Checked {
    name: String,
    field: Option<Field>,
    affiliation: String,
    availability: String,
    contact: String,
    staff: Option<Id<Staff>>,
}

/// Takes somebody into the register.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not keep it.
pub fn register(tx: &Tx<'_>, who: &Scope, form: &AdviserForm) -> Result<Id<Adviser>> {
    let id: Id<Adviser> = tx.new_id();
    if !keeps(tx, who)? {
        Event::new(Action::Create, Kind::Adviser, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let new = check(tx, form, id)?;
    tx.exec(
        "INSERT INTO advisers (id, name, field, affiliation, availability, contact, staff_id, registered_by, registered_at,
             changed_by, changed_at, end_reason, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9, '', 1)",
        &[
            &id, &new.name, &new.field, &new.affiliation, &new.availability, &new.contact, &new.staff, &who.staff, &who.now,
        ],
    )?;
    Event::new(Action::Create, Kind::Adviser, id).on(Bases::NONE).record(tx, who)?;
    Ok(id)
}

/// Changes an entry.
///
/// # Errors
/// As [`register`]; [`Error::Stale`] if somebody else changed it first, and once it has ended.
pub fn revise(tx: &Tx<'_>, who: &Scope, id: Id<Adviser>, form: &AdviserForm) -> Result<()> {
    keeping(tx, who, Action::Change, id)?;
    let new = check(tx, form, id)?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    tx.exec_one(
        "UPDATE advisers SET name = $3, field = $4, affiliation = $5, availability = $6, contact = $7, staff_id = $8,
             changed_by = $9, changed_at = $10, version = version + 1 WHERE id = $1 AND version = $2 AND ended_at IS NULL",
        &[
            &id, &version, &new.name, &new.field, &new.affiliation, &new.availability, &new.contact, &new.staff, &who.staff,
            &who.now,
        ],
    )?;
    Event::new(Action::Change, Kind::Adviser, id).on(Bases::NONE).record(tx, who)
}

fn check(tx: &Tx<'_>, form: &AdviserForm, id: Id<Adviser>) -> Result<Checked> {
    let mut faults = Faults::default();
    let new = Checked {
        name: faults.required_line("name", "氏名", &form.name),
        field: faults.choice("field", "分野", &form.field),
        affiliation: faults.required_line("affiliation", "所属", &form.affiliation),
        availability: faults.line("availability", "応じられる日時", &form.availability),
        contact: faults.line("contact", "連絡先", &form.contact),
        staff: account(tx, &mut faults, &form.login, id)?,
    };
    faults.done()?;
    Ok(new)
}

/// The account of an adviser who signs in. One account is one adviser.
fn account(tx: &Tx<'_>, faults: &mut Faults, login: &str, id: Id<Adviser>) -> Result<Option<Id<Staff>>> {
    let login = faults.line("login", "職員番号", login).to_lowercase();
    if login.is_empty() {
        return Ok(None);
    }
    let found: Option<Id<Staff>> = tx.opt("SELECT id FROM staff WHERE login = $1 AND active", &[&login])?;
    let Some(staff) = found else {
        faults.add("login", message::staff_unknown());
        return Ok(None);
    };
    let other: Option<i64> = tx.opt(
        "SELECT 1 FROM advisers WHERE staff_id = $1 AND ended_at IS NULL AND id <> $2",
        &[&staff, &id],
    )?;
    if other.is_some() {
        faults.add("login", message::adviser_registered());
    }
    Ok(Some(staff))
}

/// Why somebody leaves the register.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// In words.
    pub end_reason: String,
}

/// Ends an entry: nobody picks it any more. What was advised stays with its items.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for whoever does not keep the register; [`Error::Stale`] once it
/// has ended.
pub fn end(tx: &Tx<'_>, who: &Scope, id: Id<Adviser>, form: &EndForm) -> Result<()> {
    keeping(tx, who, Action::Change, id)?;
    let mut faults = Faults::default();
    let reason = faults.required_line("end_reason", "登録を終える理由", &form.end_reason);
    faults.done()?;
    tx.exec_one(
        "UPDATE advisers SET ended_by = $2, ended_at = $3, end_reason = $4, version = version + 1
         WHERE id = $1 AND ended_at IS NULL",
        &[&id, &who.staff, &who.now, &reason],
    )?;
    Event::new(Action::Change, Kind::Adviser, id).on(Bases::NONE).for_purpose("end").record(tx, who)
}
