use crate::{
    household::{HouseholdKind, Sex, Shape},
    plan::Plan,
    rng::{Rng, Stream},
};

/// How many neighbouring households are compared for one case.
const CHOICE: u32 = 8;

/// The household of a case. Each case has its own stretch of the town and takes one household of it, so no household
/// has two cases while there are fewer cases than households, and households in need are taken more often.
pub(crate) fn household_of(plan: &Plan, households: u32, index: u32) -> u32 {
    let (cases, households) = (plan.cases.max(1), households.max(1));
    let slot = (u64::from(index) * u64::from(stride(cases)) % u64::from(cases)) as u32;
    let width = households / cases;
    if width == 0 {
        return slot % households;
    }
    let mut rng = Rng::at(plan.seed, Stream::Choice, u64::from(index));
    let first = slot * width;
    let near = (0..width.min(CHOICE)).map(|n| first + n);
    let weighed: Vec<_> = near.map(|at| (at, need(&Shape::at(plan, at)))).collect();
    rng.weigh(first, &weighed)
}

/// A step that visits every slot once.
fn stride(cases: u32) -> u32 {
    let start = (u64::from(cases) * 618 / 1000) as u32 | 1;
    (start..).find(|&n| gcd(n, cases) == 1).unwrap_or(1)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How likely a household of this shape has a case.
fn need(shape: &Shape) -> u32 {
    let Some(head) = shape.slots.first() else { return 0 };
    let minor = shape.slots.iter().any(|slot| slot.age < 18);
    let old = shape.slots.iter().any(|slot| slot.age >= 75);
    let middle = shape.slots.iter().any(|slot| (45..=60).contains(&slot.age));
    let base = match shape.kind {
        HouseholdKind::Single if head.age >= 65 && head.sex == Sex::Male => 9,
        HouseholdKind::Single if head.age >= 65 => 6,
        HouseholdKind::Single => 5,
        HouseholdKind::Couple => 2,
        HouseholdKind::CoupleChildren => 4,
        HouseholdKind::SingleParent if minor => 14,
        _ => 6,
    };
    base + if old && middle { 22 } else { 0 } + if shape.foreign { 3 } else { 0 }
}
