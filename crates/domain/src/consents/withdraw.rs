use kernel::{Agency, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConsentView, list};
use crate::Faults;
use crate::access::{Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::cases;
use crate::people::Person;

/// What a worker writes when somebody takes a consent back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalForm {
    /// The agency's id; empty for all of them.
    pub agency: String,
    /// What the person said.
    pub words: String,
}

/// Words of the team's list.
const LEFT: &str = "同意をやめた";

/// Ends a consent, wholly or towards one agency. Whoever saw by it finds nothing with the next request; what was read
/// before stays in the log, and the receipt tells it.
///
/// # Errors
/// [`Error::Invalid`] without the person's words; [`Error::Conflict`] if it has ended; [`Error::NotFound`] out of sight.
pub fn withdraw(tx: &Tx<'_>, who: &Scope, id: Id<ConsentView>, form: &WithdrawalForm) -> Result<()> {
    let (view, pass) = list::in_sight(tx, who, id, Act::Add)?;
    let mut faults = Faults::default();
    let words = faults.required_text("words", "本人のことば", &form.words);
    let agency: Option<Id<Agency>> = form.agency.parse().ok();
    if !form.agency.is_empty() && !view.recipients.iter().any(|r| Some(r.agency) == agency) {
        faults.add("agency", message::error_unknown_choice("どこに知らせるのをやめるか"));
    }
    faults.done()?;
    if !view.in_force(who.now) {
        return Err(Error::Conflict(message::consent_has_ended()));
    }
    end(tx, who, &pass, id, agency, &words)
}

/// Ends every consent of a person in a case: the person said no.
pub(super) fn all_of(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    person: Id<Person>,
    words: &str,
) -> Result<()> {
    let ids: Vec<Id<ConsentView>> = tx.all(
        "SELECT id FROM consents WHERE case_id = $1 AND person_id = $2 AND withdrawn_at IS NULL AND until_at > $3
         AND answer IN ('agreed', 'partly')",
        &[&pass.id(), &person, &who.now],
    )?;
    ids.into_iter().try_for_each(|id| end(tx, who, pass, id, None, words))
}

fn end(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    id: Id<ConsentView>,
    agency: Option<Id<Agency>>,
    words: &str,
) -> Result<()> {
    let entry: Id<WithdrawalForm> = tx.new_id();
    tx.exec(
        "INSERT INTO consent_withdrawals (id, consent_id, agency_id, words, at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&entry, &id, &agency, &words, &who.now, &who.staff],
    )?;
    tx.exec(
        "UPDATE case_team SET left_at = $2, left_reason = $3, due_on = NULL
         WHERE consent_id = $1 AND left_at IS NULL AND ($4 OR agency_id = $5)",
        &[&id, &who.now, &LEFT, &agency.is_none(), &agency],
    )?;
    tx.exec(
        "UPDATE consents SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL AND ($3 OR (outside = ''
             AND NOT EXISTS (SELECT 1 FROM case_team t WHERE t.consent_id = $1 AND t.left_at IS NULL)))",
        &[&id, &who.now, &agency.is_none()],
    )?;
    cases::place(tx, pass.id())?;
    Event::new(Action::Change, Kind::Consent, id)
        .of_case(pass.id())
        .on(pass.bases())
        .for_purpose("withdrawal")
        .record(tx, who)
}
