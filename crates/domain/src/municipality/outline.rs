use super::{Pillar, Profile, ProgrammeGroup};

/// A heading with the supports under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading<'p> {
    /// Its text; none where the source has none.
    pub text: Option<&'p str>,
    /// The supports in the order of the profile.
    pub pillars: Vec<&'p Pillar>,
}

/// The supports as the municipality prints them: its order, its headings, its names (OTA-02, IMA-12).
pub fn outline(profile: &Profile) -> Vec<Heading<'_>> {
    let mut headings: Vec<Heading<'_>> = Vec::new();
    for pillar in &profile.label_scheme.pillars {
        let text = pillar.heading.value().map(String::as_str);
        match headings.last_mut() {
            Some(last) if last.text == text => last.pillars.push(pillar),
            _ => headings.push(Heading { text, pillars: vec![pillar] }),
        }
    }
    headings
}

impl Profile {
    /// What the municipality calls a support; the default label if it does not say.
    pub fn group_name(&self, group: ProgrammeGroup) -> &str {
        let named = self.label_scheme.groups.iter().find(|name| name.group == group);
        named.map_or(group.label(), |name| &name.name)
    }

    /// The name of a department with that of the one above it, as it is printed.
    pub fn department_name(&self, key: &str) -> Option<String> {
        let department = self.departments.iter().find(|department| department.key == key)?;
        let parent =
            department.parent.as_ref().and_then(|key| self.departments.iter().find(|d| d.key == *key));
        Some(match parent {
            Some(parent) => format!("{} {}", parent.name, department.name),
            None => department.name.clone(),
        })
    }
}
