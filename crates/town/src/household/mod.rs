//! Households and the people in them. All of them are fictional.

mod address;
mod build;
mod kin;
mod name;
mod person;
mod second_form;
mod shape;

pub use address::AddressSketch;
pub(crate) use build::build;
pub use kin::KinSketch;
pub use name::{ForeignName, NameSketch};
pub use person::{Birth, Life, PersonSketch};
pub use second_form::{SecondForm, SecondFormKind};
pub(crate) use shape::{Shape, Slot};

use crate::keyed::keyed;

keyed! {
    /// Sex as the register has it.
    Sex {
        Male = "male", "男性";
        Female = "female", "女性";
    }
}

keyed! {
    /// Relation to the head of the household (続柄).
    Relation {
        Head = "head", "世帯主";
        Spouse = "spouse", "配偶者";
        Child = "child", "子";
        ChildSpouse = "child_spouse", "子の配偶者";
        Grandchild = "grandchild", "孫";
        Parent = "parent", "父母";
        SpouseParent = "spouse_parent", "配偶者の父母";
        Sibling = "sibling", "きょうだい";
        OtherRelative = "other_relative", "その他の親族";
        NonRelative = "non_relative", "同居人";
    }
}

keyed! {
    /// How a household is composed.
    HouseholdKind {
        Single = "single", "単独";
        Couple = "couple", "夫婦のみ";
        CoupleChildren = "couple_children", "夫婦と未婚の子";
        SingleParent = "single_parent", "ひとり親と未婚の子";
        ThreeGenerations = "three_generations", "三世代";
        Other = "other", "その他";
    }
}

/// One household. It names no real place: city, town names, telephone numbers and postcodes are invented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdSketch {
    /// Its place in the town, from 0; showcase households count separately.
    pub index: u32,
    /// Composition.
    pub kind: HouseholdKind,
    /// `【架空】` on the hand-written showcase households, to be shown before every name.
    pub marker: Option<&'static str>,
    /// Where it lives.
    pub address: AddressSketch,
    /// The address must not be shown (DV等支援措置).
    pub protected_address: bool,
    /// Telephone of the home, if there is one.
    pub phone: Option<String>,
    /// The people registered here, head first. Never empty.
    pub members: Vec<PersonSketch>,
    /// People of earlier households who belong to this one too but live apart.
    pub kin: Vec<KinSketch>,
}

impl HouseholdSketch {
    /// A parent of 75 or more living with an unmarried child of 45 to 60.
    pub fn is_8050(&self) -> bool {
        let child = |p: &PersonSketch| (45..=60).contains(&p.age);
        let of = |relation, test: &dyn Fn(&PersonSketch) -> bool| {
            self.members.iter().any(|p| p.relation == relation && test(p))
        };
        let old = |p: &PersonSketch| p.age >= 75;
        let head_old = of(Relation::Head, &old) || of(Relation::Spouse, &old);
        let below = head_old && of(Relation::Child, &child) && !of(Relation::ChildSpouse, &|_| true);
        let above =
            of(Relation::Head, &child) && of(Relation::Parent, &old) && !of(Relation::Spouse, &|_| true);
        below || above
    }

    /// One person alone.
    pub fn is_alone(&self) -> bool {
        self.members.len() == 1
    }

    /// The head.
    pub fn head(&self) -> Option<&PersonSketch> {
        self.members.first()
    }
}
