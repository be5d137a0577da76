//! The rules, each a small function over a look and the facts.

use std::collections::{BTreeMap, HashSet};

use kernel::Instant;
use serde::Serialize;

use super::facts::{Access, Facts};
use crate::choices::choices;

/// Different cases and people that somebody looks at in an hour without being asked why.
pub const PER_HOUR: usize = 30;

/// Looks at a case on which one's own house works, from which on one is asked why although one has no task there.
/// Fewer are what standing in for a colleague looks like; asking about each would bury what matters.
pub const STANDING_IN: i64 = 3;

choices! {
    /// Why a look is worth a second one.
    pub enum Rule {
        SameSurname = "same_surname" "本人と同じ名字の人が見た",
        ClosedCase = "closed_case" "終結したケースを見た",
        Night = "night" "夜(22時から6時)に見た",
        Volume = "volume" "1時間に多くの人やケースを見た",
        WithoutTask = "without_task" "書いたことも予定もないケースを見た",
    }
}

/// What a rule found: somebody's looks at something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspicion {
    /// Why.
    pub rule: Rule,
    /// Whose.
    pub staff: String,
    /// In the name of which organisation.
    pub agency: String,
    /// The case, the person or the day.
    pub subject: String,
    /// The case.
    pub case: Option<String>,
    /// How many looks.
    pub accesses: i64,
    /// The first.
    pub first_at: Instant,
    /// The last.
    pub last_at: Instant,
}

/// The reader has the surname of somebody whom the case is about: perhaps a relative.
pub(super) fn same_surname(look: &Access, facts: &Facts) -> bool {
    let reader = facts.readers.get(&look.staff);
    let people = facts.surnames.get(look.subject());
    reader.is_some_and(|reader| people.is_some_and(|people| people.contains(reader)))
}

/// The case was closed at that time.
pub(super) fn closed_case(look: &Access, facts: &Facts) -> bool {
    let times = look.case.as_ref().and_then(|case| facts.closed.get(case));
    times.is_some_and(|times| {
        times.iter().any(|(from, until)| *from < look.at && until.is_none_or(|until| look.at < until))
    })
}

/// From 22:00 to 6:00.
pub(super) fn at_night(look: &Access) -> bool {
    let (hour, ..) = look.at.clock();
    !(6..22).contains(&hour)
}

/// Somebody who never wrote anything on the case and has no task there.
pub(super) fn without_task(look: &Access, facts: &Facts) -> bool {
    look.case.as_ref().is_some_and(|case| !facts.at_work.contains(&(look.staff.clone(), case.clone())))
}

/// Looks at a case of one's own house, so few that one may have stood in for a colleague.
pub(super) fn stands_in(one: &Suspicion, facts: &Facts) -> bool {
    one.rule == Rule::WithoutTask
        && one.accesses < STANDING_IN
        && one
            .case
            .as_ref()
            .is_some_and(|case| facts.houses_at_work.contains(&(one.agency.clone(), case.clone())))
}

/// The looks that make more than `limit` different cases and people within an hour. `looks` are those of one account
/// in the order of time.
pub(super) fn too_many<'a>(looks: &[&'a Access], limit: usize) -> Vec<&'a Access> {
    let mut first = 0;
    let mut found = Vec::new();
    for (last, look) in looks.iter().enumerate() {
        while looks[first].at.plus_seconds(3_600) <= look.at {
            first += 1;
        }
        let distinct: HashSet<&str> = looks[first..=last].iter().map(|look| look.subject()).collect();
        if distinct.len() > limit {
            found.push(*look);
        }
    }
    found
}

/// Everything that the rules find, one entry for each rule, account and subject.
pub fn apply(looks: &[Access], facts: &Facts) -> Vec<Suspicion> {
    let mut found = BTreeMap::new();
    let mut accounts: BTreeMap<&str, Vec<&Access>> = BTreeMap::new();
    for look in looks {
        accounts.entry(&look.staff).or_default().push(look);
        let subject = || look.subject().to_owned();
        let day = || look.at.day().to_string();
        let rules: [(Rule, bool, &dyn Fn() -> String); 4] = [
            (Rule::SameSurname, same_surname(look, facts), &subject),
            (Rule::ClosedCase, closed_case(look, facts), &subject),
            (Rule::Night, at_night(look), &day),
            (Rule::WithoutTask, without_task(look, facts), &subject),
        ];
        for (rule, _, subject) in rules.iter().filter(|(_, hit, _)| *hit) {
            note(&mut found, *rule, look, subject());
        }
    }
    for looks in accounts.values_mut() {
        looks.sort_by_key(|look| look.at);
        for look in too_many(looks, PER_HOUR) {
            note(&mut found, Rule::Volume, look, look.at.day().to_string());
        }
    }
    found.into_values().filter(|one| !stands_in(one, facts)).collect()
}

