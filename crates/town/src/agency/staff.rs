use super::{AgencyField, AgencySketch};
use crate::{
    household::Sex,
    rng::{Rng, Stream},
    tables::names,
};

/// One member of staff. Fictional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSketch {
    /// `佐藤 恵子`.
    pub name: String,
    /// Reading.
    pub kana: String,
    /// 社会福祉士, 保健師 …
    pub title: &'static str,
}

/// The first so many staff of an agency: always the same for the same agency key.
pub fn default_staff(agency: &AgencySketch, n: usize) -> Vec<StaffSketch> {
    (0..n).filter_map(|at| staff(agency, at)).collect()
}

/// The staff member with this index; `None` only if the name files are empty.
pub(crate) fn staff(agency: &AgencySketch, at: usize) -> Option<StaffSketch> {
    let mut rng = Rng::at(hash(&agency.key), Stream::Staff, at as u64);
    let sex = if rng.percent(62) { Sex::Female } else { Sex::Male };
    let family = names().surnames.pick(&mut rng)?;
    let year = rng.between(1966, 1999);
    let given = names().given(sex, year, &mut rng)?;
    let titles = titles(agency.field);
    Some(StaffSketch {
        name: format!("{} {}", family.kanji, given.name),
        kana: format!("{} {}", family.kana, given.kana),
        title: titles[at % titles.len()],
    })
}

/// The family name alone, as colleagues write it.
pub(crate) fn short_name(agency: &AgencySketch, at: usize) -> &'static str {
    let mut rng = Rng::at(hash(&agency.key), Stream::Staff, at as u64);
    rng.next();
    names().surnames.pick(&mut rng).map_or("担当", |row| row.kanji)
}

fn titles(field: AgencyField) -> [&'static str; 3] {
    match field {
        AgencyField::Elder => ["社会福祉士", "保健師", "主任介護支援専門員"],
        AgencyField::Disability => ["相談支援専門員", "精神保健福祉士", "社会福祉士"],
        AgencyField::Child => ["統括支援員", "家庭相談員", "保健師"],
        AgencyField::Hardship => ["主任相談支援員", "相談支援員", "家計改善支援員"],
        AgencyField::Council => ["地域福祉コーディネーター", "コミュニティソーシャルワーカー", "専門員"],
        AgencyField::Withdrawal => ["アウトリーチ支援員", "相談員", "ピアサポーター"],
        AgencyField::Assistance => ["ケースワーカー", "査察指導員", "就労支援員"],
        AgencyField::Health => ["保健師", "管理栄養士", "保健師"],
        AgencyField::Medical => ["医療ソーシャルワーカー", "看護師", "医師"],
        AgencyField::School => ["スクールソーシャルワーカー", "教頭", "養護教諭"],
        AgencyField::Coordination => ["多機関連携調整担当", "係長", "主任"],
        AgencyField::Housing | AgencyField::Employment | AgencyField::Npo => ["支援員", "相談員", "代表"],
        AgencyField::City => ["主事", "主任", "係長"],
    }
}

/// FNV-1a, so that the key alone decides.
fn hash(key: &str) -> u64 {
    key.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}
