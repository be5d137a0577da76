use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Committee, keeper, register};
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::{Faults, naming};

/// A meeting of a body. It tells of no supported person.
#[derive(Debug, Clone, Serialize)]
pub struct Meeting {
    /// Its id.
    pub id: Id<Meeting>,
    /// Its day.
    pub meets_on: Day,
    /// 議題.
    pub agenda: String,
    /// 記録(要旨); empty until it is written.
    pub minutes: String,
    /// Optimistic lock.
    pub version: i64,
}
row!(Meeting { id, meets_on, agenda, minutes, version });

/// A meeting as it is entered, before or after it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    /// Its day.
    pub meets_on: String,
    /// 議題.
    pub agenda: String,
    /// 記録(要旨); may be empty.
    pub minutes: String,
}

/// Minutes of a meeting, written after it, or written again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MinutesForm {
    /// 記録(要旨).
    pub minutes: String,
    /// The version that the page showed.
    pub version: String,
}

/// The meetings of a body, the latest first.
pub(super) fn of(tx: &Tx<'_>, key: &str) -> Result<Vec<Meeting>> {
    tx.all(
        "SELECT t.id, t.meets_on, t.agenda, t.minutes, t.version FROM committee_meetings t
         JOIN committees c ON c.id = t.committee_id WHERE c.key = $1 ORDER BY t.meets_on DESC, t.id LIMIT 100",
        &[&key],
    )
}

/// Enters a meeting of a body.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them each word that tells of somebody; [`Error::NotFound`] for whoever does not keep
/// the register, and for a body that there is not.
pub fn record_meeting(tx: &Tx<'_>, who: &Scope, key: &str, form: &MeetingForm) -> Result<Id<Meeting>> {
    let id: Id<Meeting> = tx.new_id();
    keeper(tx, who, Action::Create, Kind::Committee, id)?;
    let mut faults = Faults::default();
    let meets_on = faults.due_day("meets_on", "開く日", &form.meets_on, who.now.day());
    if meets_on.is_none() && form.meets_on.trim().is_empty() {
        faults.add("meets_on", message::error_required("開く日"));
    }
    let agenda = faults.required_text("agenda", "議題", &form.agenda);
    let minutes = faults.text("minutes", "記録(要旨)", &form.minutes);
    naming::refuse(tx, who, &mut faults, &[("agenda", &agenda), ("minutes", &minutes)])?;
    faults.done()?;
    let committee: Id<Committee> = register::enrol(tx, who, key)?;
    let meets_on = meets_on.ok_or(Error::NotFound)?;
    tx.exec(
        "INSERT INTO committee_meetings (id, committee_id, meets_on, agenda, minutes, recorded_by, recorded_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        &[&id, &committee, &meets_on, &agenda, &minutes, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Create, Kind::Committee, committee).on(Bases::NONE);
    event.for_purpose("meeting").record(tx, who)?;
    Ok(id)
}

/// Writes the minutes of a meeting.
///
/// # Errors
/// As [`record_meeting`]; [`Error::Stale`] if somebody else wrote them first.
pub fn write_minutes(tx: &Tx<'_>, who: &Scope, id: Id<Meeting>, form: &MinutesForm) -> Result<()> {
    keeper(tx, who, Action::Change, Kind::Committee, id)?;
    let committee: Id<Committee> =
        tx.one("SELECT committee_id FROM committee_meetings WHERE id = $1", &[&id])?;
    let mut faults = Faults::default();
    let minutes = faults.required_text("minutes", "記録(要旨)", &form.minutes);
    naming::refuse(tx, who, &mut faults, &[("minutes", &minutes)])?;
    faults.done()?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    tx.exec_one(
        "UPDATE committee_meetings SET minutes = $3, version = version + 1 WHERE id = $1 AND version = $2",
        &[&id, &version, &minutes],
    )?;
    let event = Event::new(Action::Change, Kind::Committee, committee).on(Bases::NONE);
    event.for_purpose("minutes").record(tx, who)
}
