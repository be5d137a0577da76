use kernel::{Agency, Day, Error, Id, Result, Role, Scope, Staff};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::administrator::administrator;
use crate::audit::{Action, Event, Kind};

/// Label of an affiliation's id.
#[derive(Debug)]
pub enum Affiliation {}

/// Where somebody stands (いまの立場): an organisation and a role there.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// Its id.
    pub id: Id<Affiliation>,
    /// The organisation.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// The role.
    pub role: Role,
}

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            agency: row.get(1)?,
            agency_name: row.get(2)?,
            role: role(&row.get::<String>(3)?)?,
        })
    }
}

/// Reads a role from its column.
pub(super) fn role(key: &str) -> Result<Role> {
    Role::from_key(key).ok_or_else(|| Error::Corrupt(format!("affiliations.role: {key}")))
}

/// Where `staff` stands on `day`. A change of personnel acts the same day: the last day is the last.
pub(super) fn of(tx: &Tx<'_>, staff: Id<Staff>, day: Day) -> Result<Vec<Standing>> {
    tx.all(
        "SELECT f.id, f.agency_id, a.name, f.role FROM affiliations f JOIN agencies a ON a.id = f.agency_id
         WHERE f.staff_id = $1 AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2) AND a.active
         ORDER BY f.from_on, f.id",
        &[&staff, &day],
    )
}

/// Ends an affiliation as of yesterday, and every sign-in that stands on it.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an administrator, or if there is no such affiliation.
pub fn end_affiliation(tx: &Tx<'_>, who: &Scope, id: Id<Affiliation>) -> Result<()> {
    administrator(who)?;
    let yesterday = tx.now().day().plus(-1);
    if tx.changed("UPDATE affiliations SET to_on = $2 WHERE id = $1", &[&id, &yesterday])? == 0 {
        return Err(Error::NotFound);
    }
    tx.exec(
        "UPDATE sign_ins SET ended_at = $2 WHERE affiliation_id = $1 AND ended_at IS NULL",
        &[&id, &tx.now()],
    )?;
    Event::new(Action::Change, Kind::Account, id).for_purpose("affiliation").record(tx, who)
}
