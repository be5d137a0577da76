//! 会議録を書く人: the agency that convenes an item, and whoever is seated in it as secretary, also where another agency brought
//! it. The secretary writes what a conference decides, and learns of the case no more than a member does.

use kernel::{Error, Id, Result, Scope, fold, message};
use store::Tx;

use super::{ConferenceItem, Ground, consented, member, seats};
use crate::access::{self, Act, Bases, Basis, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::people::Person;
use crate::{Faults, naming};

/// Somebody who keeps the minutes of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keeper {
    /// The item.
    item: Id<ConferenceItem>,
    /// Of which case it is.
    pub(super) case: Id<Case>,
    /// Whether it is the keeper's own case, and not a seat alone.
    pub(super) own: bool,
}

/// Passes for whoever keeps the minutes of an item that is convened: by its own task, or by the seat of its secretary.
///
/// # Errors
/// [`Error::NotFound`] for everybody else; [`Error::Conflict`] before the conference is convened.
pub(super) fn keeping(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, action: Action) -> Result<Keeper> {
    let sql = format!(
        "SELECT i.case_id, {} FROM conference_items i WHERE i.id = $4 AND {}",
        access::bases(access::Kind::Packet),
        access::one(who, access::Kind::Packet, Act::Add)
    );
    let found: Option<(Id<Case>, Bases)> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    let event = Event::new(action, Kind::Conference, id);
    let Some((case, bases)) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let own = bases.has(Basis::Own);
    if !own {
        // A seat is somebody's who stands there now, whatever the role is.
        member::invited(tx, who, id)?;
    }
    event.of_case(case).on(bases).record(tx, who)?;
    member::convened(tx, id)?;
    Ok(Keeper { item: id, case, own })
}

/// As [`keeping`], for writing into an item that is not over.
///
/// # Errors
/// As [`keeping`]; [`Error::Conflict`] once the item is over.
pub(super) fn minuting(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Keeper> {
    let keeper = keeping(tx, who, id, Action::Change)?;
    not_over(tx, id)?;
    Ok(keeper)
}

/// Passes while an item is not over.
pub(super) fn not_over(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<()> {
    let over: bool = tx.one("SELECT held_at IS NOT NULL FROM conference_items WHERE id = $1", &[&id])?;
    if over { Err(Error::Conflict(message::conference_is_over())) } else { Ok(()) }
}

/// Whether somebody may keep the minutes of an item, for pages that lead there.
pub(super) fn keeps(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM conference_items i WHERE i.id = $4 AND {}",
        access::one(who, access::Kind::Packet, Act::Add)
    );
    Ok(tx.opt::<i64>(&sql, &Eye::of(who).with(&[&id]))?.is_some())
}

impl Keeper {
    /// Adds a fault for each text that names somebody whom a consented item does not tell of (C42). Whoever has the case knows
    /// its people, and is refused their names; a secretary knows those of the papers alone, so that nobody else is looked up, and
    /// what is written as a name and is none of those is refused.
    pub(super) fn names_those_who_agreed(
        &self,
        tx: &Tx<'_>,
        texts: &[(&str, &str)],
        faults: &mut Faults,
    ) -> Result<()> {
        if self.own {
            return names_those_who_agreed(tx, self.item, texts, faults);
        }
        names_those_of_the_papers(tx, self.item, texts, faults)
    }
}

/// What somebody writes into a consented item who knows its papers alone names nobody else.
pub(super) fn names_those_of_the_papers(
    tx: &Tx<'_>,
    id: Id<ConferenceItem>,
    texts: &[(&str, &str)],
    faults: &mut Faults,
) -> Result<()> {
    let ground: Ground = tx.one("SELECT ground FROM conference_items WHERE id = $1", &[&id])?;
    if ground == Ground::Statute {
        return Ok(());
    }
    let known = known(tx, id)?;
    for (field, text) in texts {
        for word in naming::titled_besides(text, &known) {
            faults.add(field, message::name_not_in_papers(word));
        }
    }
    Ok(())
}

/// Names that a member of an item knows: of those of whom it tells, of its members and their agencies.
fn known(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<String>> {
    let mut known: Vec<String> = tx.all(
        "SELECT p.name FROM conference_item_people ip JOIN people p ON p.id = ip.person_id WHERE ip.item_id = $1
         UNION SELECT p.kana FROM conference_item_people ip JOIN people p ON p.id = ip.person_id WHERE ip.item_id = $1",
        &[&id],
    )?;
    for member in seats::members(tx, id)? {
        known.extend([member.staff_name, member.agency_name]);
    }
    Ok(known.iter().map(|name| fold::text(name)).collect())
}

/// What is typed in a consented item by whoever has the case is read by its members: it names nobody of the case who did not
/// agree (C42).
pub(super) fn names_those_who_agreed(
    tx: &Tx<'_>,
    id: Id<ConferenceItem>,
    texts: &[(&str, &str)],
    faults: &mut Faults,
) -> Result<()> {
    let (ground, case): (Ground, Id<Case>) =
        tx.one("SELECT ground, case_id FROM conference_items WHERE id = $1", &[&id])?;
    if ground == Ground::Statute {
        return Ok(());
    }
    let people: Vec<Id<Person>> =
        tx.all("SELECT person_id FROM conference_item_people WHERE item_id = $1", &[&id])?;
    for (field, text) in texts {
        if consented::names_others(tx, case, &people, text)? {
            faults.add(field, message::name_without_consent());
        }
    }
    Ok(())
}
