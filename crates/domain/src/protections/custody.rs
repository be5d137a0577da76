//! 住所管理者: a duty of named staff. It is no role and opens no case.

use kernel::{Day, Error, Id, Instant, Result, Role, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::Protection;
use crate::access::{self, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::people::Person;
use crate::{Faults, staff};

/// A duty, as administrators list them.
#[derive(Debug, Clone, Serialize)]
pub struct Custodian {
    /// The duty.
    pub id: Id<Custodian>,
    /// The account.
    pub staff: Id<Staff>,
    /// 職員番号.
    pub login: String,
    /// The human being.
    pub name: String,
    /// First day.
    pub from_on: Day,
    /// Last day, once it has one.
    pub to_on: Option<Day>,
}
row!(Custodian { id, staff, login, name, from_on, to_on });

/// What an administrator writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    /// 職員番号.
    pub login: String,
    /// Last day; open-ended when empty.
    pub until: String,
}

/// A duty `d` of an account `s` that is in force on a day `$2`: of an account in use that administers nothing.
const IN_FORCE: &str = "s.active AND d.from_on <= $2 AND (d.to_on IS NULL OR d.to_on >= $2) AND NOT EXISTS
    (SELECT 1 FROM affiliations f WHERE f.staff_id = d.staff_id AND f.role = 'system_administrator'
     AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2))";

/// Whether an account `p` was ever given the duty: so that a page asks only for those.
pub(crate) const HAD_CUSTODY: &str = "EXISTS (SELECT 1 FROM custody_duties d WHERE d.staff_id = p.id)";

/// Whether somebody has the duty now, for the navigation. It says nothing about any person.
///
/// # Errors
/// Those of the database.
pub fn holds(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    if who.role == Role::SystemAdministrator || (who.role.does_casework() && !who.accepted_rules) {
        return Ok(false);
    }
    staff_holds(tx, who.staff, who.now.day())
}

/// Whether an account has the duty on a day.
pub(super) fn staff_holds(tx: &Tx<'_>, staff: Id<Staff>, day: Day) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM custody_duties d JOIN staff s ON s.id = d.staff_id WHERE d.staff_id = $1 AND {IN_FORCE} LIMIT 1"
    );
    Ok(tx.opt::<i64>(&sql, &[&staff, &day])?.is_some())
}

/// Passes custodians only; the log keeps the attempt of others.
///
/// # Errors
/// [`Error::NotFound`] for anybody else: for them there is no such page.
pub fn custodian(tx: &Tx<'_>, who: &Scope) -> Result<()> {
    if holds(tx, who)? {
        return Ok(());
    }
    let event = Event::many(Action::Read, Kind::Protection, std::iter::empty::<Id<Protection>>());
    event.refused().for_purpose("no custodian").record(tx, who)?;
    Err(Error::NotFound)
}

/// A protection, as the rules about it look at it.
pub(super) struct Row {
    pub(super) person: Id<Person>,
    pub(super) recorded_by: Id<Staff>,
    pub(super) until_at: Option<Instant>,
}
row!(Row { person, recorded_by, until_at });

