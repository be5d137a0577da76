//! 閲覧の報告: who has seen my record? A counter takes the request, the privacy officer answers it (L-08; 個人情報保護法
//! 76条, 78条, 81条). It names organisations and not people, and says nothing of others.

use std::collections::{BTreeMap, HashSet};

use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Db, FromRow, Row, Tx};

use super::entry::Entry;
use super::span::{Span, each};
use super::{Action, Event, Kind, labels, office};
use crate::Faults;
use crate::access::{self, Act};
use crate::choices::choices;
use crate::people::Person;

choices! {
    /// What was answered.
    pub enum Decision {
        Disclosed = "disclosed" "報告を渡す",
        Neither = "neither" "記録があるかないかを答えない(法81条)",
    }
}

/// Label of the ids of requests.
pub enum AccessReport {}

/// What a counter writes down.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportRequest {
    /// The first day of the period, as typed.
    pub from: String,
    /// The last day, as typed.
    pub to: String,
    /// By what the asker proved to be the person.
    pub identity: String,
}

/// What the officer decides.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Key of a [`Decision`].
    pub decision: String,
    /// Ids of organisations whose looks are withheld (法78条).
    pub withheld: Vec<String>,
}

/// A request, for the officer: by its id, without a name.
#[derive(Debug, Clone, Serialize)]
pub struct ReportLine {
    /// Its id.
    pub id: Id<AccessReport>,
    /// The first day of the period.
    pub from_on: Day,
    /// The last day.
    pub to_on: Day,
    /// When it was asked for.
    pub requested_at: Instant,
    /// At which organisation.
    pub agency: String,
    /// The key of the decision; empty until there is one.
    pub decision: String,
    /// When it was decided.
    pub decided_at: Option<Instant>,
}

impl FromRow for ReportLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            from_on: row.get(1)?,
            to_on: row.get(2)?,
            requested_at: row.get(3)?,
            agency: row.get(4)?,
            decision: row.get(5)?,
            decided_at: row.get(6)?,
        })
    }
}

const LINE: &str = "SELECT r.id, r.from_on, r.to_on, r.requested_at, a.name, r.decision, r.decided_at
    FROM access_reports r JOIN agencies a ON a.id = r.agency_id";

/// A look that is disclosed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// When.
    pub at: Instant,
    /// Id of the organisation, for withholding.
    pub agency_id: String,
    /// Its name.
    pub agency: String,
    /// What was done.
    pub action: String,
    /// What for.
    pub purpose: String,
    /// On which bases.
    pub basis: String,
}

/// A report before it is decided.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What can be disclosed, in the order of time.
    pub entries: Vec<Disclosed>,
    /// Looks that are withheld by themselves.
    pub withheld: i64,
}

/// A decided report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The request.
    #[serde(flatten)]
    pub line: ReportLine,
    /// What is disclosed.
    pub entries: Vec<Disclosed>,
    /// How many looks are withheld; never on paper.
    pub withheld: i64,
}

/// Takes down the request of a person whom one sees.
///
/// # Errors
/// [`Error::NotFound`] for who may not see the person; [`Error::Invalid`] with every fault.
pub fn request(
    tx: &Tx<'_>,
    who: &Scope,
    person: Id<Person>,
    form: &ReportRequest,
) -> Result<Id<AccessReport>> {
    access::person(tx, who, person, Act::Read)?;
    take_down(tx, who, Some(person), form)
}

/// Takes down a request about somebody of whom nothing is known here, or nothing may be said.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office; [`Error::Invalid`] with every fault.
pub fn request_of_unknown(tx: &Tx<'_>, who: &Scope, form: &ReportRequest) -> Result<Id<AccessReport>> {
    office::officer(tx, who, Action::Create)?;
    take_down(tx, who, None, form)
}

fn take_down(
    tx: &Tx<'_>,
    who: &Scope,
    person: Option<Id<Person>>,
    form: &ReportRequest,
) -> Result<Id<AccessReport>> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let from = faults.event_day("from", "始まり", &form.from, today);
    let to = faults.event_day("to", "終わり", &form.to, today);
    let identity = faults.required_line("identity", "本人確認", &form.identity);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.add("to", message::error_date_order(from.text_form()));
    }
    faults.done()?;
    let (Some(from), Some(to)) = (from, to) else { return Err(Error::NotFound) };
    let id: Id<AccessReport> = tx.new_id();
    tx.exec(
        "INSERT INTO access_reports (id, person_id, from_on, to_on, identity, requested_by, agency_id, requested_at, decision, entries, withheld)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '[]', 0)",
        &[&id, &person, &from, &to, &identity, &who.staff, &who.agency, &who.now],
    )?;
    Event::new(Action::Create, Kind::AccessReport, id).record(tx, who)?;
    Ok(id)
}

