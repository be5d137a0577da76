//! 利害関係と相手方 when somebody is to be asked in: an adverse party, its household and its agencies are never made
//! member, receiver or user of a protected person's case. Whoever asks hears only that it is not possible.

use kernel::{Agency, Id, Result, Staff, fold};
use store::Tx;

use crate::cases::Case;
use crate::people::Person;

/// On whose behalf is asked: everybody of a case, or one person.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    /// Everybody whom a case is about.
    Of(Id<Case>),
    /// One person.
    Person(Id<Person>),
}

impl Side {
    /// A subquery of the people, whose parameter is `$1`.
    fn people(self) -> &'static str {
        match self {
            Side::Of(_) => "SELECT cp.person_id FROM case_people cp WHERE cp.case_id = $1",
            Side::Person(_) => "SELECT p.id FROM people p WHERE p.id = $1",
        }
    }

    fn id(self) -> Id<Person> {
        match self {
            Side::Of(case) => case.cast(),
            Side::Person(person) => person,
        }
    }
}

/// Shorter names are met only whole: 「林」 is in half the names there are.
const PART: usize = 2;

/// Whether an agency stands on the side from which somebody of the case is protected.
pub(crate) fn agency_is_adverse(tx: &Tx<'_>, case: Id<Case>, agency: Id<Agency>) -> Result<bool> {
    agency_faces(tx, Side::Of(case), agency)
}

/// As [`agency_is_adverse`], for a case or a person.
pub(crate) fn agency_faces(tx: &Tx<'_>, side: Side, agency: Id<Agency>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM adverse_parties y WHERE y.protected_id IN ({}) AND y.agency_id = $2 AND y.until_at > $3 LIMIT 1",
        side.people()
    );
    any(tx, &sql, &[&side.id(), &agency, &tx.now()])
}

/// Whether a person who works here has ties with somebody of the case, or stands on the adverse side.
pub(crate) fn staff_is_adverse(tx: &Tx<'_>, case: Id<Case>, staff: Id<Staff>) -> Result<bool> {
    any(
        tx,
        "SELECT 1 FROM staff_ties f JOIN case_people cp ON cp.person_id = f.person_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3
         UNION ALL SELECT 1 FROM adverse_parties y JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND y.staff_id = $2 AND y.until_at > $3
         UNION ALL SELECT 1 FROM staff_ties f JOIN household_members m ON m.person_id = f.person_id AND m.to_on IS NULL
           JOIN household_members n ON n.household_id = m.household_id AND n.to_on IS NULL
           JOIN adverse_parties y ON y.adverse_id = n.person_id JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3
         UNION ALL SELECT 1 FROM staff_ties f JOIN adverse_parties y ON y.adverse_id = f.person_id
           JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3",
        &[&case, &staff, &tx.now()],
    )
}

/// Whether a name outside the system is that of an adverse party or of somebody in its household.
pub(crate) fn name_is_adverse(tx: &Tx<'_>, case: Id<Case>, name: &str) -> Result<bool> {
    name_faces(tx, Side::Of(case), name)
}

/// As [`name_is_adverse`], for a case or a person. Names and readings are found inside of what was written (「…の父」),
/// and so are the names of adverse agencies and of people who work here.
pub(crate) fn name_faces(tx: &Tx<'_>, side: Side, written: &str) -> Result<bool> {
    let (name, kana) = (fold::name(written), fold::kana(written));
    if name.is_empty() {
        return Ok(false);
    }
    let sql = format!(
        "SELECT y.name, '' FROM adverse_parties y WHERE y.protected_id IN ({people}) AND y.until_at > $2
         UNION SELECT p.name, p.kana FROM adverse_parties y JOIN people p ON p.id = y.adverse_id
           WHERE y.protected_id IN ({people}) AND y.until_at > $2
         UNION SELECT p.name, p.kana FROM adverse_parties y JOIN household_members m ON m.person_id = y.adverse_id AND m.to_on IS NULL
           JOIN household_members n ON n.household_id = m.household_id AND n.to_on IS NULL AND n.person_id <> y.protected_id
           JOIN people p ON p.id = n.person_id WHERE y.protected_id IN ({people}) AND y.until_at > $2
         UNION SELECT a.name, '' FROM adverse_parties y JOIN agencies a ON a.id = y.agency_id
           WHERE y.protected_id IN ({people}) AND y.until_at > $2
         UNION SELECT s.name, '' FROM adverse_parties y JOIN staff s ON s.id = y.staff_id
           WHERE y.protected_id IN ({people}) AND y.until_at > $2",
        people = side.people()
    );
    let adverse: Vec<(String, String)> = tx.all(&sql, &[&side.id(), &tx.now()])?;
    Ok(adverse
        .iter()
        .any(|(n, k)| met(&name, &fold::name(n)) || met(&kana, &fold::kana(k)) || met(&name, &fold::kana(k))))
}

