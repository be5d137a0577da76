use store::Migration;

macro_rules! step {
    ($name:literal) => {
        Migration {
            name: $name,
            postgres: include_str!(concat!("../../../migrations/", $name, ".sql")),
            sqlite: None,
        }
    };
    ($name:literal, forked) => {
        Migration {
            name: $name,
            postgres: include_str!(concat!("../../../migrations/", $name, ".postgres.sql")),
            sqlite: Some(include_str!(concat!("../../../migrations/", $name, ".sqlite.sql"))),
        }
    };
}

/// Every step of the schema, in order. A step that has been released never changes.
pub const MIGRATIONS: &[Migration] = &[
    step!("0001_municipality"),
    step!("0002_audit"),
    step!("0003_people"),
    step!("0004_consultations"),
    step!("0005_cases"),
    step!("0006_search", forked),
    step!("0007_case_life"),
    step!("0008_lawful_sharing"),
    step!("0009_audit_seals"),
    step!("0010_protection"),
    step!("0011_conferences"),
    step!("0012_coordination"),
    step!("0013_assessments"),
    step!("0014_sittings"),
    step!("0015_plans"),
    step!("0016_look_backs"),
    step!("0017_conference_office"),
    step!("0018_committees"),
    step!("0019_advisers_and_reports"),
    step!("0020_minutes"),
    step!("0021_report_days"),
    step!("0022_notice_passings"),
    step!("0023_search_upkeep", forked),
];
