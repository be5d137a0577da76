//! What the search keys promise for real spellings and for any text at all.

use std::collections::HashMap;

use kernel::fold;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Name, furigana, plain spelling.
fn names() -> impl Iterator<Item = [&'static str; 3]> {
    let rows = include_str!("fixtures/name_folds.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let mut columns = line.split('\t');
        [(); 3].map(|()| columns.next().unwrap_or_default())
    })
}

#[test]
fn every_spelling_has_the_key_of_its_plain_form() {
    for [written, _, plain] in names() {
        assert_eq!(fold::name(written), fold::name(plain), "{written}");
    }
}

#[test]
fn names_that_are_not_variants_of_each_other_keep_their_own_key() {
    let mut plain_of = HashMap::new();
    for [_, _, plain] in names() {
        let first = plain_of.entry(fold::name(plain)).or_insert(plain);
        assert_eq!(*first, plain);
    }
}

#[test]
fn furigana_of_common_names_is_recognised_and_shown_unchanged() {
    for [_, kana, _] in names() {
        assert!(fold::is_kana(kana), "{kana}");
        assert_eq!(fold::hiragana(kana), kana);
    }
}

/// Texts of the characters that the folding is about, besides arbitrary ones.
fn texts() -> impl Strategy<Value = String> {
    let lively = "[ぁ-ゖァ-ヿｦ-ﾟー－‐~〜・々〻ゝゞヽヾ゛゜ 　髙﨑邉齋之乃ノ一丁目番地号0-9０-９a-zÀ-ž\u{fe00}\u{e0100}\u{2f00}-\u{2fd5}\u{f900}-\u{fad9}]{0,12}";
    prop_oneof![lively, "\\PC{0,12}", any::<String>()]
}

const KEYS: [fn(&str) -> String; 6] =
    [fold::name, fold::text, fold::loose, fold::kana, fold::address, fold::hiragana];

proptest! {
    #[test]
    fn a_key_is_its_own_key(text in texts()) {
        for key in KEYS {
            let once = key(&text);
            prop_assert_eq!(key(&once), once);
        }
    }

    #[test]
    fn equivalent_spellings_share_a_key(text in texts()) {
        let decomposed: String = text.nfd().collect();
        for key in KEYS {
            prop_assert_eq!(key(&decomposed), key(&text));
        }
    }
}
