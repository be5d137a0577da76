use kernel::{Agency, Day, Error, Id, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Answer, Coordination, NextMover, Progress, list};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::{Choice, Faults};

/// Takes a request on: from now on it is this person's to answer, and the other agencies that were asked are free of it.
///
/// # Errors
/// [`Error::NotFound`] for anybody who was not asked or does not coordinate; [`Error::Stale`] if it is taken or answered.
pub fn take(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<()> {
    asked(tx, who, id)?;
    let name: String = tx.one("SELECT name FROM staff WHERE id = $1", &[&who.staff])?;
    tx.exec_one(
        "UPDATE coordination_requests SET status = $2, taken_agency_id = $3, taken_by = $4, taken_at = $5, next_agency_id = $3,
             next_owner = $6, version = version + 1 WHERE id = $1 AND status = 'waiting'",
        &[&id, &Progress::Taken, &who.agency, &who.staff, &who.now, &name],
    )?;
    leave_to(tx, who, id)?;
    note(tx, who, id, "take")
}

/// Whoever else was asked does not see it any longer.
fn leave_to(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<()> {
    tx.exec(
        "UPDATE coordination_receivers SET ended_at = $3 WHERE request_id = $1 AND agency_id <> $2 AND ended_at IS NULL",
        &[&id, &who.agency, &who.now],
    )
}

/// The answer, with who moves next: nobody is left alone with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// Key of [`Answer`].
    pub answer: String,
    /// 助言・伝えること. Names nobody.
    pub advice: String,
    /// Key of [`NextMover`].
    pub next: String,
    /// The person there.
    pub next_owner: String,
    /// What comes next.
    pub next_step: String,
    /// By when.
    pub next_due: String,
}

struct Checked {
    answer: Answer,
    advice: String,
    next: Id<Agency>,
    owner: String,
    step: String,
    due: Day,
}

/// Answers a request.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] as [`take`]; [`Error::Stale`] if it was answered.
pub fn answer(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, form: &AnswerForm) -> Result<()> {
    asked(tx, who, id)?;
    let new = check(tx, who, id, form)?;
    tx.exec_one(
        "UPDATE coordination_requests SET status = $2, answer = $3, advice = $4, answered_agency_id = $5, answered_by = $6,
             answered_at = $7, next_agency_id = $8, next_owner = $9, next_step = $10, next_due_on = $11, version = version + 1
         WHERE id = $1 AND status IN ('waiting', 'taken')",
        &[
            &id, &Progress::Answered, &new.answer, &new.advice, &who.agency, &who.staff, &who.now, &new.next, &new.owner,
            &new.step, &new.due,
        ],
    )?;
    leave_to(tx, who, id)?;
    note(tx, who, id, new.answer.key())
}

fn check(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, form: &AnswerForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let answer: Option<Answer> = faults.choice("answer", "返事", &form.answer);
    let advice = faults.required_text("advice", "助言・伝えること", &form.advice);
    let next: Option<NextMover> = faults.choice("next", "次に動く機関", &form.next);
    let owner = faults.required_line("next_owner", "次に動く人", &form.next_owner);
    let step = faults.required_line("next_step", "次にすること", &form.next_step);
    let due = faults.due_day("next_due", "いつまで", &form.next_due, today);
    match due {
        None => faults.add("next_due", message::error_required("いつまで")),
        Some(day) if day < today => faults.add("next_due", message::error_date_past("いつまで")),
        Some(_) => {}
    }
    faults.done()?;
    let (Some(answer), Some(next), Some(due)) = (answer, next, due) else { return Err(Error::NotFound) };
    let next = match next {
        NextMover::Answerer => who.agency,
        NextMover::Asker => {
            tx.one("SELECT from_agency_id FROM coordination_requests WHERE id = $1", &[&id])?
        }
    };
    Ok(Checked { answer, advice, next, owner, step, due })
}

/// Says what came of the last step; with that the request ends.
///
/// # Errors
/// [`Error::Invalid`] without a result; [`Error::NotFound`] for anybody but the agency that moves next; [`Error::Stale`] if it
/// is not answered, or has ended.
pub fn finish(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, result: &str) -> Result<()> {
    let mut faults = Faults::default();
    in_sight(tx, who, id, "q.next_agency_id = $1")?;
    let result = faults.required_text("result", "どうなったか", result);
    faults.done()?;
    end(tx, who, id, Progress::Ended, &result, "status = 'answered'")
}

/// Takes a request back that was not answered yet.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for anybody but who asked; [`Error::Stale`] if it was answered.
pub fn withdraw(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    in_sight(tx, who, id, "q.from_agency_id = $1")?;
    let reason = faults.required_line("reason", "取り下げる理由", reason);
    faults.done()?;
    end(tx, who, id, Progress::Withdrawn, &reason, "status IN ('waiting', 'taken')")
}

fn end(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Coordination>,
    status: Progress,
    words: &str,
    from: &str,
) -> Result<()> {
    tx.exec_one(
        &format!(
            "UPDATE coordination_requests SET status = $2, result = $3, ended_at = $4, version = version + 1
             WHERE id = $1 AND {from}"
        ),
        &[&id, &status, &words, &who.now],
    )?;
    note(tx, who, id, status.key())
}

/// Passes for whoever coordinates where the request was sent to, and did not ask it.
fn asked(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<()> {
    in_sight(tx, who, id, "q.from_agency_id <> $1")?;
    if who.role == Role::Coordinator {
        return Ok(());
    }
    Event::new(Action::Change, Kind::Coordination, id).refused().record(tx, who)?;
    Err(Error::NotFound)
}

fn in_sight(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, side: &str) -> Result<()> {
    if list::select(tx, who, Act::Change, &format!("q.id = $4 AND {side}"), &[&id])?.is_empty() {
        Event::new(Action::Change, Kind::Coordination, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    Ok(())
}

fn note(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>, purpose: &str) -> Result<()> {
    Event::new(Action::Change, Kind::Coordination, id).for_purpose(purpose).record(tx, who)
}
