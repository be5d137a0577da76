use serde::{Deserialize, Serialize};

use super::{
    fault,
    read::{Node, Read, Reading},
};

/// The word that stands in a profile where the source document is silent.
pub const UNSET: &str = "unset";

/// A choice of the municipality: either made, or still open.
///
/// The software asks where a setting is open; it never guesses (DIFFERENCES, head note). In TOML a setting is the
/// literal `"unset"`, the plain value, or `{ value = …, seed = "L68" }` / `{ value = …, default = true }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Setting<T> {
    /// Nobody has decided: the source does not say.
    #[default]
    Unset,
    /// Decided, with where that is known from.
    Value(T, Basis),
}

/// Where the value of a setting is known from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Basis {
    /// The section around it, or the municipality itself.
    #[default]
    Stated,
    /// Lines of the source document of the profile.
    Seed(SeedLines),
    /// Our own default, not from the source document; meant to be edited.
    Default,
}

impl<T> Setting<T> {
    /// The value, if one was decided.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Unset => None,
            Self::Value(value, _) => Some(value),
        }
    }

    /// Whether the software still has to ask.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// Whether the value is ours rather than the municipality's.
    pub fn is_default(&self) -> bool {
        matches!(self, Self::Value(_, Basis::Default))
    }
}

impl<T> Setting<Vec<T>> {
    /// The values; none if open.
    pub fn items(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }
}

impl<T: Read> Read for Setting<T> {
    const MAY_BE_UNSET: bool = true;

    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        if node.text() == Some(UNSET) {
            return Self::Unset;
        }
        let Some(value) = node.child("value") else {
            return Self::Value(T::read(node, reading), Basis::Stated);
        };
        let keys = ["value", "seed", "default"];
        let table = node.fields(&keys, reading);
        let seed: Option<SeedLines> = table.field("seed", reading);
        let default: bool = table.field("default", reading);
        let basis = match (seed, default) {
            (Some(_), true) => {
                reading.fault(node.path(), fault::seed_and_default());
                Basis::Default
            }
            (Some(seed), false) => Basis::Seed(seed),
            (None, true) => Basis::Default,
            (None, false) => Basis::Stated,
        };
        Self::Value(T::read(&value, reading), basis)
    }

    fn fallback() -> Self {
        Self::Unset
    }
}

/// The JSON form: `"unset"` or an object; programs then need not know which of three spellings a file used.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Json<T> {
    Unset(UnsetWord),
    Sourced(Sourced<T>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum UnsetWord {
    Unset,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sourced<T> {
    value: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<SeedLines>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    default: bool,
}

impl<T: Serialize> Serialize for Setting<T> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unset => Json::Unset(UnsetWord::Unset),
            Self::Value(value, basis) => Json::Sourced(Sourced {
                value,
                seed: if let Basis::Seed(lines) = basis { Some(lines.clone()) } else { None },
                default: *basis == Basis::Default,
            }),
        }
        .serialize(s)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Setting<T> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(match Json::deserialize(d)? {
            Json::Unset(_) => Self::Unset,
            Json::Sourced(Sourced { value, default: true, .. }) => Self::Value(value, Basis::Default),
            Json::Sourced(Sourced { value, seed: Some(seed), .. }) => Self::Value(value, Basis::Seed(seed)),
            Json::Sourced(Sourced { value, .. }) => Self::Value(value, Basis::Stated),
        })
    }
}

/// Lines of the source document, as `L48-50,L115`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeedLines(String);

impl SeedLines {
    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last line that is named; 0 if none is.
    pub fn last_line(&self) -> u32 {
        ranges(&self.0).filter_map(|range| range.map(|(_, last)| last)).max().unwrap_or(0)
    }
}

impl Read for SeedLines {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        let text = String::read(node, reading);
        if !text.is_empty() && ranges(&text).any(|range| range.is_none()) {
            reading.fault(node.path(), fault::seed_form(&text));
        }
        Self(text)
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// First and last line of each part; `None` for a part that is no range.
fn ranges(text: &str) -> impl Iterator<Item = Option<(u32, u32)>> {
    text.split(',').map(|part| {
        let numbers = part.trim().strip_prefix('L')?;
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (0 < first && first <= last).then_some((first, last))
    })
}

#[cfg(test)]
mod tests {
    use toml::de::DeValue;

    use super::*;

    fn setting(toml: &str) -> (Setting<u32>, usize) {
        let tree = DeValue::parse(toml).unwrap();
        let mut reading = Reading::default();
        (Setting::read(&Node::root(tree.get_ref()), &mut reading), reading.findings.len())
    }

    #[test]
    fn a_setting_has_three_spellings() {
        let seed = Basis::Seed(SeedLines("L68".to_owned()));
        assert_eq!(setting("\"unset\""), (Setting::Unset, 0));
        assert_eq!(setting("2"), (Setting::Value(2, Basis::Stated), 0));
        assert_eq!(setting("{ value = 2, seed = \"L68\" }"), (Setting::Value(2, seed), 0));
        assert_eq!(setting("{ value = 2, default = true }"), (Setting::Value(2, Basis::Default), 0));
    }

    #[test]
    fn a_value_cannot_be_of_the_source_and_ours_at_once() {
        assert_eq!(setting("{ value = 2, seed = \"L68\", default = true }").1, 1);
        assert_eq!(setting("{ value = 2, sed = \"L68\" }").1, 1);
        assert_eq!(setting("\"unknown\"").1, 1);
    }

    #[test]
    fn lines_are_numbers_and_ranges() {
        let last = |text: &str| SeedLines(text.to_owned()).last_line();
        assert_eq!((last("L48-50,L115"), last("L12"), last("twelve")), (115, 12, 0));
        assert!(ranges("L5-3").any(|range| range.is_none()));
        assert!(ranges("L0").any(|range| range.is_none()));
    }
}
