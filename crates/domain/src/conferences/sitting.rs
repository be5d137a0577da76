use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx, row};

use super::{Alike, Ground, Standing, agenda, item, likeness, proposal, report};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::municipality::{AreaKind, Profile, ServiceArea};
use crate::{Faults, installed};

/// A sitting (会議の回): where and when items are dealt with. It holds nobody's data; each item has its own ground.
#[derive(Debug, Clone, Serialize)]
pub struct Sitting {
    /// The sitting.
    pub id: Id<Sitting>,
    /// What it is called.
    pub name: String,
    /// The area, where the meeting has one in each (OTA-05).
    pub area: String,
    /// The day.
    pub meets_on: Day,
    /// Hour and minute, as `14:00`; may be open.
    pub starts_at: String,
    /// Where, or by what means.
    pub place: String,
    /// Who presides.
    pub chair: String,
    /// Who keeps the minutes.
    pub secretariat: String,
    /// Whose sitting it is.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// Where it stands.
    pub status: Standing,
    /// By when the municipality's rule wants a report; none where there is no such duty.
    pub report_due_on: Option<Day>,
    /// When it was reported.
    pub reported_at: Option<Instant>,
    /// When the report was received.
    pub received_at: Option<Instant>,
    /// For the next change.
    pub version: i64,
}
row!(Sitting {
    id,
    name,
    area,
    meets_on,
    starts_at,
    place,
    chair,
    secretariat,
    agency,
    agency_name,
    status,
    report_due_on,
    reported_at,
    received_at,
    version
});

impl Sitting {
    /// Whether a report is owed and late.
    pub fn report_overdue(&self, today: Day) -> bool {
        self.reported_at.is_none() && self.report_due_on.is_some_and(|due| due < today)
    }

    /// Whether it can still be prepared.
    pub fn planned(&self) -> bool {
        self.status == Standing::Planned
    }
}

/// A meeting of the profile, as it is chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Meeting {
    /// Its key; empty for one that the profile does not name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The areas in which it meets; none where it meets for all.
    pub areas: Vec<String>,
}

/// The meetings that the municipality's rules know.
///
/// # Errors
/// Those of the database.
pub fn meetings(tx: &Tx<'_>) -> Result<Vec<Meeting>> {
    Ok(installed::profile(tx)?.as_ref().map(of_profile).unwrap_or_default())
}

fn of_profile(profile: &Profile) -> Vec<Meeting> {
    let districts = profile.service_areas.iter().filter(|area| area.kind == AreaKind::District).enumerate();
    // Where the source gives the number of its districts and not their names, they are numbered.
    let name = |(at, area): (usize, &ServiceArea)| {
        area.name.value().cloned().unwrap_or_else(|| format!("地区{}", at + 1))
    };
    let areas: Vec<String> = districts.map(name).collect();
    let meeting = |container: &crate::municipality::ConferenceContainer| Meeting {
        key: container.key.clone(),
        name: container.name.clone(),
        areas: if container.per_area { areas.clone() } else { Vec::new() },
    };
    profile.conference.containers.iter().map(meeting).collect()
}

/// What whoever convenes writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SittingForm {
    /// Key of a [`Meeting`]; empty: another one, by its name.
    pub container: String,
    /// Its name, where the profile does not tell it.
    pub name: String,
    /// The area.
    pub area: String,
    /// The day.
    pub meets_on: String,
    /// Hour and minute; may be empty.
    pub starts_at: String,
    /// Where.
    pub place: String,
    /// Who presides.
    pub chair: String,
    /// Who keeps the minutes.
    pub secretariat: String,
}

struct Checked {
    name: String,
    meets_on: Day,
    starts_at: String,
    place: String,
    chair: String,
    secretariat: String,
}

/// Plans a sitting of one's own agency.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for roles without casework.
pub fn convene(tx: &Tx<'_>, who: &Scope, form: &SittingForm) -> Result<Id<Sitting>> {
    access::casework(who)?;
    let new = check(tx, who, form)?;
    let id: Id<Sitting> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_sittings (id, container, name, area, meets_on, starts_at, place, chair, secretariat, agency_id,
             convened_by, convened_at, status, report, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 1)",
        &[
            &id, &form.container, &new.name, &form.area, &new.meets_on, &new.starts_at, &new.place, &new.chair,
            &new.secretariat, &who.agency, &who.staff, &who.now, &Standing::Planned,
        ],
    )?;
    Event::new(Action::Create, Kind::Conference, id).record(tx, who)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, form: &SittingForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let known = meetings(tx)?;
    let name = match known.iter().find(|meeting| meeting.key == form.container) {
        Some(meeting) => {
            if meeting.areas.is_empty() != form.area.is_empty()
                || !(form.area.is_empty() || meeting.areas.contains(&form.area))
            {
                faults.add("area", message::error_choose_one("地区"));
            }
            meeting.name.clone()
        }
        None => {
            if !form.container.is_empty() {
                faults.add("container", message::error_unknown_choice("会議"));
            }
            if !form.area.is_empty() {
                faults.add("area", message::error_unknown_choice("地区"));
            }
            faults.required_line("name", "会議の名前", &form.name)
        }
    };
    let meets_on = item::future_day(&mut faults, &form.meets_on, today);
    let starts_at = time(&mut faults, "starts_at", &form.starts_at);
    let place = faults.line("place", "場所・方法", &form.place);
    let chair = faults.line("chair", "進行", &form.chair);
    let secretariat = faults.line("secretariat", "記録", &form.secretariat);
    faults.done()?;
    let Some(meets_on) = meets_on else { return Err(Error::NotFound) };
    Ok(Checked { name, meets_on, starts_at, place, chair, secretariat })
}

