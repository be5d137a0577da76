use kernel::{Code, Day, Error, Id, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{ConferenceItem, Ground, Purpose, Status, rule, sitting};
use crate::access::{self, Act};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::consents::categories;
use crate::municipality::citation;
use crate::people::{Person, display};
use crate::{Faults, installed};

/// An item of a 重層的支援会議: dealt with on the consent of those of whom it tells.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentedForm {
    /// The case that the page showed.
    pub case: String,
    /// Ids of the people of whom it tells.
    pub people: Vec<String>,
    /// Key of [`Purpose`].
    pub purpose: String,
    /// 聞きたいこと・論点.
    pub question: String,
    /// When it is to meet.
    pub meets_on: String,
    /// The item of the statute that it follows, if any.
    pub previous: String,
}

/// Somebody of the case, and whether an item can tell of them.
#[derive(Debug, Clone, Serialize)]
pub struct Agreeing {
    /// The person.
    pub id: Id<Person>,
    /// What to call them.
    pub name: String,
    /// Whether a consent of theirs is in force.
    pub agreed: bool,
}

struct Found {
    id: Id<Person>,
    name: String,
    nickname: String,
    agreed: bool,
}
row!(Found { id, name, nickname, agreed });

/// The people of a case that one steers, and who of them has agreed to something that is in force.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn agreeing(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Vec<Agreeing>> {
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    of_case(tx, who, pass.id())
}

fn of_case(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Vec<Agreeing>> {
    let found: Vec<Found> = tx.all(
        "SELECT p.id, p.name, p.nickname, EXISTS (SELECT 1 FROM case_team t WHERE t.case_id = cp.case_id AND t.person_id = p.id
             AND t.basis = 'consent' AND t.left_at IS NULL AND t.until_at > $2)
         FROM case_people cp JOIN people p ON p.id = cp.person_id
         WHERE cp.case_id = $1 AND p.merged_into IS NULL ORDER BY cp.added_at, p.id",
        &[&case, &who.now],
    )?;
    Ok(found
        .into_iter()
        .map(|one| Agreeing { id: one.id, name: display(&one.name, &one.nickname), agreed: one.agreed })
        .collect())
}

struct Checked {
    people: Vec<Id<Person>>,
    purpose: Purpose,
    question: String,
    meets_on: Day,
    previous: Option<Id<ConferenceItem>>,
}

