//! Search keys of names, texts, furigana, addresses and telephone numbers.
//!
//! A key is for finding and comparing only. The stored name is never rewritten: a person's own 髙 stays 髙, and
//! even Unicode normalisation, which replaces characters such as U+FA16 猪, touches the key alone.
//!
//! Every function here gives the same key for a key as for what it came from, and the same for all canonically
//! equivalent spellings.

mod kana;
#[cfg(test)]
mod tests;
mod variants;

use unicode_normalization::UnicodeNormalization;

use variants::Variants;

/// More passes than any text needs; only a fault in the table could use them up.
const PASSES: usize = 8;

/// The search key of a name in any script: 髙橋 = 高橋, ﾕｰｺ = ゆうこ, ゆーこ = ゆうこ, DELA CRUZ = delacruz.
///
/// Folded are compatibility forms and widths, character variants (the rules `safe` and `merge` of the table),
/// variation selectors, katakana, letter case and accents, long vowels (see [`kana`]), 々; spaces, middle dots and
/// dashes are dropped, except a dash between digits.
pub fn name(text: &str) -> String {
    settle(text, |t| kana::lengthen_initial_o(&pass(t, variants::close())))
}

/// The search key of running text: as [`name`], but おお stays as it is at the beginning too, so that a word is found
/// wherever it stands.
pub fn text(text: &str) -> String {
    settle(text, |t| pass(t, variants::close()))
}

/// A looser key than [`name`], for a second try: also ヶ = ケ = が between kanji, 之 = 乃 = ノ = の, づ = ず, ぢ = じ, を = お.
pub fn loose(text: &str) -> String {
    settle(text, |t| kana::lengthen_initial_o(&pass(&counter_ga(t), variants::loose())))
}

/// The search key of furigana: looser in kana than [`name`], because furigana is written by ear and by old machines.
///
/// * Long vowels have one spelling: ー becomes the kana that ordinary spelling uses (ゆーこ → ゆうこ, けーこ → けいこ), and
///   a leading おお becomes おう (おおの = おーの). Other おお and おう stay apart: やまもとおさむ has no long vowel.
///   Short and long stay apart: ゆき is not ゆうき.
/// * Small kana are enlarged: older registers print シヨウジ for ショウジ.
/// * づ = ず, ぢ = じ, を = お, ゐ = い, ゑ = え, ヴァ = バ.
pub fn kana(text: &str) -> String {
    settle(text, |t| kana::lengthen_initial_o(&kana::plain_v(&kana::enlarge(&pass(t, variants::loose())))))
}

/// The search key of running text by its sound: as [`kana`], but おお stays as it is at the beginning, so that a reading is
/// found wherever it stands.
pub fn kana_text(text: &str) -> String {
    settle(text, |t| kana::plain_v(&kana::enlarge(&pass(t, variants::loose()))))
}

/// The search key of an address: as [`text`], with 1丁目2番3号 = 一丁目2-3 = 1-2-3.
pub fn address(text: &str) -> String {
    settle(text, |t| number_blocks(&pass(t, variants::close())))
}

/// The search key of a telephone number: its digits, with the country code of Japan written as 0.
pub fn phone(text: &str) -> String {
    let plain: String = text.nfkc().collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("81") {
        // +81 (0)90 is written too.
        Some(rest) if plain.trim_start().starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
        _ => digits,
    }
}

/// Whether a text can be furigana: some kana in any width, and besides only spaces, middle dots and long-vowel marks.
pub fn is_kana(text: &str) -> bool {
    let shown = hiragana(text);
    shown.chars().any(kana::is_hiragana)
        && shown.chars().all(|c| kana::is_hiragana(c) || matches!(c, ' ' | '・' | 'ー' | 'ゝ' | 'ゞ'))
}

/// Furigana as it is stored and shown: katakana of any width as hiragana, ー kept, single spaces between words.
pub fn hiragana(text: &str) -> String {
    let plain: String = text.nfkc().map(kana::to_hiragana).collect();
    let mut shown = String::with_capacity(plain.len());
    for c in plain.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let after_kana = shown.chars().next_back().is_some_and(kana::is_hiragana);
        shown.push(if after_kana && is_dash(c) { 'ー' } else { c });
    }
    shown
}

/// Repeats a pass until it changes nothing: the table leads from one variant to the next (U+2FCA → 黑 → 黒).
fn settle(text: &str, pass: impl Fn(&str) -> String) -> String {
    let mut key = pass(text);
    if key == text {
        return key;
    }
    for _ in 0..PASSES {
        let next = pass(&key);
        if next == key {
            break;
        }
        key = next;
    }
    key
}

