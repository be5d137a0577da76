use kernel::{Error, Id, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{Adviser, AdviserForm, keeping, list};
use crate::Choice as _;
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};

/// An entry as whoever keeps the register changes it: with the contact.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The entry.
    pub id: Id<Adviser>,
    /// Everything that can be changed.
    #[serde(flatten)]
    pub form: AdviserForm,
}

/// Opens one entry with its contact.
///
/// # Errors
/// [`Error::NotFound`] for whoever does not keep the register.
pub fn entry(tx: &Tx<'_>, who: &Scope, id: Id<Adviser>) -> Result<Entry> {
    keeping(tx, who, Action::Reveal, id)?;
    Event::new(Action::Reveal, Kind::Adviser, id).on(Bases::NONE).record(tx, who)?;
    let row = list::select(tx, "v.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let (contact, login, version): (String, Option<String>, i64) = tx.one(
        "SELECT v.contact, s.login, v.version FROM advisers v LEFT JOIN staff s ON s.id = v.staff_id WHERE v.id = $1",
        &[&id],
    )?;
    let form = AdviserForm {
        name: row.name,
        field: row.field.key().to_owned(),
        affiliation: row.affiliation,
        availability: row.availability,
        contact,
        login: login.unwrap_or_default(),
        version: version.to_string(),
    };
    Ok(Entry { id, form })
}
