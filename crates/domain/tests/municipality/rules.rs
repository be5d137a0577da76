//! What the settings of a profile bring about.

use domain::municipality::*;
use kernel::Role;

use super::{changed, day, faults, profile, text};

#[test]
fn ota_29_mental_illness_goes_to_the_section_of_the_area_from_april_2024() {
    let ota = profile("ota-ku");
    let on = |day_| responsible(&ota, "mental_illness", Some("district_2"), day(day_));
    assert_eq!(on("2024-03-31"), None);
    let wanted = Responsible { department: "community_welfare_section", area: Some("district_2".to_owned()) };
    assert_eq!(on("2024-04-01"), Some(wanted));
    assert_eq!(responsible(&ota, "hoarding", Some("district_2"), day("2024-04-01")), None);
}

#[test]
fn ota_29_rules_of_one_issue_may_not_overlap() {
    let again = "\n[[responsibility_rules]]\nissue_type = \"mental_illness\"\n\
                 department = \"welfare_management_section\"\nvalid_from = \"2025-04-01\"\nseed = \"L296\"\n";
    let found = faults(&(text("ota-ku").to_owned() + again));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message.key, "profile_overlapping_rules");
}

#[test]
fn ota_34_a_commission_ends_with_its_last_day() {
    let (text, _) =
        changed("oda-shi", "from = \"unset\"\nto = \"unset\"", "from = \"2023-04-01\"\nto = \"2025-03-31\"");
    let oda = Profile::parse(&text).unwrap();
    let commission = &oda.commissions[0];
    assert!(commission.holds_on(day("2025-03-31")));
    assert!(!commission.holds_on(day("2025-04-01")));
    assert!(!commission.holds_on(day("2023-03-31")));
}

#[test]
fn oda_12_promoters_of_two_organisations_have_the_same_role() {
    let oda = profile("oda-shi");
    let promoter = oda.roles.iter().find(|role| role.key == "consultation_integration_promoter").unwrap();
    assert_eq!(promoter.role.value(), Some(&Role::Coordinator));
    assert_eq!(promoter.organisations.items(), ["municipality", "council_of_social_welfare"]);
    let Some(Lead::Promoters(pool)) = case_lead(&oda, "childcare_section") else { panic!("no pool") };
    assert_eq!(pool, promoter.organisations.items());
}

#[test]
fn edo_13_the_department_that_received_leads_and_convenes() {
    let edogawa = profile("edogawa");
    assert_eq!(case_lead(&edogawa, "tax_section"), Some(Lead::Department("tax_section")));
    assert_eq!(may_convene_statutory(&edogawa, "municipality", "tax_section"), Some(true));
    assert_eq!(may_convene_statutory(&edogawa, "council_of_social_welfare", "nagomi_house"), Some(false));
}

#[test]
fn leads_follow_the_rule_of_each_municipality() {
    let (ota, imabari, oda) = (profile("ota-ku"), profile("imabari"), profile("oda-shi"));
    assert_eq!(case_lead(&ota, "branch_office"), Some(Lead::SectionOfArea("community_welfare_section")));
    assert_eq!(case_lead(&imabari, "any"), Some(Lead::Post("ふくし連携ＳＶ")));
    assert_eq!(may_convene_statutory(&oda, "municipality", "community_welfare_section"), None);
    assert_eq!(may_convene_statutory(&ota, "municipality", "branch_office"), Some(false));
}

#[test]
fn tok_05_without_a_general_window_every_agency_is_the_entrance() {
    assert!(!profile("ota-ku").consultation_model.has_general_window());
    for (value, shown) in [("none", false), ("weekly", true), ("permanent", true)] {
        let to = format!("general_window = \"{value}\"");
        let (text, _) = changed("ota-ku", "general_window = \"unset\"", &to);
        let model = Profile::parse(&text).unwrap().consultation_model;
        assert_eq!(model.has_general_window(), shown, "{value}");
    }
}

#[test]
fn tok_26_what_began_in_2024_is_a_register_by_year_and_category() {
    let tokyo = profile("tokyo-support");
    assert_eq!(tokyo.initiatives.len(), 13);
    assert!(tokyo.initiatives.iter().all(|initiative| initiative.fiscal_year == 2024));
    let implementing = tokyo.supported.iter().find(|s| s.fiscal_year == 2024).unwrap();
    assert_eq!(implementing.names.len(), 23);
}

#[test]
fn ima_08_a_field_is_added_without_code() {
    let with = text("edogawa").to_owned() + "\n[[fields]]\nkey = \"labour\"\nname = \"労働\"\n";
    assert!(Profile::parse(&with).unwrap().fields.iter().any(|field| field.name == "労働"));
    assert!(profile("imabari").fields.iter().any(|field| field.name == "労働"));
}

#[test]
fn oda_19_services_carry_their_tier_and_operator() {
    let oda = profile("oda-shi");
    let tiers: Vec<&str> = oda.local_services.iter().filter_map(|service| service.tier.as_deref()).collect();
    assert_eq!(tiers, ["第2のセーフティネット", "第3のセーフティネット", "第3の居場所づくり"]);
    let yukimiru = oda.local_services.iter().find(|service| service.key == "yukimiru").unwrap();
    assert_eq!(yukimiru.age_max, Some(39));
}

