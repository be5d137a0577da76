use kernel::{Agency, Code, Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::packet::Draft;
use super::{Ground, Handover, Outside, Packet, Progress, Way, packet};
use crate::access::{self, Act, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, by_code, still_open, touch};
use crate::consents::{Quick, categories, covers, covers_outside, give_quickly};
use crate::consultations::Urgency;
use crate::people::Person;
use crate::{Faults, drafts, installed};

/// Days within which an answer is expected, unless the sender says otherwise.
const REPLY_DAYS: i32 = 7;

/// つなぎシート, as the sender writes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    /// The case that the page showed.
    pub case: String,
    /// The receiving agency's id; empty for somebody outside.
    pub to_agency: String,
    /// Who receives outside the system.
    pub to_outside: String,
    /// Key of [`Outside`].
    pub outside_by: String,
    /// Who there will act next; required outside.
    pub next_owner: String,
    /// Key of the issue type.
    pub issue_type: String,
    /// 頼みたいこと.
    pub request: String,
    /// Key of [`Urgency`].
    pub urgency: String,
    /// Key of [`Way`].
    pub method: String,
    /// Key of [`Ground`].
    pub ground: String,
    /// When and how consent was given, or which article.
    pub ground_note: String,
    /// What the person said when it was explained that this receiver is told; needed where no consent reaches so far.
    pub consent_words: String,
    /// Ids of one's own records that travel.
    pub records: Vec<String>,
    /// By when an answer is expected.
    pub reply_due: String,
}

struct Checked {
    to_agency: Option<Id<Agency>>,
    to_outside: String,
    outside_by: String,
    next_owner: String,
    issue_type: String,
    request: String,
    urgency: Urgency,
    method: Way,
    ground: Ground,
    ground_note: String,
    reply_due: Day,
}

fn check(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &HandoverForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let (to_agency, next_owner) = receiver(tx, who, form, &mut faults)?;
    let to_outside = faults.line("to_outside", "つなぐ相手", &form.to_outside);
    let request = faults.required_text("request", "頼みたいこと", &form.request);
    if form.issue_type.is_empty() {
        faults.add("issue_type", message::error_choose_one("課題"));
    }
    let issue_type = faults.line("issue_type", "課題", &form.issue_type);
    let reply_due =
        faults.due_day("reply_due", "返事の期限", &form.reply_due, today).unwrap_or(today.plus(REPLY_DAYS));
    if reply_due < today {
        faults.add("reply_due", message::error_date_past("返事の期限"));
    }
    let urgency = faults.choice_or("urgency", "急ぎ", &form.urgency, Urgency::Normal);
    let method = faults.choice_or("method", "つなぎ方", &form.method, Way::Introduce);
    let ground: Option<Ground> = faults.choice("ground", "渡す根拠", &form.ground);
    let ground_note = match ground {
        Some(Ground::None | Ground::Consent) | None => {
            faults.line("ground_note", "根拠の内容", &form.ground_note)
        }
        Some(Ground::Law) => faults.required_line("ground_note", "根拠の内容", &form.ground_note),
    };
    // Without a ground only what identifies nobody travels; with one, an agency of the system learns the name when it accepts. Both
    // go for free text as well.
    if ground == Some(Ground::None) || to_agency.is_some() {
        for (field, words) in [("request", &request), ("ground_note", &ground_note)] {
            if packet::name_in(tx, who, case, words)?.is_some() {
                let nothing = ground == Some(Ground::None);
                faults.add(
                    field,
                    if nothing { message::name_without_ground() } else { message::name_comes_later() },
                );
            }
        }
    }
    if adverse(tx, case, to_agency, &to_outside)? {
        let field = if to_agency.is_some() { "to_agency" } else { "to_outside" };
        faults.add(field, message::invite_not_possible());
    }
    let checked = Checked {
        to_agency,
        to_outside,
        outside_by: form.outside_by.clone(),
        next_owner,
        issue_type,
        request,
        urgency,
        method,
        ground: ground.unwrap_or(Ground::None),
        ground_note,
        reply_due,
    };
    faults.done()?;
    Ok(checked)
}

/// Nothing goes to the side from which somebody of the case is protected.
fn adverse(tx: &Tx<'_>, case: Id<Case>, agency: Option<Id<Agency>>, outside: &str) -> Result<bool> {
    match agency {
        Some(agency) => conflict::agency_is_adverse(tx, case, agency),
        None => conflict::name_is_adverse(tx, case, outside),
    }
}

/// What travels by consent is what people agreed to: the person who is named, and everybody of whom the records tell. A
/// receiver to whom no consent reaches yet is told with the person's words, which become a consent for what travels: it
/// opens the case to nobody.
fn by_consent(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    new: &Checked,
    draft: &Draft,
    form: &HandoverForm,
    record: bool,
) -> Result<()> {
    if new.ground != Ground::Consent {
        return Ok(());
    }
    let Some(person) = draft.person else {
        return Err(Error::invalid("ground", message::consent_scope_excluded(&new.next_owner)));
    };
    let basic = categories::basic(tx)?;
    let own = |(of, _): &&(Option<Id<Person>>, i64)| *of == Some(person);
    let wanted = draft.tells.iter().filter(own).fold(
        basic,
        |all, (_, kinds)| {
            if *kinds == 0 { i64::MAX } else { all | kinds }
        },
    );
    let wanted = categories::known(tx, wanted)?;
    if !reaches(tx, case, new, person, wanted)? {
        let words = form.consent_words.trim();
        if words.is_empty() {
            let fault = message::consent_scope_excluded(receiver_name(new));
            return Err(Error::invalid("consent_words", fault));
        }
        if record {
            let pass = access::case(tx, who, case, Act::Add)?;
            let quick = Quick {
                person,
                words,
                purpose: &new.request.chars().take(100).collect::<String>(),
                to: receiver_name(new),
                categories: wanted,
            };
            give_quickly(tx, who, &pass, &quick)?;
        }
    }
    for (of, kinds) in draft.tells.iter().filter(|tells| !own(tells)) {
        let agreed = match new.to_agency {
            Some(agency) => covers(tx, case, agency, *of, *kinds)?,
            None => false,
        };
        if !agreed && !alone(tx, case, person)? {
            return Err(Error::invalid("records", message::consent_of_others(receiver_name(new))));
        }
    }
    Ok(())
}

