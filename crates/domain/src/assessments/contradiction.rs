//! 食い違い that somebody saw in words. Coded answers are compared by the program; what is told freely is compared by people, and what
//! they see is taken up in the joint policy in the same way (OTA-08).

use std::collections::BTreeMap;

use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::Answer;
use super::cited::{self, Cited};
use crate::Faults;
use crate::access::{self, Act, CasePass, Eye, RecordQuestion, RecordsOf};
use crate::audit::{Action, Event, Kind};
use crate::cases::{still_open, touch};
use crate::people::Person;

/// Two statements that do not agree, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Contradiction {
    /// Its id.
    pub id: Id<Contradiction>,
    /// One statement.
    pub one: Id<Answer>,
    /// In words, with its agency and day.
    pub one_words: String,
    /// The other one.
    pub other: Id<Answer>,
    /// In words.
    pub other_words: String,
    /// In what they do not agree.
    pub reason: String,
    /// The agency that saw it.
    pub agency_name: String,
    /// Who wrote it down.
    pub staff_name: String,
    /// When.
    pub recorded_at: Instant,
    /// Whether it is one's own agency's to take back.
    pub own: bool,
}

/// What whoever compares writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContradictionForm {
    /// The case that the page showed.
    pub case: String,
    /// Id of a statement.
    pub one: String,
    /// Id of a statement of another agency about the same person.
    pub other: String,
    /// In what they do not agree.
    pub reason: String,
}

/// A statement with the columns by which it is seen.
struct Stated {
    id: Id<Answer>,
    agency: Id<Agency>,
    about: Id<Person>,
    person: Option<Id<Person>>,
    categories: i64,
    channel: String,
}
row!(Stated { id, agency, about, person, categories, channel });

struct Found {
    id: Id<Contradiction>,
    one: Id<Answer>,
    other: Id<Answer>,
    reason: String,
    agency_name: String,
    staff_name: String,
    recorded_at: Instant,
    own: bool,
}
row!(Found { id, one, other, reason, agency_name, staff_name, recorded_at, own });

/// Marks that two statements of different agencies about one person do not agree. Both stay as they are.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them a statement that the writer does not see; [`Error::Conflict`] if the two are
/// marked already, if the page showed another case or the case is closed; [`Error::NotFound`] out of sight.
pub fn mark(tx: &Tx<'_>, who: &Scope, code: &str, form: &ContradictionForm) -> Result<Id<Contradiction>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    still_open(pass.status())?;
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "どこが食い違うか", &form.reason);
    let seen = in_sight(tx, who, &pass, [&form.one, &form.other])?;
    let mut pick = |field: &str, label: &str, given: &str| {
        let found = seen.iter().find(|stated| stated.id.as_str() == given);
        if found.is_none() {
            faults.add(field, message::error_choose_one(label));
        }
        found
    };
    let (one, other) = (pick("one", "記述", &form.one), pick("other", "もう一つの記述", &form.other));
    if let (Some(one), Some(other)) = (one, other)
        && (one.agency == other.agency || one.about != other.about || one.channel != other.channel)
    {
        faults.add("other", message::contradiction_not_possible());
    }
    faults.done()?;
    let (Some(one), Some(other)) = (one, other) else { return Err(Error::NotFound) };
    let (one, other) = if one.id < other.id { (one, other) } else { (other, one) };
    let known: Option<i64> = tx.opt(
        "SELECT 1 FROM assessment_contradictions WHERE one_id = $1 AND other_id = $2 AND ended_at IS NULL",
        &[&one.id, &other.id],
    )?;
    if known.is_some() {
        return Err(Error::Conflict(message::contradiction_known()));
    }
    let id = insert(tx, who, &pass, (one, other), &reason)?;
    Event::new(Action::Create, Kind::Assessment, id)
        .of_case(pass.id())
        .on(pass.bases())
        .for_purpose("contradiction")
        .record(tx, who)?;
    touch(tx, pass.id())?;
    Ok(id)
}

fn in_sight(tx: &Tx<'_>, who: &Scope, pass: &CasePass, ids: [&String; 2]) -> Result<Vec<Stated>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), Act::Read);
    let sql = format!(
        "{with}SELECT r.id, r.agency_id, s.person_id, r.person_id, r.categories, r.channel FROM assessment_answers r
         JOIN assessments s ON s.id = r.assessment_id WHERE r.case_id = $4 AND r.id IN ($5, $6) AND {seen}"
    );
    tx.all(&sql, &Eye::of(who).with(&[&pass.id(), ids[0], ids[1]]))
}

