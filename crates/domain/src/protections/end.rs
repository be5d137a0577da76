//! 解除: a protection ends by the decision of two custodians and by nothing else.

use kernel::{Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{EndDecision, Protection, custody};
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::{Faults, people};

/// A proposal, as custodians see it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposedEnd {
    /// The proposal.
    pub id: Id<ProposedEnd>,
    /// Why.
    pub reason: String,
    /// Who proposed.
    pub proposed_by: Id<Staff>,
    /// Their name.
    pub proposer: String,
    /// When.
    pub proposed_at: Instant,
    /// What became of it.
    pub decision: EndDecision,
    /// Words on that.
    pub note: String,
    /// Who decided.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
}
row!(ProposedEnd { id, reason, proposed_by, proposer, proposed_at, decision, note, decider, decided_at });

/// What the first custodian writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// Why the danger is over.
    pub end_reason: String,
}

/// What the second custodian writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndVerdict {
    /// Key of an [`EndDecision`].
    pub decision: String,
    /// Words on that.
    pub note: String,
    /// The six digits of the authenticator, checked before by [`crate::staff::second_factor`].
    pub code: String,
}

/// Proposals about a protection, latest first.
pub(super) fn of(tx: &Tx<'_>, id: Id<Protection>) -> Result<Vec<ProposedEnd>> {
    tx.all(
        "SELECT e.id, e.reason, e.proposed_by, s.name, e.proposed_at, e.decision, e.note, d.name, e.decided_at
         FROM protection_ends e JOIN staff s ON s.id = e.proposed_by LEFT JOIN staff d ON d.id = e.decided_by
         WHERE e.protection_id = $1 ORDER BY e.proposed_at DESC, e.id LIMIT 20",
        &[&id],
    )
}

/// Proposes to end a protection. Nothing changes until somebody else decides.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] without a reason; [`Error::Conflict`] if one waits.
pub fn propose(tx: &Tx<'_>, who: &Scope, id: Id<Protection>, form: &EndForm) -> Result<Id<ProposedEnd>> {
    custody::open(tx, who, id)?;
    let mut faults = Faults::default();
    let reason = faults.required_text("end_reason", "解除する理由", &form.end_reason);
    faults.done()?;
    let waits: Option<i64> =
        tx.opt("SELECT 1 FROM protection_ends WHERE protection_id = $1 AND decision = '' LIMIT 1", &[&id])?;
    if waits.is_some() {
        return Err(Error::Conflict(message::end_is_proposed()));
    }
    let end: Id<ProposedEnd> = tx.new_id();
    tx.exec(
        "INSERT INTO protection_ends (id, protection_id, reason, proposed_by, proposed_at, decision, note)
         VALUES ($1, $2, $3, $4, $5, '', '')",
        &[&end, &id, &reason, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Protection, id)
        .on(Bases::NONE)
        .for_purpose("propose end")
        .record(tx, who)?;
    Ok(end)
}

/// Decides about a proposal: another custodian than the one who made it, while both have the duty. Keeping the
/// protection may be decided by anyone of them, also by the first.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] with every fault, and for the same person;
/// [`Error::Stale`] if it was decided before.
pub fn decide(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Protection>,
    end: Id<ProposedEnd>,
    form: &EndVerdict,
) -> Result<EndDecision> {
    let row = custody::open(tx, who, id)?;
    let mut faults = Faults::default();
    let decision: Option<EndDecision> =
        faults.choice("decision", "判断", &form.decision).filter(|d| *d != EndDecision::Waiting);
    let note = faults.required_text("note", "判断の理由", &form.note);
    if decision.is_none() && !faults.any() {
        faults.add("decision", message::error_choose_one("判断"));
    }
    faults.done()?;
    let decision = decision.ok_or(Error::NotFound)?;
    let proposer: Id<Staff> =
        tx.one("SELECT proposed_by FROM protection_ends WHERE id = $1 AND protection_id = $2", &[&end, &id])?;
    let two = proposer != who.staff && custody::staff_holds(tx, proposer, who.now.day())?;
    if decision == EndDecision::Ended && !two {
        return Err(Error::invalid("decision", message::needs_second_person()));
    }
    tx.exec_one(
        "UPDATE protection_ends SET decision = $2, note = $3, decided_by = $4, decided_at = $5 WHERE id = $1 AND decision = ''",
        &[&end, &decision, &note, &who.staff, &who.now],
    )?;
    if decision == EndDecision::Ended {
        tx.exec_one(
            "UPDATE address_protections SET until_at = $2 WHERE id = $1 AND until_at IS NULL",
            &[&id, &who.now],
        )?;
        people::reindex_around(tx, row.person)?;
    }
    let purpose = if decision == EndDecision::Ended { "end" } else { "keep" };
    Event::new(Action::Change, Kind::Protection, id).on(Bases::NONE).for_purpose(purpose).record(tx, who)?;
    Ok(decision)
}
