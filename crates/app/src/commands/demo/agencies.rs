//! Those whom a household of the ward meets. Keys are those of the profile where it has one.

use domain::installed::NewAgency;
use town::{AgencyField, AgencySketch};

/// Key, name, field, kind, what it does.
type Line = (&'static str, &'static str, AgencyField, &'static str, &'static str);

/// The first of a field takes what the hand-written households need of it.
const AGENCIES: [Line; 13] = [
    (
        "community_comprehensive_support_centre",
        "地域包括支援センター重ね(架空)",
        AgencyField::Elder,
        "counter",
        "高齢の方とご家族の、暮らし・介護・お金の相談",
    ),
    (
        "community_welfare_section",
        "地域福祉課 多機関連携調整担当",
        AgencyField::Coordination,
        "department",
        "複数の機関で支える世帯の調整、支援会議",
    ),
    (
        "sapota",
        "ひきこもり支援室SAPOTA(架空)",
        AgencyField::Withdrawal,
        "counter",
        "自ら相談に行けない方とご家族のところへ出向く",
    ),
    (
        "jobota",
        "生活再建・就労サポートセンターJOBOTA(架空)",
        AgencyField::Hardship,
        "counter",
        "生活・仕事・住まいの自立相談、家計の見直し",
    ),
    (
        "disability_support_centre",
        "障がい者総合サポートセンター(架空)",
        AgencyField::Disability,
        "counter",
        "障がいのある方の相談、サービスの利用",
    ),
    (
        "child_and_family_support_centre",
        "子ども家庭支援センター(架空)",
        AgencyField::Child,
        "counter",
        "子どもと家庭の相談、一時保育、見守り",
    ),
    (
        "council_of_social_welfare",
        "社会福祉協議会 地域福祉コーディネーター(架空)",
        AgencyField::Council,
        "council_of_social_welfare",
        "居場所・ボランティア・貸付、参加できる場をさがす",
    ),
    (
        "livelihood_welfare_section",
        "生活福祉課",
        AgencyField::Assistance,
        "department",
        "生活保護の相談と申請",
    ),
    ("welfare_management_section", "福祉管理課", AgencyField::City, "department", "女性相談、福祉の総合調整"),
    ("tax_section", "納税課", AgencyField::City, "department", "税と保険料の納付の相談"),
    (
        "health_promotion_section",
        "健康づくり課(保健師)",
        AgencyField::Health,
        "department",
        "からだと心の健康、受診の相談",
    ),
    ("school_counselling", "教育相談室(架空)", AgencyField::School, "counter", "学校生活・不登校の相談"),
    ("ward_hospital", "架空総合病院 相談室", AgencyField::Medical, "medical", "受診・入退院の相談"),
];

/// Beside them, who runs the system and who helps on paper.
const FOOD: Line =
    ("food_bank", "フードバンク重ね(架空)", AgencyField::Npo, "npo", "食料の支援、やさしい日本語の手伝い");
const INFORMATION: &str = "information_policy_section";

/// What the town is spread over.
pub(super) fn sketches() -> Vec<AgencySketch> {
    let sketch =
        |line: &Line| AgencySketch { key: line.0.into(), name: line.1.into(), field: line.2, area: None };
    AGENCIES.iter().chain([&FOOD]).map(sketch).collect()
}

/// What is installed.
pub(super) fn installed() -> Vec<NewAgency> {
    let agency = |(at, line): (usize, &Line)| NewAgency {
        key: line.0.into(),
        name: line.1.into(),
        kind: line.3.into(),
        field: line.2.key().into(),
        // No telephone number begins with 000.
        phone: format!("000-0100-{:04}", at + 1),
        about: line.4.into(),
    };
    let information = NewAgency {
        key: INFORMATION.into(),
        name: "情報政策課".into(),
        kind: "department".into(),
        about: "システムの運用".into(),
        ..NewAgency::default()
    };
    AGENCIES.iter().chain([&FOOD]).enumerate().map(agency).chain([information]).collect()
}
