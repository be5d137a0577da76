//! Counts add up, lists name things once, seed lines exist, defaults stay within their limits.

use super::Findings;
use crate::municipality::{BodyKind, Profile, SeedLines, Setting, fault};

pub(super) fn check(profile: &Profile, findings: &mut Findings) {
    for (i, entry) in profile.entries.iter().enumerate() {
        let Some(count) = &entry.site_count else { continue };
        let parts: u32 = count.parts.iter().map(|part| part.count).sum();
        match count.sum() {
            Some(total) if !count.parts.is_empty() && total != parts => {
                findings.add(format!("entries[{i}].site_count"), fault::site_sum(total, parts));
            }
            _ => {}
        }
    }
    for (i, pillar) in profile.label_scheme.pillars.iter().enumerate() {
        if profile.label_scheme.pillars[..i].iter().any(|other| other.group == pillar.group) {
            findings
                .add(format!("label_scheme.pillars[{i}].group"), fault::twice_in_order(pillar.group.label()));
        }
    }
    for (i, group) in profile.label_scheme.groups.iter().enumerate() {
        if profile.label_scheme.groups[..i].iter().any(|other| other.group == group.group) {
            findings
                .add(format!("label_scheme.groups[{i}].group"), fault::twice_in_order(group.group.label()));
        }
    }
    for (i, assignment) in profile.task_assignments.iter().enumerate() {
        if profile.task_assignments[..i].iter().any(|other| other.task == assignment.task) {
            let what = fault::twice_in_order(assignment.task.label());
            findings.add(format!("task_assignments[{i}].task"), what);
        }
    }
    if profile.kind == BodyKind::Municipality {
        municipality_has(profile, findings);
    }
    thresholds(profile, findings);
    seeds(profile, findings);
}

fn municipality_has(profile: &Profile, findings: &mut Findings) {
    let needed = [
        ("label_scheme", "支援の柱の名前(label_scheme.groups)", profile.label_scheme.groups.is_empty()),
        ("register", "事業一覧の列(register.columns)", profile.register.columns.is_empty()),
        ("organisations", "組織(organisations)", profile.organisations.is_empty()),
    ];
    for (path, what, missing) in needed {
        if missing {
            findings.add(path, fault::municipality_lacks(what));
        }
    }
}

/// A year is the most after which anything may first be pointed out: a longer one would switch the list off.
const LONGEST_DAYS: u32 = 366;

/// With less than this a masked count can be found out: below three, two that are masked together because they are two in all are one
/// each.
const SMALLEST_COUNT: u32 = 4;

fn thresholds(profile: &Profile, findings: &mut Findings) {
    let t = &profile.thresholds;
    let (statutory, multilayered) = (&profile.conference.statutory, &profile.conference.multilayered);
    let all: [(&str, &Setting<u32>); 10] = [
        ("thresholds.no_contact_days", &t.no_contact_days),
        ("thresholds.handover_answer_days", &t.handover_answer_days),
        ("thresholds.review_notice_days", &t.review_notice_days),
        ("thresholds.application_answer_days", &t.application_answer_days),
        ("thresholds.report_due_days", &t.report_due_days),
        ("thresholds.resource_confirmation_days", &t.resource_confirmation_days),
        ("conference.statutory.application_answer_days", &statutory.application_answer_days),
        ("conference.statutory.report_due_days", &statutory.report_due_days),
        ("conference.multilayered.application_answer_days", &multilayered.application_answer_days),
        ("conference.multilayered.report_due_days", &multilayered.report_due_days),
    ];
    for (path, setting) in all {
        if let Some(days) = setting.value().filter(|days| **days > LONGEST_DAYS) {
            findings.add(path, fault::over_limit(days, LONGEST_DAYS));
        }
    }
    let small = t.small_count.as_ref().and_then(Setting::value);
    if let Some(small) = small.filter(|small| **small < SMALLEST_COUNT) {
        findings.add("thresholds.small_count", fault::under_limit(small, SMALLEST_COUNT));
    }
}

/// Seed lines of the records that carry facts must lie within the source document.
fn seeds(profile: &Profile, findings: &mut Findings) {
    let lines = profile.source.lines;
    // The number itself could not be read: one fault is enough.
    if lines == 0 {
        return;
    }
    let mut look = |path: String, seed: &SeedLines| {
        if seed.last_line() > lines {
            findings.add(path, fault::seed_beyond(seed.last_line(), lines));
        }
    };
    macro_rules! look {
        ($($list:ident),*) => {$(
            for (i, item) in profile.$list.iter().enumerate() {
                look(format!("{}[{i}].seed", stringify!($list)), &item.seed);
            }
        )*};
    }
    look!(
        service_areas,
        organisations,
        departments,
        commissions,
        roles,
        local_programmes,
        sites,
        entries,
        windows,
        linked_systems,
        local_services,
        responsibility_rules,
        committees,
        practice_ranges,
        supported,
        initiatives
    );
    for (i, pillar) in profile.label_scheme.pillars.iter().enumerate() {
        look(format!("label_scheme.pillars[{i}].seed"), &pillar.seed);
    }
    for (i, named) in profile.issues.named.iter().enumerate() {
        look(format!("issues.named[{i}].seed"), &named.seed);
    }
}
