use kernel::{Agency, Code, Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{ConsentState, Coordination, Matter, Progress};
use crate::access::{self, Act, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, handover, still_open};
use crate::consultations::Urgency;
use crate::{Faults, drafts};

/// Days within which an answer is expected, unless the one who asks says otherwise.
const REPLY_DAYS: i32 = 7;

/// 多機関協働への相談, as it is asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    /// The case that the page showed; empty for a question without one.
    pub case: String,
    /// Id of the agency that is asked; empty: all that coordinate, until one takes it on (ODA-12).
    pub to_agency: String,
    /// Key of [`Matter`].
    pub matter: String,
    /// Keys of issue types.
    pub issues: Vec<String>,
    /// 聞きたいこと. Names nobody.
    pub question: String,
    /// Why one agency cannot do it alone. Names nobody.
    pub reason: String,
    /// Key of [`ConsentState`].
    pub consent: String,
    /// Key of [`Urgency`].
    pub urgency: String,
    /// By when an answer is expected.
    pub reply_due: String,
}

/// An agency that coordinates: somebody there has that role today.
#[derive(Debug, Clone, Serialize)]
pub struct Coordinator {
    /// The agency.
    pub id: Id<Agency>,
    /// Its name.
    pub name: String,
}
row!(Coordinator { id, name });

/// The agencies that may be asked, but for one's own.
///
/// # Errors
/// Those of the database.
pub fn coordinators(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Coordinator>> {
    tx.all(
        "SELECT a.id, a.name FROM agencies a WHERE a.active AND a.id <> $1 AND EXISTS (SELECT 1 FROM affiliations f
             JOIN staff s ON s.id = f.staff_id WHERE f.agency_id = a.id AND f.role = 'coordinator' AND s.active
             AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2)) ORDER BY a.name, a.id",
        &[&who.agency, &who.now.day()],
    )
}

struct Checked {
    receivers: Vec<Coordinator>,
    matter: Matter,
    issues: Vec<String>,
    question: String,
    reason: String,
    consent: ConsentState,
    urgency: Urgency,
    reply_due: Day,
}

/// Asks those who coordinate: about a case that one may add to, or about none.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the page showed another case or the case is closed;
/// [`Error::NotFound`] for a case out of sight and for roles without casework.
pub fn ask(tx: &Tx<'_>, who: &Scope, case: Option<&str>, form: &RequestForm) -> Result<Id<Coordination>> {
    if let Some(code) = case.filter(|code| !form.case.is_empty() && form.case != *code) {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = match case {
        Some(code) => Some(access::case_of_code(tx, who, code, Act::Add)?),
        None => access::casework(who).map(|_| None)?,
    };
    if let Some(pass) = &pass {
        still_open(pass.status())?;
    }
    let about = pass.map(|pass| pass.id());
    let new = check(tx, who, about, form)?;
    let id = insert(tx, who, about, &new)?;
    drafts::forget(tx, who, "coordination", case.unwrap_or_default())?;
    let event = Event::new(Action::Create, Kind::Coordination, id);
    let event = if let Some(case) = about { event.of_case(case) } else { event };
    event.record(tx, who)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, case: Option<Id<Case>>, form: &RequestForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let receivers = receivers(tx, who, case, form, &mut faults)?;
    let matter: Option<Matter> = faults.choice("matter", "相談の種類", &form.matter);
    let question = faults.required_text("question", "聞きたいこと", &form.question);
    let reason = faults.required_text("reason", "自分の機関だけではむずかしい理由", &form.reason);
    if let Some(case) = case {
        for (field, text) in [("question", &question), ("reason", &reason)] {
            if handover::name_in(tx, who, case, text)?.is_some() {
                faults.add(field, message::name_without_ground());
            }
        }
    }
    let issues = issues(tx, &form.issues, &mut faults)?;
    let consent: Option<ConsentState> = faults.choice("consent", "本人の同意", &form.consent);
    let urgency = faults.choice_or("urgency", "急ぎ", &form.urgency, Urgency::Normal);
    let reply_due =
        faults.due_day("reply_due", "返事の期限", &form.reply_due, today).unwrap_or(today.plus(REPLY_DAYS));
    if reply_due < today {
        faults.add("reply_due", message::error_date_past("返事の期限"));
    }
    faults.done()?;
    let (Some(matter), Some(consent)) = (matter, consent) else { return Err(Error::NotFound) };
    Ok(Checked { receivers, matter, issues, question, reason, consent, urgency, reply_due })
}

/// The agencies that are asked. Nobody from whose side somebody of the case is protected is among them, and nobody is told
/// why.
fn receivers(
    tx: &Tx<'_>,
    who: &Scope,
    case: Option<Id<Case>>,
    form: &RequestForm,
    faults: &mut Faults,
) -> Result<Vec<Coordinator>> {
    let all = coordinators(tx, who)?;
    if all.is_empty() {
        faults.add("to_agency", message::nobody_coordinates());
        return Ok(Vec::new());
    }
    let chosen: Vec<Coordinator> = all
        .into_iter()
        .filter(|agency| form.to_agency.is_empty() || agency.id.to_string() == form.to_agency)
        .collect();
    if chosen.is_empty() {
        faults.add("to_agency", message::error_unknown_choice("相談する相手"));
    }
    let Some(case) = case else { return Ok(chosen) };
    let mut free = Vec::new();
    for agency in chosen {
        if !conflict::agency_is_adverse(tx, case, agency.id)? {
            free.push(agency);
        }
    }
    if free.is_empty() && !faults.any() {
        faults.add("to_agency", message::invite_not_possible());
    }
    Ok(free)
}

fn issues(tx: &Tx<'_>, keys: &[String], faults: &mut Faults) -> Result<Vec<String>> {
    let known: Vec<String> = tx.all("SELECT key FROM issue_types WHERE active", &[])?;
    let mut chosen: Vec<String> = keys.iter().filter(|key| !key.is_empty()).cloned().collect();
    chosen.sort();
    chosen.dedup();
    if chosen.iter().any(|key| !known.contains(key)) {
        faults.add("issues", message::error_unknown_choice("課題"));
    }
    Ok(chosen)
}

fn insert(tx: &Tx<'_>, who: &Scope, case: Option<Id<Case>>, new: &Checked) -> Result<Id<Coordination>> {
    let id: Id<Coordination> = tx.new_id();
    let code = Code::<'R'>::from_random(&tx.random::<8>()).to_string();
    let names: Vec<&str> = new.receivers.iter().map(|agency| agency.name.as_str()).collect();
    let Some(first) = new.receivers.first() else { return Err(Error::NotFound) };
    tx.exec(
        "INSERT INTO coordination_requests (id, code, case_id, kind, question, reason, consent_state, urgency, from_agency_id,
             from_staff_id, asked_at, status, advice, next_agency_id, next_owner, next_step, next_due_on, result, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16, '', 1)",
        &[
            &id, &code, &case, &new.matter, &new.question, &new.reason, &new.consent, &new.urgency, &who.agency, &who.staff,
            &who.now, &Progress::Waiting, &first.id, &names.join("・"), &"返事をする", &new.reply_due,
        ],
    )?;
    for agency in &new.receivers {
        tx.exec(
            "INSERT INTO coordination_receivers (request_id, agency_id) VALUES ($1, $2)",
            &[&id, &agency.id],
        )?;
    }
    for issue in &new.issues {
        tx.exec("INSERT INTO coordination_issues (request_id, issue_type) VALUES ($1, $2)", &[&id, issue])?;
    }
    Ok(id)
}
