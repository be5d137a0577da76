//! 要綱: the municipality's own rule for a conference, by its name and version as they were when an item began (ODA-14).

use crate::municipality::ConferenceFunction;

/// Name and version in the profile; empty where it tells none.
pub(super) fn in_force(function: Option<&ConferenceFunction>) -> (String, String) {
    let Some(function) = function else { return Default::default() };
    let told = |setting: &crate::municipality::Setting<String>| setting.value().cloned().unwrap_or_default();
    (told(&function.rule_document), told(&function.rule_version))
}
