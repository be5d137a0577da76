use kernel::{Day, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Param, Reply, Row, Tx};

use super::{Handover, Progress};
use crate::access::{self, Act, CasePass, Eye, reach};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::consultations::Urgency;
use crate::texts::Texts;

/// Which side of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Those that one's agency was sent.
    Received,
    /// Those that it sent.
    Sent,
}

/// A line of the list of handovers: what both sides may know.
#[derive(Debug, Clone, Serialize)]
pub struct HandoverLine {
    /// The handover.
    pub id: Id<Handover>,
    /// Its code.
    pub code: String,
    /// Who sent it.
    pub from: String,
    /// Who receives it.
    pub to: String,
    /// Name of the issue type.
    pub issue: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub status: Progress,
    /// When it was sent.
    pub sent_at: Instant,
    /// By when an answer is expected.
    pub reply_due_on: Day,
    /// Who moves next.
    pub next_owner: String,
}

impl FromRow for HandoverLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            from: row.get(2)?,
            to: row.get(3)?,
            issue: row.get(4)?,
            urgency: row.get(5)?,
            status: row.get(6)?,
            sent_at: row.get(7)?,
            reply_due_on: row.get(8)?,
            next_owner: row.get(9)?,
        })
    }
}

impl HandoverLine {
    /// Whether an answer is late.
    pub fn overdue(&self, today: Day) -> bool {
        matches!(self.status, Progress::Sent | Progress::OnHold) && self.reply_due_on < today
    }

    /// Whether somebody still has to move.
    pub fn open(&self) -> bool {
        matches!(self.status, Progress::Sent | Progress::OnHold | Progress::Accepted)
    }
}

/// What [`HandoverLine`] reads.
const SELECT: &str =
    "SELECT h.id, h.code, f.name, coalesce(t.name, h.to_outside), coalesce(i.name, h.issue_type), h.urgency,
        h.status, h.sent_at, h.reply_due_on, h.next_owner
    FROM handovers h JOIN agencies f ON f.id = h.from_agency_id LEFT JOIN agencies t ON t.id = h.to_agency_id
    LEFT JOIN issue_types i ON i.key = h.issue_type";

/// Handovers of one side, open ones first, those due first at the top.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope, side: Side) -> Result<Vec<HandoverLine>> {
    let column = match side {
        Side::Received => "to_agency_id",
        Side::Sent => "from_agency_id",
    };
    let sql = format!(
        "{SELECT} WHERE h.{column} = $1 AND {}
         ORDER BY CASE WHEN h.status IN ('sent', 'on_hold') THEN 0 WHEN h.status = 'accepted' THEN 1 ELSE 2 END,
                  h.reply_due_on, h.id LIMIT 100",
        access::one(who, access::Kind::Handover, Act::List)
    );
    listed(tx, who, tx.all(&sql, &Eye::of(who).with(&[]))?)
}

/// Handovers that wait for an answer of one's own agency, what cannot wait and those due first at the top.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<HandoverLine>> {
    some(
        tx,
        who,
        "h.to_agency_id = $1 AND h.status IN ('sent', 'on_hold')",
        "CASE h.urgency WHEN 'immediate' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END, h.reply_due_on, h.id",
        &[],
    )
}

/// Handovers that one's own agency accepted and whose result it has not told yet, the first step that is due first at the top.
///
/// # Errors
/// Those of the database.
pub fn in_hand(tx: &Tx<'_>, who: &Scope) -> Result<Vec<HandoverLine>> {
    some(
        tx,
        who,
        "h.to_agency_id = $1 AND h.status = 'accepted'",
        "h.first_step_on NULLS LAST, h.answered_at, h.id",
        &[],
    )
}

/// Results of what one's own agency passed on, told since a moment, the latest first.
///
/// # Errors
/// Those of the database.
pub fn results(tx: &Tx<'_>, who: &Scope, since: Instant) -> Result<Vec<HandoverLine>> {
    let told = "h.from_agency_id = $1 AND h.status = 'done' AND h.result_at > $4";
    some(tx, who, told, "h.result_at DESC, h.id", &[&since])
}

fn some(
    tx: &Tx<'_>,
    who: &Scope,
    which: &str,
    order: &str,
    params: &[&dyn Param],
) -> Result<Vec<HandoverLine>> {
    let seen = access::one(who, access::Kind::Handover, Act::List);
    let sql = format!("{SELECT} WHERE {which} AND {seen} ORDER BY {order} LIMIT 20");
    listed(tx, who, tx.all(&sql, &Eye::of(who).with(params))?)
}

/// Handovers of a case that was let through. Who sees the whole case sees that something was passed on, others only
/// what they sent or were sent; the packet is for the two sides only.
pub fn of_case<'a>(tx: &'a Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Reply<'a, HandoverLine>> {
    let sql = format!(
        "{SELECT} WHERE h.case_id = $1 AND ($2 OR h.from_agency_id = $3 OR h.to_agency_id = $3) ORDER BY h.sent_at DESC LIMIT 20"
    );
    tx.ask(&sql, &[&pass.id(), &pass.sees_whole(), &reach(who)])
}

fn listed(tx: &Tx<'_>, who: &Scope, lines: Vec<HandoverLine>) -> Result<Vec<HandoverLine>> {
    if !lines.is_empty() {
        Event::many(Action::List, Kind::Handover, lines.iter().map(|line| line.id)).record(tx, who)?;
    }
    Ok(lines)
}

/// Whether a handover is one's own, on either side.
pub(super) fn in_sight(tx: &Tx<'_>, who: &Scope, id: Id<Handover>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM handovers h WHERE h.id = $4 AND {}",
        access::one(who, access::Kind::Handover, Act::Read)
    );
    Ok(tx.opt::<i64>(&sql, &Eye::of(who).with(&[&id]))?.is_some())
}

/// A line of the log under the case of the handover, so that the case's history tells of it.
pub(super) fn of_its_case(tx: &Tx<'_>, event: Event, id: Id<Handover>) -> Result<Event> {
    let case: Option<Id<Case>> = tx.one("SELECT case_id FROM handovers WHERE id = $1", &[&id])?;
    Ok(match case {
        Some(case) => event.of_case(case),
        None => event,
    })
}

/// The line of a handover that was let through.
pub(super) fn line(tx: &Tx<'_>, id: Id<Handover>) -> Result<HandoverLine> {
    tx.one(&format!("{SELECT} WHERE h.id = $1"), &[&id])
}

/// How many handovers wait for an answer of one's own agency: one number, which travels with what is asked next.
///
/// # Errors
/// Those of the database.
pub fn count_waiting<'a>(tx: &'a Tx<'_>, who: &Scope) -> Result<Reply<'a, i64>> {
    static SQL: Texts<2> = Texts::new();
    let sql = SQL.get(access::text(who, 0), || {
        let received = access::received_handovers(who);
        format!("SELECT count(*) FROM handovers h WHERE {received} AND h.status IN ('sent', 'on_hold')")
    });
    tx.ask(sql, &Eye::of(who).with(&[]))
}
