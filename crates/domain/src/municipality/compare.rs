use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{Cell, Profile, Row, Table, TableColumn, UNSET, setting_label, value_label};

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

/// The differences as a table with the names of both, to be printed like the register.
pub fn difference_table(left: &Profile, right: &Profile) -> Table {
    let column =
        |key: &str, label: &str| TableColumn { key: key.to_owned(), label: label.to_owned(), source: false };
    let cell = |text: Option<String>| text.map_or(Cell::Blank, Cell::Text);
    let row = |found: Difference| Row {
        key: found.path.clone(),
        cells: vec![
            cell(setting_label(&found.path)),
            cell(found.left),
            cell(found.right),
            Cell::Text(found.path),
        ],
    };
    Table {
        columns: vec![
            column("label", "項目"),
            column("left", &left.name),
            column("right", &right.name),
            column("path", "キー"),
        ],
        rows: compare(left, right).into_iter().map(row).collect(),
    }
}

fn flat(profile: &Profile) -> BTreeMap<String, String> {
    let mut flat = Flat { profile, found: BTreeMap::new() };
    // A profile is made of texts, numbers and lists only, so it always has a JSON form.
    if let Ok(value) = serde_json::to_value(profile) {
        flat.note(&value, "");
    }
    flat.found
}

/// The values of a profile by path, as they are called on screen.
struct Flat<'p> {
    profile: &'p Profile,
    found: BTreeMap<String, String>,
}

impl Flat<'_> {
    fn note(&mut self, value: &Value, path: &str) {
        match value {
            Value::Null => {}
            // A setting with its basis: only the value is compared.
            Value::Object(map) if map.contains_key("value") => self.note(&map["value"], path),
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "seed") {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.note(value, &path);
                }
            }
            Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
                if !items.is_empty() {
                    let texts: Vec<String> = items.iter().map(|item| self.text(path, item)).collect();
                    self.found.insert(path.to_owned(), texts.join("、"));
                }
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.note(item, &format!("{path}[{}]", name(item, i)));
                }
            }
            other => {
                self.found.insert(path.to_owned(), self.text(path, other));
            }
        }
    }

    fn text(&self, path: &str, value: &Value) -> String {
        match value {
            Value::String(text) if text == UNSET => "未設定".to_owned(),
            Value::String(text) => value_label(self.profile, path, text).to_owned(),
            other => value_label(self.profile, path, &other.to_string()).to_owned(),
        }
    }
}

/// The own key of a list member, so that the order of a list makes no difference.
fn name(item: &Value, index: usize) -> String {
    let own = ["key", "group", "task", "code", "no", "name"].iter().find_map(|key| item.get(key)?.as_str());
    own.map_or_else(|| index.to_string(), str::to_owned)
}
