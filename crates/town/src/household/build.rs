use super::{
    HouseholdSketch, NameSketch, PersonSketch, Relation, Sex, Shape, Slot,
    address::address,
    kin::kin,
    name::{Family, foreign, foreign_child, japanese},
    person::{birth, life, number, phone},
    second_form::second_form,
};
use crate::{
    plan::Plan,
    rng::{Rng, Stream},
    tables::ForeignRow,
};

/// The household with this index.
pub(crate) fn build(plan: &Plan, index: u32) -> HouseholdSketch {
    let shape = Shape::at(plan, index);
    let mut place = Rng::at(plan.seed, Stream::Address, u64::from(index));
    let head_age = shape.slots.first().map_or(40, |slot| slot.age);
    let members = People::new(plan, index, &shape).all();
    HouseholdSketch {
        index,
        kind: shape.kind,
        marker: None,
        address: address(head_age, shape.slots.len() == 1, &mut place),
        protected_address: protected(&shape, &mut place),
        phone: place.percent(if head_age >= 65 { 74 } else { 28 }).then(|| number(&mut place)),
        members,
        kin: kin(plan, index, &shape),
    }
}

/// About 0.12 % of residents; mostly women alone or with children.
fn protected(shape: &Shape, rng: &mut Rng) -> bool {
    let woman = shape.slots.first().is_some_and(|head| head.sex == Sex::Female && head.age < 65);
    let child = shape.slots.iter().any(|slot| slot.age < 18);
    let partner = shape.slots.iter().any(|slot| slot.relation == Relation::Spouse);
    rng.below(10_000)
        < if partner || !woman {
            2
        } else if child {
            160
        } else {
            45
        }
}

struct People<'a> {
    plan: &'a Plan,
    shape: &'a Shape,
    rng: Rng,
    family: Family,
    /// The head's row, in a foreign household.
    foreign: Option<&'static ForeignRow>,
    done: Vec<PersonSketch>,
}

impl<'a> People<'a> {
    fn new(plan: &'a Plan, index: u32, shape: &'a Shape) -> Self {
        let mut rng = Rng::at(plan.seed, Stream::Person, u64::from(index));
        let family = Family::pick(&mut rng);
        Self { plan, shape, rng, family, foreign: None, done: Vec::with_capacity(shape.slots.len()) }
    }

    fn all(mut self) -> Vec<PersonSketch> {
        for slot in &self.shape.slots {
            let person = self.person(*slot);
            self.done.push(person);
        }
        self.done
    }

    fn person(&mut self, slot: Slot) -> PersonSketch {
        let (birth, age, year) = birth(slot.age, self.plan.today, &mut self.rng);
        let name = self.name(slot, year);
        let rng = &mut self.rng;
        let couple = self.shape.slots.iter().any(|s| s.relation == Relation::Spouse);
        let married = age >= 60 || couple && matches!(slot.relation, Relation::Head | Relation::Spouse);
        let second_form = rng.mille(30).then(|| second_form(&name, slot.sex, married, rng)).flatten();
        PersonSketch {
            relation: slot.relation,
            sex: slot.sex,
            name,
            birth,
            age,
            life: life(age, slot.sex, slot.relation, rng),
            phone: phone(age, rng),
            second_form,
        }
    }

    fn name(&mut self, slot: Slot, year: i32) -> NameSketch {
        let foreign = if self.shape.foreign { self.foreign_name(slot) } else { self.foreign_spouse(slot) };
        foreign.unwrap_or_else(|| {
            let family = self.family_of(slot.relation);
            let taken: Vec<&NameSketch> = self.done.iter().map(|person| &person.name).collect();
            japanese(&family, slot, year, &taken, &mut self.rng)
        })
    }

    fn foreign_name(&mut self, slot: Slot) -> Option<NameSketch> {
        match (slot.relation, self.foreign) {
            (Relation::Head, _) | (_, None) => {
                let (row, name) = foreign(slot.sex, None, &mut self.rng)?;
                self.foreign = Some(row);
                Some(name)
            }
            (Relation::Spouse, Some(_)) if self.rng.percent(35) => None,
            (Relation::Child | Relation::Grandchild | Relation::Sibling, Some(head)) => {
                foreign_child(slot.sex, head, &mut self.rng)
            }
            (_, Some(head)) => foreign(slot.sex, Some(head.group), &mut self.rng).map(|(_, name)| name),
        }
    }

    /// One marriage in sixty of Japanese heads is with a foreign resident.
    fn foreign_spouse(&mut self, slot: Slot) -> Option<NameSketch> {
        let so = slot.relation == Relation::Spouse && slot.age < 65 && self.rng.mille(17);
        so.then(|| foreign(slot.sex, None, &mut self.rng).map(|(_, name)| name)).flatten()
    }

    /// The surname of the household, except for in-laws, companions and some children of earlier marriages.
    fn family_of(&mut self, relation: Relation) -> Family {
        let other = match relation {
            Relation::SpouseParent | Relation::NonRelative => 100,
            Relation::OtherRelative => 50,
            Relation::Sibling => 20,
            Relation::Child => 2,
            _ => 0,
        };
        if self.rng.percent(other) { Family::pick(&mut self.rng) } else { self.family }
    }
}
