use kernel::{Code, Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, Purpose, Status, application, item, notice, rule, sitting};
use crate::access::{self, Act};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, handover};
use crate::municipality::citation;
use crate::{Choice as _, Faults, drafts, installed};

/// Characters of the necessity, at least.
const NECESSITY: usize = 20;

/// 支援会議の申出: one case, why there is no consent, why it is needed. Whoever decides learns no name from it (C38).
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
    /// 聞きたいこと・論点.
    pub question: String,
    /// Key of [`Purpose`]; roles and direction when empty.
    pub purpose: String,
    /// When it is to meet.
    pub meets_on: String,
}

impl RequestForm {
    /// The form as it was last sent, to mend it.
    pub fn of(item: &ConferenceItem) -> Self {
        Self {
            case: String::new(),
            no_consent_reason: item.no_consent_reason.clone(),
            tried: item.tried.clone(),
            necessity: item.necessity.clone(),
            question: item.question.clone(),
            purpose: item.purpose.key().to_owned(),
            meets_on: item.meets_on.to_string(),
        }
    }
}

struct Checked {
    no_consent_reason: String,
    tried: String,
    necessity: String,
    question: String,
    purpose: Purpose,
    meets_on: Day,
}

/// Asks for a conference on a case. Nobody is invited before another person has decided: a refusal of consent never turns
/// into a conference by itself.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them a name; [`Error::Conflict`] if the page showed another case;
/// [`Error::NotFound`] for whoever may not steer the case.
pub fn request(tx: &Tx<'_>, who: &Scope, code: &str, form: &RequestForm) -> Result<Id<ConferenceItem>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    let (new, today) = (check(tx, who, pass.id(), form)?, who.now.day());
    let id: Id<ConferenceItem> = tx.new_id();
    let item_code = Code::<'M'>::from_random(&tx.random::<8>()).to_string();
    let profile = installed::profile(tx)?;
    let law =
        |key: &str| citation(profile.as_ref(), key, today).map_or_else(String::new, |law| law.text.clone());
    let (rule, rule_version) = rule::in_force(profile.as_ref().map(|profile| &profile.conference.statutory));
    let due = application::due(profile.as_ref(), today).map(|day| day.min(new.meets_on));
    tx.exec(
        "INSERT INTO conference_items (id, code, case_id, no_consent_reason, tried, necessity, question, meets_on, agency_id,
             requested_by, requested_at, status, decision_note, law_ref, penalty_ref, purpose, rule_name, notice_version,
             office_id, due_on, ground_ref, rule_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        &[
            &id, &item_code, &pass.id(), &new.no_consent_reason, &new.tried, &new.necessity, &new.question, &new.meets_on,
            &who.agency, &who.staff, &who.now, &Status::Requested, &law("statutory_conference_secrecy"),
            &law("secrecy_penalty"), &new.purpose, &rule, &notice::version(today),
            &application::office(tx, who, profile.as_ref())?, &due, &law("statutory_conference"), &rule_version,
        ],
    )?;
    application::note(tx, who, id, Status::Requested, "")?;
    drafts::forget(tx, who, "conference-request", code)?;
    Event::new(Action::Create, Kind::Conference, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    Ok(id)
}

/// Applies again for an item that came back, as it was mended.
///
/// # Errors
/// [`Error::Invalid`] as [`request`]; [`Error::NotFound`] for anybody but the agency that asked for it; [`Error::Stale`]
/// unless it came back.
pub fn request_again(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &RequestForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    let new = check(tx, who, case, form)?;
    let profile = installed::profile(tx)?;
    let due = application::due(profile.as_ref(), who.now.day()).map(|day| day.min(new.meets_on));
    tx.exec_one(
        "UPDATE conference_items SET no_consent_reason = $2, tried = $3, necessity = $4, question = $5, purpose = $6,
             meets_on = $7, requested_by = $8, requested_at = $9, status = $10, decided_by = NULL, decided_at = NULL,
             decision_note = '', office_id = $11, due_on = $12, version = version + 1 WHERE id = $1 AND status = 'returned'",
        &[
            &id, &new.no_consent_reason, &new.tried, &new.necessity, &new.question, &new.purpose, &new.meets_on, &who.staff,
            &who.now, &Status::Requested, &application::office(tx, who, profile.as_ref())?, &due,
        ],
    )?;
    application::note(tx, who, id, Status::Requested, "")?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("requested").record(tx, who)
}

fn check(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &RequestForm) -> Result<Checked> {
    let mut faults = Faults::default();
    let no_consent_reason =
        faults.required_text("no_consent_reason", "同意が得られない理由", &form.no_consent_reason);
    let tried = faults.text("tried", "試したこと", &form.tried);
    let necessity = faults.required_text("necessity", "必要な理由", &form.necessity);
    if !necessity.is_empty() && necessity.chars().count() < NECESSITY {
        faults.add("necessity", message::error_too_short("必要な理由", NECESSITY));
    }
    let question = faults.required_text("question", "聞きたいこと・論点", &form.question);
    let texts = [
        ("no_consent_reason", &no_consent_reason),
        ("tried", &tried),
        ("necessity", &necessity),
        ("question", &question),
    ];
    for (field, text) in texts {
        if handover::name_in(tx, who, case, text)?.is_some() {
            faults.add(field, message::name_without_ground());
        }
    }
    let purpose = faults.choice_or("purpose", "何のための案件か", &form.purpose, Purpose::Roles);
    let meets_on = sitting::future_day(&mut faults, &form.meets_on, who.now.day());
    faults.done()?;
    let Some(meets_on) = meets_on else { return Err(Error::NotFound) };
    Ok(Checked { no_consent_reason, tried, necessity, question, purpose, meets_on })
}
