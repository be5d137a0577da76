use kernel::{Id, Instant, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{ContactKind, Person, index};
use crate::access::{Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, access};

/// A way to reach a person.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// Which way.
    pub kind: ContactKind,
    /// As written.
    pub value: String,
    /// When it was written down.
    pub recorded_at: Instant,
}
row!(Contact { kind, value, recorded_at });

/// Writes a contact, unless it is empty.
pub(super) fn add(tx: &Tx<'_>, person: Id<Person>, kind: ContactKind, value: &str) -> Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    let id: Id<Contact> = tx.new_id();
    tx.exec(
        "INSERT INTO person_contacts (id, person_id, kind, value, key, note, recorded_at) VALUES ($1, $2, $3, $4, $5, '', $6)",
        &[&id, &person, &kind, &value, &key(kind, value), &tx.now()],
    )?;
    Ok(())
}

/// A number of no digits would never be found again, and nobody could call it.
pub(super) fn check_phone(faults: &mut Faults, field: &str, value: &str) {
    if !value.is_empty() && fold::phone(value).is_empty() {
        faults.add(field, message::error_phone());
    }
}

/// The search key of a contact.
pub(crate) fn key(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::Phone => fold::phone(value),
        ContactKind::Address | ContactKind::MapPlace => fold::address(value),
        ContactKind::Email
        | ContactKind::Workplace
        | ContactKind::School
        | ContactKind::Facility
        | ContactKind::AreaStaff => fold::text(value),
    }
}

/// What the counter writes about a way to reach a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// Key of [`ContactKind`].
    pub kind: String,
    /// As spoken.
    pub value: String,
}

/// Adds a way to reach a person in sight. Under protection it is kept as hidden as the others.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for a person out of sight.
pub fn add_to(tx: &Tx<'_>, who: &Scope, person: Id<Person>, form: &ContactForm) -> Result<()> {
    access::person(tx, who, person, Act::Change)?;
    let mut faults = Faults::default();
    let kind = faults.choice("kind", "種類", &form.kind);
    let value = faults.required_line("value", "内容", &form.value);
    if kind == Some(ContactKind::Phone) {
        check_phone(&mut faults, "value", &value);
    }
    faults.done()?;
    let Some(kind) = kind else { return Err(kernel::Error::NotFound) };
    add(tx, person, kind, &value)?;
    index::refresh(tx, person)
}

/// Shows the contacts of one person to somebody who says what for. Only 所管 opens them, never a consent, a statute or an
/// emergency; those of a protected person, and of whoever lives with one, are shown here to nobody. The answer does not
/// differ from that for a person without contacts.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason, [`kernel::Error::NotFound`] for a person out of sight.
pub fn reveal(tx: &Tx<'_>, who: &Scope, person: Id<Person>, reason: &str) -> Result<Vec<Contact>> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    faults.done()?;
    access::person(tx, who, person, Act::Read)?;
    Event::new(Action::Reveal, Kind::Person, person).for_purpose(&reason).record(tx, who)?;
    let sql = format!(
        "SELECT x.kind, x.value, x.recorded_at FROM person_contacts x WHERE x.person_id = $4 AND {}
         ORDER BY x.kind, x.recorded_at DESC, x.id",
        access::one(who, access::Kind::Contact, Act::Reveal)
    );
    tx.all(&sql, &Eye::of(who).with(&[&person]))
}

/// Every contact of a person, for the one custodian to whom another one has released them.
pub(crate) fn all_of(tx: &Tx<'_>, person: Id<Person>) -> Result<Vec<Contact>> {
    tx.all(
        "SELECT kind, value, recorded_at FROM person_contacts WHERE person_id = $1 ORDER BY kind, recorded_at DESC, id",
        &[&person],
    )
}
