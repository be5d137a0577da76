//! 会議への提案: each member may bring an item (IMA-09). Whoever has the case as its own task, a commissioned organisation too,
//! proposes its item to a sitting of the municipality. It stays the item of whoever brought it; until it has a ground nobody
//! hears more of it than its number and reasons without a name.

use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx, row};

use super::{ConferenceItem, Ground, Purpose, Sitting, Standing, item, member};
use crate::access::{self, Act, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::handover;
use crate::choices::choices;
use crate::{Choice as _, Faults};

choices! {
    /// Where a proposal stands.
    pub enum Progress {
        Waiting = "waiting" "返事待ち",
        Taken = "taken" "引き受けた",
        Returned = "returned" "戻された",
        Withdrawn = "withdrawn" "取り下げた",
        Lapsed = "lapsed" "会議の回が終わった",
    }
}

/// A sitting of another office, to which an item can be proposed: what the rules of the municipality tell of it, and nothing
/// that somebody typed.
#[derive(Debug, Clone, Serialize)]
pub struct OpenSitting {
    /// The sitting.
    pub id: Id<Sitting>,
    /// The meeting of the profile.
    pub name: String,
    /// The area, where it meets in each.
    pub area: String,
    /// The day.
    pub meets_on: Day,
    /// Whose sitting it is.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// What kind of organisation that is.
    #[serde(skip)]
    kind: String,
}
row!(OpenSitting { id, name, area, meets_on, agency, agency_name, kind });

/// A proposal as its proposer follows it.
#[derive(Debug, Clone, Serialize)]
pub struct Proposal {
    /// The proposal.
    pub id: Id<Proposal>,
    /// To which meeting, in which area.
    pub meeting: String,
    /// When it meets.
    pub meets_on: Day,
    /// Whose sitting it is.
    pub agency_name: String,
    /// Why there.
    pub reason: String,
    /// When it was proposed.
    pub proposed_at: Instant,
    /// Where it stands.
    pub status: Progress,
    /// What was answered.
    pub answer_note: String,
    /// Who answered.
    pub answered_by: Option<String>,
}
row!(Proposal { id, meeting, meets_on, agency_name, reason, proposed_at, status, answer_note, answered_by });

impl Proposal {
    /// Whether it can still be taken back.
    pub fn waits(&self) -> bool {
        self.status == Progress::Waiting
    }
}

/// To where, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    /// Id of an [`OpenSitting`].
    pub sitting: String,
    /// Why there. Names nobody.
    pub reason: String,
}

/// Sittings of other offices of the municipality that are planned, of meetings that the profile names, and where somebody else
/// decides.
///
/// # Errors
/// Those of the database.
pub fn open_sittings(tx: &Tx<'_>, who: &Scope) -> Result<Vec<OpenSitting>> {
    let Ok(agency) = access::casework(who) else { return Ok(Vec::new()) };
    let mut found: Vec<OpenSitting> = tx.all(
        "SELECT s.id, s.name, s.area, s.meets_on, s.agency_id, a.name, a.kind FROM conference_sittings s
         JOIN agencies a ON a.id = s.agency_id
         WHERE s.status = 'planned' AND s.container <> '' AND s.agency_id <> $1 AND s.meets_on >= $2 AND EXISTS (
             SELECT 1 FROM affiliations f JOIN staff p ON p.id = f.staff_id WHERE f.agency_id = s.agency_id AND p.active
             AND f.role IN ('manager', 'coordinator') AND p.id <> $3 AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2))
         ORDER BY s.meets_on, s.starts_at, s.id LIMIT 50",
        &[&agency, &who.now.day(), &who.staff],
    )?;
    found.retain(|sitting| access::is_of_municipality(&sitting.kind));
    Ok(found)
}

