use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::Serialize;
use store::{Param, Tx, row};

use crate::Faults;
use crate::access::{self, Act, Bases, Basis, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::choices::choices;

use super::{
    Copy, Ground, Inquiry, ItemReport, Outcome, Part, Proposal, Purpose, Sitting, Step, Suggested,
    application, copy, inquiry, item_report, owed_report, proposal, suggestion,
};

choices! {
    /// Where an item stands.
    pub enum Status {
        Requested = "requested" "申出",
        /// 事前協議: the office has talked it over with the applicant, and decides next (EDO-18).
        Consulted = "consulted" "事前協議ずみ",
        Approved = "approved" "開催を決めた",
        Returned = "returned" "差戻し",
        Closed = "closed" "終わった",
    }
}

/// An item, as its number and reasons tell it: no name.
#[derive(Debug, Clone, Serialize)]
pub struct ConferenceItem {
    /// The item.
    pub id: Id<ConferenceItem>,
    /// Its number.
    pub code: String,
    /// Who asked for it.
    pub agency_name: String,
    /// 同意が得られない理由.
    pub no_consent_reason: String,
    /// What was tried.
    pub tried: String,
    /// Why it is needed.
    pub necessity: String,
    /// What is to be discussed.
    pub question: String,
    /// On what ground.
    pub ground: Ground,
    /// What for.
    pub purpose: Purpose,
    /// When it meets.
    pub meets_on: Day,
    /// When it begins there; may be open.
    pub starts_at: String,
    /// The sitting that deals with it.
    pub sitting: Option<Id<Sitting>>,
    /// Where it stands.
    pub status: Status,
    /// Why it was decided so.
    pub decision_note: String,
    /// What it came to.
    pub outcome: Option<Outcome>,
    /// The day of the next look at it.
    pub next_on: Option<Day>,
    /// When it was dealt with.
    pub held_at: Option<Instant>,
    /// The article of secrecy as it stood; of a consented item, that of consent.
    pub law_ref: String,
    /// The article of the penalty.
    pub penalty_ref: String,
    /// From when members may read.
    pub opens_at: Option<Instant>,
    /// Until when.
    pub closes_at: Option<Instant>,
    /// The article by which it is dealt with, as it stood (社会福祉法 106条の6, or that of consent).
    pub ground_ref: String,
}
row!(ConferenceItem {
    id,
    code,
    agency_name,
    no_consent_reason,
    tried,
    necessity,
    question,
    ground,
    purpose,
    meets_on,
    starts_at,
    sitting,
    status,
    decision_note,
    outcome,
    next_on,
    held_at,
    law_ref,
    penalty_ref,
    opens_at,
    closes_at,
    ground_ref
});

impl ConferenceItem {
    /// The articles that bind its members to secrecy; none where consent is the ground.
    pub fn secrecy_ref(&self) -> &str {
        if self.by_statute() { &self.law_ref } else { "" }
    }

    /// Whether it is dealt with by the statute, without consent.
    pub fn by_statute(&self) -> bool {
        self.ground == Ground::Statute
    }

    /// What it came to, in words; empty before.
    pub fn came_to(&self) -> &'static str {
        self.outcome.map_or("", crate::Choice::label)
    }

    /// Whether members are invited and papers made.
    pub fn convened(&self) -> bool {
        self.status == Status::Approved
    }

    /// What a member is told before the duty is acknowledged: number and day.
    pub(super) fn keep_number_and_day(&mut self) {
        for text in [&mut self.no_consent_reason, &mut self.tried, &mut self.necessity, &mut self.question] {
            text.clear();
        }
        self.decision_note.clear();
        (self.outcome, self.next_on) = (None, None);
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

/// The columns of an item `i` and its agency `a`.
pub(super) const COLUMNS: &str = "i.id, i.code, a.name, i.no_consent_reason, i.tried, i.necessity, i.question, i.ground, i.purpose,
    i.meets_on, i.starts_at, i.sitting_id, i.status, i.decision_note, i.outcome, i.next_on, i.held_at, i.law_ref, i.penalty_ref,
    i.opens_at, i.closes_at, i.ground_ref";
/// How many they are.
pub(super) const WIDTH: usize = 22;

/// Items `i` by a condition.
pub(super) fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<ConferenceItem>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM conference_items i JOIN agencies a ON a.id = i.agency_id WHERE {condition}"
        ),
        params,
    )
}

