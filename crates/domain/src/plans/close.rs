use kernel::{Error, Id, Result, Scope, message};
use store::Tx;

use super::PlanStatus;
use crate::access::{self, Act};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, still_open, touch};

/// How many plans of a case nobody has looked back on.
pub(crate) fn unevaluated(tx: &Tx<'_>, case: Id<Case>) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM support_plans WHERE case_id = $1 AND status IN ('draft', 'discussed', 'decided', 'active')",
        &[&case],
    )
}

/// Ends the plans of a case together. While one of them is not evaluated, none ends (ALL-07, ODA-15).
///
/// # Errors
/// [`Error::Conflict`] while one is not evaluated; [`Error::Stale`] if there is none to end; [`Error::NotFound`] for whoever may
/// not steer the case.
pub fn close_set(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<()> {
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    still_open(pass.status())?;
    let open = unevaluated(tx, pass.id())?;
    if open > 0 {
        return Err(Error::Conflict(message::closure_needs_evaluation(open)));
    }
    let ended: Vec<Id<super::Plan>> = tx.all(
        "UPDATE support_plans SET status = $2, ended_on = $3, version = version + 1 WHERE case_id = $1 AND status = 'evaluated'
         RETURNING id",
        &[&pass.id(), &PlanStatus::Closed, &who.now.day()],
    )?;
    if ended.is_empty() {
        return Err(Error::Stale);
    }
    Event::many(Action::Change, Kind::Plan, ended).of_case(pass.id()).for_purpose("close").record(tx, who)?;
    touch(tx, pass.id())
}
