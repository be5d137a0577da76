use super::{AgencyField, AgencySketch};
use crate::tables::places;

const AREAS: [&str; 6] = ["中央", "北", "東", "南", "西", "川辺"];

/// City-wide agencies, the most needed first.
const CITY_WIDE: &[(&str, AgencyField, &str)] = &[
    ("coordination", AgencyField::Coordination, "地域福祉課 多機関協働担当"),
    ("council", AgencyField::Council, "見本市社会福祉協議会(架空)"),
    ("hardship", AgencyField::Hardship, "くらしサポート窓口"),
    ("disability_core", AgencyField::Disability, "基幹相談支援センター"),
    ("child_centre", AgencyField::Child, "こども家庭センター"),
    ("assistance", AgencyField::Assistance, "生活福祉課"),
    ("withdrawal", AgencyField::Withdrawal, "ひきこもり相談室 とまりぎ(架空)"),
    ("health", AgencyField::Health, "架空保健センター"),
    ("hospital", AgencyField::Medical, "架空総合病院 相談室"),
    ("school_support", AgencyField::School, "教育相談室"),
    ("housing_npo", AgencyField::Housing, "NPO法人すまい(架空)"),
    ("tax", AgencyField::City, "収納課"),
    ("food_bank", AgencyField::Npo, "フードバンク(架空)"),
    ("work", AgencyField::Employment, "就労支援センター(架空)"),
];

const CITY_MORE: &[(&str, AgencyField, &str)] = &[
    ("disability_section", AgencyField::City, "障害福祉課"),
    ("elder_section", AgencyField::City, "高齢者支援課"),
    ("housing_section", AgencyField::City, "住宅課"),
    ("water_section", AgencyField::City, "水道課"),
    ("insurance_section", AgencyField::City, "保険年金課"),
    ("citizen_section", AgencyField::City, "市民相談課"),
    ("women", AgencyField::City, "女性相談室"),
    ("multicultural", AgencyField::Npo, "多文化交流ひろば(架空)"),
];

/// Patterns for agencies of an area.
const OF_AREA: &[(&str, AgencyField, &str, &str)] = &[
    ("general", AgencyField::Council, "福祉まるごと窓口", ""),
    ("child", AgencyField::Child, "こども家庭相談", ""),
    ("school", AgencyField::School, "", "架空中学校"),
    ("withdrawal_space", AgencyField::Withdrawal, "居場所", "(架空)"),
];

/// Patterns for agencies of a town, used until there are enough.
const OF_TOWN: &[(&str, AgencyField, &str, &str)] = &[
    ("csw", AgencyField::Council, "", "ふれあい拠点"),
    ("disability", AgencyField::Disability, "", "そうだん室"),
    ("clinic", AgencyField::Medical, "", "架空クリニック"),
    ("elder_branch", AgencyField::Elder, "地域包括支援センター", ""),
    ("primary", AgencyField::School, "", "架空小学校"),
    ("work", AgencyField::Employment, "就労支援", "工房(架空)"),
];

/// So many fictional agencies (at most 200, at least one): city-wide ones first, then by area, then by town.
pub fn default_agencies(n: usize) -> Vec<AgencySketch> {
    city_wide(CITY_WIDE)
        .chain(AREAS.iter().map(|area| elder_centre(area)))
        .chain(city_wide(CITY_MORE))
        .chain(OF_AREA.iter().flat_map(|row| AREAS.iter().map(|area| patterned(row, area, area))))
        .chain(OF_TOWN.iter().flat_map(|row| places().all().iter().map(|p| patterned(row, p.town, p.area))))
        .take(n.clamp(1, 200))
        .enumerate()
        .map(|(at, agency)| numbered(at, agency))
        .collect()
}

fn city_wide(
    rows: &'static [(&'static str, AgencyField, &'static str)],
) -> impl Iterator<Item = AgencySketch> {
    rows.iter().map(|(key, field, name)| AgencySketch {
        key: (*key).to_owned(),
        name: (*name).to_owned(),
        field: *field,
        area: None,
    })
}

fn elder_centre(area: &str) -> AgencySketch {
    let at = AREAS.iter().position(|a| *a == area).unwrap_or(0) + 1;
    AgencySketch {
        key: format!("elder_{at}"),
        name: format!("{area}あんしん相談センター(地域包括・架空)"),
        field: AgencyField::Elder,
        area: Some(area.to_owned()),
    }
}

fn patterned(row: &(&str, AgencyField, &str, &str), place: &str, area: &str) -> AgencySketch {
    let (key, field, before, after) = row;
    AgencySketch {
        key: (*key).to_owned(),
        name: format!("{before}{place}{after}"),
        field: *field,
        area: Some(area.to_owned()),
    }
}

/// Keys of patterns are made unique by their place in the list, which never changes.
fn numbered(at: usize, mut agency: AgencySketch) -> AgencySketch {
    if at >= CITY_WIDE.len() + AREAS.len() + CITY_MORE.len() {
        agency.key = format!("{}_{at}", agency.key);
    }
    agency
}
