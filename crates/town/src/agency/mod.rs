//! Agencies and their staff. Callers may bring their own; the ones made here are fictional.

mod defaults;
mod staff;

pub use defaults::default_agencies;
pub(crate) use staff::short_name;
pub use staff::{StaffSketch, default_staff};

use crate::keyed::keyed;

keyed! {
    /// What an agency is for.
    AgencyField {
        Coordination = "coordination", "多機関協働";
        Elder = "elder", "高齢(地域包括支援センター)";
        Disability = "disability", "障害(基幹・相談支援)";
        Child = "child", "こども家庭センター";
        Hardship = "hardship", "自立相談支援";
        Council = "council", "社会福祉協議会";
        Withdrawal = "withdrawal", "ひきこもり支援";
        Assistance = "assistance", "生活保護";
        City = "city", "庁内の課";
        Health = "health", "保健センター";
        Medical = "medical", "医療機関";
        School = "school", "学校・教育";
        Housing = "housing", "居住支援";
        Employment = "employment", "就労支援";
        Npo = "npo", "民間支援団体";
    }
}

/// One agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencySketch {
    /// Stable key, unique in a plan.
    pub key: String,
    /// Name in Japanese.
    pub name: String,
    /// What it is for; decides which issues it takes.
    pub field: AgencyField,
    /// The 日常生活圏域 it serves; `None` for the whole city.
    pub area: Option<String>,
}
