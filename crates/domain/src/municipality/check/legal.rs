//! Restrictions of the statute that no profile can lift.

use super::Findings;
use crate::municipality::{
    BodyKind, ConsentRule, CoordinationTask, OrganisationKind, Profile, Setting, fault,
};

pub(super) fn check(profile: &Profile, findings: &mut Findings) {
    convener_is_the_municipality(profile, findings);
    if profile.consent.for_multilayered.value() == Some(&ConsentRule::NotRequired) {
        findings.add("consent.for_multilayered", fault::multilayered_consent());
    }
    if profile.conference.secrecy_acknowledgement.value() == Some(&false) {
        findings.add("conference.secrecy_acknowledgement", fault::secrecy_acknowledgement());
    }
    if profile.kind == BodyKind::SupportBody {
        support_body_holds_nothing(profile, findings);
    }
}

/// 社会福祉法106条の6第1項: the municipality organises the conference. Drafting a plan may be commissioned
/// (106条の4第5項), convening may not (TOK-09, DIFFERENCES §2.7).
fn convener_is_the_municipality(profile: &Profile, findings: &mut Findings) {
    for (i, assignment) in profile.task_assignments.iter().enumerate() {
        if assignment.task == CoordinationTask::ConveneStatutoryConference {
            let at = format!("task_assignments[{i}]");
            only_municipality(profile, &format!("{at}.organisations"), &assignment.organisations, findings);
            only_own_departments(profile, &format!("{at}.departments"), &assignment.departments, findings);
        }
    }
    let statutory = &profile.conference.statutory;
    let at = "conference.statutory.convener_organisations";
    only_municipality(profile, at, &statutory.convener_organisations, findings);
    let at = "conference.statutory.convener_departments";
    only_own_departments(profile, at, &statutory.convener_departments, findings);
    for (i, commission) in profile.commissions.iter().enumerate() {
        let tasks = commission.tasks.items();
        if let Some(j) = tasks.iter().position(|task| *task == CoordinationTask::ConveneStatutoryConference) {
            let name = name_of(profile, &commission.organisation);
            findings.add(format!("commissions[{i}].tasks[{j}]"), fault::convener_task_direct(name));
        }
    }
}

fn only_municipality(
    profile: &Profile,
    path: &str,
    organisations: &Setting<Vec<String>>,
    findings: &mut Findings,
) {
    for (i, key) in organisations.items().iter().enumerate() {
        let body = profile.organisations.iter().find(|body| body.key == *key);
        if body.is_some_and(|body| body.kind != OrganisationKind::Municipality) {
            findings.add(format!("{path}[{i}]"), fault::convener_not_municipality(name_of(profile, key)));
        }
    }
}

/// A desk of a contractor is no department of the municipality, whatever it is called.
fn only_own_departments(
    profile: &Profile,
    path: &str,
    departments: &Setting<Vec<String>>,
    findings: &mut Findings,
) {
    for (i, key) in departments.items().iter().enumerate() {
        let department = profile.departments.iter().find(|department| department.key == *key);
        let Some(organisation) = department.and_then(|department| department.organisation.as_ref()) else {
            continue;
        };
        let body = profile.organisations.iter().find(|body| body.key == *organisation);
        if body.is_some_and(|body| body.kind != OrganisationKind::Municipality) {
            findings.add(
                format!("{path}[{i}]"),
                fault::convener_not_municipality(name_of(profile, organisation)),
            );
        }
    }
}

fn name_of<'p>(profile: &'p Profile, key: &'p str) -> &'p str {
    profile.organisations.iter().find(|body| body.key == key).map_or(key, |body| &body.name)
}

/// A body of support from behind has counts and surveys only (TOK).
fn support_body_holds_nothing(profile: &Profile, findings: &mut Findings) {
    let held = [
        ("windows", "窓口", profile.windows.is_empty()),
        ("entries", "事業の登録行", profile.entries.is_empty()),
        ("sites", "拠点", profile.sites.is_empty()),
        ("commissions", "委託", profile.commissions.is_empty()),
        ("task_assignments", "事務の割り当て", profile.task_assignments.is_empty()),
        ("responsibility_rules", "担当の定め", profile.responsibility_rules.is_empty()),
        ("conference.containers", "会議", profile.conference.containers.is_empty()),
    ];
    for (path, what, empty) in held {
        if !empty {
            findings.add(path, fault::support_body_holds(what));
        }
    }
    for (i, role) in profile.roles.iter().enumerate() {
        if role.role.value().is_some_and(|role| role.does_casework()) {
            findings.add(format!("roles[{i}].role"), fault::support_body_holds("ケースを扱う役割"));
        }
    }
}
