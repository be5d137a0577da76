use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, message};
use serde::Serialize;
use store::{Param, Tx, row};

use super::{Ground, Standing};
use crate::Faults;
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};

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

/// The day of a meeting that is still to come.
pub(super) fn future_day(faults: &mut Faults, given: &str, today: Day) -> Option<Day> {
    let day = faults.due_day("meets_on", "会議の日", given, today);
    match day {
        None => faults.add("meets_on", message::error_required("会議の日")),
        Some(day) if day < today => faults.add("meets_on", message::error_date_past("会議の日")),
        Some(_) => {}
    }
    day
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

pub(super) fn is_own(who: &Scope, sitting: &Sitting) -> bool {
    access::casework(who).is_ok_and(|agency| agency == sitting.agency)
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

/// Grounds of the items that a sitting has already.
pub(super) fn grounds(tx: &Tx<'_>, id: Id<Sitting>) -> Result<Vec<Ground>> {
    tx.all("SELECT DISTINCT ground FROM conference_items WHERE sitting_id = $1", &[&id])
}
