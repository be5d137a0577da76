//! What kind of household it is, read from 続柄 and ages: nobody types it.

use kernel::{Day, Id, PartialDay, Result, Scope};
use store::{FromRow, Param, Row, Tx};

use super::{HouseholdType, Shared};
use crate::access::{self, Act, Eye};
use crate::cases::Case;
use crate::people;

/// Below this number of cases a combination may point to one of them.
const FEW: usize = 5;
/// Cases that are looked at for it, the latest.
const LOOKED_AT: i64 = 2_000;
/// The age at which a child is grown (民法 4条).
const ADULT: i16 = 18;

/// Somebody who lives there.
#[derive(Clone)]
pub(super) struct Resident {
    /// 続柄, as the counter wrote it.
    standing: String,
    birth: PartialDay,
}

/// A case, and somebody of its household if anybody is known.
struct Lives {
    case: Id<Case>,
    resident: Option<Resident>,
}

impl FromRow for Lives {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let standing: Option<String> = row.get(1)?;
        let resident = match standing {
            Some(standing) => Some(Resident { standing, birth: people::birth(row, 2)? }),
            None => None,
        };
        Ok(Self { case: row.get(0)?, resident })
    }
}

/// The generation of a 続柄, counted from the reference person; none if it is none of the family's line.
fn generation(standing: &str) -> Option<i8> {
    let has = |words: &[&str]| words.iter().any(|word| standing.contains(word));
    match standing.trim() {
        "" | "本人" | "世帯主" => Some(0),
        own if own.contains('の') => None,
        _ if has(&["祖"]) => Some(2),
        _ if has(&["孫"]) => Some(-2),
        _ if has(&["父", "母", "親"]) => Some(1),
        _ if has(&["妻", "夫", "配偶", "パートナー"]) => Some(0),
        _ if has(&["兄", "弟", "姉", "妹"]) => Some(0),
        _ if has(&["子", "男", "女", "息子", "娘"]) => Some(-1),
        _ => None,
    }
}

fn is_spouse(resident: &Resident) -> bool {
    ["妻", "夫", "配偶", "パートナー"].iter().any(|word| resident.standing.contains(word))
}

/// The kind of household that these people are.
pub(super) fn kind_of(residents: &[Resident], today: Day) -> HouseholdType {
    if residents.len() < 2 {
        return if residents.is_empty() { HouseholdType::Unknown } else { HouseholdType::Single };
    }
    let Some(generations) =
        residents.iter().map(|one| generation(&one.standing)).collect::<Option<Vec<i8>>>()
    else {
        return HouseholdType::Other;
    };
    let mut levels = generations.clone();
    levels.sort_unstable();
    levels.dedup();
    match levels.as_slice() {
        [0] if residents.len() == 2 && residents.iter().any(is_spouse) => HouseholdType::Couple,
        [youngest, next] if next - youngest == 1 => {
            let children = residents.iter().zip(&generations).filter(|(_, level)| *level == youngest);
            families(children.map(|(child, _)| child.birth), today)
        }
        [_, _, _, ..] => HouseholdType::Generations,
        _ => HouseholdType::Other,
    }
}

fn families(children: impl Iterator<Item = PartialDay>, today: Day) -> HouseholdType {
    let ages: Option<Vec<i16>> = children.map(|birth| Some(birth.age_on(today)?.0)).collect();
    match ages {
        None => HouseholdType::Unknown,
        Some(ages) if ages.iter().any(|age| *age < ADULT) => HouseholdType::Young,
        Some(_) => HouseholdType::Grown,
    }
}

