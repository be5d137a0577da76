//! What the rules know besides the log.

use std::collections::{HashMap, HashSet};

use kernel::{Instant, Result, fold};
use store::{Db, Tx};

use super::super::entry::Entry;
use super::super::span::{Span, each};

/// Cases asked for in one step.
const STEP: usize = 100;

/// A look at a case or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub at: Instant,
    /// By which account.
    pub staff: String,
    /// In the name of which organisation.
    pub agency: String,
    /// The case, if it was one.
    pub case: Option<String>,
    /// The person, if it was one alone.
    pub person: Option<String>,
}

impl Access {
    /// What was looked at.
    pub fn subject(&self) -> &str {
        self.case.as_deref().or(self.person.as_deref()).unwrap_or_default()
    }

    fn of(entry: Entry) -> Option<Self> {
        let looks = matches!(entry.action.as_str(), "read" | "reveal" | "print");
        let alone = !entry.objects.is_empty() && !entry.objects.contains(' ');
        let person = (entry.kind == "person" && alone).then_some(entry.objects);
        let about = entry.case_id.is_some() || person.is_some();
        (entry.outcome == "ok" && looks && about).then_some(Self {
            at: Instant(entry.at),
            staff: entry.staff_id,
            agency: entry.agency_id,
            case: entry.case_id,
            person,
        })
    }
}

/// What rows say about the accounts and the cases of the log.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The surname of an account's holder, folded.
    pub readers: HashMap<String, String>,
    /// The surnames of the people of a case or of a person, folded.
    pub surnames: HashMap<String, HashSet<String>>,
    /// From when until when a case was closed.
    pub closed: HashMap<String, Vec<(Instant, Option<Instant>)>>,
    /// Accounts that ever wrote on a case or have a task there.
    pub at_work: HashSet<(String, String)>,
    /// Organisations that work on a case: they lead it, wrote on it or have a task there.
    pub houses_at_work: HashSet<(String, String)>,
}

/// The looks of a period, and what is known about them.
///
/// # Errors
/// Those of the database.
pub(super) fn gather(db: &Db, span: Span) -> Result<(Vec<Access>, Facts)> {
    let mut looks = Vec::new();
    each(db, span, None, |entry| {
        looks.extend(Access::of(entry));
        Ok(())
    })?;
    let mut facts = Facts { readers: db.read(readers)?, ..Facts::default() };
    let distinct = |pick: fn(&Access) -> Option<&String>| -> Vec<String> {
        looks.iter().filter_map(pick).cloned().collect::<HashSet<_>>().into_iter().collect()
    };
    for step in distinct(|look| look.case.as_ref()).chunks(STEP) {
        db.read(|tx| step.iter().try_for_each(|case| of_case(tx, case, &mut facts)))?;
    }
    for step in distinct(|look| look.person.as_ref()).chunks(STEP) {
        db.read(|tx| step.iter().try_for_each(|person| of_person(tx, person, &mut facts)))?;
    }
    Ok((looks, facts))
}

fn readers(tx: &Tx<'_>) -> Result<HashMap<String, String>> {
    let all: Vec<(String, String)> = tx.all("SELECT id, name FROM staff", &[])?;
    Ok(all.into_iter().filter_map(|(id, name)| Some((id, surname(&name)?))).collect())
}