/// A protection of somebody from whom nothing bars the custodian.
pub(super) fn seen(tx: &Tx<'_>, who: &Scope, id: Id<Protection>) -> Result<Row> {
    custodian(tx, who)?;
    let sql = format!(
        "SELECT z.person_id, z.recorded_by, z.until_at FROM address_protections z JOIN people p ON p.id = z.person_id
         WHERE z.id = $4 AND {}",
        access::not_barred()
    );
    match tx.opt(&sql, &Eye::of_duty(who).with(&[&id]))? {
        Some(row) => Ok(row),
        None => {
            Event::new(Action::Read, Kind::Protection, id).refused().for_purpose("barred").record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

/// As [`seen`], while it is open.
pub(super) fn open(tx: &Tx<'_>, who: &Scope, id: Id<Protection>) -> Result<Row> {
    let row = seen(tx, who, id)?;
    if row.until_at.is_some() { Err(Error::Conflict(message::protection_has_ended())) } else { Ok(row) }
}

/// Whether nothing bars somebody from a person, whatever their role.
pub(super) fn is_free(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<bool> {
    let sql = format!("SELECT 1 FROM people p WHERE p.id = $4 AND {}", access::not_barred());
    Ok(tx.opt::<i64>(&sql, &Eye::of_duty(who).with(&[&person]))?.is_some())
}

/// Duties in force or to come, and how many are in force: at least two are needed.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator.
pub fn custodians(tx: &Tx<'_>, who: &Scope) -> Result<(Vec<Custodian>, i64)> {
    staff::administrator(who)?;
    let today = who.now.day();
    let all = tx.all(
        "SELECT d.id, d.staff_id, s.login, s.name, d.from_on, d.to_on FROM custody_duties d JOIN staff s ON s.id = d.staff_id
         WHERE d.to_on IS NULL OR d.to_on >= $1 ORDER BY s.login, d.id",
        &[&today],
    )?;
    Ok((all, in_force(tx, today)?))
}

/// How many accounts have the duty on a day.
pub(super) fn in_force(tx: &Tx<'_>, today: Day) -> Result<i64> {
    let sql = format!(
        "SELECT count(DISTINCT d.staff_id) FROM custody_duties d JOIN staff s ON s.id = d.staff_id
         WHERE d.id <> $1 AND {IN_FORCE}"
    );
    tx.one(&sql, &[&"", &today])
}

/// Gives the duty to a named account. Nobody gives it to themself, and no administrator has it: who can open accounts
/// must not be who can open addresses.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator; [`Error::Invalid`] with every fault; [`Error::Conflict`] if the
/// account has the duty.
pub fn grant(tx: &Tx<'_>, who: &Scope, form: &GrantForm) -> Result<Id<Custodian>> {
    staff::administrator(who)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let login = faults.required_line("login", "職員番号", &form.login).to_lowercase();
    let until = faults.due_day("until", "いつまで", &form.until, today);
    let account: Option<Id<Staff>> = tx.opt("SELECT id FROM staff WHERE login = $1 AND active", &[&login])?;
    if account.is_none() && !login.is_empty() {
        faults.add("login", message::staff_unknown());
    }
    faults.done()?;
    let account = account.ok_or(Error::NotFound)?;
    let administers: Option<i64> = tx.opt(
        "SELECT 1 FROM affiliations WHERE staff_id = $1 AND role = 'system_administrator' AND (to_on IS NULL OR to_on >= $2) LIMIT 1",
        &[&account, &today],
    )?;
    if account == who.staff || administers.is_some() {
        return Err(Error::invalid("login", message::custody_not_possible()));
    }
    if staff_holds(tx, account, today)? {
        return Err(Error::Conflict(message::already_custodian()));
    }
    let id: Id<Custodian> = tx.new_id();
    tx.exec(
        "INSERT INTO custody_duties (id, staff_id, from_on, to_on, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &account, &today, &until, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Account, account)
        .on(Bases::NONE)
        .for_purpose("grant custody")
        .record(tx, who)?;
    Ok(id)
}

/// Ends a duty as of yesterday, as a change of personnel does.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator, or if there is no such duty.
pub fn end(tx: &Tx<'_>, who: &Scope, id: Id<Custodian>) -> Result<()> {
    staff::administrator(who)?;
    let today = who.now.day();
    let ended = tx.changed(
        "UPDATE custody_duties SET to_on = $2, ended_by = $3 WHERE id = $1 AND (to_on IS NULL OR to_on >= $4)",
        &[&id, &today.plus(-1), &who.staff, &today],
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    Event::new(Action::Change, Kind::Account, id).on(Bases::NONE).for_purpose("end custody").record(tx, who)
}
