use kernel::{Day, Instant, Result, Role, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::PlanKind;

/// How many plans of a kind were made, decided and evaluated, and how many ended (LAW_FORMS §3: 初回 and 再 apart).
#[derive(Debug, Clone, Serialize)]
pub struct PlanCount {
    /// The kind.
    pub kind: PlanKind,
    /// 初回, written in the period.
    pub first: i64,
    /// 再プラン, written in the period.
    pub again: i64,
    /// 支援決定 in the period.
    pub decided: i64,
    /// 評価 in the period.
    pub evaluated: i64,
    /// 終結・中断 in the period.
    pub ended: i64,
}
row!(PlanCount { kind, first, again, decided, evaluated, ended });

/// Plans from a day to a day, by kind, for those who manage or coordinate. Each counts on the day of its step.
///
/// # Errors
/// Those of the database.
pub fn counts(tx: &Tx<'_>, who: &Scope, from: Day, to: Day) -> Result<Vec<PlanCount>> {
    if !who.accepted_rules || !matches!(who.role, Role::Manager | Role::Coordinator) {
        return Ok(Vec::new());
    }
    let (since, before) = (Instant::start_of(from), Instant::start_of(to.plus(1)));
    tx.all(
        "SELECT r.kind,
             count(*) FILTER (WHERE r.number = 1 AND r.recorded_at >= $1 AND r.recorded_at < $2),
             count(*) FILTER (WHERE r.number > 1 AND r.recorded_at >= $1 AND r.recorded_at < $2),
             count(*) FILTER (WHERE r.decided_at >= $1 AND r.decided_at < $2),
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM plan_evaluations e WHERE e.plan_id = r.id AND e.evaluated_on >= $3
                 AND e.evaluated_on <= $4)),
             count(*) FILTER (WHERE r.status IN ('closed', 'interrupted') AND r.ended_on >= $3 AND r.ended_on <= $4)
         FROM support_plans r GROUP BY r.kind ORDER BY r.kind",
        &[&since, &before, &from, &to],
    )
}
