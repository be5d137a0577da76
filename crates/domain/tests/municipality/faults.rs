//! `check` explains what is wrong, at its line, all at once.

use domain::municipality::*;

use super::{changed, faults, profile, text};

/// One changed place gives exactly this fault at its line.
fn one_fault(key: &str, from: &str, to: &str, path: &str, message: &str) -> ProfileFault {
    let (text, line) = changed(key, from, to);
    let found = faults(&text);
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1, "{shown:#?}");
    assert_eq!(
        (found[0].line, found[0].path.as_str(), found[0].message.key),
        (line, path, message),
        "{shown:?}"
    );
    found[0].clone()
}

#[test]
fn all_12_five_profiles_pass_and_a_convening_contractor_fails() {
    for file in SHIPPED {
        let shown: Vec<String> = faults(file.text).iter().map(ToString::to_string).collect();
        assert!(shown.is_empty(), "{}\n{}", file.key, shown.join("\n"));
    }
    assert!(Defaults::parse(include_str!("../../../../profiles/defaults.toml")).is_ok());
}

#[test]
fn tok_09_convening_the_statutory_conference_stays_with_the_municipality() {
    let fault = one_fault(
        "edogawa",
        r#"organisations = { value = ["municipality"], seed = "L321,L327" }"#,
        r#"organisations = ["council_of_social_welfare"]"#,
        "task_assignments[3].organisations[0]",
        "profile_convener_not_municipality",
    );
    assert!(fault.message.text.contains("第106条の6"), "{fault}");
    one_fault(
        "edogawa",
        r#"tasks = { value = ["intake", "coordination", "draft_plan"], seed = "L282-288" }"#,
        r#"tasks = ["draft_plan", "convene_statutory_conference"]"#,
        "commissions[0].tasks[1]",
        "profile_convener_task_direct",
    );
    one_fault(
        "edogawa",
        r#"convener_organisations = { value = ["municipality"], seed = "L321" }"#,
        r#"convener_organisations = ["municipality", "council_of_social_welfare"]"#,
        "conference.statutory.convener_organisations[1]",
        "profile_convener_not_municipality",
    );
}

#[test]
fn tok_09_drafting_a_plan_may_be_commissioned() {
    let (text, _) = changed(
        "oda-shi",
        "organisations = \"unset\" # 多機関協働による支援プラン",
        "organisations = [\"council_of_social_welfare\"] # ",
    );
    assert_eq!(faults(&text), []);
}

#[test]
fn edo_18_days_to_answer_are_bounded_as_those_to_report_are() {
    one_fault(
        "edogawa",
        "application_answer_days = \"unset\"",
        "application_answer_days = 400",
        "conference.statutory.application_answer_days",
        "profile_over_limit",
    );
    one_fault(
        "edogawa",
        "application_answer_days = { value = 7, default = true }",
        "application_answer_days = 367",
        "thresholds.application_answer_days",
        "profile_over_limit",
    );
}

#[test]
fn oda_17_notices_go_to_an_office_that_there_is() {
    one_fault(
        "oda-shi",
        "department_notices = \"unset\"",
        "department_notices = \"community_welfare_secton\"",
        "consultation_model.department_notices",
        "profile_unknown_reference",
    );
}

#[test]
fn oda_18_counts_that_could_point_to_somebody_are_small() {
    one_fault(
        "oda-shi",
        "small_count = { value = 5, default = true }",
        "small_count = 3",
        "thresholds.small_count",
        "profile_under_limit",
    );
}

/// A town that runs has stored its profile as it was: keys that came later may be missing in it.
#[test]
fn a_profile_from_before_these_keys_is_still_read() {
    for file in SHIPPED.iter().filter(|file| file.key != "tokyo-support") {
        let old = file.text.replace("small_count = { value = 5, default = true }\n", "");
        let old = old.replace("department_notices = \"unset\"\n", "");
        assert_ne!(old, file.text, "{}", file.key);
        assert_eq!(faults(&old), [], "{}", file.key);
    }
}

#[test]
fn legal_restrictions_cannot_be_lifted() {
    one_fault(
        "imabari",
        r#"for_multilayered = { value = "required", seed = "L162" }"#,
        r#"for_multilayered = "not_required""#,
        "consent.for_multilayered",
        "profile_multilayered_consent",
    );
    one_fault(
        "imabari",
        "secrecy_acknowledgement = { value = true, default = true }",
        "secrecy_acknowledgement = false",
        "conference.secrecy_acknowledgement",
        "profile_secrecy_acknowledgement",
    );
}

