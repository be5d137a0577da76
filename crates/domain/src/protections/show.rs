use kernel::{Id, Instant, Result, Scope, Staff};
use serde::Serialize;
use store::Tx;

use super::mates::{Mate, mates};
use super::{AdverseParty, ProposedEnd, Protection, RENEW_AT, Release, adverse, custody, end, release};
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Person};

/// The page of a protection, for custodians. It holds no contact.
#[derive(Debug, Clone, Serialize)]
pub struct ProtectionView {
    /// The protection.
    pub id: Id<Protection>,
    /// The person.
    pub person: Person,
    /// Since when.
    pub since_at: Instant,
    /// Who began it.
    pub recorded_by: Id<Staff>,
    /// Their name.
    pub began_by: String,
    /// Why.
    pub reason: String,
    /// When somebody else confirmed it.
    pub confirmed_at: Option<Instant>,
    /// Who.
    pub confirmed_by: Option<String>,
    /// When it comes onto the list for renewal.
    pub renew_at: Instant,
    /// When two custodians ended it.
    pub until_at: Option<Instant>,
    /// Who is shielded with the person.
    pub mates: Vec<Mate>,
    /// From whom the person is protected.
    pub adverse: Vec<AdverseParty>,
    /// Proposals to end it.
    pub ends: Vec<ProposedEnd>,
    /// To whom a contact was to be told.
    pub releases: Vec<Release>,
    /// Whether there are two custodians at least.
    pub enough_custodians: bool,
}

struct Head {
    person: Id<Person>,
    since_at: Instant,
    recorded_by: Id<Staff>,
    began_by: String,
    reason: String,
    confirmed_at: Option<Instant>,
    confirmed_by: Option<String>,
    renew_at: Instant,
    until_at: Option<Instant>,
}
store::row!(Head {
    person,
    since_at,
    recorded_by,
    began_by,
    reason,
    confirmed_at,
    confirmed_by,
    renew_at,
    until_at
});

/// The page of a protection.
///
/// # Errors
/// [`kernel::Error::NotFound`] for anybody but a custodian, and for one whom something bars from the person.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Protection>) -> Result<ProtectionView> {
    custody::seen(tx, who, id)?;
    let head: Head = tx.one(
        &format!(
            "SELECT z.person_id, z.since_at, z.recorded_by, s.name, z.reason, z.confirmed_at, c.name, {RENEW_AT}, z.until_at
             FROM address_protections z JOIN staff s ON s.id = z.recorded_by LEFT JOIN staff c ON c.id = z.confirmed_by
             WHERE z.id = $1"
        ),
        &[&id],
    )?;
    Event::new(Action::Read, Kind::Protection, id).on(Bases::NONE).record(tx, who)?;
    Ok(ProtectionView {
        id,
        person: people::load(tx, head.person)?,
        since_at: head.since_at,
        recorded_by: head.recorded_by,
        began_by: head.began_by,
        reason: head.reason,
        confirmed_at: head.confirmed_at,
        confirmed_by: head.confirmed_by,
        renew_at: head.renew_at,
        until_at: head.until_at,
        mates: mates(tx, who, id)?,
        adverse: adverse::lines(tx, head.person)?,
        ends: end::of(tx, id)?,
        releases: release::of(tx, id)?,
        enough_custodians: custody::in_force(tx, who.now.day())? >= 2,
    })
}
