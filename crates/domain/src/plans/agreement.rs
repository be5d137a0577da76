use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Agreement, Plan, plan};
use crate::audit::{Action, Event, Kind};
use crate::{Choice, Faults};

/// What the person says to a plan, and how that is known.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementForm {
    /// Key of [`Agreement`].
    pub agreement: String,
    /// When it was talked over; today when empty.
    pub on: String,
    /// Who talked with whom, and how.
    pub by: String,
    /// The person's words, or why they could not be asked.
    pub words: String,
}

/// Records where the person's agreement stands: whoever is not asked has not agreed.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] once the plan is evaluated; [`Error::NotFound`] for whoever may not
/// steer the case.
pub fn note_agreement(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &AgreementForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    if !plan.status.unevaluated() {
        return Err(Error::Conflict(message::plan_step(plan.status.label())));
    }
    let (mut faults, today) = (Faults::default(), who.now.day());
    let agreement: Option<Agreement> = faults.choice("agreement", "本人の返事", &form.agreement);
    let on = if form.on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("on", "話した日", &form.on, today)
    };
    let asked = agreement != Some(Agreement::NotYet);
    let by = if asked {
        faults.required_line("by", "だれが、どう話したか", &form.by)
    } else {
        faults.line("by", "だれが、どう話したか", &form.by)
    };
    let words = if asked {
        faults.required_text("words", "本人のことば・ようす", &form.words)
    } else {
        faults.text("words", "本人のことば・ようす", &form.words)
    };
    faults.done()?;
    tx.exec_one(
        "UPDATE support_plans SET agreement = $2, agreed_on = $3, agreed_by = $4, agreement_words = $5, version = version + 1
         WHERE id = $1",
        &[&id, &agreement, &on.filter(|_| asked), &by, &words],
    )?;
    Event::new(Action::Change, Kind::Plan, id).of_case(pass.id()).for_purpose("agreement").record(tx, who)
}