/// What became of an item's proposals, the newest first.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Proposal>> {
    tx.all(
        "SELECT b.id, CASE WHEN s.area = '' THEN s.name ELSE s.name || ' ' || s.area END, s.meets_on, a.name, b.reason,
             b.proposed_at, b.status, b.answer_note, t.name
         FROM conference_proposals b JOIN conference_sittings s ON s.id = b.sitting_id JOIN agencies a ON a.id = s.agency_id
         LEFT JOIN staff t ON t.id = b.answered_by WHERE b.item_id = $1 ORDER BY b.proposed_at DESC, b.id",
        &[&id],
    )
}

/// Proposes an item of one's own agency to a sitting.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them a name; [`Error::Conflict`] for an item that is on a sitting, that came back
/// or is over, and while another proposal waits; [`Error::NotFound`] for anybody but the agency that prepares it.
pub fn propose(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &ProposalForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    let free: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_items WHERE id = $1 AND status IN ('requested', 'consulted', 'approved')
         AND held_at IS NULL AND sitting_id IS NULL",
        &[&id],
    )?;
    if free.is_none() {
        return Err(Error::Conflict(message::proposal_not_possible()));
    }
    let waits: Option<i64> = tx.opt(
        "SELECT 1 FROM conference_proposals WHERE item_id = $1 AND status IN ('waiting', 'taken')",
        &[&id],
    )?;
    if waits.is_some() {
        return Err(Error::Conflict(message::proposal_waits()));
    }
    let mut faults = Faults::default();
    let sitting = open_sittings(tx, who)?.into_iter().find(|sitting| sitting.id.as_str() == form.sitting);
    match &sitting {
        None => faults.add("sitting", message::error_choose_one("会議の回")),
        Some(sitting) if conflict::agency_is_adverse(tx, case, sitting.agency)? => {
            faults.add("sitting", message::invite_not_possible());
        }
        Some(_) => {}
    }
    let reason = faults.required_text("reason", "この会議に出す理由", &form.reason);
    if handover::name_in(tx, who, case, &reason)?.is_some() {
        faults.add("reason", message::name_without_ground());
    }
    faults.done()?;
    let Some(sitting) = sitting else { return Err(Error::NotFound) };
    let row: Id<Proposal> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_proposals (id, item_id, sitting_id, reason, proposed_by, proposed_at, status, answer_note, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1)",
        &[&row, &id, &sitting.id, &reason, &who.staff, &who.now, &Progress::Waiting],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("propose").record(tx, who)
}

/// Takes a proposal back that was not answered.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the agency that prepares the item; [`Error::Stale`] if it was answered.
pub fn withdraw_proposal(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    proposal: Id<Proposal>,
) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    tx.exec_one(
        "UPDATE conference_proposals SET status = $3, version = version + 1
         WHERE id = $1 AND item_id = $2 AND status = 'waiting'",
        &[&proposal, &id, &Progress::Withdrawn],
    )?;
    let event = Event::new(Action::Change, Kind::Conference, id).of_case(case);
    event.for_purpose("withdraw proposal").record(tx, who)
}

/// Ends what was proposed to a sitting that is over, or was taken off.
pub(super) fn let_go(tx: &Tx<'_>, id: Id<Sitting>, ending: Standing) -> Result<()> {
    if ending == Standing::Cancelled {
        member::unseat_offices(tx, "p.sitting_id", &id)?;
    }
    let statuses = if ending == Standing::Held { "'waiting'" } else { "'waiting', 'taken'" };
    tx.exec(
        &format!(
            "UPDATE conference_proposals SET status = $2, version = version + 1
             WHERE sitting_id = $1 AND status IN ({statuses})"
        ),
        &[&id, &Progress::Lapsed],
    )
}

/// An item that its agency places by itself, or takes off a sitting, waits for no answer any more.
pub(super) fn end_of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<()> {
    member::unseat_offices(tx, "p.item_id", &id)?;
    tx.exec(
        "UPDATE conference_proposals SET status = $2, version = version + 1
         WHERE item_id = $1 AND status IN ('waiting', 'taken')",
        &[&id, &Progress::Withdrawn],
    )
}

