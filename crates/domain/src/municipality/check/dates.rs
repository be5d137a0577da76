//! Periods run forwards, ages too, and no issue has two departments at once.

use kernel::Day;

use super::Findings;
use crate::municipality::{Profile, ResponsibilityRule, fault, within};

pub(super) fn check(profile: &Profile, findings: &mut Findings) {
    let mut order = |path: String, from: Option<&Day>, to: Option<&Day>| {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            findings.add(path, fault::date_order(from, to));
        }
    };
    let plan = &profile.plan;
    order("plan.period_to".to_owned(), plan.period_from.value(), plan.period_to.value());
    for (i, commission) in profile.commissions.iter().enumerate() {
        order(format!("commissions[{i}].to"), commission.from.value(), commission.to.value());
    }
    for (i, rule) in profile.responsibility_rules.iter().enumerate() {
        order(format!("responsibility_rules[{i}].valid_to"), rule.valid_from.value(), rule.valid_to.as_ref());
    }
    for (i, system) in profile.linked_systems.iter().enumerate() {
        ages(format!("linked_systems[{i}].age_max"), system.age_min, system.age_max, findings);
    }
    for (i, band) in profile.local_practice.age_bands.items().iter().enumerate() {
        ages(format!("local_practice.age_bands[{i}].age_max"), band.age_min, band.age_max, findings);
    }
    overlaps(&profile.responsibility_rules, findings);
}

fn ages(path: String, min: Option<u32>, max: Option<u32>, findings: &mut Findings) {
    if let (Some(min), Some(max)) = (min, max)
        && max < min
    {
        findings.add(path, fault::age_order(min, max));
    }
}

/// Two rules of one issue may share neither area nor day. A rule without area is meant for every area that has no
/// rule of its own, so it only collides with another one without area.
fn overlaps(rules: &[ResponsibilityRule], findings: &mut Findings) {
    for (i, rule) in rules.iter().enumerate() {
        let collides = |other: &ResponsibilityRule| {
            other.issue_type == rule.issue_type && other.area == rule.area && meet(rule, other)
        };
        if rules[..i].iter().any(collides) {
            findings.add(format!("responsibility_rules[{i}]"), fault::overlapping_rules(&rule.issue_type));
        }
    }
}

/// Two periods meet if the later beginning lies within the other.
fn meet(a: &ResponsibilityRule, b: &ResponsibilityRule) -> bool {
    let holds = |rule: &ResponsibilityRule, day: Option<&Day>| match day {
        Some(day) => within(rule.valid_from.value(), rule.valid_to.as_ref(), *day),
        None => rule.valid_from.is_unset(),
    };
    holds(a, b.valid_from.value()) || holds(b, a.valid_from.value())
}
