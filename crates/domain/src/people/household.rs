use kernel::{Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx};

use super::{COLUMNS, Person, RelationView, index, relation};
use crate::access::{self, Act, Bases, Eye, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{CaseLine, lines_of_household};
use crate::{Faults, people::display, protections};

/// Label of a household's id.
#[derive(Debug)]
pub enum Household {}

/// Somebody in a household, from a day to a day.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The membership.
    pub id: Id<Member>,
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// 続柄.
    pub standing: String,
    /// 同居 or 別居.
    pub living_together: bool,
    /// The reference person, by whom the household is called.
    pub is_reference: bool,
    /// First day, where known.
    pub from_on: Option<kernel::Day>,
    /// Last day of a membership that has ended.
    pub to_on: Option<kernel::Day>,
    /// On which bases the viewer sees the person.
    pub bases: Bases,
}

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            person: Person::from_row(row)?,
            id: row.get(10)?,
            standing: row.get(11)?,
            living_together: row.get(12)?,
            is_reference: row.get(13)?,
            from_on: row.get(14)?,
            to_on: row.get(15)?,
            bases: row.get(16)?,
        })
    }
}

/// The page of a household: its members as far as the viewer may see them.
#[derive(Debug, Clone, Serialize)]
pub struct HouseholdView {
    /// The household.
    pub id: Id<Household>,
    /// By whom it is called.
    pub called: String,
    /// Present members.
    pub members: Vec<Member>,
    /// Members who have left.
    pub former: Vec<Member>,
    /// Relations among people in sight.
    pub relations: Vec<RelationView>,
    /// Cases in sight.
    pub cases: Vec<CaseLine>,
}

/// What the counter writes to add somebody to a household.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// The person's id, chosen by search.
    pub person: String,
    /// 続柄.
    pub standing: String,
    /// `together` or `apart`.
    pub living: String,
    /// First day, if known.
    pub from: String,
}

/// Founds a household around a reference person.
pub fn found(tx: &Tx<'_>, who: &Scope, reference: Id<Person>) -> Result<Id<Household>> {
    let id: Id<Household> = tx.new_id();
    tx.exec(
        "INSERT INTO households (id, label, registered_by, registered_at, version) VALUES ($1, '', $2, $3, 1)",
        &[&id, &who.agency, &who.now],
    )?;
    insert(tx, who, id, reference, "本人", true, true, None)?;
    Event::new(Action::Create, Kind::Household, id).record(tx, who)?;
    Ok(id)
}

/// Founds a household around a person in sight.
///
/// # Errors
/// [`kernel::Error::NotFound`] for a person out of sight.
pub fn found_around(tx: &Tx<'_>, who: &Scope, reference: Id<Person>) -> Result<Id<Household>> {
    access::person(tx, who, reference, Act::Change)?;
    found(tx, who, reference)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row, all of different kinds")]
fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    household: Id<Household>,
    person: Id<Person>,
    standing: &str,
    together: bool,
    reference: bool,
    from: Option<kernel::Day>,
) -> Result<()> {
    let id: Id<Member> = tx.new_id();
    tx.exec(
        "INSERT INTO household_members (id, household_id, person_id, standing, living_together, is_reference, from_on,
                                        recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[&id, &household, &person, &standing, &together, &reference, &from, &who.staff, &who.now],
    )?;
    Ok(())
}

/// The household in which the person is a present member and whose members the asker may see, if any.
pub fn of_person(tx: &Tx<'_>, person: Id<Person>) -> Result<Option<Id<Household>>> {
    tx.opt(
        "SELECT household_id FROM household_members WHERE person_id = $1 AND to_on IS NULL
         ORDER BY living_together DESC, recorded_at LIMIT 1",
        &[&person],
    )
}

/// The page of a household. It is in sight if one of its members is.
///
/// # Errors
/// [`kernel::Error::NotFound`] if no member is in sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Household>) -> Result<HouseholdView> {
    let all = members_in_sight(tx, who, id)?;
    seen(tx, who, id, &all, Action::Read)?;
    let (members, former): (Vec<_>, Vec<_>) = all.into_iter().partition(|m| m.to_on.is_none());
    let called = members.iter().find(|m| m.is_reference).or(members.first());
    Ok(HouseholdView {
        id,
        called: called.map_or_else(|| display("", ""), |m| m.person.display()),
        relations: relation::among(tx, who, members.iter().map(|m| m.person.id))?,
        cases: lines_of_household(tx, who, id)?,
        members,
        former,
    })
}

