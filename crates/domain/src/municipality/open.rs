use serde_json::Value;

use super::{PracticeRange, Profile, UNSET};

/// A setting that the municipality still has to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSetting<'p> {
    /// Key path.
    pub path: String,
    /// What a survey saw in other places.
    pub elsewhere: Vec<&'p PracticeRange>,
}

/// Everything that is open in a profile, with what `support` (the profile of a support body) knows of other places.
pub fn open_settings<'p>(profile: &Profile, support: Option<&'p Profile>) -> Vec<OpenSetting<'p>> {
    let mut paths = Vec::new();
    // A profile is made of texts, numbers and lists only, so it always has a JSON form.
    if let Ok(value) = serde_json::to_value(profile) {
        note(&value, String::new(), &mut paths);
    }
    let elsewhere = |path: &str| {
        let ranges = support.into_iter().flat_map(|support| &support.practice_ranges);
        ranges.filter(|range| range.setting == path).collect()
    };
    paths.into_iter().map(|path| OpenSetting { elsewhere: elsewhere(&path), path }).collect()
}

fn note(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text == UNSET => found.push(path),
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                note(value, path, found);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                note(item, format!("{path}[{i}]"), found);
            }
        }
        _ => {}
    }
}