/// A time of day as it is kept; empty where none was given.
pub(super) fn time(faults: &mut Faults, field: &str, value: &str) -> String {
    if value.trim().is_empty() {
        return String::new();
    }
    faults
        .time(field, "始まり", value)
        .map_or_else(String::new, |(hour, minute)| format!("{hour:02}:{minute:02}"))
}

/// Sittings `s` by a condition.
pub(super) fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<Sitting>> {
    tx.all(
        &format!(
            "SELECT s.id, s.name, s.area, s.meets_on, s.starts_at, s.place, s.chair, s.secretariat, s.agency_id, a.name, s.status,
                s.report_due_on, s.reported_at, s.received_at, s.version
             FROM conference_sittings s JOIN agencies a ON a.id = s.agency_id WHERE {condition}"
        ),
        params,
    )
}

/// Sittings of one's own agency: those that are planned, and those of the last months.
///
/// # Errors
/// Those of the database.
pub fn sittings(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Sitting>> {
    if access::casework(who).is_err() {
        return Ok(Vec::new());
    }
    let found = select(
        tx,
        "s.agency_id = $1 AND s.meets_on >= $2 ORDER BY s.meets_on, s.starts_at, s.id LIMIT 100",
        &[&who.agency, &who.now.day().plus(-180)],
    )?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Conference, found.iter().map(|s| s.id))
            .on(Bases::OWN)
            .record(tx, who)?;
    }
    Ok(found)
}

/// The page of a sitting: its items as far as the reader sees them, numbered for the reader alone.
#[derive(Debug, Clone, Serialize)]
pub struct SittingView {
    /// The sitting.
    #[serde(flatten)]
    pub sitting: Sitting,
    /// What is dealt with, of what the reader may see.
    pub agenda: Vec<agenda::AgendaLine>,
    /// Items of one's own agency that have no sitting yet.
    pub unplaced: Vec<super::ConferenceItem>,
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
    let found = select(tx, "s.id = $1", &[&id])?.pop();
    let (Some(sitting), true) = (found, takes_part(tx, who, id)?) else {
        Event::new(Action::Read, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    Event::new(Action::Read, Kind::Conference, id).record(tx, who)?;
    let own = is_own(who, &sitting);
    Ok(SittingView {
        agenda: agenda::of_sitting(tx, who, &sitting)?,
        alike: likeness::of_sitting(tx, who, &sitting)?,
        unplaced: if own && sitting.planned() { agenda::unplaced(tx, who)? } else { Vec::new() },
        report: report::text(tx, who, &sitting)?,
        own,
        sitting,
    })
}

pub(super) fn is_own(who: &Scope, sitting: &Sitting) -> bool {
    access::casework(who).is_ok_and(|agency| agency == sitting.agency)
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

/// A sitting that one's own agency convenes and that is still planned.
pub(super) fn to_prepare(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<Sitting> {
    let found = select(tx, "s.id = $1", &[&id])?.pop().filter(|sitting| is_own(who, sitting));
    let Some(sitting) = found else {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    if !sitting.planned() {
        return Err(Error::Stale);
    }
    Ok(sitting)
}

/// Ends a sitting that was held. Every item of it has its end by then; a report becomes due where the municipality's rule
/// asks for one after each conference of the statute (EDO-19).
///
/// # Errors
/// [`Error::Conflict`] while an item is open; [`Error::Stale`] if it is over; [`Error::NotFound`] for another agency's.
pub fn hold(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<()> {
    let sitting = to_prepare(tx, who, id)?;
    let open: i64 = tx.one(
        "SELECT count(*) FROM conference_items WHERE sitting_id = $1 AND held_at IS NULL AND status <> 'closed'",
        &[&id],
    )?;
    if open > 0 {
        return Err(Error::Conflict(message::conference_items_open(open)));
    }
    let due = report::due(tx, id, sitting.meets_on)?;
    tx.exec_one(
        "UPDATE conference_sittings SET status = $2, held_at = $3, report_due_on = $4, version = version + 1
         WHERE id = $1 AND status = 'planned'",
        &[&id, &Standing::Held, &who.now, &due],
    )?;
    proposal::let_go(tx, id, Standing::Held)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("hold").record(tx, who)
}

/// Takes a planned sitting off; its items wait for another one.
///
/// # Errors
/// As [`hold`], but for open items, which are what it lets go; [`Error::Conflict`] once an item of it is over.
pub fn cancel(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<()> {
    to_prepare(tx, who, id)?;
    let over: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_items WHERE sitting_id = $1 AND held_at IS NOT NULL LIMIT 1",
        &[&id],
    )?;
    if over.is_some() {
        return Err(Error::Conflict(message::conference_is_over()));
    }
    tx.exec("UPDATE conference_items SET sitting_id = NULL, starts_at = '' WHERE sitting_id = $1", &[&id])?;
    tx.exec_one(
        "UPDATE conference_sittings SET status = $2, version = version + 1 WHERE id = $1 AND status = 'planned'",
        &[&id, &Standing::Cancelled],
    )?;
    proposal::let_go(tx, id, Standing::Cancelled)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("cancel").record(tx, who)
}

/// Grounds of the items that a sitting has already.
pub(super) fn grounds(tx: &Tx<'_>, id: Id<Sitting>) -> Result<Vec<Ground>> {
    tx.all("SELECT DISTINCT ground FROM conference_items WHERE sitting_id = $1", &[&id])
}