#[test]
fn a_support_body_has_no_counters_and_no_casework() {
    one_fault(
        "tokyo-support",
        r#"role = "manager""#,
        r#"role = "counter_worker""#,
        "roles[0].role",
        "profile_support_body_holds",
    );
    let window = "\n[[windows]]\nkey = \"w\"\nname = \"窓口\"\ntarget = \"unset\"\nphone = \"unset\"\n\
                  forms = \"unset\"\ndepartments = \"unset\"\nseed = \"L1\"\n";
    let found = faults(&(text("tokyo-support").to_owned() + window));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].path.as_str(), found[0].message.key), ("windows", "profile_support_body_holds"));
}

#[test]
fn an_unknown_key_gets_the_nearest_one() {
    let fault =
        one_fault("ota-ku", "case_scope =", "case_scop =", "multi_agency.case_scop", "profile_unknown_key");
    assert!(fault.message.text.contains("「case_scope」ではありませんか"), "{fault}");
}

#[test]
fn a_reference_must_resolve() {
    let fault = one_fault(
        "ota-ku",
        r#"secretariat = { value = "welfare_management_section""#,
        r#"secretariat = { value = "welfare_managment_section""#,
        "plan.secretariat",
        "profile_unknown_reference",
    );
    assert!(fault.message.text.contains("welfare_management_section"), "{fault}");
}

#[test]
fn days_and_seed_lines_are_checked() {
    one_fault(
        "ota-ku",
        r#"period_to = { value = "2025-03-31", seed = "L4" }"#,
        r#"period_to = "2023-03-31""#,
        "plan.period_to",
        "profile_date_order",
    );
    one_fault(
        "edogawa",
        "seed = \"L327-331,L341\"",
        "seed = \"L327-900\"",
        "departments[0].seed",
        "profile_seed_beyond",
    );
    one_fault(
        "edogawa",
        "seed = \"L327-331,L341\"",
        "seed = \"327\"",
        "departments[0].seed",
        "profile_seed_form",
    );
}

#[test]
fn all_faults_come_together_in_the_order_of_the_file() {
    let text = text("imabari")
        .replacen("kind = \"municipality\"", "kind = \"town\"", 1)
        .replacen("lines = 193", "lines = \"many\"", 1)
        .replacen("frequency = \"unset\"", "frequency = 3", 1)
        .replacen("container = \"multilayered_support_conference\"", "container = \"multilayered\"", 1)
        .replacen("for_statutory = \"unset\"\n", "", 1);
    let found = faults(&text);
    let shown: Vec<_> = found.iter().map(|fault| (fault.path.as_str(), fault.message.key)).collect();
    let wanted = [
        ("kind", "profile_unknown_choice"),
        ("source.lines", "profile_wrong_type"),
        ("conference.statutory.frequency", "profile_wrong_type"),
        ("conference.multilayered.container", "profile_unknown_reference"),
        ("consent.for_statutory", "profile_missing_setting"),
    ];
    assert_eq!(shown, wanted);
    assert!(found.iter().all(|fault| fault.line > 0 && fault.column > 0));
}

#[test]
fn a_json_import_is_checked_like_a_file() {
    let mut profile = profile("imabari");
    profile.conference.secrecy_acknowledgement = Setting::Value(false, Basis::Stated);
    let found = Profile::from_json(&profile.to_json().unwrap()).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].message.key), (0, "profile_secrecy_acknowledgement"));
}

#[test]
fn a_desk_of_a_contractor_cannot_convene() {
    let desk = "\n[[departments]]\nkey = \"desk\"\nname = \"なごみの家\"\n\
                organisation = \"council_of_social_welfare\"\nseed = \"L282\"\n";
    let (text, _) = changed(
        "edogawa",
        "convener_departments = \"unset\" # 開催を必要とする部署",
        "convener_departments = [\"desk\"]",
    );
    let found = faults(&(text + desk));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "conference.statutory.convener_departments[0]");
}

#[test]
fn broken_toml_is_explained_with_its_line() {
    let (text, line) = changed("ota-ku", "name = \"大田区\"", "name = \"大田区");
    let found = faults(&text);
    assert_eq!((found[0].line, found[0].message.key), (line, "profile_syntax"));
}

#[test]
fn all_12_profiles_round_trip_through_json() {
    for file in SHIPPED {
        let before = profile(file.key);
        let after = Profile::from_json(&before.to_json().unwrap()).unwrap();
        assert_eq!(after, before, "{}", file.key);
    }
}

#[test]
fn a_file_with_any_line_lost_is_explained_and_never_panics() {
    let lines: Vec<&str> = text("edogawa").lines().collect();
    for lost in (0..lines.len()).step_by(13) {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|(i, _)| *i != lost).map(|(_, line)| *line).collect();
        for fault in faults(&rest.join("\n")) {
            assert!((1..=lines.len()).contains(&fault.line), "{fault}");
            assert!(!fault.message.text.is_empty());
        }
    }
}
