use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::Serialize;
use store::{Tx, row};

use super::{ConferenceItem, MemberLine, Packet, item, packet};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};

/// A printed copy of the papers: its number, whose it is, and whether it came back (ALL-19).
#[derive(Debug, Clone, Serialize)]
pub struct Copy {
    /// The copy.
    pub id: Id<Copy>,
    /// Its number within the item.
    pub number: i64,
    /// Whose it is.
    pub name: String,
    /// When it was printed.
    pub printed_at: Instant,
    /// When it came back.
    pub returned_at: Option<Instant>,
}
row!(Copy { id, number, name, printed_at, returned_at });

/// The copies of an item, by number.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Copy>> {
    tx.all(
        "SELECT k.id, k.number, a.name || ' ' || s.name, k.printed_at, k.returned_at
         FROM conference_copies k JOIN conference_members m ON m.id = k.member_id JOIN staff s ON s.id = m.staff_id
         JOIN agencies a ON a.id = m.agency_id WHERE k.item_id = $1 ORDER BY k.number",
        &[&id],
    )
}

/// Numbers a copy for each member who is bound and has none.
///
/// # Errors
/// [`Error::Conflict`] before the papers are frozen; [`Error::NotFound`] for anybody but the convener.
pub fn number_copies(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Print)?;
    if packet::frozen(tx, id)?.is_none() {
        return Err(Error::Conflict(message::papers_not_frozen()));
    }
    let without: Vec<Id<MemberLine>> = tx.all(
        "SELECT m.id FROM conference_members m WHERE m.item_id = $1 AND m.acknowledged_at IS NOT NULL AND m.declined_at IS NULL
         AND m.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM conference_copies k WHERE k.member_id = m.id)
         ORDER BY m.acknowledged_at, m.id",
        &[&id],
    )?;
    for member in without {
        let row: Id<Copy> = tx.new_id();
        tx.exec(
            "INSERT INTO conference_copies (id, item_id, member_id, number, printed_by, printed_at)
             SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5 FROM conference_copies WHERE item_id = $2",
            &[&row, &id, &member, &who.staff, &who.now],
        )?;
    }
    Event::new(Action::Print, Kind::Conference, id).of_case(case).for_purpose("copies").record(tx, who)
}

/// The papers and the copies to print.
#[derive(Debug, Clone, Serialize)]
pub struct CopiesView {
    /// The item.
    pub item: ConferenceItem,
    /// Its papers.
    pub packet: Packet,
    /// One for each recipient.
    pub copies: Vec<Copy>,
}

/// The copies to print, each with its number and recipient.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the convener, and before the papers are frozen.
pub fn copies(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<CopiesView> {
    item::convening(tx, who, id, Act::Print)?;
    Ok(CopiesView {
        item: item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?,
        packet: packet::frozen(tx, id)?.ok_or(Error::NotFound)?,
        copies: of_item(tx, id)?,
    })
}

/// Notes that a copy came back.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the convener; [`Error::Stale`] if it came back before.
pub fn take_back(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, copy: Id<Copy>) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    tx.exec_one(
        "UPDATE conference_copies SET returned_to = $3, returned_at = $4 WHERE id = $1 AND item_id = $2 AND returned_at IS NULL",
        &[&copy, &id, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(case)
        .for_purpose("copy returned")
        .record(tx, who)
}
