//! Counters for residents, guidance for staff, dated law.

use domain::municipality::*;

use super::{day, profile, tsv};

fn names(windows: &[&ConsultationWindow]) -> Vec<String> {
    windows.iter().map(|window| window.name.clone()).collect()
}

#[test]
fn a_search_for_hardship_finds_the_life_support_centre_of_oda() {
    let oda = profile("oda-shi");
    assert_eq!(names(&search_windows(&oda, "生活困窮")), ["生活サポートセンターおおだ"]);
    assert_eq!(names(&search_windows(&oda, "  ")), [""; 0]);
    assert!(search_windows(&profile("tokyo-support"), "生活困窮").is_empty());
}

#[test]
fn spellings_and_widths_make_no_difference_to_a_search() {
    let edogawa = profile("edogawa");
    assert_eq!(search_windows(&edogawa, "障がい"), search_windows(&edogawa, "障害"));
    assert!(!search_windows(&edogawa, "障がい").is_empty());
    assert_eq!(names(&search_windows(&profile("ota-ku"), "ｊｏｂｏｔａ")).len(), 1);
}

#[test]
fn every_counter_stands_under_a_worry() {
    for key in ["ota-ku", "oda-shi", "imabari", "edogawa"] {
        let profile = profile(key);
        let groups = windows_by_worry(&profile);
        assert!(
            profile.windows.iter().all(|window| groups.iter().any(|g| g.windows.contains(&window))),
            "{key}"
        );
        assert!(
            profile.windows.iter().all(|window| window.phone.is_unset()),
            "{key}: no source prints a telephone"
        );
    }
}

#[test]
fn ota_21_flat_ota_is_suggested_at_17_and_not_at_41() {
    let ota = profile("ota-ku");
    let keys =
        |age| suggested_systems(&ota, age).iter().map(|system| system.key.as_str()).collect::<Vec<_>>();
    assert_eq!((keys(17), keys(14), keys(39)), (vec!["flat_ota"], vec![], vec!["flat_ota"]));
    assert!(keys(41).is_empty());
    // It can still be chosen: the list of all systems does not shrink.
    assert_eq!(ota.linked_systems.len(), 1);
}

#[test]
fn edo_24_the_tax_section_gets_a_guide_for_a_rubbish_house_without_a_name() {
    let edogawa = profile("edogawa");
    let found = guide(&edogawa, "hoarding");
    let Guide { item, windows } = &found[0];
    assert!(!item.questions.is_empty() && item.legal_note.contains("名前を出さない相談"));
    assert!(windows.iter().any(|window| window.name == "なごみの家"));
}

#[test]
fn edo_24_guides_refer_to_known_issues_and_worries() {
    let shared = defaults();
    for item in &shared.guide_items {
        assert!(shared.issue_types.iter().any(|issue| issue.code == item.issue_type), "{}", item.issue_type);
        for worry in &item.worries {
            assert!(shared.worries.iter().any(|known| known.key == *worry), "{worry}");
        }
        // Sentences of at most 60 characters, by the wording rules; citations in brackets aside.
        for sentence in item.hint.split('。').chain(item.questions.iter().map(String::as_str)) {
            assert!(sentence.chars().count() <= 60, "{sentence}");
        }
    }
}

#[test]
fn tok_13_debts_suggest_legal_and_consumer_advice() {
    let agencies = suggested_members(&["multiple_debts", "multiple_debts"]);
    assert_eq!(agencies, ["法律の専門家", "消費生活の窓口", "自立相談支援機関"]);
    let known = |code: &String| defaults().issue_types.iter().any(|issue| issue.code == *code);
    assert!(defaults().member_suggestions.iter().flat_map(|s| &s.issue_types).all(known));
}

#[test]
fn ota_07_the_master_equals_the_table_and_each_profile_has_its_marks() {
    let (_, rows) = tsv(include_str!("../fixtures/issue_types.tsv"));
    let master: Vec<_> = defaults().issue_types.iter().map(|i| (i.name.as_str(), i.code.as_str())).collect();
    assert_eq!(master, rows.iter().map(|row| (row[0], row[1])).collect::<Vec<_>>());
    let sources = [
        ("OTA", "ota-ku"),
        ("ODA", "oda-shi"),
        ("TOK", "tokyo-support"),
        ("IMA", "imabari"),
        ("EDO", "edogawa"),
    ];
    for (seed, key) in sources {
        let mut wanted: Vec<&str> =
            rows.iter().filter(|row| row[2].split(';').any(|s| s == seed)).map(|row| row[1]).collect();
        let profile = profile(key);
        let mut marked: Vec<&str> = profile.issues.named.iter().map(|named| named.code.as_str()).collect();
        wanted.sort_unstable();
        marked.sort_unstable();
        assert_eq!(marked, wanted, "{key}");
    }
}

#[test]
fn the_secrecy_clause_moved_from_paragraph_5_to_6() {
    let cited =
        |on| defaults().citation("statutory_conference_secrecy", day(on)).map(|law| law.text.as_str());
    assert_eq!(cited("2025-03-31"), Some("社会福祉法第106条の6第5項"));
    assert_eq!(cited("2025-04-01"), Some("社会福祉法第106条の6第6項"));
    assert_eq!(cited("2021-03-31"), None);
}

#[test]
fn versions_of_a_citation_follow_each_other_without_gap() {
    for law in &defaults().law_citations {
        let Some(last) = law.valid_to else { continue };
        assert!(defaults().citation(&law.key, last.plus(1)).is_some(), "{}", law.text);
    }
}