/// The kind of household of a case, from those of it whom the reader may see.
pub(super) fn of_case(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<HouseholdType> {
    let sql = format!(
        "SELECT c.id, m.standing, p.birth_precision, p.birth_earliest, p.birth_latest
         FROM cases c JOIN household_members m ON m.household_id = c.household_id JOIN people p ON p.id = m.person_id
         WHERE c.id = $4 AND m.to_on IS NULL AND m.living_together AND {}",
        access::one(who, access::Kind::Person, Act::Read)
    );
    let found: Vec<Lives> = tx.all(&sql, &Eye::of(who).with(&[&case]))?;
    let residents: Vec<Resident> = found.into_iter().filter_map(|one| one.resident).collect();
    Ok(kind_of(&residents, who.now.day()))
}

/// How many cases of the municipality have all of these issues and such a household. It looks at every case and tells of none:
/// more than the two answers would be a number that can be compared.
pub(super) fn shared(tx: &Tx<'_>, issues: &[String], household: HouseholdType, today: Day) -> Result<Shared> {
    let mut condition = String::new();
    for n in 1..=issues.len() {
        condition.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM case_issues i WHERE i.case_id = k.id AND i.issue_type = ${n})"
        ));
    }
    let params: Vec<&dyn Param> = issues.iter().map(|issue| issue as &dyn Param).collect();
    let found: Vec<Lives> = tx.all(
        &format!(
            "SELECT c.id, m.standing, p.birth_precision, p.birth_earliest, p.birth_latest
             FROM (SELECT k.id, k.household_id FROM cases k WHERE 1 = 1{condition} ORDER BY k.id DESC LIMIT {LOOKED_AT}) c
             LEFT JOIN household_members m ON m.household_id = c.household_id AND m.to_on IS NULL AND m.living_together
             LEFT JOIN people p ON p.id = m.person_id ORDER BY c.id, m.id"
        ),
        &params,
    )?;
    let alike = found
        .chunk_by(|one, next| one.case == next.case)
        .filter(|case| {
            let residents: Vec<Resident> = case.iter().filter_map(|one| one.resident.clone()).collect();
            kind_of(&residents, today) == household
        })
        .take(FEW)
        .count();
    Ok(if alike < FEW { Shared::Few } else { Shared::Enough })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(members: &[(&str, i16)]) -> HouseholdType {
        let born = |year: i16| Day::new(year, 4, 1).map_or(PartialDay::UNKNOWN, PartialDay::from);
        let residents: Vec<Resident> = members
            .iter()
            .map(|(standing, year)| Resident { standing: (*standing).to_owned(), birth: born(*year) })
            .collect();
        kind_of(&residents, Day::new(2026, 4, 1).unwrap())
    }

    #[test]
    fn a_household_is_told_by_who_lives_there() {
        assert_eq!(home(&[]), HouseholdType::Unknown);
        assert_eq!(home(&[("本人", 1943)]), HouseholdType::Single);
        assert_eq!(home(&[("本人", 1943), ("妻", 1945)]), HouseholdType::Couple);
        assert_eq!(home(&[("本人", 1943), ("長男", 1970)]), HouseholdType::Grown);
        assert_eq!(home(&[("母", 1943), ("本人", 1970)]), HouseholdType::Grown);
        assert_eq!(home(&[("本人", 1990), ("長女", 2015), ("二女", 2005)]), HouseholdType::Young);
        assert_eq!(home(&[("本人", 1990), ("妻", 1991), ("子", 2009)]), HouseholdType::Young);
        assert_eq!(home(&[("母", 1943), ("本人", 1970), ("長女", 2015)]), HouseholdType::Generations);
        assert_eq!(home(&[("本人", 1970), ("弟", 1972)]), HouseholdType::Other);
        assert_eq!(home(&[("本人", 1943), ("孫", 2000)]), HouseholdType::Other);
        assert_eq!(home(&[("本人", 1943), ("長男の妻", 1970)]), HouseholdType::Other);
        let nameless = Resident { standing: "子".into(), birth: PartialDay::UNKNOWN };
        let parent = Resident { standing: "本人".into(), birth: PartialDay::UNKNOWN };
        let today = Day::new(2026, 4, 1).unwrap();
        assert_eq!(kind_of(&[parent, nameless], today), HouseholdType::Unknown, "nobody knows the age");
    }
}
