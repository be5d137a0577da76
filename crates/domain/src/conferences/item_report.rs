//! 案件ごとの報告 (EDO-18, EDO-19): what came of one item, for the office that looks after the conferences. That office has no ground in the
//! case, so that nobody is named in it; what the item decided in words stays in its minutes.

use kernel::whereabouts::holds_contact;
use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx, row};

use super::{ConferenceItem, Ground, Outcome, Purpose, consented, item, report};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, handover};
use crate::{Choice as _, Faults, look_backs};

/// A report of an item.
#[derive(Debug, Clone, Serialize)]
pub struct ItemReport {
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
    /// On what ground.
    pub ground: Ground,
    /// The article.
    pub ground_ref: String,
    /// What for.
    pub purpose: Purpose,
    /// What it came to.
    pub outcome: Option<Outcome>,
    /// The day of the next look at it.
    pub next_on: Option<Day>,
    /// How many points were decided.
    pub decided: i64,
    /// How many roles were taken on.
    pub roles: i64,
    /// 成果.
    pub results: String,
    /// 課題.
    pub issues: String,
    /// Who reported.
    pub reported_by: String,
    /// When.
    pub reported_at: Instant,
    /// When somebody else received it.
    pub received_at: Option<Instant>,
}
row!(ItemReport {
    item,
    code,
    agency_name,
    meeting,
    met_on,
    ground,
    ground_ref,
    purpose,
    outcome,
    next_on,
    decided,
    roles,
    results,
    issues,
    reported_by,
    reported_at,
    received_at
});

impl ItemReport {
    /// What the item came to, in words.
    pub fn came_to(&self) -> &'static str {
        self.outcome.map_or("", Outcome::label)
    }
}

/// What whoever convened writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemReportForm {
    /// 成果.
    pub results: String,
    /// 課題.
    pub issues: String,
}

fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<ItemReport>> {
    tx.all(
        &format!(
            "SELECT i.id, i.code, a.name, CASE WHEN s.area = '' THEN s.name ELSE s.name || ' ' || s.area END, s.meets_on, i.ground,
                 i.ground_ref, i.purpose, i.outcome, i.next_on,
                 (SELECT count(*) FROM conference_points p WHERE p.item_id = i.id AND p.decision <> ''),
                 (SELECT count(*) FROM conference_assignments v WHERE v.item_id = i.id), e.results, e.issues, w.name,
                 e.reported_at, e.received_at
             FROM conference_item_reports e JOIN conference_items i ON i.id = e.item_id JOIN agencies a ON a.id = i.agency_id
             JOIN conference_sittings s ON s.id = i.sitting_id JOIN staff w ON w.id = e.reported_by WHERE {condition}"
        ),
        params,
    )
}

/// The report of an item, if there is one: for its own page.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Option<ItemReport>> {
    Ok(select(tx, "i.id = $1", &[&id])?.pop())
}

/// Reports on an item that is over.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them whatever tells of somebody; [`Error::Conflict`] before the item is over;
/// [`Error::NotFound`] for anybody but the convener; [`Error::Stale`] once it was reported.
pub fn report_item(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &ItemReportForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    let over: bool = tx.one("SELECT held_at IS NOT NULL FROM conference_items WHERE id = $1", &[&id])?;
    if !over {
        return Err(Error::Conflict(message::conference_not_over()));
    }
    let mut faults = Faults::default();
    let results = faults.required_text("results", "成果", &form.results);
    let issues = faults.required_text("issues", "課題", &form.issues);
    for (field, words) in [("results", &results), ("issues", &issues)] {
        tells_of_nobody(tx, who, case, (field, words), &mut faults)?;
    }
    faults.done()?;
    if of_item(tx, id)?.is_some() {
        return Err(Error::Stale);
    }
    let row: Id<ItemReport> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_item_reports (id, item_id, results, issues, reported_by, reported_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[&row, &id, &results, &issues, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("item report").record(tx, who)
}

/// The writer has the case as its own task and knows whom it is about, so that a refusal tells them nothing.
fn tells_of_nobody(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    (field, words): (&str, &str),
    faults: &mut Faults,
) -> Result<()> {
    if consented::names_others(tx, case, &[], words)? || handover::name_in(tx, who, case, words)?.is_some() {
        faults.add(field, message::name_without_ground());
    }
    let found = look_backs::plainly_identifying(words);
    if found.is_empty() && holds_contact(words) {
        faults.add(field, message::text_with_contact());
    }
    for (what, word) in found {
        faults.add(field, message::look_back_identifies(what, word));
    }
    Ok(())
}

/// A report of an item, for the agency that wrote it and for those who receive reports; and on which bases.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and where there is none.
pub fn item_report(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<(ItemReport, Bases)> {
    let own: Option<i64> = tx.opt(
        &format!(
            "SELECT 1 FROM conference_items i WHERE i.id = $4 AND i.agency_id = $1 AND {}",
            access::one(who, access::Kind::Packet, Act::Print)
        ),
        &Eye::of(who).with(&[&id]),
    )?;
    let bases = if own.is_some() { Bases::OWN } else { Bases::NONE };
    let found = of_item(tx, id)?.filter(|_| own.is_some() || report::receives(who));
    let event = Event::new(Action::Read, Kind::Conference, id);
    let Some(found) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    event.on(bases).for_purpose("item report").record(tx, who)?;
    Ok((found, bases))
}

/// Reports of items that wait to be received, for whoever receives reports; the first one first.
///
/// # Errors
/// Those of the database.
pub fn item_reports(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ItemReport>> {
    if !report::receives(who) {
        return Ok(Vec::new());
    }
    let waiting = "e.received_at IS NULL AND e.reported_by <> $1 ORDER BY e.reported_at, e.id LIMIT 100";
    let found = select(tx, waiting, &[&who.staff])?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Conference, found.iter().map(|one| one.item))
            .on(Bases::NONE)
            .record(tx, who)?;
    }
    Ok(found)
}

/// Notes that the report of an item was received, by somebody other than its writer.
///
/// # Errors
/// [`Error::NotFound`] for whoever receives none, for its writer, and where there is none; [`Error::Stale`] if it was received.
pub fn receive_item_report(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    let other: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_item_reports WHERE item_id = $1 AND reported_by <> $2",
        &[&id, &who.staff],
    )?;
    if !report::receives(who) || other.is_none() {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    tx.exec_one(
        "UPDATE conference_item_reports SET received_by = $2, received_at = $3 WHERE item_id = $1 AND received_at IS NULL",
        &[&id, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("receive item report").record(tx, who)
}
