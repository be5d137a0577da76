use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::steps::{expect, noted};
use super::{Change, Plan, PlanOutcome, PlanStatus, Reached, draft, plan};
use crate::{Choice, Faults};

/// 評価シート.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationForm {
    /// When; today when empty.
    pub evaluated_on: String,
    /// Key of [`Reached`].
    pub reached: String,
    /// Keys of [`Change`].
    pub changes: Vec<String>,
    /// 残された課題.
    pub remaining: String,
    /// 本人の評価, in the person's words.
    pub own_judgement: String,
    /// Key of [`PlanOutcome`].
    pub outcome: String,
    /// Who stays in touch afterwards.
    pub afterwards: String,
}

/// Looks back on a plan. Renewed, it is followed by the next of its kind, which can be gone on from; answers that one.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the plan is not carried out; [`Error::NotFound`] for whoever may not
/// steer the case.
pub fn evaluate(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &EvaluationForm) -> Result<Option<Id<Plan>>> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    expect(&plan, PlanStatus::Active)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let on = if form.evaluated_on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("evaluated_on", "評価の日", &form.evaluated_on, today)
    };
    let reached: Option<Reached> = faults.choice("reached", "目標の達成", &form.reached);
    let changes = changes(&mut faults, &form.changes);
    let remaining = faults.text("remaining", "残された課題", &form.remaining);
    let own = faults.required_text("own_judgement", "本人の評価", &form.own_judgement);
    let outcome: Option<PlanOutcome> = faults.choice("outcome", "結果", &form.outcome);
    let afterwards = faults.line("afterwards", "終わった後に伴走する人", &form.afterwards);
    if outcome == Some(PlanOutcome::End) && afterwards.is_empty() {
        faults.add("afterwards", message::error_required("終わった後に伴走する人"));
    }
    faults.done()?;
    let Some(outcome) = outcome else { return Err(Error::NotFound) };
    let row: Id<super::Evaluation> = tx.new_id();
    tx.exec(
        "INSERT INTO plan_evaluations (id, plan_id, evaluated_on, reached, changes, remaining, own_judgement, outcome, afterwards,
             staff_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[&row, &id, &on, &reached, &changes, &remaining, &own, &outcome, &afterwards, &who.staff, &who.now],
    )?;
    let status = match outcome {
        PlanOutcome::End => PlanStatus::Evaluated,
        PlanOutcome::Renew => PlanStatus::Renewed,
        PlanOutcome::Interrupt => PlanStatus::Interrupted,
    };
    let ended = on.filter(|_| outcome != PlanOutcome::End);
    tx.exec_one(
        "UPDATE support_plans SET status = $2, outcome = $3, review_on = NULL, ended_on = $4, version = version + 1
         WHERE id = $1 AND status = 'active'",
        &[&id, &status, &outcome, &ended],
    )?;
    noted(tx, who, id, pass.id(), "evaluate")?;
    if outcome == PlanOutcome::Renew { draft::next(tx, who, id).map(Some) } else { Ok(None) }
}

fn changes(faults: &mut Faults, keys: &[String]) -> String {
    let given: Vec<&String> = keys.iter().filter(|key| !key.is_empty()).collect();
    if given.iter().any(|key| Change::from_key(key).is_none()) {
        faults.add("changes", message::error_unknown_choice("見られた変化"));
    }
    let chosen = Change::ALL.iter().map(|change| change.key()).filter(|key| given.iter().any(|g| g == key));
    chosen.collect::<Vec<_>>().join(" ")
}