/// Brings a case before a conference with the consent of its people. Nothing of an earlier item under the statute comes
/// along: a later consent does not make consented what was said before it (ALL-04).
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them that nobody's consent is in force (ODA-15); [`Error::Conflict`] if the page
/// showed another case; [`Error::NotFound`] for whoever may not steer the case.
pub fn bring(tx: &Tx<'_>, who: &Scope, code: &str, form: &ConsentedForm) -> Result<Id<ConferenceItem>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    let new = check(tx, who, pass.id(), form)?;
    let id: Id<ConferenceItem> = tx.new_id();
    let item_code = Code::<'M'>::from_random(&tx.random::<8>()).to_string();
    let profile = installed::profile(tx)?;
    let law =
        citation(profile.as_ref(), "consent", who.now.day()).map_or_else(String::new, |law| law.text.clone());
    let (rule, rule_version) =
        rule::in_force(profile.as_ref().map(|profile| &profile.conference.multilayered));
    tx.exec(
        "INSERT INTO conference_items (id, code, case_id, no_consent_reason, tried, necessity, question, meets_on, agency_id,
             requested_by, requested_at, status, decision_note, law_ref, penalty_ref, ground, purpose, categories, previous_id,
             rule_name, rule_version, ground_ref)
         VALUES ($1, $2, $3, '', '', '', $4, $5, $6, $7, $8, $9, '', $10, '', $11, $12, $13, $14, $15, $16, $10)",
        &[
            &id, &item_code, &pass.id(), &new.question, &new.meets_on, &who.agency, &who.staff, &who.now,
            &Status::Approved, &law, &Ground::Consent, &new.purpose, &categories::basic(tx)?, &new.previous, &rule,
            &rule_version,
        ],
    )?;
    for person in &new.people {
        let row: Id<Agreeing> = tx.new_id();
        tx.exec(
            "INSERT INTO conference_item_people (id, item_id, person_id) VALUES ($1, $2, $3)",
            &[&row, &id, person],
        )?;
    }
    Event::new(Action::Create, Kind::Conference, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &ConsentedForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let agreeing = of_case(tx, who, case)?;
    let chosen: Vec<&Agreeing> =
        agreeing.iter().filter(|one| form.people.iter().any(|id| id == one.id.as_str())).collect();
    if agreeing.iter().all(|one| !one.agreed) || chosen.iter().any(|one| !one.agreed) {
        faults.add("people", message::consent_missing_for_item());
    } else if chosen.is_empty() {
        faults.add("people", message::error_choose_any("同意している方"));
    }
    let people: Vec<Id<Person>> = chosen.iter().map(|one| one.id).collect();
    let purpose: Option<Purpose> = faults.choice("purpose", "何のための案件か", &form.purpose);
    let question = faults.required_text("question", "聞きたいこと・論点", &form.question);
    if names_others(tx, case, &people, &question)? {
        faults.add("question", message::name_without_consent());
    }
    let meets_on = sitting::future_day(&mut faults, &form.meets_on, today);
    let previous = previous(tx, who, case, &form.previous, &mut faults)?;
    faults.done()?;
    let (Some(purpose), Some(meets_on)) = (purpose, meets_on) else { return Err(Error::NotFound) };
    Ok(Checked { people, purpose, question, meets_on, previous })
}

/// The earlier item of the same case and agency.
fn previous(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    given: &str,
    faults: &mut Faults,
) -> Result<Option<Id<ConferenceItem>>> {
    if given.is_empty() {
        return Ok(None);
    }
    let found: Option<Id<ConferenceItem>> = tx.opt(
        "SELECT id FROM conference_items WHERE id = $1 AND case_id = $2 AND agency_id = $3",
        &[&given, &case, &who.agency],
    )?;
    if found.is_none() {
        faults.add("previous", message::error_unknown_choice("前の案件"));
    }
    Ok(found)
}

/// Whether a text holds the name of somebody of the case who is not among `people`. A family name that they share tells
/// nothing of the others.
pub(super) fn names_others(tx: &Tx<'_>, case: Id<Case>, people: &[Id<Person>], text: &str) -> Result<bool> {
    let names: Vec<(Id<Person>, String, String)> = tx.all(
        "SELECT p.id, p.name, p.kana FROM case_people cp JOIN people p ON p.id = cp.person_id WHERE cp.case_id = $1
         UNION SELECT p.id, n.name, n.kana FROM case_people cp JOIN people p ON p.id = cp.person_id
             JOIN person_names n ON n.person_id = p.id WHERE cp.case_id = $1",
        &[&case],
    )?;
    let parts = |agreed: bool| {
        names.iter().filter(move |(id, ..)| people.contains(id) == agreed).flat_map(|(_, name, kana)| {
            name.split_whitespace().chain(kana.split_whitespace()).map(fold::text)
        })
    };
    let shared: Vec<String> = parts(true).collect();
    let folded = fold::text(text);
    Ok(parts(false)
        .any(|part| part.chars().count() >= 2 && !shared.contains(&part) && folded.contains(&part)))
}

/// Whether `people` are all whom the case is about.
pub(super) fn is_whole(tx: &Tx<'_>, case: Id<Case>, people: &[Id<Person>]) -> Result<bool> {
    let all: Vec<Id<Person>> = tx.all("SELECT person_id FROM case_people WHERE case_id = $1", &[&case])?;
    Ok(all.iter().all(|person| people.contains(person)))
}