/// One pass over the characters.
fn pass(text: &str, variants: &Variants) -> String {
    if text.chars().all(is_plain) {
        fold(text.chars().map(|c| c.to_ascii_lowercase()), text.len(), variants)
    } else {
        fold(decomposed(text), text.len(), variants)
    }
}

/// The key of plain characters; about `room` bytes.
fn fold(plain: impl Iterator<Item = char>, room: usize, variants: &Variants) -> String {
    let mut chars = plain.map(|c| kana::to_hiragana(variants.of(c))).peekable();
    let (mut key, mut last) = (String::with_capacity(room), None);
    while let Some(c) = chars.next() {
        let kept = if c.is_whitespace() || is_middle_dot(c) {
            None
        } else if is_dash(c) {
            dash(last, chars.peek().copied())
        } else {
            Some(kana::repeated(c, last).unwrap_or(c))
        };
        key.extend(kept);
        last = kept.or(last);
    }
    key
}

/// Without compatibility forms, accents and selectors, in lower case.
fn decomposed(text: &str) -> impl Iterator<Item = char> + '_ {
    let bare = text.nfkd().filter(|c| !is_accent(*c) && !is_selector(*c));
    bare.nfc().flat_map(char::to_lowercase).map(unstroked)
}

/// Characters of which nearly every text consists, and which [`decomposed`] leaves as they are, but for the case of
/// ASCII: a text of them alone takes a tenth of the time.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\n' | '\u{3001}'..='\u{3020}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '\u{4e00}'..='\u{9fff}')
}

/// What stays of a dash: the vowel that it lengthens, a hyphen between digits, or nothing.
fn dash(before: Option<char>, after: Option<char>) -> Option<char> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(before) && digit(after) { Some('-') } else { before.and_then(kana::long_vowel) }
}

/// Everything that gets typed for a hyphen or for the long-vowel mark.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '\u{301c}' | 'ー' | '\u{2500}')
}

fn is_middle_dot(c: char) -> bool {
    matches!(c, '・' | '·' | '\u{2022}' | '\u{2027}' | '\u{22c5}')
}

/// Variation selectors of emoji and of ideographs: they choose a drawing, never another character.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Accents of Latin letters: residence cards leave them out, people write them (Nguyễn, José).
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters with a stroke, which do not decompose.
fn unstroked(c: char) -> char {
    match c {
        'đ' => 'd',
        'ł' => 'l',
        'ø' => 'o',
        'ı' => 'i',
        other => other,
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A full-size ケ between kanji stands for ヶ (霞ケ関); anywhere else it is the kana of ケイコ.
fn counter_ga(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let kanji_at = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| is_kanji(*c));
    let read = |(i, c): (usize, &char)| {
        let between = kanji_at(i.checked_sub(1)) && kanji_at(Some(i + 1));
        if *c == 'ケ' && between { 'ヶ' } else { *c }
    };
    chars.iter().enumerate().map(read).collect()
}

/// Words that only separate the numbers of an address; the longer first.
const BLOCK_WORDS: [&str; 7] = ["号室", "丁目", "番地の", "番地", "番", "号", "の"];
const KANJI_DIGITS: &str = "一二三四五六七八九";

/// Writes the number blocks of an address with hyphens.
fn number_blocks(address: &str) -> String {
    let mut rest = address;
    let mut out = String::with_capacity(address.len());
    while let Some(c) = rest.chars().next() {
        let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
        if let Some(after) = block_word(rest).filter(|_| after_digit) {
            if after.starts_with(|c: char| c.is_ascii_digit()) {
                out.push('-');
            }
            rest = after.strip_prefix('-').unwrap_or(after);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match KANJI_DIGITS.chars().position(|k| k == c) {
            Some(n) if rest.starts_with("丁目") => out.push_str(&(n + 1).to_string()),
            _ => out.push(c),
        }
    }
    out
}

/// What follows the word between two numbers with which a text begins.
fn block_word(text: &str) -> Option<&str> {
    BLOCK_WORDS.iter().find_map(|word| {
        let after = text.strip_prefix(word)?;
        // の joins only numbers; elsewhere it belongs to a name.
        (*word != "の" || after.starts_with(|c: char| c.is_ascii_digit())).then_some(after)
    })
}
