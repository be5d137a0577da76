use kernel::Day;

use crate::{
    household::{HouseholdSketch, Life, PersonSketch, Relation, Sex},
    rng::Rng,
    tables::{IssueRow, issues},
};

/// One issue of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseIssue {
    /// Code of the issue type, for instance `social_withdrawal`.
    pub code: &'static str,
    /// The same for people.
    pub label: &'static str,
    /// Whom it concerns, among the members; `None` if the household as a whole.
    pub member: Option<usize>,
    /// Noted since.
    pub since: Day,
}

/// What a household can have, looked up once.
pub(crate) struct Needs<'a> {
    household: &'a HouseholdSketch,
    grown: usize,
    kids: usize,
    elders: usize,
    foreign: bool,
}

impl<'a> Needs<'a> {
    pub(crate) fn of(household: &'a HouseholdSketch) -> Self {
        let count = |test: fn(&&PersonSketch) -> bool| household.members.iter().filter(test).count();
        Self {
            household,
            grown: count(|p| (18..75).contains(&p.age)),
            kids: count(|p| (6..=18).contains(&p.age)),
            elders: count(|p| p.age >= 75),
            foreign: household.members.iter().any(|p| p.name.foreign.is_some()),
        }
    }

    fn met(&self, needs: &str) -> bool {
        let head = self.household.head();
        let lone = head.is_some_and(|h| h.age < 60) && self.grown == 1;
        match needs {
            "is_8050" => self.household.is_8050(),
            "foreign" => self.foreign,
            "kin" => self.household.members.len() > 1,
            "kid" => self.kids > 0,
            "carer" => {
                self.kids > 0 && (self.grown == 1 || self.elders > 0 || self.household.members.len() > 3)
            }
            "lone_parent" => lone && self.minors() > 0,
            "many_children" => lone && self.minors() > 2,
            "two_generations" => self.household.members.len() > 2,
            "double" => self.elders > 0 && self.minors() > 0,
            "older_man" => {
                self.household.is_alone() && head.is_some_and(|h| h.sex == Sex::Male && h.age >= 65)
            }
            "woman" => self.household.members.iter().any(|p| p.sex == Sex::Female && p.age >= 18),
            _ => true,
        }
    }

    fn minors(&self) -> usize {
        self.household.members.iter().filter(|p| p.age < 18).count()
    }

    /// Whether somebody of the household can have this issue.
    fn possible(&self, row: &IssueRow) -> bool {
        self.met(row.needs) && self.household.members.iter().any(|p| suits(row, p))
    }

    /// Whom an issue concerns.
    fn member(&self, row: &IssueRow, subject: usize, rng: &mut Rng) -> Option<usize> {
        let members = &self.household.members;
        let fits: Vec<_> = (0..members.len()).filter(|&at| suits(row, &members[at])).collect();
        if row.theme != "child" && fits.contains(&subject) && rng.percent(70) {
            return Some(subject);
        }
        rng.pick(&fits).copied()
    }
}

fn suits(row: &IssueRow, person: &PersonSketch) -> bool {
    let idle = !matches!(person.life, Life::Employed | Life::SelfEmployed | Life::Pupil | Life::Infant);
    let woman = row.needs != "woman" || person.sex == Sex::Female;
    let apart = !matches!(row.code, "social_withdrawal" | "issue_8050" | "not_working" | "neet") || idle;
    let below =
        row.code != "issue_8050" || person.relation == Relation::Child || person.relation == Relation::Head;
    (row.from..=row.to).contains(&person.age) && woman && apart && below
}

/// How many issues a complex case has: the mean is about 3.6.
const COUNTS: [(usize, u32); 8] = [(1, 8), (2, 18), (3, 26), (4, 22), (5, 13), (6, 7), (7, 4), (8, 2)];

/// The issues of a household, the main one first: the first by weight, the next ones mostly from those that come with
/// one that is there already.
pub(crate) fn draw(needs: &Needs<'_>, subject: usize, since: Day, rng: &mut Rng) -> Vec<CaseIssue> {
    let possible: Vec<_> = issues().all.iter().filter(|row| needs.possible(row)).collect();
    let mut chosen: Vec<&IssueRow> = Vec::with_capacity(8);
    let count = rng.weigh(3, &COUNTS);
    for _ in 0..count * 3 {
        if chosen.len() == count {
            break;
        }
        let next = companion(&chosen, &possible, rng).or_else(|| by_weight(&possible, rng));
        if let Some(row) = next.filter(|row| chosen.iter().all(|c| c.code != row.code)) {
            chosen.push(row);
        }
    }
    chosen.iter().map(|row| issue(row, needs, subject, since, rng)).collect()
}

fn issue(row: &IssueRow, needs: &Needs<'_>, subject: usize, since: Day, rng: &mut Rng) -> CaseIssue {
    CaseIssue { code: row.code, label: row.label, member: needs.member(row, subject, rng), since }
}

fn companion<'a>(chosen: &[&IssueRow], possible: &[&'a IssueRow], rng: &mut Rng) -> Option<&'a IssueRow> {
    let with = rng.pick(chosen).filter(|_| rng.percent(60))?;
    let code = rng.pick(&with.co_occurs)?;
    possible.iter().find(|row| row.code == *code).copied()
}

fn by_weight<'a>(possible: &[&'a IssueRow], rng: &mut Rng) -> Option<&'a IssueRow> {
    let weighed: Vec<_> =
        possible.iter().map(|row| (*row, row.weight * likely_where_met(row.needs))).collect();
    possible.first().map(|first| rng.weigh(*first, &weighed))
}

/// A condition that few households meet makes its issue likely where it is met.
fn likely_where_met(needs: &str) -> u32 {
    match needs {
        "is_8050" => 60,
        "lone_parent" | "many_children" | "double" | "foreign" => 60,
        "older_man" | "carer" => 14,
        "two_generations" => 4,
        "kid" => 3,
        _ => 1,
    }
}
