use kernel::{Id, Instant, Message, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{IdentityMethod, Person};
use crate::access::{self, Act};
use crate::{Choice, Faults};

/// The last time that somebody made sure who a person is.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
    /// Keys of [`IdentityMethod`], separated by spaces.
    pub methods: String,
    /// When.
    pub at: Instant,
}
row!(Checked { methods, at });

impl Checked {
    /// Whether it says more than "not yet".
    pub fn verified(&self) -> bool {
        self.methods
            .split(' ')
            .any(|key| IdentityMethod::from_key(key).is_some_and(|m| m != IdentityMethod::NotYet))
    }
}

/// The methods among `keys`.
pub(super) fn methods(keys: &[String]) -> Vec<IdentityMethod> {
    keys.iter().filter_map(|key| IdentityMethod::from_key(key)).collect()
}

/// Writes down by what a person was told apart; nothing, if nothing was said.
pub(super) fn note(tx: &Tx<'_>, who: &Scope, person: Id<Person>, methods: &[IdentityMethod]) -> Result<()> {
    if methods.is_empty() {
        return Ok(());
    }
    let id: Id<Checked> = tx.new_id();
    let keys: Vec<&str> = methods.iter().map(|method| method.key()).collect();
    tx.exec(
        "INSERT INTO identity_checks (id, person_id, agency_id, staff_id, methods, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &person, &who.agency, &who.staff, &keys.join(" "), &who.now],
    )?;
    Ok(())
}

/// Makes sure, later, who a person is.
///
/// # Errors
/// [`kernel::Error::NotFound`] for a person out of sight; [`kernel::Error::Invalid`] if nothing was chosen.
pub fn check(tx: &Tx<'_>, who: &Scope, person: Id<Person>, keys: &[String]) -> Result<()> {
    access::person(tx, who, person, Act::Change)?;
    let methods = methods(keys);
    if methods.is_empty() {
        return Err(kernel::Error::invalid("identity", needed()));
    }
    note(tx, who, person, &methods)
}

fn needed() -> Message {
    let text = "何で確かめたかを選んでください。まだのときは「まだ確かめていない」を選べます。";
    Message::new("identity_needed", text)
}

/// The candidate whom the counter takes to be the person, and by what they were told apart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The person's id.
    pub person: String,
    /// Keys of [`IdentityMethod`].
    pub identity: Vec<String>,
}

/// Goes on with a candidate. It takes two acts, choosing and saying how one knows, so that no slip of the hand
/// writes into the life of a homonym.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for a person out of sight.
pub fn choose(tx: &Tx<'_>, who: &Scope, chosen: &Chosen) -> Result<Id<Person>> {
    let mut faults = Faults::default();
    let person = chosen.person.parse().ok();
    if person.is_none() {
        faults.add("person", message::error_choose_one("候補"));
    }
    if methods(&chosen.identity).is_empty() {
        faults.add("identity", needed());
    }
    faults.done()?;
    let person = person.ok_or(kernel::Error::NotFound)?;
    check(tx, who, person, &chosen.identity)?;
    Ok(person)
}

/// The last check, if there was one.
pub(super) fn last(tx: &Tx<'_>, person: Id<Person>) -> Result<Option<Checked>> {
    tx.opt(
        "SELECT methods, at FROM identity_checks WHERE person_id = $1 ORDER BY at DESC LIMIT 1",
        &[&person],
    )
}
