use std::collections::HashMap;

use domain::audit::{Action, Event, Kind};
use kernel::{Day, Id, Instant};

use super::{
    Options,
    chunk::Chunk,
    ids::{HouseKey, Ids},
    offices::Offices,
};
use crate::{CaseSketch, HouseholdSketch, Plan, Showcase, Town, case::household_of};

/// Rows of a chunk at least, but for the last: many, because pages that several chunks change are written to disk by
/// each of them. Two hundred megabytes of memory are in use at the most.
const CHUNK: usize = 40_000;
/// Days between the registration of a household and the opening of its case, at least four of which remain.
const BEFORE: i32 = 10;

/// Takes a full chunk and gives an empty one; `None` if nobody wants more.
pub(super) type HandOver<'a> = &'a mut dyn FnMut(Chunk) -> Option<Chunk>;

/// Makes the rows of a town, chunk by chunk.
pub(super) struct Settler<'a> {
    pub(super) town: &'a Town,
    pub(super) offices: &'a Offices,
    pub(super) ids: Ids,
    pub(super) chunk: Chunk,
    latest: Instant,
    /// Cases by household: who has one was registered shortly before it.
    cases: HashMap<u32, u32>,
}

/// A household on its way into the database.
pub(super) struct House<'a> {
    pub(super) key: HouseKey,
    pub(super) sketch: &'a HouseholdSketch,
    pub(super) registered: Instant,
    /// The agency that knows it.
    pub(super) agency: usize,
    /// The agency that knows some of its members under another name.
    pub(super) second: usize,
}

impl House<'_> {
    /// A name as it is written down.
    pub(super) fn written(&self, name: &str) -> String {
        format!("{}{name}", self.sketch.marker.unwrap_or(""))
    }
}

impl<'a> Settler<'a> {
    pub(super) fn new(town: &'a Town, offices: &'a Offices, options: &Options) -> Self {
        let plan = town.plan();
        let of = |case| (household_of(plan, town.household_count(), case), case);
        Self {
            town,
            offices,
            ids: Ids::new(plan.seed),
            chunk: Chunk::default(),
            latest: options.now,
            // The first case of a household counts, where cases are many.
            cases: (0..plan.cases).rev().map(of).collect(),
        }
    }

    /// Everything, as long as `hand_over` takes full chunks and gives empty ones for them.
    pub(super) fn all(&mut self, showcases: &[Showcase], hand_over: HandOver<'_>) {
        let town = self.town;
        for showcase in showcases {
            let house = self.house_of_showcase(showcase);
            self.household(&house);
            self.case(&showcase.case, &house);
        }
        for sketch in town.households() {
            self.household(&self.house(&sketch));
            if !self.room(hand_over) {
                return;
            }
        }
        for case in town.cases() {
            self.case_of_town(&case);
            if !self.room(hand_over) {
                return;
            }
        }
        for single in town.desk_consultations() {
            let sketch = town.household(single.household);
            self.consultation(&single.consultation, &self.house(&sketch));
            if !self.room(hand_over) {
                return;
            }
        }
        self.notices();
        hand_over(std::mem::take(&mut self.chunk));
    }

    /// Whether there is room for more: a full chunk is handed over for an empty one.
    fn room(&mut self, hand_over: HandOver<'_>) -> bool {
        if self.chunk.rows() < CHUNK {
            return true;
        }
        let empty = hand_over(std::mem::take(&mut self.chunk));
        let more = empty.is_some();
        self.chunk = empty.unwrap_or_default();
        more
    }

    fn case_of_town(&mut self, case: &CaseSketch) {
        let sketch = self.town.household(case.household);
        let house = self.house(&sketch);
        self.case(case, &house);
    }

    fn plan(&self) -> &'a Plan {
        self.town.plan()
    }

    /// A household of the town. Everything follows from its index, so that others can point to it at any time.
    fn house<'h>(&self, sketch: &'h HouseholdSketch) -> House<'h> {
        let key = HouseKey::of_town(sketch.index);
        let mut dice = key.dice(self.plan().seed, 2);
        let agency = dice.below(self.offices.len() as u32) as usize;
        let second = agency + 1 + dice.below(self.offices.len().max(2) as u32 - 1) as usize;
        House {
            key,
            sketch,
            registered: self.registered(sketch.index),
            agency,
            second: second % self.offices.len(),
        }
    }

    /// When the people of a household of the town were registered.
    pub(super) fn registered(&self, index: u32) -> Instant {
        let plan = self.plan();
        let mut dice = HouseKey::of_town(index).dice(plan.seed, 3);
        let back = match self.cases.get(&index) {
            // The same days back from which the town lets the case open, at the latest.
            Some(case) => {
                let share = u64::from(plan.history_days) * u64::from(plan.cases - case)
                    / u64::from(plan.cases.max(1));
                share as i32 + BEFORE
            }
            None => dice.between(0, plan.history_days as i32),
        };
        self.at(plan.today.plus(-back), dice.between(9, 16) as u8, dice.below(60) as u8)
    }

    /// A hand-written household: registered where its case was opened, and twice there if it has second forms.
    fn house_of_showcase<'h>(&self, showcase: &'h Showcase) -> House<'h> {
        let agency = showcase.case.opened_by;
        let registered = self.at(showcase.case.opened, 9, 0);
        let key = HouseKey::of_showcase(showcase.household.index);
        House { key, sketch: &showcase.household, registered, agency, second: agency }
    }

    /// A moment of the past.
    pub(super) fn at(&self, day: Day, hour: u8, minute: u8) -> Instant {
        Instant::at(day, i64::from(hour), i64::from(minute)).min(self.latest)
    }

    /// Not later than the present.
    pub(super) fn past(&self, at: Instant) -> Instant {
        at.min(self.latest)
    }

    pub(super) fn today(&self) -> Day {
        self.plan().today
    }

    /// A line of the log: something was made.
    pub(super) fn made<T>(&mut self, kind: Kind, id: Id<T>, by: (usize, usize), at: Instant) {
        let line = Event::new(Action::Create, kind, id).row(&self.offices.scope(by.0, by.1, at));
        self.chunk.log(line);
    }
}