#[test]
fn all_12_two_profiles_are_compared_key_by_key() {
    let (ota, oda) = (profile("ota-ku"), profile("oda-shi"));
    let found = compare(&ota, &oda);
    let at = |path: &str| found.iter().find(|difference| difference.path == path).unwrap();
    let years = at("plan.period_years");
    assert_eq!((years.left.as_deref(), years.right.as_deref()), (Some("1"), Some("2")));
    let consent = at("consent.for_multilayered");
    assert_eq!(
        (consent.left.as_deref(), consent.right.as_deref()),
        (Some("未設定"), Some("本人の同意が必要"))
    );
    assert_eq!(compare(&ota, &ota), []);
    assert!(
        difference_table(&ota, &oda).print(Format::Md).starts_with("| 項目 | 大田区 | 大田市 | キー |\n")
    );
    assert!(found.iter().all(|difference| !difference.path.ends_with("seed")));
}

#[test]
fn open_settings_are_listed_with_what_others_do() {
    let (ota, tokyo) = (profile("ota-ku"), profile("tokyo-support"));
    let open = open_settings(&ota, Some(&tokyo));
    let window = open.iter().find(|setting| setting.path == "consultation_model.general_window").unwrap();
    assert!(window.elsewhere[0].text.contains("4割"));
    assert!(open.iter().all(|setting| setting.path != "plan.title"));
    // Every range of the survey is about a setting that profiles really have.
    let paths = serde_json::to_value(&ota).unwrap();
    for range in &tokyo.practice_ranges {
        let pointer = format!("/{}", range.setting.replace('.', "/"));
        assert!(paths.pointer(&pointer).is_some(), "{}", range.setting);
    }
}

#[test]
fn thresholds_are_ours_and_marked_so() {
    for key in ["ota-ku", "oda-shi", "imabari", "edogawa"] {
        assert!(profile(key).thresholds.no_contact_days.is_default(), "{key}");
    }
}

/// Paths of everything outside lists, settings without their basis.
fn plain_paths(value: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) if !map.contains_key("value") => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                plain_paths(value, &path, found);
            }
        }
        serde_json::Value::Array(_) => {}
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn every_setting_has_a_label() {
    let mut paths = Vec::new();
    plain_paths(&serde_json::to_value(profile("ota-ku")).unwrap(), "", &mut paths);
    let bare: Vec<_> = paths.iter().filter(|path| setting_label(path).is_none()).collect();
    assert!(bare.is_empty(), "{bare:?}");
    assert_eq!(setting_label("conference.statutory.report").unwrap(), "支援会議の結果の報告");
    let edogawa = profile("edogawa");
    assert_eq!(value_label(&edogawa, "conference.statutory.report", "per_conference"), "会議ごと");
    assert_eq!(
        value_label(&edogawa, "conference.statutory.report_to", "welfare_promotion_section"),
        "福祉推進課"
    );
}

/// An item for the sheets, as a municipality of much snow would add it.
const SNOW: &str = "\n[[form_items]]\nform = \"assessment\"\nsheet = \"household\"\nkey = \"snow\"\nlabel = \"雪かき\"\n\
    kind = \"choice\"\nkinds = \"life\"\nabout = \"household\"\n\
    options = [{ key = \"helped\", label = \"手伝いがある\" }, { key = \"alone\", label = \"ひとりでする\" }]\n";

#[test]
fn a_profile_adds_items_to_a_form_and_is_told_which_do_not_fit() {
    let whole = text("imabari").to_owned() + SNOW;
    let profile = Profile::parse(&whole).unwrap();
    let installed = domain::installed::Installation::of_profile(&profile, &whole);
    assert_eq!(installed.form_items.len(), 1);
    assert_eq!(installed.form_items[0].item.words("alone"), "ひとりでする");
    let keys = |from: &str, to: &str| -> Vec<String> {
        let found = faults(&whole.replace(from, to));
        found.into_iter().map(|fault| format!("{} {}", fault.path, fault.message.key)).collect()
    };
    for (from, to, expected) in [
        ("form = \"assessment\"", "form = \"horoscope\"", "form_items[0].form profile_unknown_choice"),
        ("sheet = \"household\"", "sheet = \"garden\"", "form_items[0].sheet profile_unknown_choice"),
        ("key = \"snow\"", "key = \"health\"", "form_items[0].key profile_duplicate_key"),
        ("kinds = \"life\"", "kinds = \"stars\"", "form_items[0].kinds profile_unknown_choice"),
        ("kind = \"choice\"", "kind = \"text\"", "form_items[0].options profile_options_do_not_fit"),
        ("key = \"helped\"", "key = \"al one\"", "form_items[0].options[0].key profile_option_key"),
    ] {
        assert_eq!(keys(from, to), [expected], "{from}");
    }
}
