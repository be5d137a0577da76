//! The printed programme register, cell by cell against the reference tables, without exceptions.

use domain::municipality::*;

use super::{faults, profile, text, tsv};

/// Every column and every row must be the same. There is no list of exceptions: there are none.
fn compare_with(key: &str, fixture: &str) {
    let printed = programme_table(&profile(key)).print(Format::Tsv);
    let ((head, rows), (wanted_head, wanted_rows)) = (tsv(&printed), tsv(fixture));
    assert_eq!(head, wanted_head, "{key}: columns");
    assert_eq!(rows.len(), wanted_rows.len(), "{key}: rows");
    for (i, (row, wanted)) in rows.iter().zip(&wanted_rows).enumerate() {
        for ((cell, wanted), column) in row.iter().zip(wanted).zip(&head) {
            assert_eq!(cell, wanted, "{key}: row {} column {column}", i + 1);
        }
    }
}

#[test]
fn ota_19_register_equals_the_table() {
    compare_with("ota-ku", include_str!("../fixtures/programmes_ota_ku.tsv"));
}

#[test]
fn oda_08_register_equals_the_table() {
    compare_with("oda-shi", include_str!("../fixtures/programmes_oda_shi.tsv"));
}

#[test]
fn ima_03_register_equals_the_table() {
    compare_with("imabari", include_str!("../fixtures/programmes_imabari.tsv"));
}

#[test]
fn edo_04_register_equals_the_table() {
    compare_with("edogawa", include_str!("../fixtures/programmes_edogawa.tsv"));
}

#[test]
fn ota_19_thirteen_programmes_of_seventeen_components() {
    let ota = profile("ota-ku");
    let mut numbers: Vec<u32> = ota.entries.iter().filter_map(|entry| entry.no).collect();
    assert_eq!(numbers.len(), 17);
    numbers.dedup();
    assert_eq!(numbers, (1..=13).collect::<Vec<_>>());
}

#[test]
fn ota_19_one_local_programme_stands_under_7_9_and_10() {
    let ota = profile("ota-ku");
    let named = ota.local_programmes.iter().filter(|p| p.name == "地域福祉コーディネート事業");
    let keys: Vec<&str> = named.map(|programme| programme.key.as_str()).collect();
    assert_eq!(keys.len(), 1);
    let uses = ota.entries.iter().filter(|entry| entry.programmes.iter().any(|key| key == keys[0]));
    assert_eq!(uses.filter_map(|entry| entry.no).collect::<Vec<_>>(), [7, 9, 10]);
}

#[test]
fn ota_35_related_programmes_are_not_counted() {
    let related = "related_programmes = [{ name = \"【架空】関連事業\", law = \"unset\", department = \"unset\", \
                   entries = [\"p4\"], seed = \"L354-358\" }]";
    let with = text("ota-ku").replacen("related_programmes = \"unset\"", related, 1);
    assert!(faults(&with).is_empty());
    let with = Profile::parse(&with).unwrap();
    assert_eq!(with.related_programmes.items().len(), 1);
    assert_eq!(programme_table(&with), programme_table(&profile("ota-ku")));
}

#[test]
fn oda_08_five_windows_with_sites_1_2_1_1_1() {
    let oda = profile("oda-shi");
    let consultation = ProgrammeGroup::ComprehensiveConsultationSupport;
    let rows: Vec<_> = oda.entries.iter().filter(|entry| entry.group == consultation).collect();
    let sites: Vec<u32> = rows.iter().filter_map(|entry| entry.site_count.as_ref()?.sum()).collect();
    assert_eq!(sites, [1, 2, 1, 1, 1]);
    assert_eq!(rows[4].legal_item_printed.as_deref(), Some("(参考)"));
    assert_eq!(rows[4].statutory.value(), Some(&false));
}

#[test]
fn oda_08_a_dash_is_not_zero() {
    let oda = profile("oda-shi");
    let count =
        oda.entries.iter().find(|e| e.key == "preventive_activity").unwrap().site_count.as_ref().unwrap();
    assert_eq!((count.sum(), count.printed.as_deref()), (None, Some("—")));
}

#[test]
fn ima_03_ten_windows_18_direct_and_13_commissioned_are_31() {
    let imabari = profile("imabari");
    let consultation = ProgrammeGroup::ComprehensiveConsultationSupport;
    let counts: Vec<&SiteCount> = imabari
        .entries
        .iter()
        .filter(|entry| entry.group == consultation)
        .filter_map(|entry| entry.site_count.as_ref())
        .collect();
    let sum = |part: fn(&SiteCount) -> Option<u32>| counts.iter().filter_map(|c| part(c)).sum::<u32>();
    assert_eq!(counts.len(), 10);
    assert_eq!(sum(|count| count.direct.as_ref()?.value().copied()), 18);
    assert_eq!(sum(|count| count.commissioned.as_ref()?.value().copied()), 13);
    assert_eq!(sum(SiteCount::sum), 31);
}

#[test]
fn edo_04_27_offices_with_9_branches_and_one_centre_of_9_units() {
    let edogawa = profile("edogawa");
    let entry = |key: &str| edogawa.entries.iter().find(|entry| entry.key == key).unwrap();
    let offices = entry("senior_consultation_office").site_count.as_ref().unwrap();
    assert_eq!((offices.sum(), offices.branches), (Some(27), Some(9)));
    assert_eq!(offices.printed.as_deref(), Some("27(内分室9)"));
    let centre = edogawa.sites.iter().find(|site| site.key == "child_and_family_centre").unwrap();
    assert_eq!((centre.count, centre.unit_count()), (Some(1), 9));
}

#[test]
fn readers_get_japanese_heads_and_no_source_columns() {
    let table = programme_table(&profile("imabari"));
    let md = table.print(Format::Md);
    assert!(md.starts_with("| 事業 | 窓口・対象者 | 事業名 | 直営 | 委託 | 設置 | 内容 |\n"), "{md}");
    assert!(md.contains("未設定") && !md.contains("L41-43"));
    let json: serde_json::Value = serde_json::from_str(&table.print(Format::Json)).unwrap();
    assert_eq!(json[12]["direct_sites"], "unset");
    assert_eq!(json[0]["contents"], serde_json::Value::Null);
}
