use kernel::Day;

use super::{
    CaseIssue, CaseSketch, CaseStatus, Needs, Roster, Stage, draw,
    ending::closures,
    handover::handovers,
    household_of, office_day,
    records::{Material, records},
    task::tasks,
    team::team,
    timeline::{Timeline, timeline},
};
use crate::{
    consultation::{ConsentState, Start, first_of_case},
    household::{self, HouseholdSketch},
    plan::Plan,
    rng::{Rng, Stream},
    text::{Cast, Pen},
};

/// The case with this index.
pub(crate) fn build(plan: &Plan, roster: &Roster, households: u32, index: u32) -> CaseSketch {
    let household = household::build(plan, household_of(plan, households, index));
    let mut rng = Rng::at(plan.seed, Stream::Case, u64::from(index));
    let rng = &mut rng;
    let subject = subject(&household, rng);
    let mut issues = draw(&Needs::of(&household), subject, plan.today, rng);
    let reluctant = reluctant(&issues, rng);
    let timeline = timeline(plan, index, reluctant, rng);
    date_issues(&mut issues, &timeline, rng);

    let end = timeline.spells.last().map_or(plan.today, |spell| spell.1);
    let consented = !reluctant && rng.percent(70);
    let team = team(roster, household.address.area, &issues, (timeline.opened, end), consented, rng);
    let first = team.first().map_or(0, |m| m.agency);
    let other = team.get(1).map_or((first + 1) % plan.agencies.len().max(1), |m| m.agency);

    let mut text = Rng::at(plan.seed, Stream::Text, u64::from(index));
    let mut pen = Pen::default();
    let start = Start {
        household: &household,
        subject,
        issues: &issues,
        day: timeline.opened,
        agency: first,
        other,
        reluctant,
    };
    let consultation = first_of_case(plan, &start, &mut pen, &mut text);
    let cast = Cast::of(&household, subject, timeline.opened, &mut text);
    let still = reluctant && consultation.consent != ConsentState::Agreed;
    let material = Material { plan, cast, issues: &issues, team: &team, reluctant: still };
    let days = record_days(plan, index, &timeline, rng);
    let records = records(&material, &days, &mut pen, &mut text);
    let status = timeline.steps.last().map_or(CaseStatus::Consulting, |step| step.status);
    CaseSketch {
        index,
        household: household.index,
        subject,
        opened: timeline.opened,
        opened_by: first,
        lead: if rng.percent(80) { first } else { other_in(&team, first, plan.today) },
        status,
        stage: reluctant.then(|| stage(status, rng)),
        consultation,
        tasks: tasks(&records, timeline.closed.then_some(end), plan.today, rng),
        handovers: handovers(plan, &team, &issues, end, rng),
        closures: closures(&timeline, &team, &material.cast, &mut pen, rng),
        steps: timeline.steps,
        issues,
        team,
        records,
    }
}

fn other_in(team: &[super::TeamMember], first: usize, today: Day) -> usize {
    team.iter().skip(1).find(|m| m.joined <= today && m.left.is_none()).map_or(first, |m| m.agency)
}

/// Mostly a grown person; the head more often than others.
fn subject(household: &HouseholdSketch, rng: &mut Rng) -> usize {
    let grown: Vec<_> = (0..household.members.len())
        .filter(|&at| household.members[at].age >= 18)
        .map(|at| (at, if at == 0 { 5 } else { 3 }))
        .collect();
    rng.weigh(0, &grown)
}

/// People who did not ask for support and may not want it yet.
fn reluctant(issues: &[CaseIssue], rng: &mut Rng) -> bool {
    let slow = |i: &CaseIssue| {
        matches!(
            i.code,
            "refusal_of_support"
                | "no_awareness"
                | "hoarding"
                | "social_withdrawal"
                | "suspected_untreated_illness"
        )
    };
    rng.percent(if issues.iter().any(slow) { 50 } else { 7 })
}

/// The main issue was there at the opening; others were noticed later.
fn date_issues(issues: &mut [CaseIssue], timeline: &Timeline, rng: &mut Rng) {
    let (from, to) = timeline.spells.first().copied().unwrap_or((timeline.opened, timeline.opened));
    for (at, issue) in issues.iter_mut().enumerate() {
        let later = if at == 0 || rng.percent(55) {
            0
        } else {
            rng.between(0, (to.number() - from.number()).min(300))
        };
        issue.since = from.plus(later);
    }
}

fn stage(status: CaseStatus, rng: &mut Rng) -> Stage {
    match status {
        CaseStatus::Potential => rng.weigh(Stage::Relating, &[(Stage::Finding, 40), (Stage::Relating, 60)]),
        CaseStatus::Closed | CaseStatus::Supported => Stage::Continuing,
        _ => rng.weigh(Stage::Linking, &[(Stage::Relating, 40), (Stage::Linking, 60)]),
    }
}

/// Tenths of the average: few cases have many records. The mean is 10.
const SHARES: [u32; 20] = [2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 12, 14, 17, 21, 27, 34];

/// One case of a large town is very heavy, so that scrolling and searching can be tried.
const HEAVIEST: usize = 90;

fn record_days(plan: &Plan, index: u32, timeline: &Timeline, rng: &mut Rng) -> Vec<Day> {
    let average = plan.records_per_case as usize;
    let share = rng.pick(&SHARES).copied().unwrap_or(10) as usize;
    let heavy = plan.cases >= 2_000 && index == plan.cases / 2;
    let wanted = if heavy { average * HEAVIEST } else { (average * share).div_ceil(10) };
    let lengths: Vec<_> = timeline.spells.iter().map(|(a, b)| (b.number() - a.number()).max(0)).collect();
    let total = lengths.iter().sum::<i32>() + 1;
    // A case of a few days cannot have a hundred records.
    let count = if heavy { wanted } else { wanted.min(2 + total as usize) };
    let mut days: Vec<_> = (0..count).map(|at| day_at(at, total, &lengths, timeline, rng)).collect();
    days.sort_unstable();
    days
}

/// The first record is in the first days, after the consultation; later ones are denser near the beginning.
fn day_at(at: usize, total: i32, lengths: &[i32], timeline: &Timeline, rng: &mut Rng) -> Day {
    let dense = if rng.percent(35) { total / 3 } else { total - 1 };
    let mut offset = if at == 0 { rng.between(1, 9.min(dense)) } else { rng.between(1, dense) };
    for (length, (from, to)) in lengths.iter().zip(&timeline.spells) {
        if offset <= *length {
            let weekend = !rng.percent(2);
            let day = from.plus(offset);
            return if weekend { office_day(day, *to) } else { day };
        }
        offset -= length;
    }
    timeline.opened
}
