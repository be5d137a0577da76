use kernel::{Error, Id, Result, Scope};
use store::Tx;

use super::{ConferenceItem, CopiesView, Sitting, copy, item, notice, programme};
use crate::access::{self, Act};
use crate::papers::{self, Print};

/// The papers of an item, ready to print for everybody who is bound.
#[derive(Debug, Clone)]
pub struct Packets {
    /// The papers and their numbered copies.
    pub view: CopiesView,
    /// The notice of secrecy that stands on each.
    pub notice: String,
    /// The print.
    pub print: Print,
}

/// Numbers and prints the papers of a whole sitting: of those items that one convened and whose papers are frozen.
///
/// # Errors
/// [`Error::NotFound`] for another agency's sitting.
pub fn packets(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<Vec<Packets>> {
    let view = programme::sitting(tx, who, id)?;
    if !view.own {
        return Err(Error::NotFound);
    }
    let items: Vec<Id<ConferenceItem>> = tx.all(
        "SELECT i.id FROM conference_items i JOIN conference_packets b ON b.item_id = i.id
         WHERE i.sitting_id = $1 AND i.agency_id = $2 AND i.status = 'approved' ORDER BY i.starts_at, i.id",
        &[&id, &who.agency],
    )?;
    items.into_iter().map(|item| of_item(tx, who, item)).collect()
}

fn of_item(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Packets> {
    copy::number_copies(tx, who, id)?;
    let view = copy::copies(tx, who, id)?;
    let (_, notice) = notice_of(tx, &view.item)?;
    let print = papers::print(tx, who, "conference_sheet", (access::Kind::Packet, id), None)?;
    Ok(Packets { view, notice, print })
}

/// Whether one may still print what was made of some items: each is written down.
///
/// # Errors
/// [`Error::NotFound`] as soon as one of them is not one's own any more.
pub fn may_print(tx: &Tx<'_>, who: &Scope, items: &[Id<ConferenceItem>]) -> Result<()> {
    items.iter().try_for_each(|id| item::convening(tx, who, *id, Act::Print).map(drop))
}

/// The notice that binds the members of an item, with its version.
///
/// # Errors
/// Those of the database.
pub fn notice_of(tx: &Tx<'_>, item: &ConferenceItem) -> Result<(i64, String)> {
    if !item.by_statute() {
        return Ok((0, notice::of_consent()));
    }
    let version: i64 = tx.one("SELECT notice_version FROM conference_items WHERE id = $1", &[&item.id])?;
    Ok((version, notice::words(version, &item.law_ref, &item.penalty_ref)))
}
