use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx, row};

use super::cited::{self, Cited};
use super::{Answer, contradiction};
use crate::access::{self, Act, CasePass, Eye, RecordQuestion, RecordsOf};
use crate::audit::{Action, Event, Kind};
use crate::cases::{still_open, touch, usual_channel};
use crate::{Faults, drafts};

/// 共通の方針, with the statements that it rests on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    /// The case that the page showed.
    pub case: String,
    /// What is meant to be done together.
    pub text: String,
    /// Ids of the statements that are cited.
    pub cites: Vec<String>,
    /// Ids of marks of 食い違い that are taken up: both of their statements are cited.
    pub contradictions: Vec<String>,
}

/// A joint policy as the reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Policy {
    /// The policy.
    pub id: Id<Policy>,
    /// Its words.
    pub text: String,
    /// The agency that wrote it down.
    pub agency_name: String,
    /// Who wrote it down.
    pub staff_name: String,
    /// When.
    pub recorded_at: Instant,
    /// What it cites, as far as the reader sees it.
    pub cites: Vec<String>,
    /// In what statements did not agree that it takes up, as far as the reader sees it.
    pub contradictions: Vec<String>,
}

struct Found {
    id: Id<Policy>,
    text: String,
    agency_name: String,
    staff_name: String,
    recorded_at: Instant,
}
row!(Found { id, text, agency_name, staff_name, recorded_at });

/// A statement that a policy cites.
struct CitedBy(Id<Policy>, Cited);

impl FromRow for CitedBy {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get(0)?, cited::read(row, 1)?))
    }
}

/// Keeps a joint policy. It cites what its writer sees; earlier ones stay.
///
/// # Errors
/// [`Error::Invalid`] without words, or for a source that the writer does not see; [`Error::Conflict`] if the page showed
/// another case or the case is closed; [`Error::NotFound`] out of sight.
pub fn set_policy(tx: &Tx<'_>, who: &Scope, code: &str, form: &PolicyForm) -> Result<Id<Policy>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    still_open(pass.status())?;
    let mut faults = Faults::default();
    let text = faults.required_text("text", "共通の方針", &form.text);
    let wanted: Vec<&String> = form.cites.iter().filter(|id| !id.is_empty()).collect();
    let seen = answers_in_sight(tx, who, &pass)?;
    let mut cites: Vec<Id<Answer>> =
        seen.into_iter().filter(|id| wanted.iter().any(|w| **w == id.to_string())).collect();
    if cites.len() != wanted.len() {
        faults.add("cites", message::error_unknown_choice("引用"));
    }
    let taken = contradiction::taken_up(tx, who, &pass, &form.contradictions, &mut faults)?;
    faults.done()?;
    cites.extend(taken.iter().flat_map(|mark| [mark.one, mark.other]));
    cites.sort();
    cites.dedup();
    let id = insert(tx, who, &pass, &text, &cites)?;
    for mark in &taken {
        tx.exec(
            "INSERT INTO joint_policy_contradictions (policy_id, contradiction_id) VALUES ($1, $2)",
            &[&id, &mark.id],
        )?;
    }
    drafts::forget(tx, who, "policy", code)?;
    Event::new(Action::Create, Kind::Assessment, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    touch(tx, pass.id())?;
    Ok(id)
}

fn answers_in_sight(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Id<Answer>>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), Act::Read);
    let sql = format!("{with}SELECT r.id FROM assessment_answers r WHERE r.case_id = $4 AND {seen}");
    tx.all(&sql, &Eye::of(who).with(&[&pass.id()]))
}

/// It tells of everybody, by what all of them said: every kind of information of the household.
fn insert(tx: &Tx<'_>, who: &Scope, pass: &CasePass, text: &str, cites: &[Id<Answer>]) -> Result<Id<Policy>> {
    let id: Id<Policy> = tx.new_id();
    let channel = usual_channel(tx, who, pass)?;
    tx.exec(
        "INSERT INTO joint_policies (id, case_id, agency_id, staff_id, person_id, categories, channel, sealed, text, recorded_at)
         VALUES ($1, $2, $3, $4, NULL, 0, $5, $6, $7, $8)",
        &[&id, &pass.id(), &who.agency, &who.staff, &channel, &false, &text, &who.now],
    )?;
    for answer in cites {
        tx.exec("INSERT INTO joint_policy_sources (policy_id, answer_id) VALUES ($1, $2)", &[&id, answer])?;
    }
    Ok(id)
}

/// The joint policies of a case that the reader may see, the latest first.
///
/// # Errors
/// Those of the database.
pub fn policies(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Policy>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT r.id, r.text, a.name, w.name, r.recorded_at FROM joint_policies r JOIN agencies a ON a.id = r.agency_id
             JOIN staff w ON w.id = r.staff_id WHERE r.case_id = $4 AND {seen} ORDER BY r.recorded_at DESC, r.id DESC LIMIT 20"
        )
    });
    let found: Vec<Found> = tx.all(sql, &Eye::of(who).with(&[&pass.id()]))?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (sources, taken) = (cited_by(tx, who, pass)?, taken_up_by(tx, who, pass)?);
    let mut policies = Vec::with_capacity(found.len());
    for of in found {
        let mut cites = Vec::new();
        for CitedBy(_, source) in sources.iter().filter(|CitedBy(policy, _)| *policy == of.id) {
            cites.push(cited::words(tx, source)?);
        }
        let reasons = taken.iter().filter(|(policy, _)| *policy == of.id);
        policies.push(Policy {
            id: of.id,
            text: of.text,
            agency_name: of.agency_name,
            staff_name: of.staff_name,
            recorded_at: of.recorded_at,
            cites,
            contradictions: reasons.map(|(_, reason)| reason.clone()).collect(),
        });
    }
    Ok(policies)
}

/// What the policies of a case cite, as far as the reader sees it.
fn cited_by(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<CitedBy>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT c.policy_id, a.name, r.item, r.value, r.source, s.form_version_id FROM joint_policy_sources c
             JOIN assessment_answers r ON r.id = c.answer_id JOIN assessments s ON s.id = r.assessment_id
             JOIN agencies a ON a.id = r.agency_id WHERE r.case_id = $4 AND {seen} ORDER BY r.id"
        )
    });
    tx.all(sql, &Eye::of(who).with(&[&pass.id()]))
}

struct Told {
    policy: Id<Policy>,
    reason: String,
}
row!(Told { policy, reason });

/// Reasons of the marks that the policies of a case took up, as far as the reader sees them; also of marks that were taken back
/// since.
fn taken_up_by(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<(Id<Policy>, String)>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT c.policy_id, r.reason FROM joint_policy_contradictions c
             JOIN assessment_contradictions r ON r.id = c.contradiction_id WHERE r.case_id = $4 AND {seen} ORDER BY r.id"
        )
    });
    let told: Vec<Told> = tx.all(sql, &Eye::of(who).with(&[&pass.id()]))?;
    Ok(told.into_iter().map(|told| (told.policy, told.reason)).collect())
}
