use kernel::{Agency, Error, Id, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{AgendaLine, Alike, ConferenceItem, Sitting, agenda, likeness, report};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};

/// The page of a sitting: its items as far as the reader sees them, numbered for the reader alone.
#[derive(Debug, Clone, Serialize)]
pub struct SittingView {
    /// The sitting.
    #[serde(flatten)]
    pub sitting: Sitting,
    /// What is dealt with, of what the reader may see.
    pub agenda: Vec<AgendaLine>,
    /// Items of one's own agency that have no sitting yet.
    pub unplaced: Vec<ConferenceItem>,
    /// Whether it is one's own agency's to prepare.
    pub own: bool,
    /// The report, for those who write and those who receive it.
    pub report: Option<String>,
    /// Items that may be about one household, for the secretary of both alone.
    pub alike: Vec<Alike>,
}

/// The page of a sitting, for the agency that convenes it and for members of one of its items.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn sitting(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<SittingView> {
    let found = super::sitting::select(tx, "s.id = $1", &[&id])?.pop();
    let (Some(sitting), true) = (found, takes_part(tx, who, id)?) else {
        Event::new(Action::Read, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    Event::new(Action::Read, Kind::Conference, id).record(tx, who)?;
    let own = super::sitting::is_own(who, &sitting);
    Ok(SittingView {
        agenda: agenda::of_sitting(tx, who, &sitting)?,
        alike: likeness::of_sitting(tx, who, &sitting)?,
        unplaced: if own && sitting.planned() { agenda::unplaced(tx, who)? } else { Vec::new() },
        report: report::text(tx, who, &sitting)?,
        own,
        sitting,
    })
}

/// Whether one's own agency convenes it, receives its report or brings an item to it, or one is a member of an item of it.
fn takes_part(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<bool> {
    if !who.accepted_rules {
        return Ok(false);
    }
    let brings = format!(
        "SELECT 1 FROM conference_items i WHERE i.sitting_id = $4 AND i.agency_id = $1 AND {} LIMIT 1",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    if tx.opt::<i64>(&brings, &Eye::of(who).with(&[&id]))?.is_some() {
        return Ok(true);
    }
    let own: Option<Id<Agency>> = access::casework(who).ok();
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_sittings s WHERE s.id = $1 AND (s.agency_id = $2
             OR (CAST($3 AS BOOLEAN) AND s.reported_at IS NOT NULL)
             OR EXISTS (SELECT 1 FROM conference_items i JOIN conference_members m ON m.item_id = i.id WHERE i.sitting_id = s.id
                 AND m.staff_id = $4 AND m.agency_id = $5 AND m.declined_at IS NULL AND m.removed_at IS NULL
                 AND i.status = 'approved' AND (i.closes_at IS NULL OR i.closes_at > $6)))",
        &[&id, &own, &report::receives(who), &who.staff, &who.agency, &who.now],
    )?;
    Ok(found.is_some())
}
