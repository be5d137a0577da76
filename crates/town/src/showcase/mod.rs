//! Six hand-written households for demonstrations: `data/showcase/*.txt`. Fictional; every name carries 【架空】.

mod case;
mod household;

use kernel::Day;

use crate::{
    agency::AgencyField,
    case::{CaseSketch, Roster},
    household::HouseholdSketch,
    plan::Plan,
};

/// One hand-written household with its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Showcase {
    /// What it shows, in Japanese.
    pub title: &'static str,
    /// The household; its index counts from 0 among the showcase households.
    pub household: HouseholdSketch,
    /// Its case; `case.household` is the index of the household above, not one of the town.
    pub case: CaseSketch,
}

const MARKER: &str = "【架空】";

const FILES: [&str; 6] = [
    include_str!("../../data/showcase/a_8050.txt"),
    include_str!("../../data/showcase/b_carer.txt"),
    include_str!("../../data/showcase/c_foreign.txt"),
    include_str!("../../data/showcase/d_hoarding.txt"),
    include_str!("../../data/showcase/e_debts.txt"),
    include_str!("../../data/showcase/f_protected.txt"),
];

/// The showcase households, with days counted back from the plan's day and agencies taken from the plan by field.
pub fn showcase(plan: &Plan) -> Vec<Showcase> {
    let roster = Roster::new(&plan.agencies);
    let one = |(at, text)| {
        let file = File { text, today: plan.today, roster: &roster, index: at as u32 };
        let household = household::read(&file);
        Showcase { title: file.title(), case: case::read(&file, &household), household }
    };
    FILES.into_iter().enumerate().map(one).collect()
}

/// One file, and what its days and agencies refer to.
struct File<'a> {
    text: &'static str,
    today: Day,
    roster: &'a Roster,
    index: u32,
}

impl File<'_> {
    /// The lines with this tag, cut at bars.
    fn lines(&self, tag: &'static str) -> impl Iterator<Item = Line> + use<> {
        let text = self.text;
        text.lines().map(|line| Line(line.split('|').collect())).filter(move |line| line.text(0) == tag)
    }

    fn title(&self) -> &'static str {
        self.lines("H").next().map_or("", |line| line.text(1))
    }

    /// So many days before the plan's day.
    fn ago(&self, days: i32) -> Day {
        self.today.plus(-days)
    }

    /// The first agency of the field with this key.
    fn agency(&self, field: &str) -> usize {
        AgencyField::from_key(field).map_or(0, |field| self.roster.first(field))
    }
}

/// One line; cells that are missing read as empty.
struct Line(Vec<&'static str>);

impl Line {
    fn text(&self, at: usize) -> &'static str {
        self.0.get(at).copied().unwrap_or("")
    }

    fn number(&self, at: usize) -> i32 {
        self.text(at).parse().unwrap_or(0)
    }

    /// A place among the members, if the cell holds one.
    fn member(&self, at: usize) -> Option<usize> {
        self.text(at).parse().ok()
    }

    /// Hour and minute.
    fn time(&self, at: usize) -> (u8, u8) {
        let (hour, minute) = self.text(at).split_once(':').unwrap_or(("10", "0"));
        (hour.parse().unwrap_or(10), minute.parse().unwrap_or(0))
    }
}
