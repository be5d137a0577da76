use kernel::{CaseCode, Day, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Case, JoinGround, NewGround, Status, add_ground, issue, phase, place};
use crate::access::{Act, Basis, conflict};
use crate::audit::{Action, Event, Kind};
use crate::consultations::Consultation;
use crate::people::{self, Household, Person};
use crate::{Faults, access};

/// How a case begins. Neither name nor consent is needed: support often starts with an address and a worry.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Opening {
    /// The consultation from which it arises; empty otherwise.
    pub consultation: String,
    /// The person in the middle; empty while unknown.
    pub person: String,
    /// 呼び名, while unknown.
    pub nickname: String,
    /// Key of [`Status`] to begin with.
    pub status: String,
    /// Keys of issue types.
    pub issues: Vec<String>,
    /// 本人の願い, if heard.
    pub wish: String,
    /// When support really began, if before today.
    pub support_began_on: String,
}

/// Opens a case. The agency that opens it leads it, until somebody takes the lead over.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for people or consultations out of
/// sight.
pub fn open(tx: &Tx<'_>, who: &Scope, form: &Opening) -> Result<Id<Case>> {
    access::casework(who)?;
    let mut faults = Faults::default();
    let today = who.now.day();
    let nickname = faults.line("nickname", "呼び名", &form.nickname);
    let wish = faults.text("wish", "本人の願い", &form.wish);
    let status = faults.choice_or("status", "状態", &form.status, Status::Consulting);
    if status == Status::Closed {
        faults.add("status", message::error_unknown_choice("状態"));
    }
    let began = if form.support_began_on.trim().is_empty() {
        None
    } else {
        faults.event_day("support_began_on", "支援を始めた日", &form.support_began_on, today)
    };
    let consultation = optional_id::<Consultation>(&mut faults, "consultation", "相談", &form.consultation);
    let mut person = optional_id::<Person>(&mut faults, "person", "本人", &form.person);
    faults.done()?;
    if let Some(consultation) = consultation {
        access::consultation(tx, who, consultation, Act::Read)?;
        let of_form: Option<Id<Person>> =
            tx.one("SELECT person_id FROM consultations WHERE id = $1", &[&consultation])?;
        person = person.or(of_form);
    }
    if let Some(person) = person {
        if !access::person(tx, who, person, Act::Read)?.has(Basis::Own) {
            return Err(kernel::Error::invalid("person", message::person_of_others()));
        }
    } else if nickname.is_empty() {
        return Err(kernel::Error::invalid("nickname", message::name_or_nickname()));
    }
    let id = insert(tx, who, &New { person, nickname, wish, status, began, consultation })?;
    for issue_type in form.issues.iter().filter(|key| !key.is_empty()) {
        issue::insert(tx, who, id, None, issue_type, today)?;
    }
    Event::new(Action::Create, Kind::Case, id).of_case(id).record(tx, who)?;
    Ok(id)
}

fn optional_id<T>(faults: &mut Faults, field: &str, label: &str, text: &str) -> Option<Id<T>> {
    if text.is_empty() {
        return None;
    }
    let id = text.parse().ok();
    if id.is_none() {
        faults.add(field, message::error_unknown_choice(label));
    }
    id
}

struct New {
    person: Option<Id<Person>>,
    nickname: String,
    wish: String,
    status: Status,
    began: Option<Day>,
    consultation: Option<Id<Consultation>>,
}

fn insert(tx: &Tx<'_>, who: &Scope, new: &New) -> Result<Id<Case>> {
    let (id, today): (Id<Case>, Day) = (tx.new_id(), who.now.day());
    let household = match new.person {
        Some(person) => Some(household(tx, who, person)?),
        None => None,
    };
    let code = CaseCode::from_random(&tx.random::<8>()).to_string();
    tx.exec(
        "INSERT INTO cases (id, code, household_id, person_id, nickname, status, lead_agency_id, lead_staff_id,
             consultation_id, wish, opened_on, support_began_on, last_contact_on, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
        &[
            &id, &code, &household, &new.person, &new.nickname, &new.status, &who.agency, &who.staff, &new.consultation,
            &new.wish, &today, &new.began, &new.consultation.map(|_| today), &who.now,
        ],
    )?;
    let lead = NewGround {
        role_text: "主担当".into(),
        is_lead: true,
        staff: Some(who.staff),
        ..NewGround::of(JoinGround::Received, "")
    };
    add_ground(tx, who, id, who.agency, &lead)?;
    place(tx, id)?;
    phase::insert(tx, who, id, new.status, new.began.unwrap_or(today), "")?;
    add_people(tx, who, id, household, new.person)?;
    Ok(id)
}

/// The person's household in sight, or a new one of one.
fn household(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<Id<Household>> {
    match people::household_of(tx, person)? {
        Some(id) => Ok(id),
        None => people::found_household(tx, who, person),
    }
}

/// A case is about its person and about those of the household who are the author's own agency's to work for, but for those from
/// whom the person is protected, and for those who are protected from the person. Whom another case shows by a consent or
/// an article, this one does not make one's own.
fn add_people(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Case>,
    household: Option<Id<Household>>,
    person: Option<Id<Person>>,
) -> Result<()> {
    let mut ids: Vec<Id<Person>> = person.into_iter().collect();
    if let Some(household) = household {
        let members = people::members_in_sight(tx, who, household)?;
        let own = members.iter().filter(|m| m.to_on.is_none() && m.bases.has(Basis::Own));
        for member in own.map(|m| m.person.id) {
            if !ids.contains(&member) && !opposes(tx, &ids, member)? {
                ids.push(member);
            }
        }
    }
    for person in ids {
        tx.exec(
            "INSERT INTO case_people (case_id, person_id, added_at) VALUES ($1, $2, $3)",
            &[&id, &person, &who.now],
        )?;
    }
    Ok(())
}

fn opposes(tx: &Tx<'_>, ids: &[Id<Person>], member: Id<Person>) -> Result<bool> {
    for &id in ids {
        if conflict::are_opposed(tx, id, member)? {
            return Ok(true);
        }
    }
    Ok(false)
}
