//! 相手方: from whom somebody is protected. Writing one down bars at once; taking one back takes a second person.

use kernel::{Agency, Error, Id, Instant, Result, Scope, Staff, fold, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx};

use super::{AdverseKind, bar, custody, is_open};
use crate::access::{self, Act, Bases};
use crate::audit::{Action, Event, Kind};
use crate::cases::FOREVER;
use crate::people::{self, Person};
use crate::{Faults, installed};

/// An adverse party.
#[derive(Debug, Clone, Serialize)]
pub struct AdverseParty {
    /// The row.
    pub id: Id<AdverseParty>,
    /// What it is.
    pub kind: AdverseKind,
    /// Its name, as it was when it was written down.
    pub name: String,
    /// Who wrote it down.
    pub recorded_by: Id<Staff>,
    /// Their name.
    pub recorder: String,
    /// When.
    pub recorded_at: Instant,
    /// When a second person confirmed it.
    pub confirmed_at: Option<Instant>,
}

impl FromRow for AdverseParty {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let set = |i| Ok::<_, Error>(row.get::<Option<String>>(i)?.is_some());
        let kind = match (set(1)?, set(2)?, set(3)?) {
            (true, _, _) => AdverseKind::Person,
            (_, true, _) => AdverseKind::Agency,
            (_, _, true) => AdverseKind::Staff,
            _ => AdverseKind::Outside,
        };
        Ok(Self {
            id: row.get(0)?,
            kind,
            name: row.get(4)?,
            recorded_by: row.get(5)?,
            recorder: row.get(6)?,
            recorded_at: row.get(7)?,
            confirmed_at: row.get(8)?,
        })
    }
}

/// What is written about one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdverseForm {
    /// Key of an [`AdverseKind`].
    pub kind: String,
    /// The id of a person, chosen by search.
    pub party: String,
    /// The id of an agency.
    pub agency: String,
    /// 職員番号.
    pub login: String,
    /// The name, for one outside.
    pub name: String,
}

/// Passes those who may change the person, and custodians of an open protection.
fn keeps(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<()> {
    if custody::holds(tx, who)? && is_open(tx, person)? && custody::is_free(tx, who, person)? {
        return Event::new(Action::Read, Kind::Protection, person).on(Bases::NONE).record(tx, who);
    }
    access::person(tx, who, person, Act::Change).map(drop)
}

/// What to call the person and from whom they are protected, for those who may write it down.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub fn of(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<(String, Vec<AdverseParty>)> {
    keeps(tx, who, person)?;
    Ok((people::load(tx, person)?.display(), lines(tx, person)?))
}

/// Those that are in force.
pub(super) fn lines(tx: &Tx<'_>, person: Id<Person>) -> Result<Vec<AdverseParty>> {
    tx.all(
        "SELECT y.id, y.adverse_id, y.agency_id, y.staff_id, y.name, y.recorded_by, s.name, y.recorded_at, y.confirmed_at
         FROM adverse_parties y JOIN staff s ON s.id = y.recorded_by
         WHERE y.protected_id = $1 AND y.ended_by IS NULL ORDER BY y.recorded_at, y.id",
        &[&person],
    )
}

#[derive(Default)]
struct New {
    person: Option<Id<Person>>,
    agency: Option<Id<Agency>>,
    staff: Option<Id<Staff>>,
    name: String,
}