fn receiver_name(new: &Checked) -> &str {
    if new.to_agency.is_some() { &new.next_owner } else { &new.to_outside }
}

fn reaches(tx: &Tx<'_>, case: Id<Case>, new: &Checked, person: Id<Person>, kinds: i64) -> Result<bool> {
    let team = match new.to_agency {
        Some(agency) => covers(tx, case, agency, Some(person), kinds)?,
        None => false,
    };
    Ok(team || covers_outside(tx, case, receiver_name(new), person, kinds)?)
}

/// Whether the case is about this person only: then a record of everybody is one of theirs.
fn alone(tx: &Tx<'_>, case: Id<Case>, person: Id<Person>) -> Result<bool> {
    let other: Option<i64> = tx
        .opt("SELECT 1 FROM case_people WHERE case_id = $1 AND person_id <> $2 LIMIT 1", &[&case, &person])?;
    Ok(other.is_none())
}

/// Either an agency of the system, which then moves next, or somebody outside, who must have a name.
fn receiver(
    tx: &Tx<'_>,
    who: &Scope,
    form: &HandoverForm,
    faults: &mut Faults,
) -> Result<(Option<Id<Agency>>, String)> {
    if form.to_agency.is_empty() {
        if form.to_outside.trim().is_empty() {
            faults.add("to_agency", message::error_choose_one("つなぐ相手"));
            return Ok((None, String::new()));
        }
        let next_owner = faults.required_line("next_owner", "次に動く人", &form.next_owner);
        faults.choice::<Outside>("outside_by", "渡し方", &form.outside_by);
        return Ok((None, next_owner));
    }
    let agency = installed::agency(tx, &form.to_agency)?;
    match agency {
        Some(agency) if agency.id != who.agency => Ok((Some(agency.id), agency.name)),
        _ => {
            faults.add("to_agency", message::error_unknown_choice("つなぐ相手"));
            Ok((None, String::new()))
        }
    }
}

/// What would travel: the sender looks at it before sending.
///
/// # Errors
/// As [`send`].
pub fn preview(tx: &Tx<'_>, who: &Scope, code: &str, form: &HandoverForm) -> Result<Packet> {
    let case = by_code(tx, who, code)?;
    still_open(access::case(tx, who, case, Act::Read)?.status())?;
    let checked = check(tx, who, case, form)?;
    let draft = packet::make(tx, who, code, checked.ground, &form.records)?;
    by_consent(tx, who, case, &checked, &draft, form, false)?;
    Ok(draft.packet)
}

/// Sends a handover.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the page showed another case or the case is closed;
/// [`Error::NotFound`] out of sight.
pub fn send(tx: &Tx<'_>, who: &Scope, code: &str, form: &HandoverForm) -> Result<Id<Handover>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let case = by_code(tx, who, code)?;
    still_open(access::case(tx, who, case, Act::Change)?.status())?;
    let new = check(tx, who, case, form)?;
    let draft = packet::make(tx, who, code, new.ground, &form.records)?;
    by_consent(tx, who, case, &new, &draft, form, true)?;
    let id = insert(tx, who, case, &new, &draft.packet)?;
    drafts::forget(tx, who, "handover", code)?;
    Event::new(Action::Create, Kind::Handover, id)
        .of_case(case)
        .for_purpose(new.ground_note.as_str())
        .record(tx, who)?;
    touch(tx, case)?;
    Ok(id)
}

fn insert(tx: &Tx<'_>, who: &Scope, case: Id<Case>, new: &Checked, packet: &Packet) -> Result<Id<Handover>> {
    let id: Id<Handover> = tx.new_id();
    let code = Code::<'T'>::from_random(&tx.random::<8>()).to_string();
    let json = serde_json::to_string(packet).map_err(|e| Error::Corrupt(e.to_string()))?;
    tx.exec(
        "INSERT INTO handovers (id, code, case_id, from_agency_id, from_staff_id, to_agency_id, to_outside, outside_by,
             issue_type, request, urgency, method, ground, ground_note, packet, reply_due_on, status, sent_at,
             answer_reason, next_owner, first_step, result, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', $19, '', '', 1)",
        &[
            &id, &code, &case, &who.agency, &who.staff, &new.to_agency, &new.to_outside, &new.outside_by, &new.issue_type,
            &new.request, &new.urgency, &new.method, &new.ground, &new.ground_note, &json, &new.reply_due, &Progress::Sent,
            &who.now, &new.next_owner,
        ],
    )?;
    Ok(id)
}
