use super::{HouseholdKind, Relation, Sex};
use crate::{
    plan::Plan,
    rng::{Rng, Stream},
    tables::{foreign_per_10000, heads, women_per_mille},
};

/// One place in a household: who the person is to the head, of which sex and age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) relation: Relation,
    pub(crate) sex: Sex,
    pub(crate) age: u8,
}

/// A household before names and addresses: cheap to make, and enough to count people and to choose cases.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) kind: HouseholdKind,
    pub(crate) foreign: bool,
    pub(crate) slots: Vec<Slot>,
}

impl Shape {
    /// The shape of the household with this index.
    pub(crate) fn at(plan: &Plan, index: u32) -> Self {
        let mut rng = Rng::at(plan.seed, Stream::Shape, u64::from(index));
        let Some(band) = heads().of(plan.pyramid).pick(&mut rng) else {
            return Self { kind: HouseholdKind::Single, foreign: false, slots: Vec::new() };
        };
        let kinds: Vec<_> = HouseholdKind::ALL.iter().copied().zip(band.kinds).collect();
        let kind = rng.weigh(HouseholdKind::Single, &kinds);
        let age = rng.between(band.from, band.to);
        let foreign = rng.below(10_000) < foreign_per_10000(age as u8);
        let mut make = Make { rng, slots: Vec::with_capacity(4) };
        make.household(kind, age);
        Self { kind, foreign, slots: make.slots }
    }
}

struct Make {
    rng: Rng,
    slots: Vec<Slot>,
}

impl Make {
    fn household(&mut self, kind: HouseholdKind, age: i32) {
        match kind {
            HouseholdKind::Single => self.single(age),
            HouseholdKind::Couple => {
                self.couple(age);
            }
            HouseholdKind::CoupleChildren => {
                let mother = self.couple(age);
                self.children(mother);
            }
            HouseholdKind::SingleParent => self.single_parent(age),
            HouseholdKind::ThreeGenerations => self.three_generations(age),
            HouseholdKind::Other => self.other(age),
        }
    }

    fn add(&mut self, relation: Relation, sex: Sex, age: i32) {
        self.slots.push(Slot { relation, sex, age: age.clamp(0, 104) as u8 });
    }

    fn sex(&mut self, women_per_mille: u32) -> Sex {
        if self.rng.mille(women_per_mille) { Sex::Female } else { Sex::Male }
    }

    fn single(&mut self, age: i32) {
        let women = if age >= 65 { 500 + (age as u32 - 60) * 9 } else { women_per_mille(age as u8) - 60 };
        let sex = self.sex(women.min(800));
        self.add(Relation::Head, sex, age);
    }

    /// Head and spouse; the age of the wife.
    fn couple(&mut self, age: i32) -> i32 {
        let head = self.sex(90);
        let older = self.rng.humped(-4, 8);
        let (spouse, wife) = match head {
            Sex::Male => (Sex::Female, (age - older).max(18)),
            Sex::Female => (Sex::Male, age),
        };
        let other = if head == Sex::Male { wife } else { (age + older).max(18) };
        self.add(Relation::Head, head, age);
        self.add(Relation::Spouse, spouse, other);
        wife
    }

    /// One to four unmarried children of a mother of this age.
    fn children(&mut self, mother: i32) {
        let first = self.age_of_child(mother);
        let count = if first >= 25 {
            self.rng.weigh(1, &[(1, 86), (2, 13), (3, 1)])
        } else {
            self.rng.weigh(1, &[(1, 42), (2, 44), (3, 12), (4, 2)])
        };
        let mut age = first;
        for _ in 0..count {
            let sex = self.sex(if age >= 30 { 420 } else { 488 });
            self.add(Relation::Child, sex, age);
            age -= self.rng.between(1, 4);
            if age < 0 {
                break;
            }
        }
    }

    /// The age of a child who still lives with a mother of this age: grown children mostly left long ago.
    fn age_of_child(&mut self, mother: i32) -> i32 {
        let mut age = 0;
        for _ in 0..4 {
            age = mother - self.rng.humped(20, 42).min(mother.max(18) - 1).max(17);
            if age < 24 || self.rng.percent(45) {
                break;
            }
        }
        age.max(0)
    }

    fn single_parent(&mut self, age: i32) {
        let sex = self.sex(if age >= 75 { 860 } else { 870 });
        self.add(Relation::Head, sex, age);
        self.children(age);
    }

    fn three_generations(&mut self, age: i32) {
        if age >= 62 { self.grandparents_first(age) } else { self.parents_first(age) }
    }

    fn grandparents_first(&mut self, age: i32) {
        let mother = if self.rng.percent(60) {
            self.couple(age)
        } else {
            let sex = self.sex(700);
            self.add(Relation::Head, sex, age);
            age
        };
        let child = mother - self.rng.humped(22, 36);
        let sex = self.sex(400);
        self.add(Relation::Child, sex, child);
        if self.rng.percent(75) {
            let spouse = if sex == Sex::Male { Sex::Female } else { Sex::Male };
            let apart = self.rng.between(-3, 4);
            self.add(Relation::ChildSpouse, spouse, child - apart);
        }
        let mut grandchild = (child - self.rng.humped(22, 36)).max(0);
        for _ in 0..self.rng.weigh(1, &[(1, 45), (2, 42), (3, 13)]) {
            let sex = self.sex(488);
            self.add(Relation::Grandchild, sex, grandchild);
            grandchild = (grandchild - self.rng.between(1, 4)).max(0);
        }
    }

    fn parents_first(&mut self, age: i32) {
        let mother = self.couple(age);
        self.children(mother);
        self.parents(age);
    }

    fn parents(&mut self, age: i32) {
        let parent = age + self.rng.humped(22, 36);
        let relation = if self.rng.percent(82) { Relation::Parent } else { Relation::SpouseParent };
        let relation = if self.slots.len() > 1 { relation } else { Relation::Parent };
        self.add(relation, Sex::Female, parent);
        if self.rng.percent(if parent < 80 { 50 } else { 22 }) {
            let older = self.rng.between(0, 5);
            self.add(relation, Sex::Male, parent + older);
        }
    }

    fn other(&mut self, age: i32) {
        match age {
            40..=66 if self.rng.percent(60) => {
                let sex = self.sex(370);
                self.add(Relation::Head, sex, age);
                self.parents(age);
            }
            60.. if self.rng.percent(22) => self.with_grandchild(age),
            50.. if self.rng.percent(40) => self.siblings(age),
            _ => self.companions(age),
        }
    }

    fn with_grandchild(&mut self, age: i32) {
        let sex = self.sex(700);
        self.add(Relation::Head, sex, age);
        let grandchild = (age - self.rng.humped(46, 64)).max(3);
        let sex = self.sex(488);
        self.add(Relation::Grandchild, sex, grandchild);
    }

    fn siblings(&mut self, age: i32) {
        let women = women_per_mille(age as u8);
        let sex = self.sex(women);
        self.add(Relation::Head, sex, age);
        let apart = self.rng.between(-6, 6);
        let sex = self.sex(women);
        self.add(Relation::Sibling, sex, (age - apart).max(18));
    }

    fn companions(&mut self, age: i32) {
        let sex = self.sex(480);
        self.add(Relation::Head, sex, age);
        let relation = self.rng.weigh(
            Relation::NonRelative,
            &[(Relation::NonRelative, 45), (Relation::OtherRelative, 25), (Relation::Sibling, 30)],
        );
        let apart = self.rng.between(-9, 9);
        let sex = self.sex(500);
        self.add(relation, sex, (age - apart).max(18));
    }
}
