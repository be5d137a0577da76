use super::{Relation, Sex, Shape};
use crate::{
    plan::Plan,
    rng::{Rng, Stream},
};

/// A person of an earlier household who belongs to this one as well, living apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KinSketch {
    /// Index of the household the person is registered in; always smaller than that of this one.
    pub household: u32,
    /// Place of the person among its members.
    pub member: usize,
    /// Relation to the head of this household.
    pub relation: Relation,
}

/// How many earlier households are looked through.
const REACH: u32 = 400;

/// Married daughters who still belong to their parents' household: about one in twelve older households.
pub(super) fn kin(plan: &Plan, index: u32, shape: &Shape) -> Vec<KinSketch> {
    let mut rng = Rng::at(plan.seed, Stream::Kin, u64::from(index));
    let Some(head) = shape.slots.first().filter(|head| head.age >= 65) else { return Vec::new() };
    if index == 0 || shape.foreign || !rng.mille(85) {
        return Vec::new();
    }
    let found = (0..24).find_map(|_| {
        let household = index - 1 - rng.below(index.min(REACH));
        let other = Shape::at(plan, household);
        let member = other.slots.iter().position(|slot| {
            slot.relation == Relation::Spouse
                && slot.sex == Sex::Female
                && (22..=38).contains(&(i32::from(head.age) - i32::from(slot.age)))
        })?;
        (!other.foreign).then_some(KinSketch { household, member, relation: Relation::Child })
    });
    found.into_iter().collect()
}