pub(super) fn listed(tx: &Tx<'_>, who: &Scope, items: &[ConferenceItem], bases: Bases) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    Event::many(Action::List, Kind::Conference, items.iter().map(|i| i.id)).on(bases).record(tx, who)
}

/// A named member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberLine {
    /// The membership.
    pub id: Id<MemberLine>,
    /// Who.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// As what.
    pub part: Part,
    /// Whether the person was there.
    pub present: bool,
    /// 助言, of those who give it.
    pub advice: String,
    /// When the duty was acknowledged.
    pub acknowledged_at: Option<Instant>,
    /// When the member declined.
    pub declined_at: Option<Instant>,
    /// When the membership ended.
    pub removed_at: Option<Instant>,
    /// For the next change of what the member advised.
    pub version: i64,
}
row!(MemberLine {
    id,
    staff_name,
    agency_name,
    part,
    present,
    advice,
    acknowledged_at,
    declined_at,
    removed_at,
    version
});

impl MemberLine {
    /// Whether the person takes part: invited, and neither declined nor taken out.
    pub fn seated(&self) -> bool {
        self.declined_at.is_none() && self.removed_at.is_none()
    }

    /// Whether the person came, or why not: what was planned beside what was.
    pub fn attendance(&self) -> &'static str {
        match self {
            Self { present: true, .. } => "出席",
            Self { removed_at: Some(_), .. } => "外した",
            Self { declined_at: Some(_), .. } => "参加しないと返事",
            _ => "欠席",
        }
    }

    /// Whether the person may be in the room.
    pub fn bound(&self) -> bool {
        self.seated() && self.acknowledged_at.is_some()
    }
}

/// Everybody who was invited to an item.
pub(super) fn members(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<MemberLine>> {
    tx.all(
        "SELECT m.id, s.name, a.name, m.part, m.present, m.advice, m.acknowledged_at, m.declined_at, m.removed_at,
             m.version
         FROM conference_members m JOIN staff s ON s.id = m.staff_id JOIN agencies a ON a.id = m.agency_id
         WHERE m.item_id = $1 ORDER BY m.invited_at, m.id",
        &[&id],
    )
}

/// An item as its convener prepares it.
#[derive(Debug, Clone, Serialize)]
pub struct ItemView {
    /// The item.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// The code of its case.
    pub case_code: String,
    /// Its named members.
    pub members: Vec<MemberLine>,
    /// Of whom a consented item tells.
    pub people: Vec<String>,
    /// The sitting that deals with it.
    pub sitting: Option<Sitting>,
    /// What members were asked, and answered.
    pub inquiries: Vec<Inquiry>,
    /// Printed copies.
    pub copies: Vec<Copy>,
    /// When its papers were frozen.
    pub frozen_at: Option<Instant>,
    /// Who asked for it.
    pub requested_by: String,
    /// When.
    pub requested_at: Instant,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By when whoever moves next does so; none once it is decided, and where the municipality asks for no application.
    pub due_on: Option<Day>,
    /// The office that answers the application, where the municipality names one.
    pub office: Option<String>,
    /// What was said on the way.
    pub steps: Vec<Step>,
    /// To which sittings of other offices it was proposed, and what became of that.
    pub proposals: Vec<Proposal>,
    /// Whom the issues of the case suggest, while members are invited.
    pub suggested: Vec<Suggested>,
    /// What was reported of it, once it is over.
    pub report: Option<ItemReport>,
    /// By when it is reported, while that is owed.
    pub report_due_on: Option<Day>,
}

impl ItemView {
    /// Whether whoever moves next is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.due_on.is_some_and(|due| due < today)
    }

    /// Whether its report is owed and late.
    pub fn report_overdue(&self, today: Day) -> bool {
        self.report_due_on.is_some_and(|due| due < today)
    }

    /// Whether the application waits for its answer.
    pub fn waits(&self) -> bool {
        matches!(self.item.status, Status::Requested | Status::Consulted)
    }

    /// Whether it can be proposed to a sitting of another office.
    pub fn may_be_proposed(&self) -> bool {
        let open = self.waits() || self.item.convened();
        let proposed = self.proposals.iter().any(|one| one.waits());
        open && !proposed && self.item.held_at.is_none() && self.item.sitting.is_none()
    }

    /// Whether it came back, to be mended.
    pub fn came_back(&self) -> bool {
        self.item.status == Status::Returned
    }
}

