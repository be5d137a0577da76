use std::{collections::BTreeMap, sync::LazyLock};

use super::{number, rows};
use crate::{
    household::Sex,
    rng::{Rng, Weighted},
};

/// One written form of a surname.
pub(crate) struct SurnameRow {
    pub(crate) kanji: &'static str,
    pub(crate) kana: &'static str,
    /// A second real reading, or empty.
    pub(crate) alt_kana: &'static str,
    /// The form all variants share.
    pub(crate) fold: &'static str,
}

/// One given name of a sex and decade.
pub(crate) struct GivenRow {
    pub(crate) name: &'static str,
    pub(crate) kana: &'static str,
}

/// One name of a foreign resident.
pub(crate) struct ForeignRow {
    pub(crate) romanised: &'static str,
    pub(crate) katakana: &'static str,
    pub(crate) group: &'static str,
    pub(crate) sex: Sex,
    pub(crate) kanji: &'static str,
    pub(crate) tsusho: &'static str,
    pub(crate) tsusho_kana: &'static str,
    /// Words of the family name; 0 if the person has none.
    pub(crate) family_words: usize,
}

/// All names.
pub(crate) struct Names {
    pub(crate) surnames: Weighted<SurnameRow>,
    /// Rows of `surnames` that share a fold form, where there are two or more.
    variants: BTreeMap<&'static str, Vec<usize>>,
    /// By sex, then by decade from the 1930s.
    given: [Vec<Weighted<GivenRow>>; 2],
    foreign: Weighted<ForeignRow>,
}

/// The names, read once.
pub(crate) fn names() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(Names::read);
    &NAMES
}

const FIRST_DECADE: i32 = 1930;
const DECADES: i32 = 10;

impl Names {
    fn read() -> Self {
        let surnames = Weighted::new(rows(include_str!("../../data/surnames.tsv")).filter_map(|row| {
            let [kanji, kana, alt_kana, fold, weight] = row[..] else { return None };
            Some((SurnameRow { kanji, kana, alt_kana, fold }, number(weight)))
        }));
        let mut variants: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, row) in surnames.rows().iter().enumerate() {
            variants.entry(row.fold).or_default().push(at);
        }
        variants.retain(|_, rows| rows.len() > 1);
        Self { surnames, variants, given: [given("M"), given("F")], foreign: foreign() }
    }

    /// Another way to write the same surname.
    pub(crate) fn variant(&self, of: &str, rng: &mut Rng) -> Option<&SurnameRow> {
        let fold = self.surnames.rows().iter().find(|row| row.kanji == of)?.fold;
        let others: Vec<_> = self
            .variants
            .get(fold)?
            .iter()
            .map(|&at| &self.surnames.rows()[at])
            .filter(|row| row.kanji != of)
            .collect();
        rng.pick(&others).copied()
    }

    /// A given name that was given in that year.
    pub(crate) fn given(&self, sex: Sex, year: i32, rng: &mut Rng) -> Option<&GivenRow> {
        let decade = ((year - FIRST_DECADE) / 10).clamp(0, DECADES - 1) as usize;
        self.given[usize::from(sex == Sex::Female)][decade].pick(rng)
    }

    /// A foreign name of that sex, of that group if one is asked for.
    pub(crate) fn foreign(&self, sex: Sex, group: Option<&str>, rng: &mut Rng) -> Option<&ForeignRow> {
        let fits = |row: &&ForeignRow| row.sex == sex && group.is_none_or(|group| row.group == group);
        (0..60)
            .find_map(|_| self.foreign.pick(rng).filter(fits))
            .or_else(|| self.foreign.rows().iter().find(fits))
    }
}

fn given(sex: &str) -> Vec<Weighted<GivenRow>> {
    let decade = |from: i32| {
        Weighted::new(rows(include_str!("../../data/given_names.tsv")).filter_map(move |row| {
            let [name, kana, of, decade, weight] = row[..] else { return None };
            (of == sex && number(decade) as i32 == from).then(|| (GivenRow { name, kana }, number(weight)))
        }))
    };
    (0..DECADES).map(|n| decade(FIRST_DECADE + 10 * n)).collect()
}

fn foreign() -> Weighted<ForeignRow> {
    Weighted::new(rows(include_str!("../../data/foreign_names.tsv")).filter_map(|row| {
        let [romanised, katakana, group, sex, kanji, tsusho, tsusho_kana, words, weight] = row[..] else {
            return None;
        };
        let sex = if sex == "M" { Sex::Male } else { Sex::Female };
        let family_words = number(words) as usize;
        let row = ForeignRow { romanised, katakana, group, sex, kanji, tsusho, tsusho_kana, family_words };
        Some((row, number(weight)))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_whole() {
        assert_eq!(names().surnames.rows().len(), 383);
        assert_eq!(names().given.iter().flatten().map(|w| w.rows().len()).sum::<usize>(), 560);
        assert_eq!(names().foreign.rows().len(), 60);
    }

    #[test]
    fn variants_are_other_forms_of_the_same_name() {
        let mut rng = Rng::at(1, crate::rng::Stream::Person, 1);
        let other = names().variant("渡邊", &mut rng).unwrap();
        assert!(other.kanji != "渡邊" && other.fold == "渡辺");
    }
}
