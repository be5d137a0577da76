//! Profiles against the reference tables and the acceptance lines of the catalogue.

use domain::municipality::*;

#[test]
fn all_12_profile_check_passes_for_the_five_shipped() {
    for file in SHIPPED {
        let faults = Profile::parse(file.text).err().unwrap_or_default();
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}\n{}", file.key, lines.join("\n"));
    }
}

#[test]
fn the_shared_lists_have_no_faults() {
    let text = include_str!("../../../profiles/defaults.toml");
    let faults = Defaults::parse(text).err().unwrap_or_default();
    assert!(faults.is_empty(), "{faults:#?}");
}
