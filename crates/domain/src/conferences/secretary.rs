use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::proposal::{self, Brought, Progress, Proposal};
use super::{DecisionForm, agenda, application, decide, member, sitting};
use crate::Faults;
use crate::audit::{Action, Event, Kind};

/// How a proposal is taken up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakingForm {
    /// Why the conference is convened; needed where that is decided with it.
    pub note: String,
    /// When it begins there; may be empty.
    pub starts_at: String,
}

/// Takes a proposed item up: the municipality convenes the conference on it, where nobody has decided that yet
/// (社会福祉法 106条の6第1項), and it comes onto the sitting. Whoever took it up is a member from then on, as secretary, and
/// sees what members see once the duty of secrecy is acknowledged; by consent, only if the consent reaches that office.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] where another office decides, and where the municipality keeps the
/// two grounds apart; [`Error::NotFound`] for whoever does not decide in the office of the sitting, and once it was answered.
pub fn take_up(tx: &Tx<'_>, who: &Scope, id: Id<Proposal>, form: &TakingForm) -> Result<()> {
    let brought = found(tx, who, id)?;
    if !brought.waits() {
        return Err(Error::Stale);
    }
    let mut faults = Faults::default();
    let starts_at = sitting::time(&mut faults, "starts_at", &form.starts_at);
    let note = if brought.undecided {
        faults.required_text("note", "判断の理由", &form.note)
    } else {
        faults.text("note", "伝えること", &form.note)
    };
    faults.done()?;
    if brought.undecided {
        if !application::may_answer(tx, who, brought.item)? {
            return Err(Error::Conflict(message::conference_not_convened()));
        }
        decide::approve(tx, who, brought.item, &DecisionForm { note: note.clone() })?;
    }
    agenda::put(tx, brought.sitting, brought.item, &starts_at)?;
    member::seat_secretary(tx, who, brought.item)?;
    proposal::answered(tx, who, &brought, Progress::Taken, &note)
}

/// Sends a proposed item back, before or after it was taken up; it is prepared by whoever brought it, as before.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::NotFound`] as [`take_up`].
pub fn turn_down(tx: &Tx<'_>, who: &Scope, id: Id<Proposal>, form: &DecisionForm) -> Result<()> {
    let brought = found(tx, who, id)?;
    let mut faults = Faults::default();
    let note = faults.required_text("note", "戻す理由", &form.note);
    faults.done()?;
    if !brought.waits() {
        agenda::take_off(tx, brought.item)?;
        member::unseat_secretaries(tx, who, brought.item)?;
    }
    proposal::answered(tx, who, &brought, Progress::Returned, &note)
}

/// A proposal that is the reader's to answer.
fn found(tx: &Tx<'_>, who: &Scope, id: Id<Proposal>) -> Result<Brought> {
    let found = if crate::access::decides(tx, who)? {
        proposal::select(tx, who, "b.id = $4", &[&id])?.pop()
    } else {
        None
    };
    let Some(found) = found else {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    Ok(found)
}
