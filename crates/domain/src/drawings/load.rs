use kernel::{Day, Id, PartialDay, Result, Scope};
use store::{FromRow, Row, Tx};

use super::kin::{Figure, Kin, Outline, Tie, of_standing};
use super::{Drawn, draw, words};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, CaseHead};
use crate::people::{self, Person, RelationKind, Sex};

/// People that a drawing holds; beyond that it is a list alone.
pub const MOST: usize = 30;

struct Found {
    id: Id<Person>,
    name: String,
    sex: Sex,
    birth: PartialDay,
    living_together: bool,
    standing: String,
    reference: bool,
    middle: bool,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: people::display(&row.get::<String>(1)?, &row.get::<String>(2)?),
            sex: row.get(3)?,
            birth: people::birth(row, 4)?,
            living_together: row.get(7)?,
            standing: row.get(8)?,
            reference: row.get(9)?,
            middle: row.get(10)?,
        })
    }
}

struct Said {
    person: Id<Person>,
    other: Id<Person>,
    kind: RelationKind,
}
store::row!(Said { person, other, kind });

/// ジェノグラム of the people of a case, of their household, and of whoever is related to them, as far as the reader may see each.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn genogram(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, Drawn)> {
    let (head, pass) = cases::head(tx, who, code)?;
    let found = people_around(tx, who, &head)?;
    if !found.is_empty() {
        let event = Event::many(Action::Read, Kind::Person, found.iter().map(|one| one.id));
        event.of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    }
    let ties = ties(tx, &head, &found)?;
    let kin = Kin::of(figures(&found, &ties, who.now.day()), &ties);
    let drawing = (found.len() <= MOST).then(|| draw(&kin));
    Ok((head, Drawn { words: words(&kin, &ties), drawing }))
}

/// Of the case, of its household, and whoever is related to one of these: `$4` the case, `$5` the household.
fn around() -> String {
    let near = "SELECT cp.person_id FROM case_people cp WHERE cp.case_id = $4
        UNION SELECT m.person_id FROM household_members m WHERE m.household_id = $5 AND m.to_on IS NULL";
    format!(
        "{near} UNION SELECT x.other_id FROM relations x WHERE x.ended_at IS NULL AND x.person_id IN ({near})
         UNION SELECT x.person_id FROM relations x WHERE x.ended_at IS NULL AND x.other_id IN ({near})"
    )
}

/// The people of the case and of its household first, then those who are related to them; each by the rule for people.
fn people_around(tx: &Tx<'_>, who: &Scope, head: &CaseHead) -> Result<Vec<Found>> {
    let (seen, around) = (access::one(who, access::Kind::Person, Act::Read), around());
    tx.all(
        &format!(
            "SELECT p.id, p.name, p.nickname, p.sex, p.birth_precision, p.birth_earliest, p.birth_latest,
                 coalesce((SELECT m.living_together FROM household_members m WHERE m.person_id = p.id AND m.household_id = $5
                     AND m.to_on IS NULL LIMIT 1), FALSE),
                 coalesce((SELECT m.standing FROM household_members m WHERE m.person_id = p.id AND m.household_id = $5
                     AND m.to_on IS NULL LIMIT 1), ''),
                 coalesce((SELECT m.is_reference FROM household_members m WHERE m.person_id = p.id AND m.household_id = $5
                     AND m.to_on IS NULL LIMIT 1), FALSE),
                 EXISTS (SELECT 1 FROM cases k WHERE k.id = $4 AND k.person_id = p.id)
             FROM people p WHERE p.merged_into IS NULL AND p.id IN ({around}) AND {seen} ORDER BY p.birth_earliest IS NULL, p.birth_earliest, p.id"
        ),
        &Eye::of(who).with(&[&head.case.id, &head.case.household]),
    )
}

/// What was said of two who are both in sight: by a relation, and by the 続柄 of the household.
fn ties(tx: &Tx<'_>, head: &CaseHead, found: &[Found]) -> Result<Vec<Tie>> {
    let at = |id: Id<Person>| found.iter().position(|one| one.id == id);
    let around = around().replace("$4", "$1").replace("$5", "$2");
    let said: Vec<Said> = tx.all(
        &format!(
            "SELECT y.person_id, y.other_id, y.kind FROM relations y WHERE y.ended_at IS NULL AND y.person_id IN ({around})
             ORDER BY y.recorded_at, y.id"
        ),
        &[&head.case.id, &head.case.household],
    )?;
    let both = said
        .into_iter()
        .filter_map(|said| Some(Tie { of: at(said.person)?, other: at(said.other)?, kind: said.kind }));
    let mut ties: Vec<Tie> = both.collect();
    let reference = found.iter().position(|one| one.reference);
    if let Some(of) = reference {
        let standing = |(other, one): (usize, &Found)| {
            let kind = of_standing(&one.standing)?;
            (other != of).then_some(Tie { of, other, kind })
        };
        let by_household: Vec<Tie> = found.iter().enumerate().filter_map(standing).collect();
        let known = |tie: &Tie| {
            ties.iter().any(|t: &Tie| {
                (t.of, t.other) == (tie.of, tie.other) || (t.other, t.of) == (tie.of, tie.other)
            })
        };
        let new: Vec<Tie> = by_household.into_iter().filter(|tie| !known(tie)).collect();
        ties.extend(new);
    }
    Ok(ties)
}

fn figures(found: &[Found], ties: &[Tie], today: Day) -> Vec<Figure> {
    let keys = |n: usize| {
        ties.iter().any(|tie| match tie.kind {
            RelationKind::KeyPerson => tie.other == n,
            RelationKind::LooksAfter => tie.of == n,
            _ => false,
        })
    };
    let figure = |(n, one): (usize, &Found)| Figure {
        id: one.id,
        name: one.name.clone(),
        outline: match one.sex {
            Sex::Male => Outline::Square,
            Sex::Female => Outline::Circle,
            _ => Outline::Diamond,
        },
        age: one.birth.age_form(today),
        birth: one.birth.earliest(),
        centre: one.middle,
        key_person: keys(n),
        together: one.living_together,
    };
    found.iter().enumerate().map(figure).collect()
}
