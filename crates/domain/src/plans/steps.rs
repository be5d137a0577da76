use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Plan, PlanKind, PlanStatus, plan};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, handover};
use crate::conferences::{ConferenceItem, Ground};
use crate::{Choice, Faults};

/// Which meeting discussed a plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    /// An item of a conference on the case that is over; empty for a meeting outside the system.
    pub item: String,
    /// Name of that meeting.
    pub meeting: String,
    /// Its day.
    pub met_on: String,
}

/// Records that a conference found a plan appropriate.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the plan is not a draft; [`Error::NotFound`] for whoever may not
/// steer the case.
pub fn discuss(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &MeetingForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    expect(&plan, PlanStatus::Draft)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let lines: i64 = tx.one("SELECT count(*) FROM plan_lines WHERE plan_id = $1", &[&id])?;
    if lines == 0 {
        faults.add("item", message::plan_needs_lines());
    }
    let (item, meeting, on) = if form.item.is_empty() {
        let meeting = faults.required_line("meeting", "会議の名前", &form.meeting);
        // Whoever decides reads it, and learns no name.
        if handover::name_in(tx, who, pass.id(), &meeting)?.is_some() {
            faults.add("meeting", message::name_without_ground());
        }
        let on = faults.event_day("met_on", "会議の日", &form.met_on, today);
        (None, meeting, on)
    } else {
        let found = item_of(tx, who, pass.id(), &form.item)?;
        match &found {
            None => faults.add("item", message::error_unknown_choice("会議の案件")),
            Some(found) if found.ground == Ground::Statute && plan.kind != PlanKind::Outreach => {
                faults.add("item", message::plan_needs_consented_item());
            }
            Some(_) => {}
        }
        let on = found.as_ref().map(|found| found.on);
        let name = found.as_ref().map_or_else(String::new, |found| format!("案件 {}", found.code));
        (found.map(|found| found.id), name, on)
    };
    faults.done()?;
    tx.exec_one(
        "UPDATE support_plans SET status = $2, item_id = $3, meeting = $4, met_on = $5, version = version + 1
         WHERE id = $1 AND status = 'draft'",
        &[&id, &PlanStatus::Discussed, &item, &meeting, &on],
    )?;
    noted(tx, who, id, pass.id(), "discussed")
}

struct Met {
    id: Id<ConferenceItem>,
    code: String,
    ground: Ground,
    on: Day,
}
store::row!(Met { id, code, ground, on });

/// An item of one's own agency on the case that was dealt with.
fn item_of(tx: &Tx<'_>, who: &Scope, case: Id<Case>, given: &str) -> Result<Option<Met>> {
    tx.opt(
        "SELECT id, code, ground, meets_on FROM conference_items
         WHERE id = $1 AND case_id = $2 AND agency_id = $3 AND held_at IS NOT NULL",
        &[&given, &case, &who.agency],
    )
}

/// From when a plan is carried out, and when it is looked at again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StartForm {
    /// From when; today when empty.
    pub from: String,
    /// The day of the first look at it.
    pub review_on: String,
}

/// Carries a plan out from a day on. It needs the municipality's decision, the person's agreement where the person can be asked,
/// and a day on which it is looked at again.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] before the decision or the agreement; [`Error::NotFound`] for whoever
/// may not steer the case.
pub fn start(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &StartForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    expect(&plan, PlanStatus::Decided)?;
    if !plan.agreement.given() && !plan.kind.begins_without_agreement() {
        return Err(Error::Conflict(message::plan_needs_agreement()));
    }
    let (mut faults, today) = (Faults::default(), who.now.day());
    let from = if form.from.trim().is_empty() {
        Some(today)
    } else {
        faults.due_day("from", "実施のはじめ", &form.from, today)
    };
    let review = review_day(&mut faults, "review_on", &form.review_on, today);
    faults.done()?;
    tx.exec_one(
        "UPDATE support_plans SET status = $2, active_from = $3, review_on = $4, version = version + 1
         WHERE id = $1 AND status = 'decided'",
        &[&id, &PlanStatus::Active, &from, &review],
    )?;
    noted(tx, who, id, pass.id(), "start")
}

fn review_day(faults: &mut Faults, field: &str, given: &str, today: Day) -> Option<Day> {
    let day = faults.due_day(field, "次の見直し", given, today);
    match day {
        None if given.trim().is_empty() => faults.add(field, message::plan_needs_review()),
        Some(day) if day < today => faults.add(field, message::error_date_past("次の見直し")),
        _ => {}
    }
    day
}

/// A look at a plan that is carried out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// When; today when empty.
    pub reviewed_on: String,
    /// ようす: what has changed, what has not.
    pub findings: String,
    /// The day of the next look.
    pub next_on: String,
}

/// Keeps a look at a plan, and when the next one is: no plan is carried out without one.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the plan is not carried out; [`Error::NotFound`] for whoever may not
/// steer the case.
pub fn review(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &ReviewForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    expect(&plan, PlanStatus::Active)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let on = if form.reviewed_on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("reviewed_on", "見直した日", &form.reviewed_on, today)
    };
    let findings = faults.required_text("findings", "ようす", &form.findings);
    let next = review_day(&mut faults, "next_on", &form.next_on, today);
    faults.done()?;
    let row: Id<super::Review> = tx.new_id();
    tx.exec(
        "INSERT INTO plan_reviews (id, plan_id, reviewed_on, findings, next_on, staff_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&row, &id, &on, &findings, &next, &who.staff, &who.now],
    )?;
    tx.exec("UPDATE support_plans SET review_on = $2, version = version + 1 WHERE id = $1", &[&id, &next])?;
    noted(tx, who, id, pass.id(), "review")
}

/// Why a plan is not gone on with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// 取り下げる理由.
    pub reason: String,
}

/// Takes back a plan that was never carried out; it stays readable.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] once it is carried out, when it is evaluated instead;
/// [`Error::NotFound`] for whoever may not steer the case.
pub fn withdraw(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, form: &WithdrawForm) -> Result<()> {
    let (plan, pass) = plan::to_change(tx, who, id)?;
    if !matches!(plan.status, PlanStatus::Draft | PlanStatus::Discussed | PlanStatus::Decided) {
        return Err(Error::Conflict(message::plan_step(plan.status.label())));
    }
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "取り下げる理由", &form.reason);
    faults.done()?;
    tx.exec_one(
        "UPDATE support_plans SET status = $2, withdrawn_reason = $3, ended_on = $4, version = version + 1 WHERE id = $1",
        &[&id, &PlanStatus::Withdrawn, &reason, &who.now.day()],
    )?;
    noted(tx, who, id, pass.id(), "withdraw")
}

/// A step is taken from where it begins.
pub(super) fn expect(plan: &Plan, status: PlanStatus) -> Result<()> {
    if plan.status == status { Ok(()) } else { Err(Error::Conflict(message::plan_step(plan.status.label()))) }
}

pub(super) fn noted(tx: &Tx<'_>, who: &Scope, id: Id<Plan>, case: Id<Case>, what: &str) -> Result<()> {
    Event::new(Action::Change, Kind::Plan, id).of_case(case).for_purpose(what).record(tx, who)?;
    crate::cases::touch(tx, case)
}
