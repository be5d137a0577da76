use crate::{
    case::{self, CaseSketch, Roster},
    consultation::{self, SingleConsultation},
    household::{self, HouseholdSketch, SecondForm, Shape},
    plan::Plan,
};

/// A fictional town. Cheap to keep: it holds its plan and the number of its households.
#[derive(Debug, Clone)]
pub struct Town {
    plan: Plan,
    households: u32,
    roster: Roster,
}

impl Town {
    /// The town of a plan. Counts people once, without making names.
    pub fn new(plan: Plan) -> Self {
        let mut people = 0;
        let mut households = 0;
        while people < plan.residents {
            people += Shape::at(&plan, households).slots.len().max(1) as u32;
            households += 1;
        }
        let roster = Roster::new(&plan.agencies);
        Self { plan, households, roster }
    }

    /// The plan it was made from.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How many households there are.
    pub fn household_count(&self) -> u32 {
        self.households
    }

    /// One household; any index makes one, also beyond the count.
    pub fn household(&self, index: u32) -> HouseholdSketch {
        household::build(&self.plan, index)
    }

    /// All households, by index. Those with `kin` point to earlier ones only.
    pub fn households(&self) -> impl ExactSizeIterator<Item = HouseholdSketch> {
        (0..self.households as usize).map(|index| self.household(index as u32))
    }

    /// The truth for a search for duplicates: household, place of the person in it, second form.
    pub fn second_forms(&self) -> impl Iterator<Item = (u32, usize, SecondForm)> {
        self.households().flat_map(|household| {
            let index = household.index;
            let with =
                |(at, person): (usize, household::PersonSketch)| Some((index, at, person.second_form?));
            household.members.into_iter().enumerate().filter_map(with).collect::<Vec<_>>()
        })
    }

    /// One case.
    pub fn case(&self, index: u32) -> CaseSketch {
        case::build(&self.plan, &self.roster, self.households, index)
    }

    /// All cases, about in the order of opening. They refer to households by index.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = CaseSketch> {
        (0..self.plan.cases as usize).map(|index| self.case(index as u32))
    }

    /// All consultations that ended at the desk, about in the order of days.
    pub fn desk_consultations(&self) -> impl ExactSizeIterator<Item = SingleConsultation> {
        (0..self.plan.desk_consultations as usize)
            .map(|index| consultation::at_desk(&self.plan, self.households, index as u32))
    }
}