/// The page on which its convener prepares an item.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<ItemView> {
    let case = convening(tx, who, id, Act::Read)?;
    let item = select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let (requested_by, requested_at, decided_at) = tx.one(
        "SELECT s.name, i.requested_at, i.decided_at FROM conference_items i JOIN staff s ON s.id = i.requested_by
         WHERE i.id = $1",
        &[&id],
    )?;
    let (due_on, office) = tx.one(
        "SELECT i.due_on, o.name FROM conference_items i LEFT JOIN agencies o ON o.id = i.office_id WHERE i.id = $1",
        &[&id],
    )?;
    Ok(ItemView {
        due_on,
        office,
        steps: application::steps(tx, id)?,
        proposals: proposal::of_item(tx, id)?,
        suggested: if item.convened() && item.held_at.is_none() {
            suggestion::of_item(tx, who, id, case)?
        } else {
            Vec::new()
        },
        report: item_report::of_item(tx, id)?,
        report_due_on: owed_report::of_item(tx, id)?,
        requested_by,
        requested_at,
        decided_at,
        case_code: tx.one("SELECT code FROM cases WHERE id = $1", &[&case])?,
        members: members(tx, id)?,
        people: people(tx, id)?,
        sitting: item.sitting.map(|sitting| sitting_line(tx, sitting)).transpose()?,
        inquiries: inquiry::of_item(tx, id)?,
        copies: copy::of_item(tx, id)?,
        frozen_at: tx.opt("SELECT frozen_at FROM conference_packets WHERE item_id = $1", &[&id])?,
        item,
    })
}

/// Names of those of whom a consented item tells.
pub(super) fn people(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<String>> {
    tx.all(
        "SELECT p.name FROM conference_item_people ip JOIN people p ON p.id = ip.person_id
         WHERE ip.item_id = $1 GROUP BY p.id, p.name ORDER BY p.name, p.id",
        &[&id],
    )
}

fn sitting_line(tx: &Tx<'_>, id: Id<Sitting>) -> Result<Sitting> {
    super::sitting::select(tx, "s.id = $1", &[&id])?.pop().ok_or(Error::NotFound)
}

/// Passes for the agency that asked for the item and still has the case as its own task; answers the case.
pub(super) fn convening(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, act: Act) -> Result<Id<Case>> {
    let sql = format!(
        "SELECT i.case_id FROM conference_items i WHERE i.id = $4 AND i.agency_id = $1 AND {}",
        access::one(who, access::Kind::Packet, act)
    );
    let found: Option<Id<Case>> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    let event = Event::new(act.logged(), Kind::Conference, id);
    let Some(case) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    event.of_case(case).record(tx, who)?;
    Ok(case)
}

/// Items that one's own agency asked for.
///
/// # Errors
/// Those of the database.
pub fn of_agency(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.agency_id = $1 AND {} ORDER BY i.requested_at DESC LIMIT 50",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let items = select(tx, &condition, &Eye::of(who).with(&[]))?;
    listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Items of one's own agency on a case that were dealt with, the latest first.
///
/// # Errors
/// Those of the database.
pub fn held_on(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.case_id = $4 AND i.agency_id = $1 AND i.held_at IS NOT NULL AND {} ORDER BY i.held_at DESC LIMIT 20",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let items = select(tx, &condition, &Eye::of(who).with(&[&case]))?;
    listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Items of which one is a named member, before their papers close: also those whose duty one has not acknowledged yet,
/// of which only the number and the day are told.
///
/// # Errors
/// Those of the database.
pub fn mine(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    let mut items = select(
        tx,
        "i.status = 'approved' AND (i.closes_at IS NULL OR i.closes_at > $3) AND i.id IN (SELECT m.item_id FROM conference_members m
            WHERE m.staff_id = $1 AND m.agency_id = $2 AND m.declined_at IS NULL AND m.removed_at IS NULL) ORDER BY i.meets_on, i.id",
        &[&who.staff, &who.agency, &who.now],
    )?;
    items.iter_mut().for_each(ConferenceItem::keep_number_and_day);
    listed(tx, who, &items, Bases::from(Basis::Conference))?;
    Ok(items)
}