fn met(written: &str, adverse: &str) -> bool {
    let long = adverse.chars().count() >= PART;
    !adverse.is_empty() && (written == adverse || (long && written.contains(adverse)))
}

/// The condition that `other` is an adverse party of `protected`, or lives with one and not with `protected`.
fn faces(protected: &str, other: &str, now: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM adverse_parties y WHERE y.protected_id = {protected} AND y.until_at > {now} AND (y.adverse_id = {other}
            OR EXISTS (SELECT 1 FROM household_members m JOIN household_members n ON n.household_id = m.household_id
                WHERE m.person_id = y.adverse_id AND m.to_on IS NULL AND n.person_id = {other} AND n.to_on IS NULL
                AND n.person_id <> y.protected_id AND NOT EXISTS (SELECT 1 FROM household_members a
                    JOIN household_members b ON b.household_id = a.household_id AND b.to_on IS NULL
                    WHERE a.person_id = y.protected_id AND a.to_on IS NULL AND b.person_id = {other}))))"
    )
}

/// The condition that one of two people is protected from the other.
fn opposed(one: &str, other: &str, now: &str) -> String {
    format!("({} OR {})", faces(one, other, now), faces(other, one, now))
}

/// The condition that a person `$5` and somebody of the case `c` are opposed at `$6`.
pub(crate) fn opposed_in_case() -> String {
    format!(
        "EXISTS (SELECT 1 FROM case_people q WHERE q.case_id = c.id AND {})",
        opposed("q.person_id", "$5", "$6")
    )
}

/// Whether one of two people is protected from the other.
pub(crate) fn are_opposed(tx: &Tx<'_>, one: Id<Person>, other: Id<Person>) -> Result<bool> {
    any(tx, &format!("SELECT 1 WHERE {}", opposed("$1", "$2", "$3")), &[&one, &other, &tx.now()])
}

/// Whether somebody of one case is opposed to somebody of the other.
pub(crate) fn cases_are_opposed(tx: &Tx<'_>, one: Id<Case>, other: Id<Case>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM case_people q JOIN case_people r ON r.case_id = $2 WHERE q.case_id = $1 AND {} LIMIT 1",
        opposed("q.person_id", "r.person_id", "$3")
    );
    any(tx, &sql, &[&one, &other, &tx.now()])
}

/// Whether joining two rows into one person would bring somebody into a case where another one is protected from them.
pub(crate) fn joining_opposes(tx: &Tx<'_>, kept: Id<Person>, merged: Id<Person>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM case_people k JOIN case_people q ON q.case_id = k.case_id AND q.person_id <> k.person_id
         WHERE k.person_id = $1 AND {} AND NOT EXISTS
             (SELECT 1 FROM case_people b WHERE b.case_id = k.case_id AND b.person_id = $2) LIMIT 1",
        opposed("q.person_id", "$2", "$3")
    );
    Ok(are_opposed(tx, kept, merged)?
        || any(tx, &sql, &[&kept, &merged, &tx.now()])?
        || any(tx, &sql, &[&merged, &kept, &tx.now()])?)
}

fn any(tx: &Tx<'_>, sql: &str, params: &[&dyn store::Param]) -> Result<bool> {
    Ok(tx.opt::<i64>(sql, params)?.is_some())
}

#[cfg(test)]
mod tests {
    use super::met;

    #[test]
    fn a_name_is_met_whole_or_as_a_part_but_one_letter_only_whole() {
        assert!(met("敵対太郎", "敵対太郎") && met("敵対太郎の父", "敵対太郎"));
        assert!(!met("敵対", "敵対太郎") && !met("見本花", "敵対太郎"));
        assert!(met("林", "林") && !met("小林", "林"), "half of the names hold one of one letter");
        assert!(met("林田一", "林田"), "two letters are enough");
        assert!(!met("敵対太郎", "") && !met("", ""), "nobody is called nothing");
    }
}
