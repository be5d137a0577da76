use kernel::Day;

use super::{LeadRule, LinkedSystem, Profile, ResponsibilityRule, defaults, within};

/// Statutory bodies that fit the age: a suggestion, never a restriction; all others can still be chosen (OTA-21).
pub fn suggested_systems(profile: &Profile, age: u32) -> Vec<&LinkedSystem> {
    let fits = |system: &&LinkedSystem| {
        system.age_min.is_none_or(|min| min <= age) && system.age_max.is_none_or(|max| age <= max)
    };
    profile.linked_systems.iter().filter(fits).collect()
}

/// The department in charge of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsible<'p> {
    /// Key of the department.
    pub department: &'p str,
    /// Area whose department is meant, where there is one in each.
    pub area: Option<String>,
}

/// Who is in charge of a new case with this issue in this area on this day (OTA-29). A rule of the area goes before
/// one for every area; cases from before the rule are not touched, because nobody asks for them.
pub fn responsible<'p>(
    profile: &'p Profile,
    issue_type: &str,
    area: Option<&str>,
    on: Day,
) -> Option<Responsible<'p>> {
    let holds = |rule: &&ResponsibilityRule| {
        rule.issue_type == issue_type && within(rule.valid_from.value(), rule.valid_to.as_ref(), on)
    };
    let mut rules: Vec<&ResponsibilityRule> = profile
        .responsibility_rules
        .iter()
        .filter(holds)
        .filter(|rule| rule.area.is_none() || rule.area.as_deref() == area)
        .collect();
    rules.sort_by_key(|rule| rule.area.is_none());
    let rule = rules.first()?;
    let department = profile.departments.iter().find(|department| department.key == rule.department)?;
    let area = area.filter(|_| department.per_area).map(str::to_owned);
    Some(Responsible { department: &rule.department, area })
}

/// Kinds of agency to invite for these issues; the convener may delete any of them (TOK-13).
pub fn suggested_members(issue_types: &[&str]) -> Vec<&'static str> {
    let mut agencies: Vec<&'static str> = Vec::new();
    for suggestion in &defaults().member_suggestions {
        if suggestion.issue_types.iter().any(|code| issue_types.contains(&code.as_str())) {
            for agency in &suggestion.agencies {
                if !agencies.contains(&agency.as_str()) {
                    agencies.push(agency);
                }
            }
        }
    }
    agencies
}

/// Who leads a case, by the rule of the municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead<'p> {
    /// The section of the area of the case.
    SectionOfArea(&'p str),
    /// Any promoter of these organisations; all of them see the same queue (ODA-12).
    Promoters(&'p [String]),
    /// The one post of this name.
    Post(&'p str),
    /// The department that received the person (EDO-13).
    Department(&'p str),
}

/// The lead of a case that a department received; `None` where the profile leaves it open and people must choose.
pub fn case_lead<'p>(profile: &'p Profile, received_by: &'p str) -> Option<Lead<'p>> {
    let settings = &profile.multi_agency;
    match settings.lead_rule.value()? {
        LeadRule::FixedSectionByArea => {
            let sections = settings.lead_departments.items().iter();
            let of_area = |key: &&String| {
                profile.departments.iter().any(|department| department.key == **key && department.per_area)
            };
            sections.clone().find(of_area).map(|key| Lead::SectionOfArea(key))
        }
        LeadRule::PromoterPool => Some(Lead::Promoters(settings.lead_organisations.items())),
        LeadRule::SvSingle => settings.post_name.value().map(|name| Lead::Post(name)),
        LeadRule::ReceivingDepartment => Some(Lead::Department(received_by)),
    }
}

/// Whether a department of an organisation may convene 支援会議 (社会福祉法106条の6); `None` while the profile does
/// not name the conveners. Where it names no department, every one of a convening organisation may.
pub fn may_convene_statutory(profile: &Profile, organisation: &str, department: &str) -> Option<bool> {
    let function = &profile.conference.statutory;
    let organisations = function.convener_organisations.value()?;
    let departments = function.convener_departments.value();
    let named = departments.is_none_or(|keys| keys.iter().any(|key| key == department));
    Some(named && organisations.iter().any(|key| key == organisation))
}
