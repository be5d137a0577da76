use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{DeclineReason, Handover, Progress, list};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::{Choice, Faults};

/// What the receiver promises: who acts, with which first step, by when.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Acceptance {
    /// The person in charge there.
    pub owner: String,
    /// The first step.
    pub first_step: String,
    /// Its day.
    pub first_step_on: String,
}

/// Accepts a handover that one's agency was sent. Only now does what identifies the person show.
///
/// # Errors
/// [`Error::Invalid`] without a person in charge; [`Error::NotFound`] for anybody but the receiver;
/// [`Error::Stale`] if it was answered before.
pub fn accept(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, form: &Acceptance) -> Result<()> {
    let mut faults = Faults::default();
    let owner = faults.required_line("owner", "担当", &form.owner);
    let first_step = faults.line("first_step", "最初にすること", &form.first_step);
    let on = faults.due_day("first_step_on", "いつ", &form.first_step_on, who.now.day());
    faults.done()?;
    received(tx, who, id)?;
    tx.exec_one(
        "UPDATE handovers SET status = $2, answered_at = $3, received_at = coalesce(received_at, $3), next_owner = $4,
             first_step = $5, first_step_on = $6, version = version + 1 WHERE id = $1 AND status IN ('sent', 'on_hold')",
        &[&id, &Progress::Accepted, &who.now, &owner, &first_step, &on],
    )?;
    note(tx, who, id)
}

/// Puts a handover on hold until a day by which it will be answered.
///
/// # Errors
/// As [`accept`].
pub fn hold(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, until: &str) -> Result<()> {
    let mut faults = Faults::default();
    let until = faults.due_day("until", "いつまでに返事をするか", until, who.now.day());
    if until.is_none() && !faults.any() {
        faults.add("until", message::error_required("いつまでに返事をするか"));
    }
    faults.done()?;
    received(tx, who, id)?;
    tx.exec_one(
        "UPDATE handovers SET status = $2, received_at = coalesce(received_at, $3), reply_due_on = $4, version = version + 1
         WHERE id = $1 AND status IN ('sent', 'on_hold')",
        &[&id, &Progress::OnHold, &who.now, &until],
    )?;
    note(tx, who, id)
}

/// Sends a handover back, with a reason. The next owner is again the one who sent it.
///
/// # Errors
/// As [`accept`].
pub fn decline(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, reason: &str, words: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason: Option<DeclineReason> = faults.choice("reason", "理由", reason);
    let words = faults.line("words", "理由の説明", words);
    faults.done()?;
    let Some(reason) = reason else { return Err(Error::NotFound) };
    received(tx, who, id)?;
    let reason =
        if words.is_empty() { reason.label().to_owned() } else { format!("{} {words}", reason.label()) };
    send_back(tx, who, id, &reason)
}

fn send_back(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, reason: &str) -> Result<()> {
    tx.exec_one(
        "UPDATE handovers SET status = $2, answered_at = $3, received_at = coalesce(received_at, $3), answer_reason = $4,
             next_owner = (SELECT name FROM staff WHERE id = from_staff_id), version = version + 1
         WHERE id = $1 AND status IN ('sent', 'on_hold')",
        &[&id, &Progress::Declined, &who.now, &reason],
    )?;
    note(tx, who, id)
}

/// Tells the sender what came of an accepted handover, in a sentence.
///
/// # Errors
/// [`Error::Invalid`] without a result; [`Error::NotFound`] for anybody but the receiver (or the sender, for a
/// receiver outside); [`Error::Stale`] if it is not in hand.
pub fn finish(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, result: &str) -> Result<()> {
    let mut faults = Faults::default();
    let result = faults.required_text("result", "結果のひとこと", result);
    faults.done()?;
    in_hand(tx, who, id)?;
    tx.exec_one(
        "UPDATE handovers SET status = $2, result = $3, result_at = $4, version = version + 1 WHERE id = $1 AND status = 'accepted'",
        &[&id, &Progress::Done, &result, &who.now],
    )?;
    note(tx, who, id)
}

/// Writes down what somebody outside the system answered on paper or by telephone.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for anybody but the sender.
pub fn outside_answer(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, accepted: bool, words: &str) -> Result<()> {
    let mut faults = Faults::default();
    let words = faults.required_line("words", "返事の内容", words);
    faults.done()?;
    sent(tx, who, id, "AND h.to_agency_id IS NULL")?;
    if !accepted {
        return send_back(tx, who, id, &words);
    }
    tx.exec_one(
        "UPDATE handovers SET status = $2, answered_at = $3, received_at = coalesce(received_at, $3), first_step = $4,
             version = version + 1 WHERE id = $1 AND status IN ('sent', 'on_hold')",
        &[&id, &Progress::Accepted, &who.now, &words],
    )?;
    note(tx, who, id)
}

/// Takes back a handover that was not answered yet.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] for anybody but the sender; [`Error::Stale`] if it was
/// answered.
pub fn cancel(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "取り消す理由", reason);
    faults.done()?;
    sent(tx, who, id, "")?;
    tx.exec_one(
        "UPDATE handovers SET status = $2, answer_reason = $3, answered_at = $4, version = version + 1
         WHERE id = $1 AND status IN ('sent', 'on_hold')",
        &[&id, &Progress::Cancelled, &reason, &who.now],
    )?;
    note(tx, who, id)
}

fn received(tx: &Tx<'_>, who: &Scope, id: Id<Handover>) -> Result<()> {
    one_of(tx, who, id, "h.to_agency_id = $1")
}

fn sent(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, and: &str) -> Result<()> {
    one_of(tx, who, id, &format!("h.from_agency_id = $1 {and}"))
}

/// The receiver has it in hand; for a receiver outside, the sender speaks.
fn in_hand(tx: &Tx<'_>, who: &Scope, id: Id<Handover>) -> Result<()> {
    one_of(tx, who, id, "(h.to_agency_id = $1 OR (h.from_agency_id = $1 AND h.to_agency_id IS NULL))")
}

fn one_of(tx: &Tx<'_>, who: &Scope, id: Id<Handover>, side: &str) -> Result<()> {
    let seen = access::one(who, access::Kind::Handover, Act::Change);
    let sql = format!("SELECT 1 FROM handovers h WHERE h.id = $4 AND {side} AND {seen}");
    let found: Option<i64> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    match found {
        Some(_) => Ok(()),
        None => {
            Event::new(Action::Change, Kind::Handover, id).refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

fn note(tx: &Tx<'_>, who: &Scope, id: Id<Handover>) -> Result<()> {
    list::of_its_case(tx, Event::new(Action::Change, Kind::Handover, id), id)?.record(tx, who)
}
