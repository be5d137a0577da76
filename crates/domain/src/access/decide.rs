use kernel::{Id, Result, Scope};
use store::Tx;

use super::forbid::unbarred;
use super::sight::condition;
use super::{Act, Bases, Eye, Kind, bases};

/// Label of an id of any kind of record.
#[derive(Debug)]
pub enum Any {}

/// The rows of a kind, under the alias that the rules know.
fn rows(kind: Kind) -> &'static str {
    match kind {
        Kind::Case => "cases c",
        Kind::Record => "case_records r",
        Kind::Person => "people p",
        Kind::Contact => "person_contacts x",
        Kind::Consultation => "consultations k",
        Kind::Handover => "handovers h",
        Kind::Packet => "conference_items i",
        Kind::Assignment => "conference_assignments v",
        Kind::Coordination => "coordination_requests q",
        Kind::LookBack => "look_backs b",
        Kind::Notice => "department_notices d",
    }
}

/// Whether any rule allows the act at all.
fn has_rule(kind: Kind, act: Act) -> bool {
    super::RULES.iter().any(|rule| rule.kind == kind && rule.acts.contains(&act))
}

/// The single decision: on which bases `who` may do `act` with a record; none if not. What pages ask is the same
/// condition within larger questions. Nothing is written down: whoever shows or prints by it records that.
///
/// # Errors
/// Those of the database.
pub fn decide(tx: &Tx<'_>, who: &Scope, kind: Kind, act: Act, id: Id<Any>) -> Result<Option<Bases>> {
    let Some(sql) = look_ups_question(kind, act, who.unbarred) else { return Ok(None) };
    let alias = super::rule::alias(kind);
    let found: Option<(Id<Any>, Bases)> =
        tx.opt(&format!("{sql} AND {alias}.id = $4"), &Eye::of(who).with(&[&id]))?;
    Ok(found.map(|(_, bases)| bases))
}

/// The question of [`decide`] without the id; none if no rule allows the act.
pub(super) fn look_ups_question(kind: Kind, act: Act, unbarred: bool) -> Option<String> {
    question(kind, act, &condition(kind, act, true, unbarred))
}

fn question(kind: Kind, act: Act, allowed: &str) -> Option<String> {
    let alias = super::rule::alias(kind);
    has_rule(kind, act)
        .then(|| format!("SELECT {alias}.id, {} FROM {} WHERE {allowed}", bases(kind), rows(kind)))
}

/// The list: every record of a kind with which `who` may do `act`, and on which bases.
///
/// # Errors
/// Those of the database.
pub fn decide_all(tx: &Tx<'_>, who: &Scope, kind: Kind, act: Act) -> Result<Vec<(Id<Any>, Bases)>> {
    let Some(sql) = list_question(kind, act, who.unbarred) else { return Ok(Vec::new()) };
    tx.all(&sql, &Eye::of(who).with(&[]))
}

/// The question of [`decide_all`]; none if no rule allows the act.
pub(super) fn list_question(kind: Kind, act: Act, unbarred: bool) -> Option<String> {
    question(kind, act, &condition(kind, act, false, unbarred)).map(|sql| format!("{sql} ORDER BY 1"))
}

/// What a sign-in finds out about whether anything bars `who`: for proofs too.
///
/// # Errors
/// Those of the database.
pub fn nothing_bars(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    let sql = format!("SELECT {} FROM staff p, agencies a WHERE p.id = $1 AND a.id = $2", unbarred("$3"));
    tx.one(&sql, &[&who.staff, &who.agency, &who.now])
}
