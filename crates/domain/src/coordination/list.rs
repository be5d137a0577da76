use kernel::{Agency, Day, Id, Instant, Result, Role, Scope};
use serde::Serialize;
use store::{Param, Reply, Tx, row};

use super::{Answer, Coordination, Matter, Progress};
use crate::Choice;
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::consultations::Urgency;

/// A line of a list of requests: what both sides may know.
#[derive(Debug, Clone, Serialize)]
pub struct RequestLine {
    /// The request.
    pub id: Id<Coordination>,
    /// Its code.
    pub code: String,
    /// Who asks.
    pub from: String,
    /// What is asked for.
    pub matter: Matter,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub status: Progress,
    /// How it was answered.
    pub answer: Option<Answer>,
    /// When it was asked.
    pub asked_at: Instant,
    /// The agency that moves next.
    pub next_agency: Id<Agency>,
    /// Who moves next.
    pub next_owner: String,
    /// What comes next.
    pub next_step: String,
    /// By when.
    pub next_due_on: Day,
}
row!(RequestLine {
    id,
    code,
    from,
    matter,
    urgency,
    status,
    answer,
    asked_at,
    next_agency,
    next_owner,
    next_step,
    next_due_on
});

impl RequestLine {
    /// Whether somebody still has to move.
    pub fn open(&self) -> bool {
        matches!(self.status, Progress::Waiting | Progress::Taken | Progress::Answered)
    }

    /// How it was answered, in words; empty before.
    pub fn answered(&self) -> &'static str {
        self.answer.map_or("", Choice::label)
    }

    /// Whether it goes to a conference.
    pub fn to_conference(&self) -> bool {
        self.answer == Some(Answer::Conference)
    }

    /// Whether the next step is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.open() && self.next_due_on < today
    }
}

/// What is waited for.
const OPEN: &str = "q.status IN ('waiting', 'taken', 'answered')";

/// Requests `q` by a condition that begins at `$4`.
pub(super) fn select(
    tx: &Tx<'_>,
    who: &Scope,
    act: Act,
    condition: &str,
    more: &[&dyn Param],
) -> Result<Vec<RequestLine>> {
    let sql = format!(
        "SELECT q.id, q.code, f.name, q.kind, q.urgency, q.status, q.answer, q.asked_at, q.next_agency_id, q.next_owner,
                q.next_step, q.next_due_on
         FROM coordination_requests q JOIN agencies f ON f.id = q.from_agency_id WHERE {} AND {condition}",
        access::one(who, access::Kind::Coordination, act)
    );
    tx.all(&sql, &Eye::of(who).with(more))
}

/// Requests that one's own agency asked, open ones first.
///
/// # Errors
/// Those of the database.
pub fn sent(tx: &Tx<'_>, who: &Scope) -> Result<Vec<RequestLine>> {
    let by = format!(
        "q.from_agency_id = $1 ORDER BY CASE WHEN {OPEN} THEN 0 ELSE 1 END, q.next_due_on, q.id LIMIT 100"
    );
    listed(tx, who, select(tx, who, Act::List, &by, &[])?)
}

/// Requests that reached one's own agency, for those who coordinate there; open ones first.
///
/// # Errors
/// Those of the database.
pub fn received(tx: &Tx<'_>, who: &Scope) -> Result<Vec<RequestLine>> {
    if who.role != Role::Coordinator {
        return Ok(Vec::new());
    }
    let by = format!(
        "q.id IN (SELECT v.request_id FROM coordination_receivers v WHERE v.agency_id = $1 AND v.ended_at IS NULL)
         ORDER BY CASE WHEN {OPEN} THEN 0 ELSE 1 END, q.next_due_on, q.id LIMIT 100"
    );
    listed(tx, who, select(tx, who, Act::List, &by, &[])?)
}

/// Requests whose next step lies with one's own agency: those that one answers as far as one coordinates, and those that one
/// asked and that were answered with something to do.
///
/// # Errors
/// Those of the database.
pub fn to_move(tx: &Tx<'_>, who: &Scope) -> Result<Vec<RequestLine>> {
    let mine = "q.status = 'answered' AND q.next_agency_id = $1";
    let by = format!("({mine} OR ($4 AND {})) ORDER BY q.next_due_on, q.id LIMIT 20", waiting_here());
    let coordinates = who.role == Role::Coordinator;
    listed(tx, who, select(tx, who, Act::List, &by, &[&coordinates])?)
}

/// Waiting for an answer of one's own agency.
fn waiting_here() -> &'static str {
    "q.status IN ('waiting', 'taken') AND q.id IN (SELECT v.request_id FROM coordination_receivers v
        WHERE v.agency_id = $1 AND v.ended_at IS NULL)"
}

/// How many requests wait for whoever coordinates: a number that travels with what is asked next.
///
/// # Errors
/// Those of the database.
pub fn count_waiting<'a>(tx: &'a Tx<'_>, who: &Scope) -> Result<Reply<'a, i64>> {
    let sql = format!(
        "SELECT count(*) FROM coordination_requests q WHERE {} AND {}",
        waiting_here(),
        access::one(who, access::Kind::Coordination, Act::List)
    );
    tx.ask(&sql, &Eye::of(who).with(&[]))
}

fn listed(tx: &Tx<'_>, who: &Scope, lines: Vec<RequestLine>) -> Result<Vec<RequestLine>> {
    if !lines.is_empty() {
        Event::many(Action::List, Kind::Coordination, lines.iter().map(|line| line.id)).record(tx, who)?;
    }
    Ok(lines)
}
