use kernel::Day;

use crate::{keyed::keyed, plan::Plan, rng::Rng};

keyed! {
    /// Where a case stands.
    CaseStatus {
        Potential = "potential", "把握中";
        Consulting = "consulting", "相談中";
        Coordinating = "coordinating", "調整中";
        Supported = "supported", "支援中";
        Closed = "closed", "終結";
    }
}

keyed! {
    /// Stage of outreach.
    Stage {
        Finding = "finding", "発見";
        Relating = "relating", "関係づくり";
        Linking = "linking", "つなぎ";
        Continuing = "continuing", "継続";
    }
}

/// A change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusStep {
    /// The new status.
    pub status: CaseStatus,
    /// From this day.
    pub day: Day,
}

/// When a case was open.
pub(super) struct Timeline {
    pub(super) opened: Day,
    /// First and last day of each spell; the last day of the present spell is today.
    pub(super) spells: Vec<(Day, Day)>,
    /// True if the last spell has ended.
    pub(super) closed: bool,
    pub(super) steps: Vec<StatusStep>,
}

/// Days a case stays open, each equally likely: the median is about 420.
const DURATIONS: [i32; 14] = [30, 60, 100, 160, 230, 300, 380, 460, 560, 700, 880, 1100, 1500, 2000];

pub(super) fn timeline(plan: &Plan, index: u32, reluctant: bool, rng: &mut Rng) -> Timeline {
    let history = plan.history_days.max(1);
    let back =
        u64::from(history) * u64::from(plan.cases.saturating_sub(index)) / u64::from(plan.cases.max(1));
    let opened = office_day(plan.today.plus(-(back as i32) - rng.between(0, 6)), plan.today);
    let mut steps = opening(opened, reluctant, rng);
    let (mut spells, mut from) = (Vec::new(), opened);
    loop {
        let end = office_day(from.plus(duration(rng)), Day::from_number(i32::MAX / 800));
        if end >= plan.today {
            spells.push((from, plan.today));
            steps.retain(|step| step.day <= plan.today);
            return Timeline { opened, spells, closed: false, steps };
        }
        spells.push((from, end));
        steps.retain(|step| step.day < end);
        steps.push(StatusStep { status: CaseStatus::Closed, day: end });
        let again = office_day(end.plus(rng.between(40, 560)), plan.today);
        if !rng.percent(18) || again >= plan.today || spells.len() == 3 {
            return Timeline { opened, spells, closed: true, steps };
        }
        steps.push(StatusStep { status: CaseStatus::Consulting, day: again });
        steps.push(StatusStep { status: CaseStatus::Supported, day: again.plus(rng.between(7, 40)) });
        from = again;
    }
}

fn duration(rng: &mut Rng) -> i32 {
    let base = rng.pick(&DURATIONS).copied().unwrap_or(300);
    base * rng.between(80, 125) / 100
}

/// The first steps of a case: found, then asked, then agreed between agencies, then supported.
fn opening(opened: Day, reluctant: bool, rng: &mut Rng) -> Vec<StatusStep> {
    use CaseStatus::{Consulting, Coordinating, Potential, Supported};
    let mut day = opened;
    let mut steps = Vec::with_capacity(4);
    let mut step = |status, wait: i32| {
        day = day.plus(wait);
        steps.push(StatusStep { status, day });
    };
    if reluctant {
        step(Potential, 0);
        if rng.percent(35) {
            return steps;
        }
        step(Consulting, rng.between(20, 120));
    } else {
        step(Consulting, 0);
    }
    if rng.percent(12) {
        return steps;
    }
    if rng.percent(55) {
        step(Coordinating, rng.between(5, 40));
        if rng.percent(15) {
            return steps;
        }
    }
    step(Supported, rng.between(7, 45));
    steps
}

/// The same day, or the next working day if the office is shut (weekend, 12/29 to 1/3); never after `last`.
pub(crate) fn office_day(day: Day, last: Day) -> Day {
    let day = match day.parts() {
        (_, 12, 29..) => day.plus(6),
        (_, 1, 1..=3) => day.plus(3),
        _ => day,
    };
    let day = match day.weekday() {
        '土' => day.plus(2),
        '日' => day.plus(1),
        _ => day,
    };
    if day > last { last } else { day }
}
