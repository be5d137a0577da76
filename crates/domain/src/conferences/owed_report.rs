//! 報告の期限 (EDO-19): by when what came of an item is reported, and which reports are owed. It names nobody, as the report will.

use kernel::{Day, Id, Result, Scope};
use serde::Serialize;
use store::{Param, Tx, row};

use super::{ConferenceItem, Ground, report};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::municipality::{DutyCycle, Profile};

/// An item that is over and not reported, where the municipality asks for that by a day.
#[derive(Debug, Clone, Serialize)]
pub struct OwedReport {
    /// The item.
    pub item: Id<ConferenceItem>,
    /// Its number.
    pub code: String,
    /// Who dealt with it.
    pub agency_name: String,
    /// In which meeting.
    pub meeting: String,
    /// The day of that.
    pub met_on: Day,
    /// By when it is reported.
    pub due_on: Day,
    /// Whether it is the reader's agency that reports.
    pub mine: bool,
}
row!(OwedReport { item, code, agency_name, meeting, met_on, due_on, mine });

impl OwedReport {
    /// Whether it is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.due_on < today
    }
}

/// By when an item that met on a day is reported, and whether the report of its sitting does as well. None where the rule of the
/// municipality for its ground asks for no report, and where neither the rule nor the thresholds say how many days.
pub(super) fn due(profile: Option<&Profile>, ground: Ground, met_on: Day) -> Option<(Day, bool)> {
    let profile = profile?;
    let rule = match ground {
        Ground::Statute => &profile.conference.statutory,
        Ground::Consent => &profile.conference.multilayered,
    };
    let with_sitting = match rule.report.value()? {
        DutyCycle::PerCase => false,
        DutyCycle::PerConference => true,
        DutyCycle::None => return None,
    };
    let days = rule.report_due_days.value().or(profile.thresholds.report_due_days.value())?;
    Some((met_on.plus(*days as i32), with_sitting))
}

/// An item `i` of a sitting `s` that is over, and that nobody has reported.
const OWED: &str = "i.report_due_on IS NOT NULL AND i.held_at IS NOT NULL AND NOT (i.report_with_sitting AND s.reported_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM conference_item_reports e WHERE e.item_id = i.id)";

fn select(tx: &Tx<'_>, mine: bool, condition: &str, params: &[&dyn Param]) -> Result<Vec<OwedReport>> {
    let mine = if mine { "TRUE" } else { "FALSE" };
    let sql = format!(
        "SELECT i.id, i.code, a.name, CASE WHEN s.area = '' THEN s.name ELSE s.name || ' ' || s.area END, s.meets_on, i.report_due_on,
             {mine}
         FROM conference_items i JOIN conference_sittings s ON s.id = i.sitting_id JOIN agencies a ON a.id = i.agency_id
         WHERE {OWED} AND {condition} ORDER BY i.report_due_on, i.id LIMIT 50"
    );
    tx.all(&sql, params)
}

/// The day by which an item is reported, while that is owed.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Option<Day>> {
    let owed = select(tx, true, "i.id = $1", &[&id])?.pop();
    Ok(owed.map(|one| one.due_on))
}

/// Reports that one's own agency owes, and for those who receive reports the late ones of all: the first one due first.
///
/// # Errors
/// Those of the database.
pub fn owed_reports(tx: &Tx<'_>, who: &Scope) -> Result<Vec<OwedReport>> {
    let mut all = own(tx, who)?;
    for late in late(tx, who)? {
        if all.iter().all(|known| known.item != late.item) {
            all.push(late);
        }
    }
    all.sort_by_key(|one| (one.due_on, one.item));
    Ok(all)
}

fn own(tx: &Tx<'_>, who: &Scope) -> Result<Vec<OwedReport>> {
    let condition = format!("i.agency_id = $1 AND {}", access::one(who, access::Kind::Packet, Act::Change));
    let found = select(tx, true, &condition, &Eye::of(who).with(&[]))?;
    listed(tx, who, &found, Bases::OWN)?;
    Ok(found)
}

fn late(tx: &Tx<'_>, who: &Scope) -> Result<Vec<OwedReport>> {
    if !report::receives(who) {
        return Ok(Vec::new());
    }
    let condition = format!("i.report_due_on < $4 AND {}", access::not_barred_from("i.case_id"));
    let found = select(tx, false, &condition, &Eye::of_duty(who).with(&[&who.now.day()]))?;
    listed(tx, who, &found, Bases::NONE)?;
    Ok(found)
}

fn listed(tx: &Tx<'_>, who: &Scope, found: &[OwedReport], bases: Bases) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    Event::many(Action::List, Kind::Conference, found.iter().map(|one| one.item)).on(bases).record(tx, who)
}
