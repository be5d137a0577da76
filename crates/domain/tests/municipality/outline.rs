//! Names, order and headings of the five supports.

use domain::municipality::*;

use super::{profile, tsv};

/// The printed outline must equal the reference table in every column.
fn compare_with_pillars(key: &str, seed: &str) {
    let (_, rows) = tsv(include_str!("../fixtures/pillars_by_seed.tsv"));
    let wanted: Vec<_> = rows.into_iter().filter(|row| row[0] == seed).collect();
    let profile = profile(key);
    let printed: Vec<Vec<&str>> = profile
        .label_scheme
        .pillars
        .iter()
        .map(|pillar| {
            let item = pillar.legal_item_printed.value().map_or("", String::as_str);
            vec![seed, &pillar.ordinal, &pillar.term, &pillar.definition, item, pillar.seed.as_str()]
        })
        .collect();
    assert_eq!(printed, wanted);
}

fn headings(key: &str) -> Vec<(Option<String>, usize)> {
    let profile = profile(key);
    let shape = |heading: Heading<'_>| (heading.text.map(str::to_owned), heading.pillars.len());
    outline(&profile).into_iter().map(shape).collect()
}

fn items(key: &str) -> Vec<u8> {
    profile(key).label_scheme.pillars.iter().map(|pillar| pillar.group.legal_item()).collect()
}

#[test]
fn ota_02_three_supports_with_items_1_to_3() {
    compare_with_pillars("ota-ku", "OTA");
    assert_eq!(items("ota-ku"), [1, 2, 3]);
    assert_eq!(headings("ota-ku"), [(None, 3)]);
}

#[test]
fn oda_02_five_with_two_headings() {
    compare_with_pillars("oda-shi", "ODA");
    assert_eq!(items("oda-shi"), [1, 2, 3, 5, 4]);
    let wanted = [(Some("支援の柱".to_owned()), 3), (Some("新たに強化する機能".to_owned()), 2)];
    assert_eq!(headings("oda-shi"), wanted);
}

#[test]
fn edo_03_three_pillars_and_two_new_functions() {
    compare_with_pillars("edogawa", "EDO");
    let wanted = [(Some("3つの柱".to_owned()), 3), (Some("新たな機能".to_owned()), 2)];
    assert_eq!(headings("edogawa"), wanted);
}

#[test]
fn ima_12_own_order_over_the_same_keys() {
    compare_with_pillars("imabari", "IMA");
    let pillars = profile("imabari").label_scheme.pillars;
    let ordinals: String = pillars.iter().map(|pillar| pillar.ordinal.as_str()).collect();
    assert_eq!(ordinals, "①②③④⑤");
    assert_eq!(pillars[1].group, ProgrammeGroup::MultiAgencyCollaboration);
    let keys = |key: &str| {
        let mut keys: Vec<_> =
            profile(key).label_scheme.pillars.iter().map(|pillar| pillar.group.key()).collect();
        keys.sort_unstable();
        keys
    };
    assert_eq!(keys("imabari"), keys("oda-shi"));
    assert_eq!(keys("imabari"), keys("edogawa"));
}
