use kernel::{Day, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{CaseHead, Status, closures, head, issues, phases};
use crate::Choice;
use crate::access::{self, Act, CasePass, Eye, RecordsOf};
use crate::choices::choices;
use crate::people::{self, Household};

/// Records that one chronology shows, the latest; the timeline has them all.
const RECORDS: i64 = 500;

choices! {
    /// What a line of the chronology is.
    pub enum Moment {
        Birth = "birth" "誕生",
        MovedIn = "moved_in" "世帯に入る",
        MovedOut = "moved_out" "世帯を出る",
        Issue = "issue" "課題に気づく",
        Resolved = "resolved" "課題が落ち着く",
        Phase = "phase" "段階",
        Record = "record" "記録",
        Assessment = "assessment" "アセスメント",
        Closed = "closed" "終結",
        Reopened = "reopened" "再開",
    }
}

/// A line of the chronology.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// When; of a birth that is known by its year or roughly, the first day that it could be.
    pub on: Day,
    /// The day in words, as exactly as it is known.
    pub day: String,
    /// What it is.
    pub moment: Moment,
    /// In words.
    pub text: String,
    /// The agency from which it is known; empty where it is a fact of the household.
    pub agency: String,
}

impl Line {
    fn new(on: Day, moment: Moment, text: String, agency: String) -> Self {
        Self { on, day: on.list_form(), moment, text, agency }
    }
}

/// 家族年表: what happened to the household, in the order of days, from everything that the reader may see. Nothing is
/// typed for it.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn chronology(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, Vec<Line>)> {
    let (head, pass) = head(tx, who, code)?;
    let mut lines = births(&head);
    if let Some(household) = head.case.household {
        lines.extend(moves(tx, who, household)?);
    }
    lines.extend(of_case(tx, who, &pass)?);
    lines.extend(records(tx, who, &pass)?);
    lines.extend(assessments(tx, who, &pass)?);
    lines.sort_by_key(|line| (line.on, line.moment));
    Ok((head, lines))
}

fn births(head: &CaseHead) -> Vec<Line> {
    let born = |person: &super::show::PersonLine| {
        let on = person.birth.earliest()?;
        Some(Line {
            day: person.birth.list_form(),
            ..Line::new(on, Moment::Birth, person.name.clone(), String::new())
        })
    };
    head.people.iter().filter_map(born).collect()
}

struct Move {
    name: String,
    nickname: String,
    standing: String,
    from_on: Option<Day>,
    to_on: Option<Day>,
}
row!(Move { name, nickname, standing, from_on, to_on });

fn moves(tx: &Tx<'_>, who: &Scope, household: Id<Household>) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT p.name, p.nickname, m.standing, m.from_on, m.to_on FROM household_members m JOIN people p ON p.id = m.person_id
         WHERE m.household_id = $4 AND {}",
        access::one(who, access::Kind::Person, Act::Read)
    );
    let found: Vec<Move> = tx.all(&sql, &Eye::of(who).with(&[&household]))?;
    let mut lines = Vec::new();
    for of in found {
        let name = people::display(&of.name, &of.nickname);
        let text = if of.standing.is_empty() { name } else { format!("{name}({})", of.standing) };
        let days = [(of.from_on, Moment::MovedIn), (of.to_on, Moment::MovedOut)];
        lines.extend(
            days.into_iter()
                .filter_map(|(on, moment)| Some(Line::new(on?, moment, text.clone(), String::new()))),
        );
    }
    Ok(lines)
}

/// Issues, phases, closures: those that the page of the case shows the reader.
fn of_case(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Line>> {
    let (issues, phases, closures) =
        (issues(tx, who, pass)?.all()?, phases(tx, pass)?.all()?, closures(tx, pass)?.all()?);
    let names: Vec<(String, String)> = tx.all("SELECT key, name FROM issue_types", &[])?;
    let named = |key: &str| names.iter().find(|(of, _)| of == key).map_or(key, |(_, name)| name).to_owned();
    let mut lines = Vec::new();
    for issue in issues {
        let of = named(&issue.issue_type);
        let text = issue.person.map_or_else(|| of.clone(), |person| format!("{of}({person})"));
        if let Some(on) = issue.resolved_on {
            lines.push(Line::new(on, Moment::Resolved, text.clone(), String::new()));
        }
        lines.push(Line::new(issue.found_on, Moment::Issue, text, issue.found_by));
    }
    lines.extend(phases.into_iter().map(|of| phase(of.entered_on, of.phase, &of.note)));
    for of in closures {
        lines.push(Line::new(of.closed_on, Moment::Closed, of.reason.label().to_owned(), String::new()));
        if let Some(on) = of.reopened_on {
            lines.push(Line::new(on, Moment::Reopened, of.reopen_reason, String::new()));
        }
    }
    Ok(lines)
}

fn phase(on: Day, phase: Status, note: &str) -> Line {
    let text = if note.is_empty() { phase.label().to_owned() } else { format!("{} {note}", phase.label()) };
    Line::new(on, Moment::Phase, text, String::new())
}

struct Said {
    on: Day,
    text: String,
    agency: String,
}
row!(Said { on, text, agency });

fn records(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Line>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), Act::Read);
    let sql = format!(
        "{with}SELECT r.happened_on, r.text, a.name FROM case_records r JOIN agencies a ON a.id = r.agency_id
         WHERE r.case_id = $4 AND r.withdrawn_at IS NULL AND {seen} ORDER BY r.happened_at DESC, r.id DESC LIMIT {RECORDS}"
    );
    let found: Vec<Said> = tx.all(&sql, &Eye::of(who).with(&[&pass.id()]))?;
    Ok(found.into_iter().map(|of| Line::new(of.on, Moment::Record, of.text, of.agency)).collect())
}

/// Assessments of which the reader sees a statement at least.
fn assessments(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Line>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), Act::Read);
    let sql = format!(
        "{with}SELECT s.assessed_on, CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, a.name FROM assessments s
         JOIN agencies a ON a.id = s.agency_id JOIN people p ON p.id = s.person_id
         WHERE s.case_id = $4 AND s.id IN (SELECT r.assessment_id FROM assessment_answers r WHERE r.case_id = $4 AND r.person_id = s.person_id AND {seen})"
    );
    let found: Vec<Said> = tx.all(&sql, &Eye::of(who).with(&[&pass.id()]))?;
    Ok(found.into_iter().map(|of| Line::new(of.on, Moment::Assessment, of.text, of.agency)).collect())
}