/// It tells of whom both tell, and of every kind of information that either holds: nobody reads it who does not read both.
fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    (one, other): (&Stated, &Stated),
    reason: &str,
) -> Result<Id<Contradiction>> {
    let id: Id<Contradiction> = tx.new_id();
    let person = one.person.filter(|_| one.person == other.person);
    let every = one.categories == 0 || other.categories == 0;
    let categories = if every { 0 } else { one.categories | other.categories };
    tx.exec(
        "INSERT INTO assessment_contradictions (id, case_id, one_id, other_id, reason, agency_id, staff_id, person_id, categories,
             channel, sealed, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &id, &pass.id(), &one.id, &other.id, &reason, &who.agency, &who.staff, &person, &categories, &one.channel, &false,
            &who.now,
        ],
    )?;
    Ok(id)
}

/// Takes a mark back.
///
/// # Errors
/// [`Error::NotFound`] out of sight, and for a mark of another agency.
pub fn unmark(tx: &Tx<'_>, who: &Scope, code: &str, id: Id<Contradiction>) -> Result<()> {
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    let taken = tx.changed(
        "UPDATE assessment_contradictions SET ended_by = $4, ended_at = $5
         WHERE id = $1 AND case_id = $2 AND agency_id = $3 AND ended_at IS NULL",
        &[&id, &pass.id(), &who.agency, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Change, Kind::Assessment, id).of_case(pass.id()).on(pass.bases());
    if taken == 0 {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    event.for_purpose("contradiction taken back").record(tx, who)
}

/// Marks of a case between statements that the reader sees both; about one person, if one is given.
pub(super) fn marked(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    about: Option<Id<Person>>,
) -> Result<Vec<Contradiction>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT r.id, r.one_id, r.other_id, r.reason, a.name, w.name, r.recorded_at, r.agency_id = $1
             FROM assessment_contradictions r JOIN agencies a ON a.id = r.agency_id JOIN staff w ON w.id = r.staff_id
             JOIN assessment_answers x ON x.id = r.one_id JOIN assessments s ON s.id = x.assessment_id
             WHERE r.case_id = $4 AND r.ended_at IS NULL AND (CAST($5 AS TEXT) IS NULL OR s.person_id = $5) AND {seen}
             ORDER BY r.recorded_at DESC, r.id DESC"
        )
    });
    let found: Vec<Found> = tx.all(sql, &Eye::of(who).with(&[&pass.id(), &about]))?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let words = words(tx, who, pass)?;
    Ok(found
        .into_iter()
        .filter_map(|of| {
            Some(Contradiction {
                one_words: words.get(&of.one)?.clone(),
                other_words: words.get(&of.other)?.clone(),
                id: of.id,
                one: of.one,
                other: of.other,
                reason: of.reason,
                agency_name: of.agency_name,
                staff_name: of.staff_name,
                recorded_at: of.recorded_at,
                own: of.own,
            })
        })
        .collect())
}

struct Said {
    id: Id<Answer>,
    on: Day,
    cited: Cited,
}

impl store::FromRow for Said {
    fn from_row(row: &store::Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, on: row.get(1)?, cited: cited::read(row, 2)? })
    }
}

/// Statements that stand in a mark, as far as the reader sees them, each in one line.
fn words(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<BTreeMap<Id<Answer>, String>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT r.id, s.assessed_on, a.name, r.item, r.value, r.source, s.form_version_id FROM assessment_answers r
             JOIN assessments s ON s.id = r.assessment_id JOIN agencies a ON a.id = r.agency_id
             WHERE r.case_id = $4 AND {seen} AND EXISTS (SELECT 1 FROM assessment_contradictions d
                 WHERE d.case_id = $4 AND d.ended_at IS NULL AND (d.one_id = r.id OR d.other_id = r.id))"
        )
    });
    let said: Vec<Said> = tx.all(sql, &Eye::of(who).with(&[&pass.id()]))?;
    let line = |said: Said| -> Result<_> {
        Ok((said.id, format!("{} {}", said.on.list_form(), cited::words(tx, &said.cited)?)))
    };
    said.into_iter().map(line).collect()
}

/// Marks that a policy takes up, by their ids: those that the writer sees.
pub(super) fn taken_up(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    given: &[String],
    faults: &mut Faults,
) -> Result<Vec<Contradiction>> {
    let wanted: Vec<&String> = given.iter().filter(|id| !id.is_empty()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut seen = marked(tx, who, pass, None)?;
    seen.retain(|one| wanted.iter().any(|id| *id == one.id.as_str()));
    if seen.len() != wanted.len() {
        faults.add("contradictions", message::error_unknown_choice("食い違い"));
    }
    Ok(seen)
}
