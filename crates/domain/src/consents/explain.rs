use kernel::{Day, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::ExplainMethod;
use super::whose::{WHOSE, person_of_case};
use crate::Faults;
use crate::access::{self, Act, CasePass, Eye};
use crate::audit::{Action, Event, Kind};
use crate::people::Person;

/// An explanation as it was given (TOK-12: not formal, but understood).
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The entry.
    pub id: Id<Explanation>,
    /// To whom.
    pub person: String,
    /// When.
    pub explained_on: Day,
    /// How.
    pub method: ExplainMethod,
    /// Who was there: somebody whom the person trusts.
    pub accompanied_by: String,
    /// What was shown.
    pub materials: String,
    /// 本人のことば・様子.
    pub words: String,
    /// Who explained.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// When it was written down.
    pub recorded_at: Instant,
}
row!(Explanation {
    id,
    person,
    explained_on,
    method,
    accompanied_by,
    materials,
    words,
    staff_name,
    agency_name,
    recorded_at
});

/// What a worker writes about an explanation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplanationForm {
    /// The person's id.
    pub person: String,
    /// When; today when empty.
    pub explained_on: String,
    /// Key of [`ExplainMethod`].
    pub explain_method: String,
    /// Who was there.
    pub accompanied_by: String,
    /// What was shown.
    pub materials: String,
    /// 本人のことば・様子.
    pub words: String,
}

pub(super) struct Explained {
    pub(super) on: Day,
    method: ExplainMethod,
    accompanied_by: String,
    materials: String,
    words: String,
}

impl ExplanationForm {
    pub(super) fn check(&self, faults: &mut Faults, today: Day) -> Explained {
        let on = if self.explained_on.trim().is_empty() {
            Some(today)
        } else {
            faults.event_day("explained_on", "説明した日", &self.explained_on, today)
        };
        Explained {
            on: on.unwrap_or(today),
            method: faults.choice_or(
                "explain_method",
                "説明のしかた",
                &self.explain_method,
                ExplainMethod::InPerson,
            ),
            accompanied_by: faults.line("accompanied_by", "いっしょにいた人", &self.accompanied_by),
            materials: faults.line("materials", "見せた資料", &self.materials),
            words: faults.text("words", "本人のことば・様子", &self.words),
        }
    }
}

/// Explanations to people of a case who are in sight, the latest first.
///
/// # Errors
/// Those of the database.
pub fn explanations(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Explanation>> {
    let sql = format!(
        "SELECT e.id, CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, e.explained_on, e.method, e.accompanied_by,
                e.materials, e.words, s.name, a.name, e.recorded_at
         FROM consent_explanations e JOIN people p ON p.id = e.person_id JOIN staff s ON s.id = e.staff_id
         JOIN agencies a ON a.id = e.agency_id WHERE e.case_id = $4 AND {}
         ORDER BY e.explained_on DESC, e.recorded_at DESC",
        access::one(who, access::Kind::Person, Act::Read)
    );
    tx.all(&sql, &Eye::of(who).with(&[&pass.id()]))
}

/// Writes down that it was explained, without an answer: understanding takes time.
///
/// # Errors
/// [`kernel::Error::Invalid`] without the person's words; [`kernel::Error::NotFound`] out of sight.
pub fn explain(tx: &Tx<'_>, who: &Scope, code: &str, form: &ExplanationForm) -> Result<Id<Explanation>> {
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    let mut faults = Faults::default();
    let person = person_of_case(tx, who, &pass, &mut faults, WHOSE, &form.person)?;
    let explained = form.check(&mut faults, who.now.day());
    if explained.words.is_empty() {
        faults.add("words", message::error_required("本人のことば・様子"));
    }
    faults.done()?;
    let Some(person) = person else { return Err(kernel::Error::NotFound) };
    insert(tx, who, &pass, person, &explained)
}

pub(super) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    person: Id<Person>,
    new: &Explained,
) -> Result<Id<Explanation>> {
    let id: Id<Explanation> = tx.new_id();
    tx.exec(
        "INSERT INTO consent_explanations (id, case_id, person_id, explained_on, method, accompanied_by, materials, words,
             agency_id, staff_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &id, &pass.id(), &person, &new.on, &new.method, &new.accompanied_by, &new.materials, &new.words,
            &who.agency, &who.staff, &who.now,
        ],
    )?;
    Event::new(Action::Create, Kind::Consent, id)
        .of_case(pass.id())
        .on(pass.bases())
        .for_purpose("explanation")
        .record(tx, who)?;
    Ok(id)
}

/// Whether anything was ever explained to the person about this case.
pub(super) fn was_explained(tx: &Tx<'_>, pass: &CasePass, person: Id<Person>) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM consent_explanations WHERE case_id = $1 AND person_id = $2 LIMIT 1",
        &[&pass.id(), &person],
    )?;
    Ok(found.is_some())
}