/// Writes an adverse party down. It sees nothing of the person from this moment on, and every membership of it in a team
/// of the person ends.
///
/// # Errors
/// [`Error::NotFound`] for those who may not; [`Error::Invalid`] with every fault; [`Error::Conflict`] if it is known.
pub fn record(tx: &Tx<'_>, who: &Scope, person: Id<Person>, form: &AdverseForm) -> Result<Id<AdverseParty>> {
    keeps(tx, who, person)?;
    let new = check(tx, who, person, form)?;
    if lines(tx, person)?.iter().any(|line| line.name == new.name) {
        return Err(Error::Conflict(message::already_adverse()));
    }
    let id: Id<AdverseParty> = tx.new_id();
    tx.exec(
        "INSERT INTO adverse_parties (id, protected_id, adverse_id, agency_id, staff_id, name, name_key, recorded_by,
             recorded_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &id, &person, &new.person, &new.agency, &new.staff, &new.name, &fold::name(&new.name), &who.staff, &who.now,
            &FOREVER,
        ],
    )?;
    Event::new(Action::Create, Kind::Protection, id)
        .on(Bases::NONE)
        .for_purpose("adverse party")
        .record(tx, who)?;
    bar(tx, who, person)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, person: Id<Person>, form: &AdverseForm) -> Result<New> {
    let (mut faults, mut new) = (Faults::default(), New::default());
    match faults.choice::<AdverseKind>("kind", "相手方の種類", &form.kind) {
        Some(AdverseKind::Person) => match form.party.parse::<Id<Person>>() {
            Ok(party) if party == person => faults.add("party", message::error_same_person()),
            Ok(party) => {
                access::person(tx, who, party, Act::Read)?;
                new.person = Some(party);
                new.name = people::load(tx, party)?.display();
            }
            Err(_) => faults.add("party", message::error_choose_one("相手方")),
        },
        Some(AdverseKind::Agency) => match installed::agency(tx, &form.agency)? {
            Some(agency) => (new.agency, new.name) = (Some(agency.id), agency.name),
            None => faults.add("agency", message::error_choose_one("機関")),
        },
        Some(AdverseKind::Staff) => {
            let login = faults.required_line("login", "職員番号", &form.login).to_lowercase();
            let known: Option<(Id<Staff>, String)> =
                tx.opt("SELECT id, name FROM staff WHERE login = $1", &[&login])?;
            match known {
                Some((staff, name)) => (new.staff, new.name) = (Some(staff), format!("{name}({login})")),
                None if login.is_empty() => {}
                None => faults.add("login", message::staff_unknown()),
            }
        }
        Some(AdverseKind::Outside) => new.name = faults.required_line("name", "名前", &form.name),
        None => {}
    }
    faults.done()?;
    Ok(new)
}

/// Confirms an adverse party that somebody else wrote down: from now on it is not shielded by whom it threatens.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] for who wrote it down; [`Error::Stale`] if it was
/// confirmed before.
pub fn confirm(tx: &Tx<'_>, who: &Scope, person: Id<Person>, id: Id<AdverseParty>) -> Result<()> {
    let adverse = second(tx, who, person, id)?;
    tx.exec_one(
        "UPDATE adverse_parties SET confirmed_at = $2, confirmed_by = $3 WHERE id = $1 AND confirmed_at IS NULL AND ended_by IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    changed(tx, who, id, adverse, "confirm adverse party")
}

/// Takes an adverse party back: it was a mistake, or the danger is over.
///
/// # Errors
/// As [`confirm`].
pub fn end(tx: &Tx<'_>, who: &Scope, person: Id<Person>, id: Id<AdverseParty>) -> Result<()> {
    let adverse = second(tx, who, person, id)?;
    tx.exec_one(
        "UPDATE adverse_parties SET until_at = $2, ended_by = $3 WHERE id = $1 AND ended_by IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    changed(tx, who, id, adverse, "end adverse party")
}

/// Passes a custodian who did not write the row down; answers the person of the register in it.
fn second(tx: &Tx<'_>, who: &Scope, person: Id<Person>, id: Id<AdverseParty>) -> Result<Option<Id<Person>>> {
    custody::custodian(tx, who)?;
    if !custody::is_free(tx, who, person)? {
        return Err(Error::NotFound);
    }
    let (by, adverse): (Id<Staff>, Option<Id<Person>>) = tx.one(
        "SELECT recorded_by, adverse_id FROM adverse_parties WHERE id = $1 AND protected_id = $2",
        &[&id, &person],
    )?;
    if by == who.staff {
        return Err(Error::invalid("adverse", message::needs_custodian_to_end()));
    }
    Ok(adverse)
}

fn changed(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<AdverseParty>,
    adverse: Option<Id<Person>>,
    what: &str,
) -> Result<()> {
    if let Some(adverse) = adverse {
        people::reindex_around(tx, adverse)?;
    }
    Event::new(Action::Change, Kind::Protection, id).on(Bases::NONE).for_purpose(what).record(tx, who)
}
