use kernel::{Day, Error, Id, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Ground, Sitting, Standing, consented, sitting};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, handover};
use crate::municipality::DutyCycle;
use crate::{Faults, installed};

/// Days until a report is due where the municipality asks for one and prints no time.
const DEFAULT_DAYS: u32 = 14;

/// 会議の報告: what came of a sitting. It names nobody.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// 成果と課題.
    pub report: String,
}

/// Whether somebody receives reports: who manages or coordinates.
pub fn receives(who: &Scope) -> bool {
    who.accepted_rules && matches!(who.role, Role::Manager | Role::Coordinator)
}

/// The day by which a sitting with an item of the statute is to be reported; none where the municipality asks for no report.
pub(super) fn due(tx: &Tx<'_>, id: Id<Sitting>, held_on: Day) -> Result<Option<Day>> {
    let Some(profile) = installed::profile(tx)? else { return Ok(None) };
    let rule = &profile.conference.statutory;
    let owed = matches!(rule.report.value(), Some(DutyCycle::PerConference | DutyCycle::PerCase));
    if !owed || !sitting::grounds(tx, id)?.contains(&Ground::Statute) {
        return Ok(None);
    }
    let days = rule.report_due_days.value().or(profile.thresholds.report_due_days.value()).copied();
    Ok(Some(held_on.plus(days.unwrap_or(DEFAULT_DAYS) as i32)))
}

/// The words of a report, for the agency that wrote it and those who receive it.
pub(super) fn text(tx: &Tx<'_>, who: &Scope, sitting: &Sitting) -> Result<Option<String>> {
    let own = access::casework(who).is_ok_and(|agency| agency == sitting.agency);
    if sitting.reported_at.is_none() || !(own || receives(who)) {
        return Ok(None);
    }
    tx.opt("SELECT report FROM conference_sittings WHERE id = $1", &[&sitting.id])
}

/// Reports on a sitting that was held.
///
/// # Errors
/// [`Error::Invalid`] without words, or with somebody's name; [`Error::NotFound`] for another agency's; [`Error::Stale`]
/// before it was held, and after it was reported.
pub fn report(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>, form: &ReportForm) -> Result<()> {
    let found: Option<i64> = match access::casework(who) {
        Ok(agency) => {
            tx.opt("SELECT 1 FROM conference_sittings WHERE id = $1 AND agency_id = $2", &[&id, &agency])?
        }
        Err(_) => None,
    };
    if found.is_none() {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let words = faults.required_text("report", "会議の結果", &form.report);
    if names_somebody(tx, who, id, &words)? {
        faults.add("report", message::name_without_ground());
    }
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_sittings SET report = $2, reported_by = $3, reported_at = $4, version = version + 1
         WHERE id = $1 AND status = $5 AND reported_at IS NULL",
        &[&id, &words, &who.staff, &who.now, &Standing::Held],
    )?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("report").record(tx, who)
}

/// Whether a text names somebody of a case that was dealt with and that the writer sees, or of whom the writer was told as a
/// member. Whoever was told of nobody cannot find out by trying.
fn names_somebody(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>, words: &str) -> Result<bool> {
    let told = format!(
        "SELECT DISTINCT i.case_id FROM conference_items i WHERE i.sitting_id = $4 AND {}",
        access::one(who, access::Kind::Packet, Act::Read)
    );
    for case in tx.all::<Id<Case>>(&told, &Eye::of(who).with(&[&id]))? {
        if consented::names_others(tx, case, &[], words)? {
            return Ok(true);
        }
    }
    let cases: Vec<Id<Case>> =
        tx.all("SELECT DISTINCT case_id FROM conference_items WHERE sitting_id = $1", &[&id])?;
    for case in cases {
        if handover::name_in(tx, who, case, words)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Sittings whose report waits to be received, and those that are late with it, for whoever receives reports.
///
/// # Errors
/// Those of the database.
pub fn reports(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Sitting>> {
    if !receives(who) {
        return Ok(Vec::new());
    }
    let found = sitting::select(
        tx,
        "s.report_due_on IS NOT NULL AND s.received_at IS NULL AND (s.reported_at IS NOT NULL OR s.report_due_on < $1)
         ORDER BY s.report_due_on, s.id LIMIT 100",
        &[&who.now.day()],
    )?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Conference, found.iter().map(|s| s.id))
            .on(Bases::NONE)
            .record(tx, who)?;
    }
    Ok(found)
}

/// Notes that a report was received, by somebody other than its writer.
///
/// # Errors
/// [`Error::NotFound`] for whoever receives none, and for its writer; [`Error::Stale`] if there is none, or it was received.
pub fn receive(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<()> {
    let other: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_sittings WHERE id = $1 AND reported_by <> $2 AND reported_at IS NOT NULL",
        &[&id, &who.staff],
    )?;
    if !receives(who) || other.is_none() {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    tx.exec_one(
        "UPDATE conference_sittings SET received_by = $2, received_at = $3, version = version + 1
         WHERE id = $1 AND received_at IS NULL",
        &[&id, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("receive").record(tx, who)
}