fn of_case(tx: &Tx<'_>, case: &str, facts: &mut Facts) -> Result<()> {
    let names: Vec<String> = tx.all(
        "SELECT p.name FROM case_people cp JOIN people p ON p.id = cp.person_id WHERE cp.case_id = $1",
        &[&case],
    )?;
    facts.surnames.insert(case.to_owned(), names.iter().filter_map(|name| surname(name)).collect());
    let closures: Vec<(Instant, Option<kernel::Day>)> = tx.all(
        "SELECT recorded_at, reopened_on FROM closures WHERE case_id = $1 ORDER BY recorded_at",
        &[&case],
    )?;
    let times = closures.into_iter().map(|(from, until)| (from, until.map(Instant::start_of)));
    facts.closed.insert(case.to_owned(), times.collect());
    let writers: Vec<String> = tx.all(
        "SELECT staff_id FROM case_records WHERE case_id = $1
         UNION SELECT staff_id FROM team_messages WHERE case_id = $1
         UNION SELECT from_staff_id FROM handovers WHERE case_id = $1
         UNION SELECT created_by FROM tasks WHERE case_id = $1
         UNION SELECT staff_id FROM tasks WHERE case_id = $1 AND staff_id IS NOT NULL
         UNION SELECT lead_staff_id FROM cases WHERE id = $1 AND lead_staff_id IS NOT NULL
         UNION SELECT staff_id FROM audit_events WHERE case_id = $1 AND action IN ('create', 'change') AND outcome = 'ok'",
        &[&case],
    )?;
    facts.at_work.extend(writers.into_iter().map(|staff| (staff, case.to_owned())));
    let houses: Vec<String> = tx.all(
        "SELECT lead_agency_id FROM cases WHERE id = $1 UNION SELECT agency_id FROM tasks WHERE case_id = $1
             UNION SELECT agency_id FROM case_records WHERE case_id = $1",
        &[&case],
    )?;
    facts.houses_at_work.extend(houses.into_iter().map(|agency| (agency, case.to_owned())));
    Ok(())
}

fn of_person(tx: &Tx<'_>, person: &str, facts: &mut Facts) -> Result<()> {
    let names: Vec<String> = tx.all("SELECT name FROM people WHERE id = $1", &[&person])?;
    facts.surnames.insert(person.to_owned(), names.iter().filter_map(|name| surname(name)).collect());
    Ok(())
}

/// What stands before the first space, folded so that variants of a kanji meet. None for a name without a space:
/// nobody knows where it ends.
pub(super) fn surname(name: &str) -> Option<String> {
    let (first, _) = name.trim().split_once([' ', '\u{3000}'])?;
    Some(fold::name(first))
}

#[cfg(test)]
mod tests {
    use super::{Access, Entry, surname};

    /// Whom and what a look is at: the person, the case.
    fn look(
        outcome: &str,
        action: &str,
        kind: &str,
        objects: &str,
        case: Option<&str>,
    ) -> Option<(Option<String>, Option<String>)> {
        let entry = Entry {
            seq: 1,
            at: 1,
            request: "r".into(),
            staff_id: "s".into(),
            agency_id: "a".into(),
            role: "counter_worker".into(),
            action: action.into(),
            kind: kind.into(),
            objects: objects.into(),
            case_id: case.map(str::to_owned),
            basis: "own".into(),
            purpose: String::new(),
            outcome: outcome.into(),
        };
        Access::of(entry).map(|access| (access.person, access.case))
    }

    #[test]
    fn a_look_is_at_one_person_or_at_a_case_and_showed_something() {
        let (one, case) = (|id: &str| Some((Some(id.to_owned()), None)), Some((None, Some("c".to_owned()))));
        assert_eq!(look("ok", "read", "person", "p", None), one("p"));
        assert_eq!(look("ok", "reveal", "person", "p", None), one("p"));
        assert_eq!(look("ok", "print", "plan", "x", Some("c")), case);
        assert_eq!(look("ok", "read", "case", "c", Some("c")), case);
        for (outcome, action, kind, objects, of) in [
            ("refused", "read", "person", "p", None),
            ("refused", "read", "case", "c", Some("c")),
            ("ok", "list", "person", "p", None),
            ("ok", "change", "case", "c", Some("c")),
            ("ok", "read", "person", "p q", None),
            ("ok", "read", "person", "", None),
            ("ok", "read", "account", "p", None),
        ] {
            assert_eq!(
                look(outcome, action, kind, objects, of),
                None,
                "{outcome} {action} {kind} {objects:?}"
            );
        }
    }

    #[test]
    fn variants_of_a_surname_are_one() {
        assert_eq!(surname("髙橋 一郎"), surname("高橋\u{3000}花"));
        assert_eq!(surname("見本"), None);
    }
}
