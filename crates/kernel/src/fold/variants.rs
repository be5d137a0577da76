//! The table of character variants.

use std::{collections::HashMap, sync::OnceLock};

use super::kana;

/// Columns: variant, what it folds to, rule.
const TABLE: &str = include_str!("../../data/variant_kanji.tsv");

/// One step from a variant to a plainer character: pages of 256 characters, where one of them has a plainer one. Every
/// character of every record is looked up here, and a place is found sooner than a hash.
pub(super) struct Variants(Vec<Option<Box<Page>>>);

type Page = [char; 256];

impl Variants {
    /// The plainer character, or the same.
    pub(super) fn of(&self, c: char) -> char {
        let page = self.0.get((u32::from(c) >> 8) as usize);
        page.and_then(Option::as_ref).map_or(c, |page| page[(u32::from(c) & 0xff) as usize])
    }

    fn of_steps(steps: &HashMap<char, char>) -> Self {
        let mut pages = Vec::new();
        for (variant, plain) in steps {
            let number = u32::from(*variant) >> 8;
            if pages.len() <= number as usize {
                pages.resize(number as usize + 1, None);
            }
            let page = pages[number as usize].get_or_insert_with(|| Box::new(unchanged(number)));
            page[(u32::from(*variant) & 0xff) as usize] = *plain;
        }
        Self(pages)
    }

    /// Later rules override earlier ones: ヶ is ケ by `safe`, but が by `search_only`.
    fn by_rules(rules: &[&str]) -> Self {
        let mut steps = HashMap::new();
        for rule in rules {
            for (variant, plain) in rows(rule) {
                steps.insert(variant, plain);
                // A rule about a katakana holds for its hiragana, into which a key turns it.
                steps.insert(kana::to_hiragana(variant), kana::to_hiragana(plain));
            }
        }
        // ノ and の are one kana in a key anyway.
        steps.retain(|variant, plain| variant != plain);
        Self::of_steps(&steps)
    }
}

/// A page on which every character is as plain as it gets.
fn unchanged(number: u32) -> Page {
    // Halves of surrogate pairs are no characters, and nobody asks for them.
    std::array::from_fn(|place| char::from_u32(number << 8 | place as u32).unwrap_or_default())
}

/// The steps of [`super::name`].
pub(super) fn close() -> &'static Variants {
    static CLOSE: OnceLock<Variants> = OnceLock::new();
    CLOSE.get_or_init(|| Variants::by_rules(&["safe", "merge"]))
}

/// The steps of [`super::loose`].
pub(super) fn loose() -> &'static Variants {
    static LOOSE: OnceLock<Variants> = OnceLock::new();
    LOOSE.get_or_init(|| Variants::by_rules(&["safe", "merge", "search_only"]))
}

/// The single-character rows of a rule.
fn rows(rule: &str) -> impl Iterator<Item = (char, char)> + '_ {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let mut columns = line.split('\t');
        let (variant, plain) = (single(columns.next()?)?, single(columns.next()?)?);
        (columns.next()? == rule).then_some((variant, plain))
    })
}

fn single(column: &str) -> Option<char> {
    let mut chars = column.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_no_row_leads_back() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        let read: usize =
            ["safe", "merge", "search_only", "never_by_kanji"].map(|rule| rows(rule).count()).iter().sum();
        // 渡部 is the one row of two characters.
        assert_eq!(read, lines - 1);
        for variants in [close(), loose()] {
            for start in '\0'..=char::MAX {
                let end = (0..4).fold(start, |c, _| variants.of(c));
                assert_eq!(variants.of(end), end, "{start} goes round in circles");
            }
        }
        assert_eq!((close().of('髙'), close().of('𠮷'), close().of('高')), ('高', '吉', '高'));
    }
}