fn note(found: &mut BTreeMap<(Rule, String, String), Suspicion>, rule: Rule, look: &Access, subject: String) {
    let by_day = matches!(rule, Rule::Night | Rule::Volume);
    let one = found.entry((rule, look.staff.clone(), subject.clone())).or_insert_with(|| Suspicion {
        rule,
        staff: look.staff.clone(),
        agency: look.agency.clone(),
        subject,
        case: if by_day { None } else { look.case.clone() },
        accesses: 0,
        first_at: look.at,
        last_at: look.at,
    });
    one.accesses += 1;
    one.first_at = one.first_at.min(look.at);
    one.last_at = one.last_at.max(look.at);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(case: &str, hour: i64) -> Access {
        let day = "2026-04-01".parse().unwrap();
        Access {
            at: Instant::at(day, hour, 30),
            staff: "s".into(),
            agency: "a".into(),
            case: Some(case.into()),
            person: None,
        }
    }

    #[test]
    fn a_reader_of_the_same_surname_is_found() {
        let mut facts = Facts::default();
        facts.readers.insert("s".into(), "見本".into());
        facts.surnames.insert("one".into(), ["見本".to_owned()].into());
        facts.surnames.insert("two".into(), ["架空".to_owned()].into());
        assert!(same_surname(&look("one", 10), &facts));
        assert!(!same_surname(&look("two", 10), &facts) && !same_surname(&look("three", 10), &facts));
    }

    #[test]
    fn a_look_at_a_case_while_it_is_closed_is_found() {
        let mut facts = Facts::default();
        let at = |hour| look("", hour).at;
        facts.closed.insert("one".into(), vec![(at(9), Some(at(12)))]);
        facts.closed.insert("two".into(), vec![(at(9), None)]);
        assert!(closed_case(&look("one", 10), &facts) && closed_case(&look("two", 20), &facts));
        assert!(!closed_case(&look("one", 8), &facts) && !closed_case(&look("one", 13), &facts));
        // Whoever closes or opens it looks at it in the same moment.
        assert!(!closed_case(&look("one", 9), &facts) && !closed_case(&look("one", 12), &facts));
    }

    #[test]
    fn the_night_is_from_ten_to_six() {
        let nights: Vec<i64> = (0..24).filter(|hour| at_night(&look("one", *hour))).collect();
        assert_eq!(nights, [0, 1, 2, 3, 4, 5, 22, 23]);
    }

    #[test]
    fn whoever_writes_or_has_a_task_may_look_and_colleagues_may_stand_in() {
        let mut facts = Facts::default();
        facts.at_work.insert(("s".into(), "one".into()));
        facts.houses_at_work.insert(("a".into(), "two".into()));
        assert!(!without_task(&look("one", 10), &facts));
        assert!(without_task(&look("two", 10), &facts) && without_task(&look("three", 10), &facts));
        let looks = |case: &str, times| apply(&vec![look(case, 10); times], &facts).len();
        assert_eq!((looks("two", 2), looks("two", 3)), (0, 1));
        assert_eq!(looks("three", 1), 1, "a house that does not work on it has nobody to stand in for");
    }

    #[test]
    fn many_in_an_hour_are_found_and_the_same_one_again_is_not_many() {
        let many: Vec<Access> = (0..5)
            .map(|n| Access { at: look("", 10).at.plus_seconds(n * 600), ..look(&format!("case{n}"), 10) })
            .collect();
        assert_eq!(too_many(&many.iter().collect::<Vec<_>>(), 4).len(), 1);
        assert_eq!(too_many(&many.iter().collect::<Vec<_>>(), 5).len(), 0);
        let slow: Vec<Access> = (0..5)
            .map(|n| Access { at: look("", 10).at.plus_seconds(n * 1_200), ..look(&format!("case{n}"), 10) })
            .collect();
        assert_eq!(too_many(&slow.iter().collect::<Vec<_>>(), 3).len(), 0);
        let again = vec![look("one", 10); 9];
        assert_eq!(too_many(&again.iter().collect::<Vec<_>>(), 1).len(), 0);
    }
}
