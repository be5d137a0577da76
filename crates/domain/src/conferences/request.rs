use kernel::{Code, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, Purpose, Status, item, notice};
use crate::access::{self, Act};
use crate::audit::{Action, Event, Kind};
use crate::municipality::citation;
use crate::{Faults, installed};

/// Characters of the necessity, at least.
const NECESSITY: usize = 20;

/// 支援会議の申出: one case, why there is no consent, why it is needed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    /// The case that the page showed.
    pub case: String,
    /// 同意が得られない理由.
    pub no_consent_reason: String,
    /// What was tried.
    pub tried: String,
    /// 必要な理由・目的.
    pub necessity: String,
    /// 聞きたいこと・論点. Written so that whoever decides learns no name from it.
    pub question: String,
    /// Key of [`Purpose`]; roles and direction when empty.
    pub purpose: String,
    /// When it is to meet.
    pub meets_on: String,
}

/// Asks for a conference on a case. Nobody is invited before another person has decided: a refusal of consent never turns
/// into a conference by itself.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the page showed another case; [`Error::NotFound`] for
/// whoever may not steer the case.
pub fn request(tx: &Tx<'_>, who: &Scope, code: &str, form: &RequestForm) -> Result<Id<ConferenceItem>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let reason = faults.required_text("no_consent_reason", "同意が得られない理由", &form.no_consent_reason);
    let tried = faults.text("tried", "試したこと", &form.tried);
    let necessity = faults.required_text("necessity", "必要な理由", &form.necessity);
    if !necessity.is_empty() && necessity.chars().count() < NECESSITY {
        faults.add("necessity", message::error_too_short("必要な理由", NECESSITY));
    }
    let question = faults.required_text("question", "聞きたいこと・論点", &form.question);
    let purpose = faults.choice_or("purpose", "何のための案件か", &form.purpose, Purpose::Roles);
    let meets_on = item::future_day(&mut faults, &form.meets_on, today);
    faults.done()?;
    let id: Id<ConferenceItem> = tx.new_id();
    let item_code = Code::<'M'>::from_random(&tx.random::<8>()).to_string();
    let profile = installed::profile(tx)?;
    let law =
        |key: &str| citation(profile.as_ref(), key, today).map_or_else(String::new, |law| law.text.clone());
    let rule = profile
        .as_ref()
        .and_then(|profile| profile.conference.statutory.rule_document.value().cloned())
        .unwrap_or_default();
    tx.exec(
        "INSERT INTO conference_items (id, code, case_id, no_consent_reason, tried, necessity, question, meets_on, agency_id,
             requested_by, requested_at, status, decision_note, law_ref, penalty_ref, purpose, rule_name, notice_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16, $17)",
        &[
            &id, &item_code, &pass.id(), &reason, &tried, &necessity, &question, &meets_on, &who.agency, &who.staff,
            &who.now, &Status::Requested, &law("statutory_conference_secrecy"), &law("secrecy_penalty"),
            &purpose, &rule, &notice::version(today),
        ],
    )?;
    Event::new(Action::Create, Kind::Conference, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    Ok(id)
}
