//! The hand-written households are complete and marked.

use std::collections::BTreeSet;

use kernel::Day;
use town::{AgencyField, Plan, Showcase, showcase};

fn plan() -> Plan {
    Plan::new(20_000, 10, 1, Day::from_number(20_544))
}

fn all() -> Vec<Showcase> {
    showcase(&plan())
}

#[test]
fn six_stories_are_told_in_full() {
    assert_eq!(all().len(), 6);
    for Showcase { title, household, case } in all() {
        assert!(!title.is_empty() && household.marker == Some("【架空】"));
        assert!(case.records.len() >= 10, "{title}");
        assert!(case.records.iter().all(|r| r.body.chars().count() >= 40), "{title}");
        assert!(case.records.is_sorted_by_key(|r| r.at()), "{title}");
        assert!(case.records[0].day >= case.opened, "{title}");
        assert!(case.team.iter().any(|m| m.agency == case.lead), "{title}");
        assert!(case.team.len() >= 3 && !case.issues.is_empty() && !case.handovers.is_empty(), "{title}");
        assert_eq!(case.consultation.topics.iter().filter(|t| t.main).count(), 1, "{title}");
        assert_eq!(case.steps.last().map(|s| s.status), Some(case.status), "{title}");
        let members = household.members.len();
        let spoken_to = case.records.iter().filter_map(|r| r.counterpart.member);
        assert!(spoken_to.chain(case.issues.iter().filter_map(|i| i.member)).all(|m| m < members), "{title}");
    }
}

#[test]
fn ages_hold_on_any_day() {
    for day in [Day::new(2026, 4, 1).unwrap(), Day::new(2027, 12, 31).unwrap()] {
        for Showcase { household, .. } in showcase(&Plan { today: day, ..plan() }) {
            for person in household.members {
                let town::Birth::Known(born) = person.birth else { panic!("{person:?}") };
                assert_eq!(born.age_on(day), i16::from(person.age));
            }
        }
    }
}

#[test]
fn the_first_is_8050_with_five_agencies() {
    let first = &all()[0];
    assert!(first.household.is_8050());
    assert_eq!(first.household.members.iter().map(|p| p.age).collect::<Vec<_>>(), [83, 54]);
    let fields: BTreeSet<_> = first.case.team.iter().map(|m| plan().agencies[m.agency].field).collect();
    assert_eq!(fields.len(), 5);
    assert!(fields.contains(&AgencyField::Withdrawal));
}

#[test]
fn the_protected_household_is_not_given_away() {
    let last = all().pop().unwrap();
    assert!(last.household.protected_address);
    let town = last.household.address.town;
    let texts = last.case.records.iter().map(|r| &r.body).chain([&last.case.consultation.text]);
    assert!(texts.into_iter().all(|text| !text.contains(town)));
}