/// The requests, those without an answer first.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office.
pub fn reports(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ReportLine>> {
    office::officer(tx, who, Action::List)?;
    tx.all(&format!("{LINE} ORDER BY r.decided_at IS NOT NULL, r.requested_at DESC, r.id LIMIT 200"), &[])
}

/// A request with what was answered.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office, and for an unknown id.
pub fn report(tx: &Tx<'_>, who: &Scope, id: Id<AccessReport>) -> Result<Report> {
    office::officer(tx, who, Action::Read)?;
    let line: Option<ReportLine> = tx.opt(&format!("{LINE} WHERE r.id = $1"), &[&id])?;
    let line = line.ok_or(Error::NotFound)?;
    let (entries, withheld): (String, i64) =
        tx.one("SELECT entries, withheld FROM access_reports WHERE id = $1", &[&id])?;
    let entries =
        serde_json::from_str(&entries).map_err(|_| Error::Corrupt("access_reports.entries".into()))?;
    Event::new(Action::Read, Kind::AccessReport, id).record(tx, who)?;
    Ok(Report { line, entries, withheld })
}

/// What the log has on the person of a request. Looks in small steps, so it is called outside of a transaction.
///
/// Withheld by themselves are looks at a case with a suspicion of abuse or violence that is not over (法78条1項1号):
/// who looked there could tell who spoke up. Refused looks showed nothing and are no part of it.
///
/// # Errors
/// Those of the database; [`Error::NotFound`] for an unknown id.
pub fn gather(db: &Db, id: Id<AccessReport>) -> Result<Draft> {
    let (person, from, to): (Option<String>, Day, Day) =
        db.read(|tx| tx.one("SELECT person_id, from_on, to_on FROM access_reports WHERE id = $1", &[&id]))?;
    let Some(person) = person else { return Ok(Draft::default()) };
    let about = db.read(|tx| About::of(tx, &person))?;
    let names: BTreeMap<String, String> =
        db.read(|tx| tx.all::<(String, String)>("SELECT id, name FROM agencies", &[]))?.into_iter().collect();
    let mut draft = Draft::default();
    each(db, Span::days(from, to), None, |entry| {
        if entry.outcome != "ok" || !about.concerns(&entry) {
            return Ok(());
        }
        if entry.case_id.as_ref().is_some_and(|case| about.sheltered.contains(case)) {
            draft.withheld += 1;
            return Ok(());
        }
        draft.entries.push(Disclosed {
            at: Instant(entry.at),
            agency: names.get(&entry.agency_id).cloned().unwrap_or_default(),
            action: labels::action(&entry.action).to_owned(),
            purpose: labels::purpose(&entry.action).to_owned(),
            basis: labels::basis(&entry.basis),
            agency_id: entry.agency_id,
        });
        Ok(())
    })?;
    draft.entries.sort_by_key(|entry| entry.at);
    Ok(draft)
}

/// The rows that are about a person.
struct About {
    objects: HashSet<String>,
    cases: HashSet<String>,
    sheltered: HashSet<String>,
}

impl About {
    fn of(tx: &Tx<'_>, person: &str) -> Result<Self> {
        let set = |sql: &str| -> Result<HashSet<String>> {
            Ok(tx.all::<String>(sql, &[&person])?.into_iter().collect())
        };
        let mut objects = set("SELECT id FROM people WHERE id = $1 OR merged_into = $1
             UNION SELECT household_id FROM household_members WHERE person_id = $1
             UNION SELECT id FROM consultations WHERE person_id = $1
             UNION SELECT n.id FROM department_notices n JOIN consultations k ON k.id = n.consultation_id WHERE k.person_id = $1")?;
        let cases = set(
            "SELECT case_id FROM case_people WHERE person_id = $1 UNION SELECT id FROM cases WHERE person_id = $1",
        )?;
        objects.extend(cases.iter().cloned());
        let sheltered =
            set("SELECT u.case_id FROM urgent_flags u JOIN case_people cp ON cp.case_id = u.case_id
             WHERE cp.person_id = $1 AND u.ended_at IS NULL")?;
        Ok(Self { objects, cases, sheltered })
    }

    fn concerns(&self, entry: &Entry) -> bool {
        entry.case_id.as_ref().is_some_and(|case| self.cases.contains(case))
            || entry.objects.split(' ').any(|id| self.objects.contains(id))
    }
}

/// Answers a request: with what was gathered but for the organisations that are withheld, or by neither confirming nor
/// denying that there is a record. What the second says is the same whoever is asked about.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office; [`Error::Conflict`] if it was answered before.
pub fn decide(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<AccessReport>,
    form: &DecisionForm,
    draft: &Draft,
) -> Result<()> {
    office::officer(tx, who, Action::Change)?;
    let mut faults = Faults::default();
    let decision: Option<Decision> = faults.choice("decision", "答え", &form.decision);
    faults.done()?;
    let decision = decision.ok_or(Error::NotFound)?;
    let kept: Vec<&Disclosed> = match decision {
        Decision::Neither => Vec::new(),
        Decision::Disclosed => {
            draft.entries.iter().filter(|entry| !form.withheld.contains(&entry.agency_id)).collect()
        }
    };
    let withheld = draft.withheld + (draft.entries.len() - kept.len()) as i64;
    let entries = serde_json::to_string(&kept).map_err(|error| Error::Corrupt(error.to_string()))?;
    tx.exec_one(
        "UPDATE access_reports SET decision = $2, entries = $3, withheld = $4, decided_by = $5, decided_at = $6
         WHERE id = $1 AND decision = ''",
        &[&id, &decision, &entries, &withheld, &who.staff, &who.now],
    )?;
    Event::new(Action::Print, Kind::AccessReport, id).record(tx, who)
}

/// Organisations of a draft, so that one can be withheld.
pub fn agencies_of(draft: &Draft) -> Vec<(String, String)> {
    let all: BTreeMap<&str, &str> =
        draft.entries.iter().map(|entry| (entry.agency_id.as_str(), entry.agency.as_str())).collect();
    all.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect()
}
