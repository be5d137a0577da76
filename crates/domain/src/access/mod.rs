//! The only door to a row. Every list, look-up, count and search takes its condition from one table of rules
//! ([`RULES`]), so that they cannot disagree; a look-up is the list narrowed to one id. What is forbidden beats every
//! basis ([`FORBIDS`]). Everyone else hears "not found", for the row and for its existence; the log hears why.

mod act;
mod basis;
pub(crate) mod conflict;
mod decide;
mod eye;
mod forbid;
pub mod matrix;
pub mod measure;
mod pass;
mod question;
mod rule;
mod sight;

use kernel::{Agency, CaseCode, Error, Id, Result, Role, Scope};
use store::{FromRow, Tx};

pub use act::{Act, Kind};
pub use basis::{Bases, Basis};
pub use decide::{Any, decide, decide_all, nothing_bars};
pub use eye::Eye;
pub use forbid::{FORBIDS, Forbid};
pub(crate) use forbid::{shielded, unbarred};
pub use pass::CasePass;
pub(crate) use pass::{WHOLE, case_question};
pub(crate) use question::RecordQuestion;
pub(crate) use rule::COVERED;
pub use rule::{RULES, Rule};
pub(crate) use sight::{
    NAMED, RecordsOf, allowing, bases, bases_by_row, many, named_by_row, not_barred, not_barred_from, one,
    received_handovers, records_of, sight, team_rows,
};

use crate::audit::{self, Event};
use crate::cases::{Case, by_code};
use crate::consultations::Consultation;
use crate::municipality::OrganisationKind;
use crate::people::Person;
use crate::texts::Texts;

/// The agency in whose name `who` may reach rows; none for roles that do no casework and for whoever has not accepted
/// the current operating rules (OTA-16), so that no rule matches.
pub fn reach(who: &Scope) -> Option<Id<Agency>> {
    (who.role.does_casework() && who.accepted_rules).then_some(who.agency)
}

/// Questions for each act, put together once for everybody and once for those whom nothing bars: by [`text`].
pub(crate) type TextsByAct = Texts<{ 2 * Act::COUNT }>;

/// The number of a text that is put together once for everybody and once for those whom nothing bars.
pub(crate) fn text(who: &Scope, n: usize) -> usize {
    2 * n + usize::from(who.unbarred)
}

/// Refuses roles that do no casework before they could write a row of their own.
///
/// # Errors
/// [`Error::NotFound`]: for them the page does not exist.
pub fn casework(who: &Scope) -> Result<Id<Agency>> {
    reach(who).ok_or(Error::NotFound)
}

/// Whether somebody decides for the municipality: a manager or a coordinator, of one of its own offices. Convening and deciding
/// cannot be commissioned (社会福祉法 106条の6第1項, 106条の4第2項6号; TOK-09).
///
/// # Errors
/// Those of the database.
pub fn decides(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    if !who.accepted_rules || !matches!(who.role, Role::Manager | Role::Coordinator) {
        return Ok(false);
    }
    let kind: String = tx.one("SELECT kind FROM agencies WHERE id = $1", &[&who.agency])?;
    Ok(is_of_municipality(&kind))
}

/// Whether an agency of this kind is an office of the municipality itself.
pub(crate) fn is_of_municipality(kind: &str) -> bool {
    let of_others =
        |other: &OrganisationKind| *other != OrganisationKind::Municipality && other.key() == kind;
    !OrganisationKind::ALL.iter().any(of_others)
}

/// Passes if `who` may do `act` with the case, writes the passage down, and gives the pass that questions about the
/// case ask for.
///
/// # Errors
/// [`Error::NotFound`] if not; the log keeps the attempt.
pub fn case(tx: &Tx<'_>, who: &Scope, id: Id<Case>, act: Act) -> Result<CasePass> {
    let event = Event::new(act.logged(), audit::Kind::Case, id).of_case(id);
    match pass::of_id(tx, who, id, act)? {
        Some(pass) => event.on(pass.bases()).record(tx, who).map(|()| pass),
        None => refuse(tx, who, event),
    }
}

