use kernel::{Code, Day, Error, Id, Result, Scope, message};
use store::Tx;

use super::rows::{self, Goal, RoleLine};
use super::{Agreement, Gate, Plan, PlanForm, PlanKind, PlanStatus, gate, plan};
use crate::access::{self, Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::cases::{still_open, touch, usual_channel};
use crate::consents::{categories, person_of_case};
use crate::people::Person;
use crate::{Choice, Faults, drafts};

struct Checked {
    kind: PlanKind,
    person: Option<Id<Person>>,
    kinds: i64,
    gate: Option<Gate>,
    began_on: Option<Day>,
    period: (Option<Day>, Option<Day>),
    wish: String,
    aim: String,
    goals: Vec<Goal>,
    lines: Vec<RoleLine>,
}

/// Begins a plan of a case that one steers: the first of its kind there, or the next.
///
/// # Errors
/// [`Error::Invalid`] with every fault, by row; [`Error::Conflict`] if the page showed another case, the case is closed, or the
/// municipality's gate is shut; [`Error::NotFound`] for whoever may not steer the case.
pub fn draft(tx: &Tx<'_>, who: &Scope, code: &str, form: &PlanForm) -> Result<Id<Plan>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    still_open(pass.status())?;
    let new = check(tx, who, &pass, form)?;
    let id = insert(tx, who, &pass, &new)?;
    drafts::forget(tx, who, "plan", code)?;
    Event::new(Action::Create, Kind::Plan, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    touch(tx, pass.id())?;
    Ok(id)
}

/// Changes the words of a plan. One that was discussed is a draft again: what the conference saw is no longer what it says.
///
/// # Errors
/// As [`draft`]; [`Error::Stale`] if somebody else changed it first; [`Error::Conflict`] once it is decided.
pub fn revise(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &PlanForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    if !plan.status.editable() {
        return Err(Error::Conflict(message::plan_step(plan.status.label())));
    }
    let form = PlanForm { kind: plan.kind.key().into(), ..form.clone() };
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    let new = check(tx, who, &pass, &form)?;
    tx.exec_one(
        "UPDATE support_plans SET person_id = $3, categories = $4, gate = $5, began_on = $6, period_from = $7, period_to = $8,
             wish = $9, aim = $10, status = $11, item_id = NULL, meeting = '', met_on = NULL, version = version + 1
         WHERE id = $1 AND version = $2",
        &[
            &id, &version, &new.person, &new.kinds, &new.gate.map_or("", Choice::key), &new.began_on, &new.period.0,
            &new.period.1, &new.wish, &new.aim, &PlanStatus::Draft,
        ],
    )?;
    rows::replace(tx, id, &new.goals, &new.lines)?;
    Event::new(Action::Change, Kind::Plan, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    touch(tx, pass.id())
}

fn check(tx: &Tx<'_>, who: &Scope, pass: &CasePass, form: &PlanForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let kind: Option<PlanKind> = faults.choice("kind", "プランの種類", &form.kind);
    let person = if form.person.is_empty() {
        None
    } else {
        person_of_case(tx, who, pass, &mut faults, "だれのプラン", &form.person)?
    };
    let kinds = categories::bits(tx, &mut faults, "kinds", &form.kinds)?;
    let wish = faults.text("wish", "本人の願い", &form.wish);
    if wish.is_empty() && kind == Some(PlanKind::Participation) {
        faults.add("wish", message::plan_needs_wish());
    }
    let aim = faults.text("aim", "めざすこと", &form.aim);
    let began_on = if form.began_on.trim().is_empty() {
        None
    } else {
        faults.event_day("began_on", "支援を始めた日", &form.began_on, today)
    };
    let period = (
        faults.due_day("period_from", "期間のはじめ", &form.period_from, today),
        faults.due_day("period_to", "期間のおわり", &form.period_to, today),
    );
    if let (Some(from), Some(to)) = period
        && to < from
    {
        faults.add("period_to", message::error_date_past("期間のおわり"));
    }
    let goals = rows::goals(form, today, &mut faults);
    let lines = rows::lines(form, today, &mut faults);
    let gate = match kind {
        Some(kind) => gate::pass(tx, pass.id(), (kind, &wish, &form.gate), &mut faults)?,
        None => None,
    };
    faults.done()?;
    let Some(kind) = kind else { return Err(Error::NotFound) };
    Ok(Checked { kind, person, kinds, gate, began_on, period, wish, aim, goals, lines })
}

fn insert(tx: &Tx<'_>, who: &Scope, pass: &CasePass, new: &Checked) -> Result<Id<Plan>> {
    let id: Id<Plan> = tx.new_id();
    let code = Code::<'P'>::from_random(&tx.random::<8>()).to_string();
    let channel = usual_channel(tx, who, pass)?;
    tx.exec(
        "INSERT INTO support_plans (id, code, case_id, agency_id, staff_id, person_id, categories, channel, sealed, kind, number,
             status, gate, began_on, period_from, period_to, wish, aim, agreement, agreed_by, agreement_words, meeting,
             decision_number, decision_note, recorded_at, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce(max(number), 0) + 1, $11, $12, $13, $14, $15, $16, $17, $18,
             '', '', '', '', '', $19, 1 FROM support_plans
         WHERE case_id = $3 AND kind = $10 AND person_id IS NOT DISTINCT FROM $6",
        &[
            &id, &code, &pass.id(), &who.agency, &who.staff, &new.person, &new.kinds, &channel, &false, &new.kind,
            &PlanStatus::Draft, &new.gate.map_or("", Choice::key), &new.began_on, &new.period.0, &new.period.1,
            &new.wish, &new.aim, &Agreement::NotYet, &who.now,
        ],
    )?;
    rows::replace(tx, id, &new.goals, &new.lines)?;
    Ok(id)
}

/// The plan that follows another one: the next of its kind, with all that can be gone on from.
pub(super) fn next(tx: &Tx<'_>, who: &Scope, before: Id<Plan>) -> Result<Id<Plan>> {
    let id: Id<Plan> = tx.new_id();
    let code = Code::<'P'>::from_random(&tx.random::<8>()).to_string();
    tx.exec(
        "INSERT INTO support_plans (id, code, case_id, agency_id, staff_id, person_id, categories, channel, sealed, kind, number,
             previous_id, status, gate, began_on, wish, aim, agreement, agreed_by, agreement_words, meeting, decision_number,
             decision_note, recorded_at, version)
         SELECT $1, $2, case_id, agency_id, $3, person_id, categories, channel, sealed, kind, number + 1, id, $4, gate,
             began_on, wish, aim, $5, '', '', '', '', '', $6, 1 FROM support_plans WHERE id = $7",
        &[&id, &code, &who.staff, &PlanStatus::Draft, &Agreement::NotYet, &who.now, &before],
    )?;
    rows::copy(tx, before, id)?;
    Ok(id)
}
