use kernel::{Id, Instant, Result, Scope, Staff, fold, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{ContactKind, Person, index};
use crate::access::Act;
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
        ContactKind::Address => fold::address(value),
        ContactKind::Email | ContactKind::Workplace | ContactKind::School | ContactKind::Facility => {
            fold::text(value)
        }
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

/// Shows the contacts of one person to somebody who says what for. A protected person's are not shown here to
/// anybody, and the answer does not differ from that for a person without contacts.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason, [`kernel::Error::NotFound`] for a person out of sight.
pub fn reveal(tx: &Tx<'_>, who: &Scope, person: Id<Person>, reason: &str) -> Result<Vec<Contact>> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    faults.done()?;
    access::person(tx, who, person, Act::Read)?;
    Event::new(Action::Reveal, Kind::Person, person).for_purpose(&reason).record(tx, who)?;
    tx.all(
        "SELECT kind, value, recorded_at FROM person_contacts WHERE person_id = $1
         AND NOT EXISTS (SELECT 1 FROM address_protections a WHERE a.person_id = $1 AND a.until_at IS NULL)
         ORDER BY kind, recorded_at DESC",
        &[&person],
    )
}

/// Protects every contact of a person from now on (DV等支援措置). The two-person procedure around it belongs to
/// the chapter on lawful sharing; protecting is never wrong, so one person may begin it.
///
/// # Errors
/// [`kernel::Error::NotFound`] for a person out of sight, [`kernel::Error::Conflict`] if already protected.
pub fn protect(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<()> {
    access::person(tx, who, person, Act::Change)?;
    let open: Option<i64> =
        tx.opt("SELECT 1 FROM address_protections WHERE person_id = $1 AND until_at IS NULL", &[&person])?;
    if open.is_some() {
        return Err(kernel::Error::Conflict(message::already_protected()));
    }
    begin_protection(tx, person, who.staff)
}

/// Opens the protection and takes the contacts out of the search index.
pub(crate) fn begin_protection(tx: &Tx<'_>, person: Id<Person>, by: Id<Staff>) -> Result<()> {
    let id: Id<Contact> = tx.new_id();
    tx.exec(
        "INSERT INTO address_protections (id, person_id, since_at, recorded_by) VALUES ($1, $2, $3, $4)",
        &[&id, &person, &tx.now(), &by],
    )?;
    index::refresh(tx, person)
}
