use kernel::{Agency, Day, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::{Ground, Handover, HandoverLine, Packet, Progress, Way, list};
use crate::access::{self, Act, Eye, reach};
use crate::audit::{Action, Event, Kind};

/// The page of a handover.
#[derive(Debug, Clone, Serialize)]
pub struct HandoverView {
    /// Its line.
    #[serde(flatten)]
    pub line: HandoverLine,
    /// Whether the reader's agency receives it.
    pub receiving: bool,
    /// Whether the receiver is outside the system.
    pub outside: bool,
    /// 頼みたいこと.
    pub request: String,
    /// How.
    pub method: Way,
    /// On which ground.
    pub ground: Ground,
    /// Words on that.
    pub ground_note: String,
    /// What travelled; for the receiver only once accepted.
    pub packet: Option<Packet>,
    /// When it was accepted, declined or taken back.
    pub answered_at: Option<Instant>,
    /// Why it was declined or taken back.
    pub answer_reason: String,
    /// What the receiver does first.
    pub first_step: String,
    /// When.
    pub first_step_on: Option<Day>,
    /// What came of it.
    pub result: String,
    /// When that was told.
    pub result_at: Option<Instant>,
    /// The case, for those who may see it.
    pub case_code: Option<String>,
}

struct Stored {
    to: Option<Id<Agency>>,
    request: String,
    method: Way,
    ground: Ground,
    ground_note: String,
    packet: String,
    answered_at: Option<Instant>,
    answer_reason: String,
    first_step: String,
    first_step_on: Option<Day>,
    result: String,
    result_at: Option<Instant>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            to: row.get(0)?,
            request: row.get(1)?,
            method: row.get(2)?,
            ground: row.get(3)?,
            ground_note: row.get(4)?,
            packet: row.get(5)?,
            answered_at: row.get(6)?,
            answer_reason: row.get(7)?,
            first_step: row.get(8)?,
            first_step_on: row.get(9)?,
            result: row.get(10)?,
            result_at: row.get(11)?,
        })
    }
}

/// The page of a handover, for its two sides.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Handover>) -> Result<HandoverView> {
    let event = Event::new(Action::Read, Kind::Handover, id);
    if !list::in_sight(tx, who, id)? {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    list::of_its_case(tx, event, id)?.record(tx, who)?;
    let stored: Stored = tx.one(
        "SELECT to_agency_id, request, method, ground, ground_note, packet, answered_at, answer_reason, first_step,
                first_step_on, result, result_at FROM handovers WHERE id = $1",
        &[&id],
    )?;
    let line = list::line(tx, id)?;
    let receiving = stored.to == reach(who);
    // Until it is accepted the receiver sees the minimum: number, issue and request.
    let open = !receiving || matches!(line.status, Progress::Accepted | Progress::Done);
    let packet =
        serde_json::from_str(&stored.packet).map_err(|e| Error::Corrupt(format!("handovers.packet: {e}")))?;
    Ok(HandoverView {
        receiving,
        outside: stored.to.is_none(),
        request: stored.request,
        method: stored.method,
        ground: stored.ground,
        ground_note: stored.ground_note,
        packet: open.then_some(packet),
        answered_at: stored.answered_at,
        answer_reason: stored.answer_reason,
        first_step: stored.first_step,
        first_step_on: stored.first_step_on,
        result: stored.result,
        result_at: stored.result_at,
        case_code: tx.opt(
            &format!(
                "SELECT c.code FROM handovers h JOIN cases c ON c.id = h.case_id WHERE h.id = $4 AND {}",
                access::one(who, access::Kind::Case, Act::Exist)
            ),
            &Eye::of(who).with(&[&id]),
        )?,
        line,
    })
}
