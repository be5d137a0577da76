use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{Profile, UNSET};

/// A key whose value differs between two profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Key path; members of lists go by their own key, as in `windows[jobota].name`.
    pub path: String,
    /// Value in the first profile; `None` where it has no such key.
    pub left: Option<String>,
    /// Value in the second profile.
    pub right: Option<String>,
}

/// What differs between two profiles, key by key in the order of paths (ALL-12). Where a value is known from does
/// not count: lines of two documents always differ.
pub fn compare(left: &Profile, right: &Profile) -> Vec<Difference> {
    let (left, right) = (flat(left), flat(right));
    let paths: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let difference = |path: &String| Difference {
        path: path.clone(),
        left: left.get(path).cloned(),
        right: right.get(path).cloned(),
    };
    paths.into_iter().map(difference).filter(|found| found.left != found.right).collect()
}

fn flat(profile: &Profile) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    // A profile is made of texts, numbers and lists only, so it always has a JSON form.
    if let Ok(value) = serde_json::to_value(profile) {
        note(&value, "", &mut found);
    }
    found
}

fn note(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        // A setting with its basis: only the value is compared.
        Value::Object(map) if map.contains_key("value") => note(&map["value"], path, found),
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "seed") {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                note(value, &path, found);
            }
        }
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            if !items.is_empty() {
                let texts: Vec<String> = items.iter().map(text).collect();
                found.insert(path.to_owned(), texts.join("、"));
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                note(item, &format!("{path}[{}]", name(item, i)), found);
            }
        }
        other => {
            found.insert(path.to_owned(), text(other));
        }
    }
}

/// The own key of a list member, so that the order of a list makes no difference.
fn name(item: &Value, index: usize) -> String {
    let own = ["key", "group", "task", "code", "no", "name"].iter().find_map(|key| item.get(key)?.as_str());
    own.map_or_else(|| index.to_string(), str::to_owned)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) if text == UNSET => "未設定".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
