use super::{Installation, Installed, IssueType, NewAgency, Responsibility};
use crate::forms::{About, Added, Item, ItemKind};
use crate::municipality::{
    ConsultationWindow, Department, FormItem, FormItemAbout, FormItemKind, OrganisationKind, Profile,
    ResponsibilityRule, ServiceArea, defaults,
};

impl Installation {
    /// What a profile installs: its departments, its counters and the bodies that take part, each an agency; the
    /// shared issue types and its own. `text` is the file that the profile was read from.
    pub fn of_profile(profile: &Profile, text: &str) -> Self {
        let issues = defaults().issue_types.iter().chain(&profile.issues.added);
        Self {
            municipality: Installed {
                key: profile.key.clone(),
                name: profile.name.clone(),
                profile: text.to_owned(),
                fictional: false,
            },
            agencies: agencies(profile),
            issue_types: issues.map(|i| IssueType { key: i.code.clone(), name: i.name.clone() }).collect(),
            categories: super::default_categories(),
            form_items: profile.form_items.iter().map(added).collect(),
            responsibilities: profile
                .responsibility_rules
                .iter()
                .flat_map(|rule| charged(profile, rule))
                .collect(),
        }
    }
}

/// An item of the profile, as forms know it.
fn added(of: &FormItem) -> Added {
    let kind = match of.kind {
        FormItemKind::Text => ItemKind::Text,
        FormItemKind::Choice => ItemKind::Choice,
        FormItemKind::Choices => ItemKind::Choices,
        FormItemKind::Number => ItemKind::Number,
    };
    let about = match of.about {
        FormItemAbout::Person => About::Person,
        FormItemAbout::Household => About::Household,
    };
    let options = of.options.iter().map(|option| (option.key.clone(), option.label.clone())).collect();
    Added {
        form: of.form.clone(),
        sheet: of.sheet.clone(),
        item: Item {
            key: of.key.clone(),
            label: of.label.clone(),
            kind,
            kinds: of.kinds.clone(),
            of: about,
            reported: false,
            options,
        },
    }
}

/// The agencies that a rule puts in charge: in each area its own, where the department has one there.
fn charged(profile: &Profile, rule: &ResponsibilityRule) -> Vec<Responsibility> {
    let department = profile.departments.iter().find(|department| department.key == rule.department);
    let (Some(from), Some(department)) = (rule.valid_from.value(), department) else { return Vec::new() };
    let here = offices(profile, department).into_iter().filter(|(_, area)| {
        area.is_none_or(|area| rule.area.as_ref().is_none_or(|of_rule| *of_rule == area.key))
    });
    let responsibility = |agency| Responsibility {
        issue_type: rule.issue_type.clone(),
        agency,
        from: *from,
        to: rule.valid_to,
    };
    here.map(|(key, _)| responsibility(key)).collect()
}

/// The keys of a department: one for each area that has a name, if it sits in each; one otherwise.
fn offices<'p>(profile: &'p Profile, department: &Department) -> Vec<(String, Option<&'p ServiceArea>)> {
    let named = || profile.service_areas.iter().filter(|area| area.name.value().is_some());
    if department.per_area && named().next().is_some() {
        return named().map(|area| (format!("{}/{}", department.key, area.key), Some(area))).collect();
    }
    vec![(department.key.clone(), None)]
}

/// A department that is a counter as well, by the same key, is one agency.
fn agencies(profile: &Profile) -> Vec<NewAgency> {
    let mut all = departments(profile);
    let bodies = profile.organisations.iter().filter(|body| body.kind != OrganisationKind::Municipality);
    all.extend(bodies.map(|body| NewAgency {
        key: body.key.clone(),
        name: body.name.clone(),
        kind: body.kind.key().to_owned(),
        ..NewAgency::default()
    }));
    for window in &profile.windows {
        let counter = counter(profile, window);
        match all.iter_mut().find(|agency| agency.key == window.key) {
            Some(agency) => *agency = counter,
            None => all.push(counter),
        }
    }
    all
}

fn departments(profile: &Profile) -> Vec<NewAgency> {
    let office = |department: &Department, key: String, area: Option<&ServiceArea>| {
        let name = profile.department_name(&department.key).unwrap_or_default();
        let area = area.and_then(|area| area.name.value());
        NewAgency {
            key,
            name: area.map_or_else(|| name.clone(), |area| format!("{name}({area})")),
            kind: "department".to_owned(),
            about: department.desk.clone().unwrap_or_default(),
            ..NewAgency::default()
        }
    };
    let all = profile.departments.iter().flat_map(|department| {
        offices(profile, department).into_iter().map(move |(key, area)| (department, key, area))
    });
    all.map(|(department, key, area)| office(department, key, area)).collect()
}

fn counter(profile: &Profile, window: &ConsultationWindow) -> NewAgency {
    let departments = window.departments.items().iter().filter_map(|key| profile.department_name(key));
    let about = window.target.value().cloned().into_iter().chain(departments);
    NewAgency {
        key: window.key.clone(),
        name: window.name.clone(),
        kind: "counter".to_owned(),
        field: window.fields.first().cloned().unwrap_or_default(),
        phone: window.phone.value().cloned().unwrap_or_default(),
        about: about.collect::<Vec<_>>().join("・"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::municipality::{SHIPPED, shipped};

    #[test]
    fn a_department_in_every_area_is_in_charge_of_its_own() {
        let file = SHIPPED.iter().find(|file| file.key == "ota-ku").unwrap();
        let named = file.text.replacen(
            "name = \"unset\"\nkind = \"district\"",
            "name = \"見本地区\"\nkind = \"district\"",
            1,
        );
        for (text, key, name) in [
            (file.text.to_owned(), "community_welfare_section", "地域福祉課"),
            (named, "community_welfare_section/district_1", "地域福祉課(見本地区)"),
        ] {
            let new = Installation::of_profile(&Profile::parse(&text).unwrap(), &text);
            let rule = new.responsibilities.iter().find(|r| r.issue_type == "mental_illness").unwrap();
            assert_eq!((rule.agency.as_str(), rule.from.to_string().as_str()), (key, "2024-04-01"));
            assert_eq!(new.agencies.iter().find(|agency| agency.key == key).unwrap().name, name);
        }
    }

    #[test]
    fn every_shipped_municipality_can_be_installed() {
        for file in SHIPPED {
            let profile = shipped(file.key).unwrap().unwrap();
            let new = Installation::of_profile(&profile, file.text);
            let mut keys: Vec<_> = new.agencies.iter().map(|agency| &agency.key).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), new.agencies.len(), "{}", file.key);
            assert!(new.agencies.iter().all(|agency| !agency.name.is_empty()), "{}", file.key);
            assert!(new.issue_types.len() >= 38 && !new.municipality.fictional);
            assert_eq!(
                profile.holds_cases(),
                new.agencies.iter().any(|a| a.kind == "counter"),
                "{}",
                file.key
            );
        }
    }
}
