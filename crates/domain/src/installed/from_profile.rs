use super::{Installation, Installed, IssueType, NewAgency};
use crate::municipality::{ConsultationWindow, OrganisationKind, Profile, defaults};

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
        }
    }
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
    let department = |key: &str, desk: Option<&String>| NewAgency {
        key: key.to_owned(),
        name: profile.department_name(key).unwrap_or_default(),
        kind: "department".to_owned(),
        about: desk.cloned().unwrap_or_default(),
        ..NewAgency::default()
    };
    profile.departments.iter().map(|d| department(&d.key, d.desk.as_ref())).collect()
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
