use super::{NameSketch, Sex, name::Family};
use crate::{keyed::keyed, rng::Rng, tables::names};

keyed! {
    /// Why the same person stands under another name elsewhere.
    SecondFormKind {
        SurnameVariant = "surname_variant", "名字の字体ちがい";
        FormerSurname = "former_surname", "旧姓";
        Tsusho = "tsusho", "通称";
        Romanised = "romanised", "ローマ字";
        KanaOnly = "kana_only", "かなだけ";
    }
}

/// The name under which the same person stands in another record. Together these are the truth for a search for
/// duplicates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondForm {
    /// Why it differs.
    pub kind: SecondFormKind,
    /// Family name; empty if that record has only one field.
    pub family: String,
    /// Given name.
    pub given: String,
    /// Reading of the whole name; may be empty.
    pub kana: String,
}

/// A second form that this person can have.
pub(super) fn second_form(name: &NameSketch, sex: Sex, married: bool, rng: &mut Rng) -> Option<SecondForm> {
    match &name.foreign {
        Some(foreign) => Some(match foreign.tsusho {
            Some((tsusho, kana)) => {
                let (family, given) = tsusho.split_once(' ').unwrap_or(("", tsusho));
                form(SecondFormKind::Tsusho, family, given, kana)
            }
            None => form(SecondFormKind::Romanised, "", &foreign.romanised, &name.kana()),
        }),
        None => Some(japanese(name, sex == Sex::Female && married, rng)),
    }
}

fn japanese(name: &NameSketch, may_have_former: bool, rng: &mut Rng) -> SecondForm {
    if let Some(row) = names().variant(&name.family, rng).filter(|_| rng.percent(70)) {
        return form(SecondFormKind::SurnameVariant, row.kanji, &name.given, &name.kana());
    }
    if may_have_former && rng.percent(70) {
        let before = Family::pick(rng);
        let kana = [before.kana, " ", &name.given_kana].concat();
        return form(SecondFormKind::FormerSurname, before.kanji, &name.given, kana.trim());
    }
    kana_only(name)
}

fn kana_only(name: &NameSketch) -> SecondForm {
    let up = |c: char| match c {
        'ぁ'..='ん' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        c => c,
    };
    let katakana: String = name.kana().chars().map(up).collect();
    let (family, given) = katakana.split_once(' ').unwrap_or(("", &katakana));
    let known = if given.is_empty() { &*name.given } else { given };
    form(SecondFormKind::KanaOnly, family, known, &name.kana())
}

fn form(kind: SecondFormKind, family: &str, given: &str, kana: &str) -> SecondForm {
    SecondForm { kind, family: family.to_owned(), given: given.to_owned(), kana: kana.to_owned() }
}
