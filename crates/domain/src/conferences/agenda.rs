use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, OPEN_DAYS, Sitting, Standing, item, keeping, proposal, sitting};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::handover;
use crate::{Faults, installed};

/// An item of a sitting, as one reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaLine {
    /// Its number for this reader: nobody learns how many others there are.
    pub number: usize,
    /// The item; its reasons only for whoever prepares it.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// Whether it is the reader's to prepare and to lead.
    pub own: bool,
    /// Whether the reader is a member of it.
    pub seated: bool,
    /// Whether the reader keeps its minutes.
    pub keeps: bool,
}

/// The items of a sitting that somebody prepares, or of which somebody is a member (ODA-13: whoever is invited to the
/// second item never sees the first). Whoever convenes the sitting sees of what others brought its number and its day.
pub(super) fn of_sitting(tx: &Tx<'_>, who: &Scope, sitting: &Sitting) -> Result<Vec<AgendaLine>> {
    let id = sitting.id;
    let steers = format!("i.agency_id = $1 AND {}", access::many(who, access::Kind::Packet, Act::Change));
    let order = "ORDER BY i.starts_at, i.requested_at, i.id";
    let own =
        item::select(tx, &format!("i.sitting_id = $4 AND {steers} {order}"), &Eye::of(who).with(&[&id]))?;
    let seated = item::seated(tx, who, &format!("i.sitting_id = $4 {order}"), &[&id])?;
    let line = |own: bool, seated: bool| move |item| AgendaLine { number: 0, item, own, seated, keeps: own };
    let mut lines: Vec<AgendaLine> = own.into_iter().map(line(true, false)).collect();
    let others = seated.into_iter().map(line(false, true));
    for mut line in others.chain(brought(tx, who, sitting)?.into_iter().map(line(false, false))) {
        if lines.iter().all(|known| known.item.id != line.item.id) {
            line.item.keep_number_and_day();
            lines.push(line);
        }
    }
    for line in lines.iter_mut().filter(|line| line.seated) {
        line.keeps = keeping::keeps(tx, who, line.item.id)?;
    }
    lines.sort_by(|a, b| (&a.item.starts_at, a.item.id).cmp(&(&b.item.starts_at, b.item.id)));
    let items: Vec<ConferenceItem> = lines.iter().map(|line| line.item.clone()).collect();
    item::listed(tx, who, &items, Bases::NONE)?;
    (1..).zip(&mut lines).for_each(|(number, line)| line.number = number);
    Ok(lines)
}

/// What other agencies brought to a sitting of one's own, of people from whom nothing bars the reader.
fn brought(tx: &Tx<'_>, who: &Scope, sitting: &Sitting) -> Result<Vec<ConferenceItem>> {
    if !sitting::is_own(who, sitting) {
        return Ok(Vec::new());
    }
    let condition = format!(
        "i.sitting_id = $4 AND i.agency_id <> $1 AND {} ORDER BY i.starts_at, i.id",
        access::not_barred_from("i.case_id")
    );
    item::select(tx, &condition, &Eye::of(who).with(&[&sitting.id]))
}

/// Items of one's own agency that are to be dealt with and have no sitting.
pub(super) fn unplaced(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.agency_id = $1 AND i.status = 'approved' AND i.held_at IS NULL AND i.sitting_id IS NULL AND {}
         ORDER BY i.meets_on, i.id LIMIT 50",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let items = item::select(tx, &condition, &Eye::of(who).with(&[]))?;
    item::listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Which sitting an item comes to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    /// The item.
    pub item: String,
    /// When it begins there; may be empty.
    pub starts_at: String,
}

/// Puts an item that is convened onto a sitting. Its day becomes the sitting's, and with it the end of its window.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] before the decision, and where the municipality keeps the two
/// grounds apart; [`Error::NotFound`] for whatever is not one's own; [`Error::Stale`] once the sitting is over.
pub fn place(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>, form: &PlaceForm) -> Result<()> {
    let sitting = sitting::to_prepare(tx, who, id)?;
    let mut faults = Faults::default();
    let starts_at = sitting::time(&mut faults, "starts_at", &form.starts_at);
    let item: Option<Id<ConferenceItem>> = form.item.parse().ok();
    if item.is_none() {
        faults.add("item", message::error_choose_one("案件"));
    }
    faults.done()?;
    let Some(item) = item else { return Err(Error::NotFound) };
    let case = item::convening(tx, who, item, Act::Change)?;
    super::member::convened(tx, item)?;
    // Members of its other items read what a sitting is called.
    if handover::name_in(tx, who, case, &format!("{} {}", sitting.name, sitting.place))?.is_some() {
        return Err(Error::invalid("item", message::name_without_ground()));
    }
    proposal::end_of_item(tx, item)?;
    put(tx, id, item, &starts_at)?;
    Event::new(Action::Change, Kind::Conference, item).of_case(case).for_purpose("place").record(tx, who)
}

/// Puts an item that is convened onto a planned sitting, for whoever was let through to both.
pub(super) fn put(tx: &Tx<'_>, id: Id<Sitting>, item: Id<ConferenceItem>, starts_at: &str) -> Result<()> {
    one_ground(tx, id, item)?;
    let meets_on: Day = tx.one("SELECT meets_on FROM conference_sittings WHERE id = $1", &[&id])?;
    let closes = Instant::start_of(meets_on.plus(OPEN_DAYS + 1));
    tx.exec_one(
        "UPDATE conference_items SET sitting_id = $2, starts_at = $3, meets_on = $4, version = version + 1,
             closes_at = CASE WHEN closes_at IS NULL THEN NULL ELSE CAST($5 AS BIGINT) END
         WHERE id = $1 AND status = 'approved' AND held_at IS NULL",
        &[&item, &id, &starts_at, &meets_on, &closes],
    )
}

/// Where the municipality holds its two conferences apart, one sitting has one ground (今治市, 江戸川区).
fn one_ground(tx: &Tx<'_>, id: Id<Sitting>, item: Id<ConferenceItem>) -> Result<()> {
    let Some(profile) = installed::profile(tx)? else { return Ok(()) };
    if profile.conference.one_sitting.value() != Some(&false) {
        return Ok(());
    }
    let ground: super::Ground = tx.one("SELECT ground FROM conference_items WHERE id = $1", &[&item])?;
    if sitting::grounds(tx, id)?.iter().any(|other| *other != ground) {
        return Err(Error::Conflict(message::conference_one_ground(&profile.name)));
    }
    Ok(())
}

/// Takes an item off its sitting again.
///
/// # Errors
/// [`Error::NotFound`] for whatever is not one's own; [`Error::Stale`] if it is not there, or over.
pub fn unplace(tx: &Tx<'_>, who: &Scope, item: Id<ConferenceItem>) -> Result<()> {
    let case = item::convening(tx, who, item, Act::Change)?;
    take_off(tx, item)?;
    proposal::end_of_item(tx, item)?;
    Event::new(Action::Change, Kind::Conference, item).of_case(case).for_purpose("unplace").record(tx, who)
}

/// Takes an item off its planned sitting, for whoever was let through to it.
pub(super) fn take_off(tx: &Tx<'_>, item: Id<ConferenceItem>) -> Result<()> {
    tx.exec_one(
        "UPDATE conference_items SET sitting_id = NULL, starts_at = '', version = version + 1
         WHERE id = $1 AND sitting_id IS NOT NULL AND held_at IS NULL
           AND sitting_id IN (SELECT s.id FROM conference_sittings s WHERE s.status = $2)",
        &[&item, &Standing::Planned],
    )
}
