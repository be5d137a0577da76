//! How kana behave: their scripts, sizes, vowels and repetition marks.

use unicode_normalization::UnicodeNormalization;

/// Hiragana by vowel. っ and ん have none.
const ROWS: [(char, &str); 5] = [
    ('あ', "あかさたなはまやらわがざだばぱぁゃゎゕ"),
    ('い', "いきしちにひみりゐぎじぢびぴぃ"),
    ('う', "うくすつぬふむゆるぐずづぶぷゔぅゅ"),
    ('え', "えけせてねへめれゑげぜでべぺぇゖ"),
    ('お', "おこそとのほもよろをごぞどぼぽぉょ"),
];
const SMALL: &str = "ぁぃぅぇぉゃゅょゎっゕゖ";
const LARGE: &str = "あいうえおやゆよわつかけ";

pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

/// The hiragana of a katakana, including ヽ and ヾ; other characters as they are.
pub(super) fn to_hiragana(c: char) -> char {
    match c {
        '\u{30a1}'..='\u{30f6}' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        other => other,
    }
}

/// The kana by which ordinary spelling lengthens the vowel of `c`: おう and えい rather than おお and ええ.
pub(super) fn long_vowel(c: char) -> Option<char> {
    let (vowel, _) = ROWS.iter().find(|(_, row)| row.contains(c))?;
    Some(match vowel {
        'お' => 'う',
        'え' => 'い',
        same => *same,
    })
}

/// A leading おお as おう, the spelling that ー leads to. At the beginning it is nearly always the 大 of おおの;
/// elsewhere two words may meet (やまもと おさむ).
pub(super) fn lengthen_initial_o(key: &str) -> String {
    match key.strip_prefix("おお") {
        Some(rest) => format!("おう{rest}"),
        None => key.to_owned(),
    }
}

/// Small kana at full size.
pub(super) fn enlarge(key: &str) -> String {
    key.chars()
        .map(|c| SMALL.chars().zip(LARGE.chars()).find(|(s, _)| *s == c).map_or(c, |(_, l)| l))
        .collect()
}

/// ゔ as the b-row of ordinary spelling, in a key whose small kana are enlarged.
pub(super) fn plain_v(key: &str) -> String {
    [("ゔあ", "ば"), ("ゔい", "び"), ("ゔえ", "べ"), ("ゔお", "ぼ"), ("ゔ", "ぶ")]
        .iter()
        .fold(key.to_owned(), |key, (v, b)| key.replace(v, b))
}

/// What a repetition mark repeats; `None` if `c` is no such mark or nothing stands before it.
pub(super) fn repeated(c: char, before: Option<char>) -> Option<char> {
    let before = before?;
    match c {
        '々' | '〻' if super::is_kanji(before) => Some(before),
        'ゝ' if is_hiragana(before) => Some(before),
        'ゞ' if is_hiragana(before) => Some(voiced(before)),
        _ => None,
    }
}

/// The voiced kana: か → が; the same if it has none or is voiced already.
fn voiced(c: char) -> char {
    let mut composed = [c, '\u{3099}'].into_iter().nfc();
    match (composed.next(), composed.next()) {
        (Some(voiced), None) => voiced,
        _ => c,
    }
}
