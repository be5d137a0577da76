//! The municipality as installed in this database: its name, its agencies, its issue types.

mod from_profile;
mod samples;

use kernel::{Agency, Day, Error, Id, Result};
use serde::Serialize;
use store::{Tx, row};

use crate::consents::categories;
use crate::forms::{self, Added};
use crate::rules;

pub use samples::{Sample, SampleAccount, sample, sample_account, sample_accounts, scope_of};

/// The municipality of this database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Installed {
    /// Key of the profile.
    pub key: String,
    /// Name on screen.
    pub name: String,
    /// The profile, as TOML.
    pub profile: String,
    /// Whether its people are invented; every screen and print then says so.
    pub fictional: bool,
}
row!(Installed { key, name, profile, fictional });

/// An agency, as other agencies choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyLine {
    /// Its id.
    pub id: Id<Agency>,
    /// Stable key of the profile.
    pub key: String,
    /// Name.
    pub name: String,
    /// Kind of organisation.
    pub kind: String,
    /// Field of work.
    pub field: String,
    /// Telephone.
    pub phone: String,
    /// What it does.
    pub about: String,
}
row!(AgencyLine { id, key, name, kind, field, phone, about });

/// An issue type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueType {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}
row!(IssueType { key, name });

/// What to install.
#[derive(Debug, Clone)]
pub struct Installation {
    /// The municipality.
    pub municipality: Installed,
    /// Its agencies; those known by key are updated, others added, missing ones retired.
    pub agencies: Vec<NewAgency>,
    /// Its issue types, in order.
    pub issue_types: Vec<IssueType>,
    /// Who is in charge of which issue.
    pub responsibilities: Vec<Responsibility>,
    /// Kinds of information that a consent names, in order: key and name.
    pub categories: Vec<(String, String)>,
    /// Items that it adds to forms.
    pub form_items: Vec<Added>,
}

/// The kinds of information with which a municipality begins.
pub fn default_categories() -> Vec<(String, String)> {
    categories::DEFAULTS.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect()
}

/// An agency is in charge of new cases with an issue (OTA-29).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Key of the issue type.
    pub issue_type: String,
    /// Key of the agency.
    pub agency: String,
    /// From cases that begin on this day.
    pub from: Day,
    /// To cases that begin on this day.
    pub to: Option<Day>,
}

/// An agency of an installation.
#[derive(Debug, Clone, Default)]
pub struct NewAgency {
    /// Stable key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Kind of organisation.
    pub kind: String,
    /// Field of work.
    pub field: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// What it does; may be empty.
    pub about: String,
}

/// Installs a municipality, or brings the installed one up to date.
///
/// # Errors
/// [`Error::Conflict`] if the database belongs to another municipality: one municipality, one database.
pub fn install(tx: &Tx<'_>, new: &Installation) -> Result<()> {
    let m = &new.municipality;
    if let Some(present) = current(tx)?
        && present.key != m.key
    {
        return Err(Error::Conflict(kernel::message::other_municipality(present.name)));
    }
    tx.exec(
        "INSERT INTO municipality (id, key, name, profile, fictional, loaded_at, version) VALUES (1, $1, $2, $3, $4, $5, 1)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, profile = excluded.profile, loaded_at = excluded.loaded_at,
             version = municipality.version + 1",
        &[&m.key, &m.name, &m.profile, &m.fictional, &tx.now()],
    )?;
    tx.exec("UPDATE agencies SET active = $1", &[&false])?;
    new.agencies.iter().try_for_each(|agency| install_agency(tx, agency).map(drop))?;
    tx.exec("UPDATE issue_types SET active = $1", &[&false])?;
    for (position, issue) in new.issue_types.iter().enumerate() {
        tx.exec(
            "INSERT INTO issue_types (key, name, position, active) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key) DO UPDATE SET name = excluded.name, position = excluded.position, active = excluded.active",
            &[&issue.key, &issue.name, &(position as i64), &true],
        )?;
    }
    categories::install(tx, &new.categories)?;
    forms::install(tx, &new.form_items)?;
    rules::install(tx)?;
    tx.exec("DELETE FROM responsibilities", &[])?;
    new.responsibilities.iter().try_for_each(|responsibility| charge(tx, responsibility))
}

