use kernel::{Error, Id, Instant, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, OPEN_DAYS, item, member};
use crate::Faults;
use crate::access::{self, Act, Bases, Basis, Eye, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case};

/// What is put before the members, frozen at one moment. Never an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// What is to be discussed.
    pub question: String,
    /// The course so far, in the convener's words.
    pub summary: String,
    /// People of the household, as far as the convener names them.
    pub people: Vec<PacketPerson>,
    /// Records that the convener chose among its own.
    pub records: Vec<PacketRecord>,
}

/// A person as far as the papers tell of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketPerson {
    /// What to call them.
    pub name: String,
    /// 続柄.
    pub standing: String,
    /// Age, in words.
    pub age: String,
}

/// A record as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketRecord {
    /// When it happened, in words.
    pub at: String,
    /// What.
    pub text: String,
}

/// What the convener chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FreezeForm {
    /// The course so far.
    pub summary: String,
    /// Ids of one's own records.
    pub records: Vec<String>,
}

/// Freezes the papers: members who have acknowledged may read them from now until two weeks after the meeting. What is
/// written afterwards is not in them; only the convener's own records are its to give.
///
/// # Errors
/// [`Error::Invalid`] without a summary; [`Error::Conflict`] before the decision or if they are frozen;
/// [`Error::NotFound`] for anybody but the convener.
pub fn freeze(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &FreezeForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    member::convened(tx, id)?;
    let mut faults = Faults::default();
    let summary = faults.required_text("summary", "経過のまとめ", &form.summary);
    faults.done()?;
    let frozen: Option<i64> = tx.opt("SELECT 1 FROM conference_packets WHERE item_id = $1", &[&id])?;
    if frozen.is_some() {
        return Err(Error::Conflict(message::papers_are_frozen()));
    }
    let packet = make(tx, who, case, id, summary, &form.records)?;
    let json = serde_json::to_string(&packet).map_err(|e| Error::Corrupt(e.to_string()))?;
    let packet_id: Id<PacketView> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_packets (id, item_id, body, frozen_by, frozen_at) VALUES ($1, $2, $3, $4, $5)",
        &[&packet_id, &id, &json, &who.staff, &who.now],
    )?;
    let meets: kernel::Day = tx.one("SELECT meets_on FROM conference_items WHERE id = $1", &[&id])?;
    let closes = Instant::start_of(meets.plus(OPEN_DAYS + 1));
    tx.exec(
        "UPDATE conference_items SET opens_at = $2, closes_at = $3 WHERE id = $1",
        &[&id, &who.now, &closes],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("freeze").record(tx, who)
}

fn make(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<ConferenceItem>,
    summary: String,
    chosen: &[String],
) -> Result<Packet> {
    let (head, _) = cases::head(tx, who, &cases::code_of(tx, case)?)?;
    let today = who.now.day();
    let own: Vec<(String, Instant, String)> = tx.all(
        "SELECT id, happened_at, text FROM case_records WHERE case_id = $1 AND agency_id = $2 AND channel = 'own' AND NOT sealed
         AND withdrawn_at IS NULL ORDER BY happened_at",
        &[&case, &who.agency],
    )?;
    Ok(Packet {
        question: tx.one("SELECT question FROM conference_items WHERE id = $1", &[&id])?,
        summary,
        people: head
            .people
            .into_iter()
            .map(|p| PacketPerson { name: p.name, standing: p.standing, age: p.birth.age_form(today) })
            .collect(),
        records: own
            .into_iter()
            .filter(|(record, ..)| chosen.contains(record))
            .map(|(_, at, text)| PacketRecord { at: at.list_form(), text })
            .collect(),
    })
}

/// Ends the window at once.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the convener.
pub fn close(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    tx.exec(
        "UPDATE conference_items SET status = 'closed', closes_at = $2 WHERE id = $1 AND status = 'approved'",
        &[&id, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("close").record(tx, who)
}

/// The papers as a member reads them.
#[derive(Debug, Clone, Serialize)]
pub struct PacketView {
    /// The item: number, day, articles.
    pub item: ConferenceItem,
    /// The papers; none until the duty of secrecy is acknowledged, or before they are frozen.
    pub packet: Option<Packet>,
    /// Whether the reader has acknowledged.
    pub acknowledged: bool,
    /// Who else is bound.
    pub bound: Vec<String>,
}

/// The papers of an item, for its named members: only who has acknowledged, only within the window, only what was frozen.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and for everybody after the window.
pub fn papers(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<PacketView> {
    member::invited(tx, who, id)?;
    let case: Id<Case> = tx.one("SELECT case_id FROM conference_items WHERE id = $1", &[&id])?;
    let adverse = conflict::agency_is_adverse(tx, case, who.agency)?
        || conflict::staff_is_adverse(tx, case, who.staff)?;
    if adverse {
        Event::new(Action::Read, Kind::Conference, id).of_case(case).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let body = read(tx, who, id)?;
    let acknowledged: bool = tx.one(
        "SELECT acknowledged_at IS NOT NULL FROM conference_members WHERE item_id = $1 AND staff_id = $2",
        &[&id, &who.staff],
    )?;
    if !acknowledged {
        for text in [&mut item.no_consent_reason, &mut item.tried, &mut item.necessity, &mut item.question] {
            text.clear();
        }
    }
    let bound = if acknowledged { bound(tx, id)? } else { Vec::new() };
    let event = Event::new(Action::Read, Kind::Conference, id).on(Bases::from(Basis::Conference));
    let event = if body.is_some() { event.of_case(case) } else { event };
    event.record(tx, who)?;
    Ok(PacketView { item, packet: body, acknowledged, bound })
}

/// The frozen papers, by the rule of [`access`]: the single decision of the kind `Packet`.
fn read(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Option<Packet>> {
    if who.role == Role::SystemAdministrator || !who.accepted_rules {
        return Ok(None);
    }
    let sql = format!(
        "SELECT b.body FROM conference_items i JOIN conference_packets b ON b.item_id = i.id WHERE i.id = $4
         AND EXISTS (SELECT 1 FROM conference_members m WHERE m.item_id = i.id AND m.staff_id = $2
             AND m.acknowledged_at IS NOT NULL) AND {}",
        access::one(who, access::Kind::Packet, Act::Read)
    );
    let body: Option<String> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    body.map(|json| {
        serde_json::from_str(&json).map_err(|e| Error::Corrupt(format!("conference_packets.body: {e}")))
    })
    .transpose()
}

fn bound(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<String>> {
    tx.all(
        "SELECT a.name || ' ' || s.name FROM conference_members m JOIN staff s ON s.id = m.staff_id
         JOIN agencies a ON a.id = m.agency_id WHERE m.item_id = $1 AND m.acknowledged_at IS NOT NULL AND m.removed_at IS NULL
         ORDER BY m.acknowledged_at",
        &[&id],
    )
}