fn seen(tx: &Tx<'_>, who: &Scope, id: Id<Household>, members: &[Member], action: Action) -> Result<()> {
    let event = Event::new(action, Kind::Household, id);
    if members.is_empty() {
        event.refused().record(tx, who)?;
        return Err(kernel::Error::NotFound);
    }
    event.record(tx, who)
}

/// Members whom the viewer may see, the reference person first, then by age.
pub(crate) fn members_in_sight(tx: &Tx<'_>, who: &Scope, id: Id<Household>) -> Result<Vec<Member>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS}, m.id, m.standing, m.living_together, m.is_reference, m.from_on, m.to_on, {}
             FROM household_members m JOIN people p ON p.id = m.person_id
             WHERE m.household_id = $4 AND {}
             ORDER BY m.is_reference DESC, p.birth_earliest NULLS LAST, p.id",
            access::bases(access::Kind::Person),
            access::one(who, access::Kind::Person, Act::Read)
        ),
        &Eye::of(who).with(&[&id]),
    )
}

/// Adds a person in sight to a household in sight.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for what is out of sight.
pub fn add_member(tx: &Tx<'_>, who: &Scope, household: Id<Household>, form: &MemberForm) -> Result<()> {
    let present = members_in_sight(tx, who, household)?;
    seen(tx, who, household, &present, Action::Change)?;
    let mut faults = Faults::default();
    let standing = faults.required_line("standing", "続柄", &form.standing);
    let from = if form.from.trim().is_empty() {
        None
    } else {
        faults.event_day("from", "いつから", &form.from, who.now.day())
    };
    let person = form.person.parse().ok();
    if person.is_none() {
        faults.add("person", message::error_choose_one("人"));
    }
    faults.done()?;
    let Some(person) = person else { return Err(kernel::Error::NotFound) };
    let own = access::person(tx, who, person, Act::Read)?.has(access::Basis::Own);
    if present.iter().any(|m| m.person.id == person && m.to_on.is_none()) {
        return Err(kernel::Error::Conflict(message::already_member()));
    }
    // Before they live there: who comes from the other side's household is not let in by living in this one.
    if own {
        follow_into_cases(tx, who, household, person)?;
    }
    protections::bar(tx, who, person)?;
    insert(tx, who, household, person, &standing, form.living != "apart", false, from)?;
    // Whoever lives with a protected person is shielded with them from now on.
    index::refresh_around(tx, person)
}

/// A new member of a household, who is the author's own agency's to work for, becomes part of its cases that the author may
/// change, but for a case in which somebody is protected from them, or they from somebody.
fn follow_into_cases(tx: &Tx<'_>, who: &Scope, household: Id<Household>, person: Id<Person>) -> Result<()> {
    tx.exec(
        &format!(
            "INSERT INTO case_people (case_id, person_id, added_at)
             SELECT c.id, CAST($5 AS TEXT), $6 FROM cases c WHERE c.household_id = $4 AND {} AND NOT {}
             ON CONFLICT (case_id, person_id) DO NOTHING",
            access::one(who, access::Kind::Case, Act::Change),
            conflict::opposed_in_case()
        ),
        &Eye::of(who).with(&[&household, &person, &who.now]),
    )
}

/// Ends a membership on a day: the person moved out, married or died. The row stays.
///
/// # Errors
/// [`kernel::Error::Invalid`] for an unreadable day; [`kernel::Error::NotFound`] for what is out of sight.
pub fn end_member(
    tx: &Tx<'_>,
    who: &Scope,
    household: Id<Household>,
    member: Id<Member>,
    day: &str,
) -> Result<()> {
    let present = members_in_sight(tx, who, household)?;
    seen(tx, who, household, &present, Action::Change)?;
    let mut faults = Faults::default();
    let to = faults.event_day("to", "世帯を出た日", day, who.now.day());
    faults.done()?;
    if !present.iter().any(|m| m.id == member) {
        return Err(kernel::Error::NotFound);
    }
    tx.exec_one(
        "UPDATE household_members SET to_on = $2, ended_at = $3 WHERE id = $1 AND to_on IS NULL",
        &[&member, &to, &who.now],
    )
}
