use kernel::{Day, Error, Id, Instant, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Agreement, Plan, PlanKind, PlanStatus};
use crate::Faults;
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};

/// A plan that waits for the municipality's decision: its number and its course, and nobody's name.
#[derive(Debug, Clone, Serialize)]
pub struct PlanWaiting {
    /// The plan.
    pub id: Id<Plan>,
    /// Its number.
    pub code: String,
    /// Its kind.
    pub kind: PlanKind,
    /// 1: 初回, from 2 on 再プラン.
    pub number: i64,
    /// Who drafted it.
    pub agency_name: String,
    /// Where the person's agreement stands.
    pub agreement: Agreement,
    /// Which meeting discussed it.
    pub meeting: String,
    /// On which day.
    pub met_on: Option<Day>,
    /// Since when it waits.
    pub recorded_at: Instant,
}
row!(PlanWaiting { id, code, kind, number, agency_name, agreement, meeting, met_on, recorded_at });

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// 決定番号; may be empty.
    pub number: String,
    /// Why so.
    pub note: String,
}

/// Plans that wait for a decision of somebody like the one who asks.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<PlanWaiting>> {
    if !access::decides(tx, who)? {
        return Ok(Vec::new());
    }
    let found: Vec<PlanWaiting> = tx.all(
        "SELECT r.id, r.code, r.kind, r.number, a.name, r.agreement, r.meeting, r.met_on, r.recorded_at
         FROM support_plans r JOIN agencies a ON a.id = r.agency_id
         WHERE r.status = 'discussed' AND r.staff_id <> $1 ORDER BY r.met_on, r.id LIMIT 50",
        &[&who.staff],
    )?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Plan, found.iter().map(|plan| plan.id))
            .on(Bases::NONE)
            .record(tx, who)?;
    }
    Ok(found)
}

/// 支援決定.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for whoever may not decide, for whoever drafted it, and for a plan that
/// does not wait.
pub fn decide(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &DecisionForm) -> Result<()> {
    let known: Option<i64> = tx.opt(
        "SELECT 1 FROM support_plans WHERE id = $1 AND staff_id <> $2 AND status = 'discussed'",
        &[&id, &who.staff],
    )?;
    if !access::decides(tx, who)? || known.is_none() {
        Event::new(Action::Change, Kind::Plan, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let number = faults.line("number", "決定番号", &form.number);
    let note = faults.required_text("note", "決定の理由", &form.note);
    faults.done()?;
    tx.exec_one(
        "UPDATE support_plans SET status = $2, decided_by = $3, decided_at = $4, decision_number = $5, decision_note = $6,
             version = version + 1 WHERE id = $1 AND status = 'discussed'",
        &[&id, &PlanStatus::Decided, &who.staff, &who.now, &number, &note],
    )?;
    Event::new(Action::Change, Kind::Plan, id).for_purpose("decide").record(tx, who)
}
