use kernel::{Agency, Error, Id, Result, Role, Staff, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx};

use super::administrator::administrator;
use super::affiliation::{Affiliation, role};
use super::{Secret, password, sign_in, token};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, audit};
use kernel::Scope;

/// A named account with one standing, as the list of users shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// The account.
    pub id: Id<Staff>,
    /// 職員番号.
    pub login: String,
    /// The human being.
    pub name: String,
    /// Whether it may sign in.
    pub active: bool,
    /// The standing.
    pub affiliation: Id<Affiliation>,
    /// Its organisation.
    pub agency_name: String,
    /// Its role.
    pub role: Role,
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            login: row.get(1)?,
            name: row.get(2)?,
            active: row.get(3)?,
            affiliation: row.get(4)?,
            agency_name: row.get(5)?,
            role: role(&row.get::<String>(6)?)?,
        })
    }
}

/// What an administrator writes to open an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewAccount {
    /// 職員番号.
    pub login: String,
    /// The person's name: accounts are never shared.
    pub name: String,
    /// The organisation's id.
    pub agency: String,
    /// The key of the role.
    pub role: String,
    /// The first password, hashed by the caller outside the transaction; see [`super::hash_password`].
    pub password: String,
}

/// What an administrator writes to let somebody in again who lost password or authenticator.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    /// The new password, hashed by the caller outside the transaction; see [`super::hash_password`].
    pub password: String,
}

/// What a new account needs to sign in, told once.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The account.
    pub id: Id<Staff>,
    /// 職員番号.
    pub login: String,
    /// Secret of the authenticator app.
    pub totp_secret: String,
}

/// Every account with its open standings.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator.
pub fn accounts(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Account>> {
    administrator(who)?;
    tx.all(
        "SELECT s.id, s.login, s.name, s.active, f.id, a.name, f.role
         FROM staff s JOIN affiliations f ON f.staff_id = s.id JOIN agencies a ON a.id = f.agency_id
         WHERE f.to_on IS NULL OR f.to_on >= $1 ORDER BY s.login, f.from_on LIMIT 2000",
        &[&tx.now().day()],
    )
}

/// Opens an account with its first standing. `password_hash` is made by [`super::hash_password`].
///
/// # Errors
/// [`Error::Invalid`] with every fault of the form.
pub fn create(tx: &Tx<'_>, who: &Scope, new: &NewAccount, password_hash: &str) -> Result<Opened> {
    administrator(who)?;
    let mut faults = Faults::default();
    let login = faults.required_line("login", "職員番号", &new.login).to_lowercase();
    let name = faults.required_line("name", "氏名", &new.name);
    if let Some(fault) = password::fault(&new.password, &login) {
        faults.add("password", fault);
    }
    let role = Role::from_key(&new.role);
    if role.is_none() {
        faults.add("role", message::error_choose_one("役割"));
    }
    let agency = agency(tx, &new.agency)?;
    if agency.is_none() {
        faults.add("agency", message::error_choose_one("所属"));
    }
    let taken: Option<i64> = tx.opt("SELECT 1 FROM staff WHERE login = $1", &[&login])?;
    if taken.is_some() {
        faults.add("login", message::login_taken());
    }
    faults.done()?;
    let (Some(role), Some(agency)) = (role, agency) else { return Err(Error::NotFound) };
    let opened = insert(tx, &login, &name, password_hash, agency, role)?;
    Event::new(Action::Create, Kind::Account, opened.id).record(tx, who)?;
    Ok(opened)
}

/// Writes the rows of an account; for [`create`], the first administrator and fictional towns.
pub(crate) fn insert(
    tx: &Tx<'_>,
    login: &str,
    name: &str,
    password_hash: &str,
    agency: Id<Agency>,
    role: Role,
) -> Result<Opened> {
    let secret = Secret::new(tx.random()).0;
    let opened = Opened { id: tx.new_id(), login: login.to_owned(), totp_secret: secret };
    tx.exec(
        "INSERT INTO staff (id, login, name, password_hash, totp_secret, totp_step, active, created_at, version)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 1)",
        &[&opened.id, &login, &name, &password_hash, &opened.totp_secret, &true, &tx.now()],
    )?;
    let affiliation: Id<Affiliation> = tx.new_id();
    tx.exec(
        "INSERT INTO affiliations (id, staff_id, agency_id, role, from_on) VALUES ($1, $2, $3, $4, $5)",
        &[&affiliation, &opened.id, &agency, &role.key(), &tx.now().day()],
    )?;
    Ok(opened)
}

/// Closes an account: its sign-ins and tokens end with the next request.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator, or if there is no such account.
pub fn disable(tx: &Tx<'_>, who: &Scope, id: Id<Staff>) -> Result<()> {
    administrator(who)?;
    if tx.changed("UPDATE staff SET active = $2, version = version + 1 WHERE id = $1", &[&id, &false])? == 0 {
        return Err(Error::NotFound);
    }
    sign_in::end_all_of(tx, id)?;
    audit::Event::new(Action::Change, Kind::Account, id).for_purpose("disable").record(tx, who)
}

/// Gives an account a new password and authenticator secret, after its owner lost them. `password_hash` is made by
/// [`super::hash_password`].
///
/// # Errors
/// [`Error::Invalid`] for a password that is no good; else as [`disable`].
pub fn reset(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Staff>,
    new: &NewPassword,
    password_hash: &str,
) -> Result<Opened> {
    administrator(who)?;
    let login: Option<String> = tx.opt("SELECT login FROM staff WHERE id = $1", &[&id])?;
    let login = login.ok_or(Error::NotFound)?;
    if let Some(fault) = password::fault(&new.password, &login) {
        return Err(Error::invalid("password", fault));
    }
    let secret = Secret::new(tx.random()).0;
    tx.exec(
        "UPDATE staff SET password_hash = $2, totp_secret = $3, totp_step = 0, active = $4, version = version + 1 WHERE id = $1",
        &[&id, &password_hash, &secret, &true],
    )?;
    sign_in::end_all_of(tx, id)?;
    token::revoke_all_of(tx, id)?;
    Event::new(Action::Change, Kind::Account, id).for_purpose("reset").record(tx, who)?;
    Ok(Opened { id, login, totp_secret: secret })
}

fn agency(tx: &Tx<'_>, id: &str) -> Result<Option<Id<Agency>>> {
    tx.opt("SELECT id FROM agencies WHERE id = $1 AND active", &[&id])
}