/// As [`case`], for a case by the code that people call it by. A mistyped code is caught by its check character before
/// anything is looked up.
///
/// # Errors
/// As [`case`]; for an unknown code too.
pub fn case_of_code(tx: &Tx<'_>, who: &Scope, code: &str, act: Act) -> Result<CasePass> {
    let code = CaseCode::parse(code).map_err(|_| Error::NotFound)?.to_string();
    match pass::of_code(tx, who, &code, act)? {
        Some(pass) => {
            let event = Event::new(act.logged(), audit::Kind::Case, pass.id()).of_case(pass.id());
            event.on(pass.bases()).record(tx, who).map(|()| pass)
        }
        // Once more by the id, if there is one, so that the log names what was refused.
        None => case(tx, who, by_code(tx, who, &code)?, act),
    }
}

/// The id of a case by its code, for whoever may know that it exists. Asked before a form is looked at, so that a form
/// with faults tells nobody else that there is such a case; only a refusal is written down here.
///
/// # Errors
/// As [`case`]; for an unknown code too.
pub fn known_case(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Id<Case>> {
    let parsed = CaseCode::parse(code).map_err(|_| Error::NotFound)?.to_string();
    match pass::of_code(tx, who, &parsed, Act::Exist)? {
        Some(pass) => Ok(pass.id()),
        None => case(tx, who, by_code(tx, who, code)?, Act::Exist).map(|pass| pass.id()),
    }
}

/// As [`case_of_code`], together with what a [`case_question`] for the act asks besides.
pub(crate) fn case_with<R: FromRow, const WIDTH: usize>(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    question: &str,
    act: Act,
) -> Result<(R, CasePass)> {
    let code = CaseCode::parse(code).map_err(|_| Error::NotFound)?.to_string();
    let Some((row, pass)) = pass::with::<R, WIDTH>(tx, who, &code, question)? else {
        case(tx, who, by_code(tx, who, &code)?, act)?;
        return Err(Error::NotFound);
    };
    let event = Event::new(act.logged(), audit::Kind::Case, pass.id()).of_case(pass.id());
    event.on(pass.bases()).record(tx, who)?;
    Ok((row, pass))
}

/// Passes if `who` may do `act` with the person; answers on which bases.
///
/// # Errors
/// As [`case`].
pub fn person(tx: &Tx<'_>, who: &Scope, id: Id<Person>, act: Act) -> Result<Bases> {
    static SQL: TextsByAct = Texts::new();
    let sql = SQL.get(text(who, act as usize), || {
        format!(
            "SELECT {} FROM people p WHERE p.id = $4 AND {}",
            bases(Kind::Person),
            one(who, Kind::Person, act)
        )
    });
    let seen = tx.opt(sql, &Eye::of(who).with(&[&id]))?;
    pass(tx, who, Event::new(act.logged(), audit::Kind::Person, id), seen)
}

/// Passes if `who` may do `act` with the consultation.
///
/// # Errors
/// As [`case`].
pub fn consultation(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>, act: Act) -> Result<Bases> {
    let (kind, allowed) = (Kind::Consultation, one(who, Kind::Consultation, act));
    let sql = format!("SELECT {} FROM consultations k WHERE k.id = $4 AND {allowed}", bases(kind));
    let seen = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    pass(tx, who, Event::new(act.logged(), audit::Kind::Consultation, id), seen)
}

fn pass(tx: &Tx<'_>, who: &Scope, event: Event, seen: Option<Bases>) -> Result<Bases> {
    match seen {
        Some(bases) => event.on(bases).record(tx, who).map(|()| bases),
        None => refuse(tx, who, event),
    }
}

/// Not found, for the one who asks; the log has the attempt.
fn refuse<T>(tx: &Tx<'_>, who: &Scope, event: Event) -> Result<T> {
    let why = if !who.accepted_rules {
        "operating rules not accepted"
    } else if !who.role.does_casework() {
        "role without casework"
    } else {
        "no ground"
    };
    event.refused().for_purpose(why).record(tx, who)?;
    Err(Error::NotFound)
}
