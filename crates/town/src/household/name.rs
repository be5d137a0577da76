use std::borrow::Cow;

use super::{Sex, Slot};
use crate::{
    rng::Rng,
    tables::{ForeignRow, SurnameRow, names},
};

/// Text that is either in the program or made on the way.
type Text = Cow<'static, str>;

/// A name. Kana is hiragana; it is empty where nobody asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSketch {
    /// Family name; empty for people who have none.
    pub family: Text,
    /// Given name.
    pub given: Text,
    /// Reading of the family name.
    pub family_kana: Text,
    /// Reading of the given name.
    pub given_kana: Text,
    /// The residence card's side of it, for foreign residents.
    pub foreign: Option<ForeignName>,
}

/// The name of a foreign resident as the card has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignName {
    /// In the card's order: family, given.
    pub romanised: String,
    /// Group of nationalities, in Japanese.
    pub group: &'static str,
    /// The form in Chinese characters, where the card may carry one.
    pub kanji: Option<&'static str>,
    /// Registered 通称 and its reading.
    pub tsusho: Option<(&'static str, &'static str)>,
}

impl NameSketch {
    /// `髙橋 和子`; one word for people without a family name.
    pub fn full(&self) -> String {
        join(&self.family, &self.given)
    }

    /// The reading of the whole name; empty if it is not known.
    pub fn kana(&self) -> String {
        join(&self.family_kana, &self.given_kana)
    }
}

fn join(a: &str, b: &str) -> String {
    match (a, b) {
        ("", one) | (one, "") => one.to_owned(),
        (a, b) => format!("{a} {b}"),
    }
}

/// Well-known names that the lists could form.
const KNOWN: &[&str] = &[
    "大谷翔平",
    "佐藤健",
    "高橋大輔",
    "中山美穂",
    "松本潤",
    "山口達也",
    "前田健太",
    "後藤真希",
    "藤原竜也",
    "上田竜也",
    "小川洋子",
    "林修",
    "林眞理子",
    "林真理子",
    "中村俊介",
    "長谷川潤",
    "田村亮",
    "鈴木誠",
    "小林誠",
    "松田翔太",
    "中田翔",
    "内田裕也",
    "坂口健太郎",
    "渡辺直美",
    "渡辺徹",
    "宮崎駿",
    "宮﨑駿",
    "原節子",
    "桜井翔",
    "櫻井翔",
    "大野智",
    "菊池桃子",
    "今井翼",
    "菅野美穂",
    "千葉真一",
    "渡辺明",
    "清水翔太",
    "松本清",
];

/// The name of a Japanese person of this family, unlike those of `taken`.
pub(super) fn japanese(
    family: &Family,
    slot: Slot,
    year: i32,
    taken: &[&NameSketch],
    rng: &mut Rng,
) -> NameSketch {
    let mut row = names().given(slot.sex, year, rng);
    for _ in 0..8 {
        let Some(given) = row else { break };
        let full = [family.kanji, given.name].concat();
        if !KNOWN.contains(&full.as_str()) && taken.iter().all(|name| name.given != given.name) {
            break;
        }
        row = names().given(slot.sex, year, rng);
    }
    let (given, given_kana) = row.map_or(("名", "な"), |row| (row.name, row.kana));
    let mut name = NameSketch {
        family: family.kanji.into(),
        given: given.into(),
        family_kana: family.kana.into(),
        given_kana: given_kana.into(),
        foreign: None,
    };
    if rng.mille(30) {
        (name.family_kana, name.given_kana) = ("".into(), "".into());
    }
    name
}

/// A surname of a household.
#[derive(Clone, Copy)]
pub(super) struct Family {
    pub(super) kanji: &'static str,
    pub(super) kana: &'static str,
}

impl Family {
    /// A surname of the register.
    pub(super) fn pick(rng: &mut Rng) -> Self {
        names()
            .surnames
            .pick(rng)
            .map_or(Self { kanji: "架空", kana: "かくう" }, |row| Self::read(row, rng))
    }

    fn read(row: &SurnameRow, rng: &mut Rng) -> Self {
        let other = !row.alt_kana.is_empty() && rng.percent(15);
        Self { kanji: row.kanji, kana: if other { row.alt_kana } else { row.kana } }
    }
}

/// A foreign name; of the same group as `group` if given.
pub(super) fn foreign(
    sex: Sex,
    group: Option<&str>,
    rng: &mut Rng,
) -> Option<(&'static ForeignRow, NameSketch)> {
    let row = names().foreign(sex, group, rng)?;
    Some((row, of_row(row, row)))
}

/// A foreign name with the family name of one row and the given name of another: children of that family.
pub(super) fn foreign_child(sex: Sex, parent: &'static ForeignRow, rng: &mut Rng) -> Option<NameSketch> {
    let row = names().foreign(sex, Some(parent.group), rng)?;
    Some(of_row(if parent.family_words > 0 && row.family_words > 0 { parent } else { row }, row))
}

fn of_row(family: &'static ForeignRow, given: &'static ForeignRow) -> NameSketch {
    let (fam, _) = cut(family.katakana, family.family_words);
    let (_, own) = cut(given.katakana, given.family_words);
    let (fam_rom, _) = cut(family.romanised, family.family_words);
    let (_, own_rom) = cut(given.romanised, given.family_words);
    let same = std::ptr::eq(family, given);
    let some = |text: &'static str| (same && !text.is_empty()).then_some(text);
    NameSketch {
        family_kana: hiragana(&fam).into(),
        given_kana: hiragana(&own).into(),
        family: fam.into(),
        given: own.into(),
        foreign: Some(ForeignName {
            romanised: join(&fam_rom, &own_rom),
            group: given.group,
            kanji: some(given.kanji),
            tsusho: some(given.tsusho).map(|tsusho| (tsusho, given.tsusho_kana)),
        }),
    }
}

/// The first so many words, and the rest.
fn cut(name: &str, words: usize) -> (String, String) {
    let all: Vec<_> = name.split(' ').collect();
    let at = words.min(all.len().saturating_sub(1));
    (all[..at].join(" "), all[at..].join(" "))
}

/// Katakana as hiragana; ヴ and the long mark stay.
pub(super) fn hiragana(katakana: &str) -> String {
    let down = |c: char| match c {
        'ァ'..='ン' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    };
    katakana.chars().map(down).collect()
}
