//! The only door to a row. Every list, look-up, count and search takes its predicate from here, so that they
//! cannot disagree; a look-up is the list narrowed to one id.
//!
//! In this chapter one basis exists, 所管: the agency's own record, or membership in the case's team. Everyone
//! else hears "not found", for the row and for its existence.

mod predicate;

use kernel::{Agency, CaseCode, Error, Id, Result, Scope};
use store::Tx;

pub use predicate::{
    CASES, CONSULTATIONS, HANDOVERS, OWN_TEAM, PEOPLE, Sight, VISIBLE_CASES, VISIBLE_CONSULTATIONS,
    VISIBLE_PEOPLE,
};

use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case, Status};
use crate::consultations::Consultation;
use crate::people::Person;

/// The basis of every disclosure in this chapter.
pub const OWN: &str = "own";

/// The agency in whose name `who` may reach rows; none for roles that do no casework, so that their predicate
/// matches nothing.
pub fn reach(who: &Scope) -> Option<Id<Agency>> {
    who.role.does_casework().then_some(who.agency)
}

/// Passes if `who` may see the case, writes the passage down, and answers where the case stands.
///
/// # Errors
/// [`Error::NotFound`] if not; the log keeps the attempt.
pub fn case(tx: &Tx<'_>, who: &Scope, id: Id<Case>, action: Action) -> Result<Status> {
    let sql = format!("SELECT c.status FROM cases c WHERE c.id = $2 AND {}", CASES.one("c.id"));
    let seen: Option<Status> = tx.opt(&sql, &[&reach(who), &id])?;
    pass(tx, who, Event::new(action, Kind::Case, id).of_case(id), seen)
}

/// As [`case`], for a case by the code that people call it by: one question, because it stands before most writes.
///
/// # Errors
/// As [`case`]; for an unknown code too.
pub fn case_of_code(tx: &Tx<'_>, who: &Scope, code: &str, action: Action) -> Result<(Id<Case>, Status)> {
    let code = CaseCode::parse(code).map_err(|_| Error::NotFound)?.to_string();
    let sql = format!("SELECT c.id, c.status FROM cases c WHERE c.code = $2 AND {}", CASES.one("c.id"));
    let Some((id, status)) = tx.opt::<(Id<Case>, Status)>(&sql, &[&reach(who), &code])? else {
        // Once more by the id, if there is one, so that the log names what was refused.
        case(tx, who, cases::by_code(tx, who, &code)?, action)?;
        return Err(Error::NotFound);
    };
    Event::new(action, Kind::Case, id).of_case(id).record(tx, who)?;
    Ok((id, status))
}

/// Passes if `who` may see the person.
///
/// # Errors
/// As [`case`].
pub fn person(tx: &Tx<'_>, who: &Scope, id: Id<Person>, action: Action) -> Result<()> {
    let sql = format!("SELECT 1 FROM people p WHERE p.id = $2 AND {}", PEOPLE.one("p.id"));
    let seen: Option<i64> = tx.opt(&sql, &[&reach(who), &id])?;
    pass(tx, who, Event::new(action, Kind::Person, id), seen).map(drop)
}

/// Passes if `who` may see the consultation.
///
/// # Errors
/// As [`case`].
pub fn consultation(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>, action: Action) -> Result<()> {
    let sql = format!("SELECT 1 FROM consultations k WHERE k.id = $2 AND {}", CONSULTATIONS.one("k.id"));
    let seen: Option<i64> = tx.opt(&sql, &[&reach(who), &id])?;
    pass(tx, who, Event::new(action, Kind::Consultation, id), seen).map(drop)
}

/// Refuses roles that do no casework before they could write a row of their own.
///
/// # Errors
/// [`Error::NotFound`]: for them the page does not exist.
pub fn casework(who: &Scope) -> Result<Id<Agency>> {
    reach(who).ok_or(Error::NotFound)
}

fn pass<T>(tx: &Tx<'_>, who: &Scope, event: Event, seen: Option<T>) -> Result<T> {
    match seen {
        Some(seen) => event.record(tx, who).map(|()| seen),
        None => {
            event.refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}
