//! 要綱: the municipality's own rule for a conference, by its name and version as they were when an item began (ODA-14).

use kernel::{Id, Result};
use store::Tx;

use super::ConferenceItem;
use crate::municipality::ConferenceFunction;

/// Name and version in the profile; empty where it tells none.
pub(super) fn in_force(function: Option<&ConferenceFunction>) -> (String, String) {
    let Some(function) = function else { return Default::default() };
    let told = |setting: &crate::municipality::Setting<String>| setting.value().cloned().unwrap_or_default();
    (told(&function.rule_document), told(&function.rule_version))
}

/// The rule under which an item began, as it is cited: 「要綱の名前(版)」.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<String> {
    let (name, version): (String, String) =
        tx.one("SELECT rule_name, rule_version FROM conference_items WHERE id = $1", &[&id])?;
    Ok(if version.is_empty() || name.is_empty() { name } else { format!("{name}({version})") })
}
