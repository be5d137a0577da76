use kernel::{Agency, Day, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Param, Row, Tx, row};

use super::{ConferenceItem, Status, item};
use crate::access::{self, Act, Bases, Eye};
use crate::municipality::{DutyCycle, Profile};

/// Days within which an application is answered where the municipality asks for one and prints no time.
const DEFAULT_DAYS: u32 = 7;

/// 申出 on its way, as the applicant and the office that answers see it, and nobody else (EDO-18).
#[derive(Debug, Clone, Serialize)]
pub struct Application {
    /// The item: reasons, and nobody's name.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// The office that answers; none where everybody does who decides.
    pub office: Option<String>,
    /// By when whoever moves next does so; none where the municipality asks for no application.
    pub due_on: Option<Day>,
    /// Whether the reader moves next.
    pub mine: bool,
    /// What was said on the way.
    pub steps: Vec<Step>,
}

impl Application {
    /// Whether whoever moves next is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.due_on.is_some_and(|due| due < today)
    }

    /// Whether it came back to the applicant.
    pub fn came_back(&self) -> bool {
        self.item.status == Status::Returned
    }
}

/// A step of an application.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// To where it led.
    pub step: Status,
    /// What was said.
    pub note: String,
    /// By whom, standing where.
    pub by: String,
    /// When.
    pub at: Instant,
}
row!(Step { step, note, by, at });

/// The steps of an application, the first one first.
pub(super) fn steps(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Step>> {
    tx.all(
        "SELECT w.step, w.note, a.name || ' ' || s.name, w.at FROM conference_steps w JOIN staff s ON s.id = w.staff_id
         JOIN agencies a ON a.id = w.agency_id WHERE w.item_id = $1 ORDER BY w.at, w.id",
        &[&id],
    )
}

/// Notes a step.
pub(super) fn note(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, step: Status, note: &str) -> Result<()> {
    let row: Id<Step> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_steps (id, item_id, step, note, staff_id, agency_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&row, &id, &step, &note, &who.staff, &who.agency, &who.now],
    )
}

/// The office to which applications go by the municipality's rule, if somebody other than the applicant decides there.
pub(super) fn office(tx: &Tx<'_>, who: &Scope, profile: Option<&Profile>) -> Result<Option<Id<Agency>>> {
    let Some(key) = profile.and_then(|profile| profile.conference.statutory.application_to.value()) else {
        return Ok(None);
    };
    tx.opt(
        "SELECT a.id FROM agencies a WHERE a.key = $1 AND a.active AND EXISTS (SELECT 1 FROM affiliations f
             JOIN staff s ON s.id = f.staff_id WHERE f.agency_id = a.id AND f.role IN ('manager', 'coordinator') AND s.active
             AND s.id <> $2 AND f.from_on <= $3 AND (f.to_on IS NULL OR f.to_on >= $3))",
        &[key, &who.staff, &who.now.day()],
    )
}

/// The day by which whoever moves next does so, counted from today; none where the municipality asks for no application.
pub(super) fn due(profile: Option<&Profile>, today: Day) -> Option<Day> {
    let profile = profile?;
    let rule = &profile.conference.statutory;
    let asked = matches!(rule.application.value(), Some(DutyCycle::PerConference | DutyCycle::PerCase));
    let days = rule.application_answer_days.value().or(profile.thresholds.application_answer_days.value());
    asked.then(|| today.plus(days.copied().unwrap_or(DEFAULT_DAYS) as i32))
}

/// An item with its office and its day.
struct Found(ConferenceItem, Option<String>, Option<Day>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(ConferenceItem::from_row(row)?, row.get(item::WIDTH)?, row.get(item::WIDTH + 1)?))
    }
}

/// Applications by a condition on items `i`.
fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<Application>> {
    let found: Vec<Found> = tx.all(
        &format!(
            "SELECT {}, o.name, i.due_on FROM conference_items i JOIN agencies a ON a.id = i.agency_id
             LEFT JOIN agencies o ON o.id = i.office_id WHERE {condition}",
            item::COLUMNS
        ),
        params,
    )?;
    found
        .into_iter()
        .map(|Found(item, office, due_on)| {
            Ok(Application { steps: steps(tx, item.id)?, item, office, due_on, mine: true })
        })
        .collect()
}

/// An application that waits for an answer of the agency `$2`, and that the person `$1` never applied for.
const WAITS: &str = "i.status IN ('requested', 'consulted') AND i.requested_by <> $1
    AND (i.office_id IS NULL OR i.office_id = $2) AND NOT EXISTS (SELECT 1 FROM conference_steps w
        WHERE w.item_id = i.id AND w.step = 'requested' AND w.staff_id = $1)";

/// Applications that wait for a decision: number, agency and reasons, and nobody's name. Where the municipality names the
/// office to which they go, they are seen there and nowhere else.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Application>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let condition = format!("{WAITS} ORDER BY i.due_on NULLS LAST, i.requested_at, i.id LIMIT 50");
    let found = select(tx, &condition, &[&who.staff, &who.agency])?;
    listed(tx, who, &found)?;
    Ok(found)
}

/// Whether an application is somebody's to answer.
pub(super) fn may_answer(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<bool> {
    let known: Option<i64> = tx.opt(
        &format!("SELECT 1 FROM conference_items i WHERE i.id = $3 AND {WAITS}"),
        &[&who.staff, &who.agency, &id],
    )?;
    Ok(access::decides(tx, who)? && known.is_some())
}

/// Applications of one's own agency and those that wait for one's answer, until they are decided; the first one due first.
///
/// # Errors
/// Those of the database.
pub fn applications(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Application>> {
    let mut all = waiting(tx, who)?;
    for own in own(tx, who)? {
        if all.iter().all(|known| known.item.id != own.item.id) {
            all.push(own);
        }
    }
    all.sort_by_key(|one| (one.due_on.is_none(), one.due_on, one.item.id));
    Ok(all)
}

/// Those of one's own agency. Once one came back, its applicant moves next.
fn own(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Application>> {
    let condition = format!(
        "i.agency_id = $1 AND i.status IN ('requested', 'consulted', 'returned') AND i.ground = 'statute' AND {}
         ORDER BY i.requested_at, i.id LIMIT 50",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let mut found = select(tx, &condition, &Eye::of(who).with(&[]))?;
    found.iter_mut().for_each(|one| one.mine = one.came_back());
    listed(tx, who, &found)?;
    Ok(found)
}

fn listed(tx: &Tx<'_>, who: &Scope, found: &[Application]) -> Result<()> {
    let items: Vec<ConferenceItem> = found.iter().map(|one| one.item.clone()).collect();
    item::listed(tx, who, &items, Bases::OWN)
}
