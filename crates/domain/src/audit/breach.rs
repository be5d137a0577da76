//! After a leak: whose records were reached, of which kind, on which basis, and until when it has to be reported
//! (個人情報保護法68条; 同法施行規則43条, 44条; L-09). Ids and counts, never a content.

use std::collections::{BTreeMap, HashSet};

use kernel::{Day, Result};
use serde::Serialize;
use store::{Db, Tx};

use super::entry::Entry;
use super::labels;
use super::span::{Span, each};

/// Persons from which on a leak has to be reported by its number alone: more than so many.
const MANY: usize = 100;
/// Cases asked for in one step.
const STEP: usize = 200;

/// What was reached.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BreachPack {
    /// Events that showed or gave out something.
    pub accesses: usize,
    /// Ids of the persons, each with the number of events.
    pub persons: Vec<(String, i64)>,
    /// Codes of the cases, each with the number of events.
    pub cases: Vec<(String, i64)>,
    /// Events by kind of row and what was done.
    pub kinds: Vec<(String, i64)>,
    /// Events by basis.
    pub bases: Vec<(String, i64)>,
    /// Whether more than a hundred persons are concerned.
    pub many: bool,
}

/// Until when what has to be reported, counted from the day on which it became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Deadlines {
    /// 速報, not later than.
    pub first: Day,
    /// 確報.
    pub last: Day,
    /// 確報, where somebody acted with a wrong intent.
    pub last_of_intent: Day,
}

/// The deadlines of a leak that became known on `known`: 速報 within 3 to 5 days, 確報 within 30, or 60.
pub fn deadlines(known: Day) -> Deadlines {
    Deadlines { first: known.plus(5), last: known.plus(30), last_of_intent: known.plus(60) }
}

/// The account of a 職員番号.
///
/// # Errors
/// [`kernel::Error::NotFound`] if there is none.
pub fn account_of(tx: &Tx<'_>, login: &str) -> Result<String> {
    tx.one("SELECT id FROM staff WHERE login = $1", &[&login.trim().to_lowercase()])
}

/// Gathers what was reached in a period, by one account if it is given. Looks in small steps, so it is called outside of
/// a transaction.
///
/// # Errors
/// Those of the database.
pub fn gather(db: &Db, span: Span, staff: Option<&str>) -> Result<BreachPack> {
    let mut tally = Tally::default();
    each(db, span, staff, |entry| {
        tally.take(&entry);
        Ok(())
    })?;
    let ids: Vec<String> = tally.cases.keys().cloned().collect();
    let mut codes = BTreeMap::new();
    for step in ids.chunks(STEP) {
        db.read(|tx| step.iter().try_for_each(|case| tally.people_of(tx, case, &mut codes)))?;
    }
    let many = tally.persons.len() > MANY;
    Ok(BreachPack {
        accesses: tally.accesses,
        persons: tally.persons.into_iter().collect(),
        cases: codes.into_iter().collect(),
        kinds: tally.kinds.into_iter().collect(),
        bases: tally.bases.into_iter().collect(),
        many,
    })
}

#[derive(Default)]
struct Tally {
    accesses: usize,
    persons: BTreeMap<String, i64>,
    cases: BTreeMap<String, i64>,
    kinds: BTreeMap<String, i64>,
    bases: BTreeMap<String, i64>,
}

impl Tally {
    fn take(&mut self, entry: &Entry) {
        let gives =
            matches!(entry.action.as_str(), "read" | "list" | "search" | "reveal" | "print" | "export");
        let about = matches!(
            entry.kind.as_str(),
            "case"
                | "person"
                | "household"
                | "consultation"
                | "handover"
                | "consent"
                | "conference"
                | "coordination"
                | "department_notice"
                | "plan"
                | "assessment"
                | "protection"
                | "emergency"
                | "export"
        );
        if entry.outcome != "ok" || !gives || !about || (entry.objects.is_empty() && entry.case_id.is_none())
        {
            return;
        }
        self.accesses += 1;
        let what = format!("{}({})", labels::kind(&entry.kind), labels::action(&entry.action));
        *self.kinds.entry(what).or_default() += 1;
        *self.bases.entry(labels::basis(&entry.basis)).or_default() += 1;
        let objects = entry.objects.split(' ').filter(|id| !id.is_empty());
        match entry.kind.as_str() {
            "person" => objects.for_each(|id| *self.persons.entry(id.to_owned()).or_default() += 1),
            "case" | "export" => {
                // The case of the event stands among its objects, too: once.
                let cases: HashSet<&str> = objects.chain(entry.case_id.as_deref()).collect();
                cases.into_iter().for_each(|id| *self.cases.entry(id.to_owned()).or_default() += 1);
            }
            _ => {
                if let Some(case) = &entry.case_id {
                    *self.cases.entry(case.clone()).or_default() += 1;
                }
            }
        }
    }

    /// Whoever sees a case sees everybody in it.
    fn people_of(&mut self, tx: &Tx<'_>, case: &String, codes: &mut BTreeMap<String, i64>) -> Result<()> {
        let accesses = self.cases.get(case).copied().unwrap_or_default();
        let code: Option<String> = tx.opt("SELECT code FROM cases WHERE id = $1", &[case])?;
        let Some(code) = code else { return Ok(()) };
        codes.insert(code, accesses);
        let people: Vec<String> = tx.all("SELECT person_id FROM case_people WHERE case_id = $1", &[case])?;
        people.into_iter().for_each(|person| *self.persons.entry(person).or_default() += accesses);
        Ok(())
    }
}
