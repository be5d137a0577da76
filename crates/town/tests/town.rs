//! A town is always the same, and looks like a town.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;
use town::{Birth, HouseholdKind, Plan, Pyramid, Relation, Sex, Town};

/// 2026-04-01.
fn today() -> Day {
    Day::from_number(20_544)
}

fn plan(residents: u32, cases: u32) -> Plan {
    Plan::new(residents, cases, 7, today())
}

/// FNV-1a over what `Debug` prints: every field counts.
fn hash(things: impl Iterator<Item = impl std::fmt::Debug>) -> u64 {
    things.map(|thing| format!("{thing:?}")).fold(0xCBF2_9CE4_8422_2325, |hash, text| {
        text.bytes().fold(hash, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
    })
}

#[test]
fn the_same_plan_makes_the_same_town() {
    let run = || {
        let town = Town::new(plan(5_000, 300));
        (hash(town.households().take(1_000)), hash(town.cases()), hash(town.desk_consultations()))
    };
    assert_eq!(run(), run());
    let other = Town::new(Plan { seed: 8, ..plan(5_000, 300) });
    assert_ne!(run().0, hash(other.households().take(1_000)));
}

#[test]
fn order_and_threads_do_not_matter() {
    let town = Town::new(plan(5_000, 200));
    let forward: Vec<_> = (0..200).map(|i| (town.household(i), town.case(i))).collect();
    let backward: Vec<_> = std::thread::scope(|scope| {
        let part = |range: std::ops::Range<u32>| {
            let town = &town;
            scope.spawn(move || range.rev().map(|i| (town.household(i), town.case(i))).collect::<Vec<_>>())
        };
        let (late, early) = (part(100..200), part(0..100));
        let mut all = late.join().unwrap();
        all.extend(early.join().unwrap());
        all
    });
    assert!(forward.iter().rev().eq(backward.iter()));
}

#[test]
fn ages_follow_the_pyramid() {
    // Share under 15 and from 65 on, in per mille: the national table and its two tilts.
    for (pyramid, young, old) in
        [(Pyramid::National, 116, 290), (Pyramid::Ageing, 74, 382), (Pyramid::Young, 152, 234)]
    {
        let town = Town::new(plan(40_000, 1).with_pyramid(pyramid));
        let (mut all, mut under_15, mut from_65, mut women) = (0_i32, 0, 0, 0);
        for person in town.households().flat_map(|h| h.members) {
            all += 1;
            under_15 += i32::from(person.age < 15);
            from_65 += i32::from(person.age >= 65);
            women += i32::from(person.sex == Sex::Female);
        }
        assert!((under_15 * 1000 / all - young).abs() <= 28, "{pyramid:?} {under_15}");
        assert!((from_65 * 1000 / all - old).abs() <= 15, "{pyramid:?} {from_65}");
        assert!((women * 1000 / all - 514).abs() <= 25, "{pyramid:?} {women}");
    }
}

#[test]
fn households_are_of_every_kind() {
    let town = Town::new(plan(40_000, 1));
    let mut kinds = BTreeMap::new();
    let (mut n, mut withdrawn, mut kin, mut protected) = (0, 0, 0, 0);
    for household in town.households() {
        n += 1;
        *kinds.entry(household.kind).or_insert(0) += 1;
        withdrawn += i32::from(household.is_8050());
        protected += i32::from(household.protected_address);
        for relative in &household.kin {
            kin += 1;
            assert!(relative.household < household.index);
            assert!(town.household(relative.household).members.len() > relative.member);
        }
        assert_eq!(household.members[0].relation, Relation::Head);
        assert!(household.members[0].age >= 17);
    }
    let per_mille = |count: i32| count * 1000 / n;
    assert!((per_mille(kinds[&HouseholdKind::Single]) - 345).abs() < 25, "{kinds:?}");
    assert_eq!(kinds.len(), HouseholdKind::ALL.len());
    assert!((20..60).contains(&per_mille(withdrawn)), "{withdrawn} of {n}");
    assert!((5..40).contains(&per_mille(kin)), "{kin} of {n}");
    assert!((1..90).contains(&protected), "{protected} of {n}");
}

#[test]
fn parents_are_older_than_their_children() {
    for household in Town::new(plan(20_000, 1)).households() {
        let head = household.members[0].age;
        for person in &household.members {
            let gap = i16::from(head) - i16::from(person.age);
            match person.relation {
                Relation::Child => assert!(gap >= 15, "{household:?}"),
                Relation::Parent => assert!(gap <= -15, "{household:?}"),
                Relation::Grandchild => assert!(gap >= 30, "{household:?}"),
                _ => {}
            }
            if let Birth::Known(day) = person.birth {
                assert_eq!(day.age_on(today()), i16::from(person.age));
            }
        }
    }
}

#[test]
fn names_have_variants_and_second_forms() {
    let town = Town::new(plan(40_000, 1));
    let mut surnames = BTreeSet::new();
    let (mut people, mut foreign, mut silent) = (0_i32, 0, 0);
    for person in town.households().flat_map(|h| h.members) {
        people += 1;
        foreign += i32::from(person.name.foreign.is_some());
        silent += i32::from(person.age >= 18 && person.phone.is_none());
        surnames.insert(person.name.family.to_string());
    }
    for name in ["渡辺", "渡邊", "渡邉", "髙橋", "山﨑", "𠮷田", "齋藤"] {
        assert!(surnames.contains(name), "{name}");
    }
    let kinds: BTreeSet<_> = town.second_forms().map(|(.., form)| form.kind).collect();
    let forms = town.second_forms().count() as i32;
    assert!((forms * 1000 / people - 30).abs() <= 6, "{forms} of {people}");
    assert_eq!(kinds.len(), town::SecondFormKind::ALL.len(), "{kinds:?}");
    assert!((15..45).contains(&(foreign * 1000 / people)), "{foreign}");
    assert!((80..260).contains(&(silent * 1000 / people)), "{silent}");
}

#[test]
fn nothing_could_be_a_real_number() {
    for household in Town::new(plan(5_000, 1)).households() {
        assert!(household.address.postcode.starts_with("000-"));
        let phones = household.members.iter().filter_map(|p| p.phone.as_ref()).chain(&household.phone);
        for phone in phones {
            assert!(phone.starts_with("000-") && phone.len() == 13, "{phone}");
        }
    }
}
