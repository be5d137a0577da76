use kernel::Day;

use super::OperatingForm;
use crate::municipality::{
    record::record,
    setting::{SeedLines, Setting},
};

record! {
    /// A counter that residents may turn to; enough for a public page by worry.
    ConsultationWindow {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Keys of worries that it serves.
        worries: Vec<String>,
        /// Keys of fields.
        fields: Vec<String>,
        /// For whom.
        target: Setting<String>,
        /// Telephone; only if printed.
        phone: Setting<String>,
        /// How it is run.
        forms: Setting<Vec<OperatingForm>>,
        /// Departments in charge.
        departments: Setting<Vec<String>>,
        /// Entries of the register.
        entries: Vec<String>,
        /// Keys of sites.
        sites: Vec<String>,
        /// Other words by which it is looked for.
        words: Vec<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A body under another law beside the programme; suggested by age, never imposed (OTA-21).
    LinkedSystem {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Law.
        law: String,
        /// What it is under that law.
        statutory_name: String,
        /// From this age.
        age_min: Option<u32>,
        /// To this age.
        age_max: Option<u32>,
        /// Department.
        department: Setting<String>,
        /// Entries of the register that it also serves.
        entries: Vec<String>,
        /// How to turn to it.
        contact: Setting<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A programme outside the register, listed in the annex and never counted (OTA-35).
    RelatedProgramme {
        /// Name.
        name: String,
        /// Law.
        law: Setting<String>,
        /// Department.
        department: Setting<String>,
        /// Entries to which it is related.
        entries: Vec<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A service that is characteristic of the place (ODA-19).
    LocalService {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Part or tier of the safety net.
        tier: Option<String>,
        /// For whom.
        target: Setting<String>,
        /// To this age.
        age_max: Option<u32>,
        /// Operator.
        operator: Setting<String>,
        /// What it offers.
        contents: Vec<String>,
        /// Entries of the register.
        entries: Vec<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// Who is in charge of an issue from a day on; earlier cases stay where they are (OTA-29).
    ResponsibilityRule {
        /// Code of the issue type.
        issue_type: String,
        /// Key of the area; every area if absent.
        area: Option<String>,
        /// Key of the department.
        department: String,
        /// First day.
        valid_from: Setting<Day>,
        /// Last day; none if open.
        valid_to: Option<Day>,
        /// Source lines.
        seed: SeedLines,
    }
}