/// A proposal before the secretary who answers it: its number and reasons, and nobody's name.
#[derive(Debug, Clone, Serialize)]
pub struct Brought {
    /// The proposal.
    pub id: Id<Proposal>,
    /// The item.
    #[serde(skip)]
    pub(super) item: Id<ConferenceItem>,
    /// Its number.
    pub code: String,
    /// Who brings it.
    pub from: String,
    /// To which sitting.
    pub sitting: Id<Sitting>,
    /// Its name and area.
    pub meeting: String,
    /// When it meets.
    pub meets_on: Day,
    /// On what ground.
    pub ground: Ground,
    /// What for.
    pub purpose: Purpose,
    /// Why there.
    pub reason: String,
    /// 同意が得られない理由; of an application that is not decided.
    pub no_consent_reason: String,
    /// 必要な理由; likewise.
    pub necessity: String,
    /// Whether 開催 is decided by taking it up.
    pub undecided: bool,
    /// Where it stands.
    pub status: Progress,
}
row!(Brought {
    id,
    item,
    code,
    from,
    sitting,
    meeting,
    meets_on,
    ground,
    purpose,
    reason,
    no_consent_reason,
    necessity,
    undecided,
    status
});

impl Brought {
    /// Whether it waits for its answer.
    pub fn waits(&self) -> bool {
        self.status == Progress::Waiting
    }
}

/// Proposals to planned sittings of one's own office, for those who decide there; of items whose people nothing bars them from.
///
/// # Errors
/// Those of the database.
pub fn proposals(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Brought>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let found = select(tx, who, "1 = 1", &[])?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Conference, found.iter().map(|one| one.item)).record(tx, who)?;
    }
    Ok(found)
}

/// Proposals by a further condition that begins at `$4`.
pub(super) fn select(tx: &Tx<'_>, who: &Scope, condition: &str, more: &[&dyn Param]) -> Result<Vec<Brought>> {
    let reasons = "i.ground = 'statute' AND i.status IN ('requested', 'consulted')";
    let sql = format!(
        "SELECT b.id, i.id, i.code, a.name, s.id, CASE WHEN s.area = '' THEN s.name ELSE s.name || ' ' || s.area END, s.meets_on,
             i.ground, i.purpose, b.reason, CASE WHEN {reasons} THEN i.no_consent_reason ELSE '' END,
             CASE WHEN {reasons} THEN i.necessity ELSE '' END, {reasons}, b.status
         FROM conference_proposals b JOIN conference_items i ON i.id = b.item_id JOIN agencies a ON a.id = i.agency_id
         JOIN conference_sittings s ON s.id = b.sitting_id
         WHERE s.agency_id = $1 AND s.status = 'planned' AND i.agency_id <> $1 AND i.held_at IS NULL
           AND ((b.status = 'waiting' AND i.sitting_id IS NULL AND i.status IN ('requested', 'consulted', 'approved'))
               OR (b.status = 'taken' AND i.sitting_id = s.id))
           AND {} AND {condition} ORDER BY s.meets_on, b.proposed_at, b.id LIMIT 50",
        access::not_barred_from("i.case_id")
    );
    tx.all(&sql, &access::Eye::of_duty(who).with(more))
}

/// Notes an answer.
pub(super) fn answered(
    tx: &Tx<'_>,
    who: &Scope,
    brought: &Brought,
    status: Progress,
    note: &str,
) -> Result<()> {
    tx.exec_one(
        "UPDATE conference_proposals SET status = $3, answer_note = $4, answered_by = $5, answered_at = $6, version = version + 1
         WHERE id = $1 AND status = $2",
        &[&brought.id, &brought.status, &status, &note, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Change, Kind::Conference, brought.item);
    event.for_purpose(&format!("proposal {}", status.key())).record(tx, who)
}
