use kernel::{Error, Id, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{
    ConferenceItem, Ground, Inquiry, Packet, Point, inquiry, item, keeping, live, member, notice, packet,
};
use crate::access::{Bases, Basis, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;

/// The papers as a member reads them.
#[derive(Debug, Clone, Serialize)]
pub struct PacketView {
    /// The item: number, day, articles.
    pub item: ConferenceItem,
    /// The papers; none until the duty of secrecy is acknowledged, or before they are frozen.
    pub packet: Option<Packet>,
    /// Whether the reader has acknowledged.
    pub acknowledged: bool,
    /// What the reader acknowledges.
    pub notice: String,
    /// Who else is bound.
    pub bound: Vec<String>,
    /// What the reader was asked, and answered.
    pub inquiries: Vec<Inquiry>,
    /// What was decided, once the item is over.
    pub points: Vec<Point>,
    /// Whether the reader keeps the minutes.
    pub keeps: bool,
}

/// The papers of an item, for its named members: only who has acknowledged, only within the window, only what was frozen.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and for everybody after the window.
pub fn papers(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<PacketView> {
    member::invited(tx, who, id)?;
    let case: Id<Case> = tx.one("SELECT case_id FROM conference_items WHERE id = $1", &[&id])?;
    let adverse = conflict::agency_is_adverse(tx, case, who.agency)?
        || conflict::staff_is_adverse(tx, case, who.staff)?;
    if adverse {
        Event::new(Action::Read, Kind::Conference, id).of_case(case).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let body = packet::read(tx, who, id)?;
    let acknowledged: bool = tx.one(
        "SELECT m.acknowledged_at IS NOT NULL AND (o.ground <> 'statute' OR m.acknowledged_version >= o.notice_version)
         FROM conference_members m JOIN conference_items o ON o.id = m.item_id WHERE m.item_id = $1 AND m.staff_id = $2",
        &[&id, &who.staff],
    )?;
    let open = body.is_some();
    if !acknowledged || (item.ground == Ground::Consent && !open) {
        item.keep_number_and_day();
    }
    let bound = if acknowledged { bound(tx, id)? } else { Vec::new() };
    let basis = if item.ground == Ground::Consent { Basis::Consent } else { Basis::Conference };
    let event = Event::new(Action::Read, Kind::Conference, id).on(Bases::from(basis));
    let event = if open { event.of_case(case) } else { event };
    event.record(tx, who)?;
    Ok(PacketView {
        inquiries: if open { inquiry::of_member(tx, who, id)? } else { Vec::new() },
        notice: if item.by_statute() {
            notice::words(notice::version(who.now.day()), &item.law_ref, &item.penalty_ref)
        } else {
            notice::of_consent()
        },
        points: if open && item.held_at.is_some() { live::points(tx, id)? } else { Vec::new() },
        keeps: open && keeping::keeps(tx, who, id)?,
        item,
        packet: body,
        acknowledged,
        bound,
    })
}

fn bound(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<String>> {
    tx.all(
        "SELECT a.name || ' ' || s.name FROM conference_members m JOIN staff s ON s.id = m.staff_id
         JOIN agencies a ON a.id = m.agency_id WHERE m.item_id = $1 AND m.acknowledged_at IS NOT NULL AND m.removed_at IS NULL
         ORDER BY m.acknowledged_at",
        &[&id],
    )
}
