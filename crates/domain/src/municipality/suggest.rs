use kernel::Day;

use super::{LinkedSystem, Profile, ResponsibilityRule, defaults, within};

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