/// A rule about an agency or an issue that was not installed has nobody to name, and is left out.
fn charge(tx: &Tx<'_>, new: &Responsibility) -> Result<()> {
    tx.exec(
        "INSERT INTO responsibilities (issue_type, agency_id, from_on, to_on)
         SELECT i.key, a.id, $3, $4 FROM issue_types i, agencies a WHERE i.key = $1 AND a.key = $2 AND a.active",
        &[&new.issue_type, &new.agency, &new.from, &new.to],
    )
}

/// Adds an agency, or brings the one of the same key up to date.
///
/// # Errors
/// Those of the database.
pub fn install_agency(tx: &Tx<'_>, new: &NewAgency) -> Result<Id<Agency>> {
    let id: Id<Agency> = tx.new_id();
    tx.one(
        "INSERT INTO agencies (id, key, name, kind, field, phone, about, active, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
         ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind, field = excluded.field,
             phone = excluded.phone, about = excluded.about, active = excluded.active, version = agencies.version + 1
         RETURNING id",
        &[&id, &new.key, &new.name, &new.kind, &new.field, &new.phone, &new.about, &true],
    )
}

/// The municipality of this database; none before it was installed.
///
/// # Errors
/// Those of the database.
pub fn current(tx: &Tx<'_>) -> Result<Option<Installed>> {
    tx.opt("SELECT key, name, profile, fictional FROM municipality", &[])
}

/// The profile of this database; none for fictional towns without one.
///
/// # Errors
/// Those of the database.
pub(crate) fn profile(tx: &Tx<'_>) -> Result<Option<crate::municipality::Profile>> {
    let text = current(tx)?.map(|m| m.profile).unwrap_or_default();
    // It was checked when it was loaded; what can no longer be read cites by the shared list.
    Ok(crate::municipality::Profile::parse(&text).ok())
}

/// Every active agency, by name. Agencies are public knowledge.
///
/// # Errors
/// Those of the database.
pub fn agencies(tx: &Tx<'_>) -> Result<Vec<AgencyLine>> {
    tx.all(
        "SELECT id, key, name, kind, field, phone, about FROM agencies WHERE active ORDER BY kind, name",
        &[],
    )
}

/// The active agency of a key of the profile.
///
/// # Errors
/// [`Error::NotFound`] if there is none.
pub fn agency_by_key(tx: &Tx<'_>, key: &str) -> Result<Id<Agency>> {
    tx.one("SELECT id FROM agencies WHERE key = $1 AND active", &[&key])
}

/// The active agency of an id.
pub(crate) fn agency(tx: &Tx<'_>, id: &str) -> Result<Option<AgencyLine>> {
    tx.opt("SELECT id, key, name, kind, field, phone, about FROM agencies WHERE id = $1 AND active", &[&id])
}

/// Every active issue type, in the order of the profile.
///
/// # Errors
/// Those of the database.
pub fn issue_types(tx: &Tx<'_>) -> Result<Vec<IssueType>> {
    tx.all("SELECT key, name FROM issue_types WHERE active ORDER BY position", &[])
}

/// Whether the profile has an issue type of this key.
pub(crate) fn knows_issue_type(tx: &Tx<'_>, key: &str) -> Result<bool> {
    Ok(tx.opt::<i64>("SELECT 1 FROM issue_types WHERE key = $1 AND active", &[&key])?.is_some())
}

/// The first administrator of an empty installation: the one account that nobody opened.
///
/// # Errors
/// [`Error::Conflict`] once any account exists.
pub fn first_administrator(
    tx: &Tx<'_>,
    login: &str,
    name: &str,
    password_hash: &str,
) -> Result<crate::staff::Opened> {
    let accounts: i64 = tx.one("SELECT count(*) FROM staff", &[])?;
    if accounts > 0 {
        return Err(Error::Conflict(kernel::message::accounts_exist()));
    }
    let agency = install_agency(
        tx,
        &NewAgency {
            key: "operations".into(),
            name: "情報政策担当".into(),
            kind: "department".into(),
            field: "administration".into(),
            ..NewAgency::default()
        },
    )?;
    crate::staff::insert(tx, login, name, password_hash, agency, kernel::Role::SystemAdministrator)
}

/// Opens an account without an administrator: for fictional towns and tests.
///
/// # Errors
/// Those of the database.
pub fn account(
    tx: &Tx<'_>,
    login: &str,
    name: &str,
    password_hash: &str,
    agency: Id<Agency>,
    role: kernel::Role,
) -> Result<crate::staff::Opened> {
    let opened = crate::staff::insert(tx, login, name, password_hash, agency, role)?;
    rules::accept_for(tx, opened.id)?;
    Ok(opened)
}
