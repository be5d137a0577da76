//! Making typed text uniform before it is read.

use unicode_normalization::UnicodeNormalization;

/// Half-width, lower case, without spaces; a space between digits becomes a dot. Bracketed parts go: they repeat the
/// date in the other calendar or name its weekday, as our own forms do.
pub(super) fn plain(text: &str) -> String {
    let uniform: String = text.nfkc().flat_map(char::to_lowercase).map(dash).collect();
    let mut out = String::with_capacity(uniform.len());
    let mut depth = 0;
    let mut chars = uniform.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let between_digits =
            out.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            c if c.is_whitespace() && between_digits => out.push('.'),
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// Everything typed for a hyphen.
pub(super) fn dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー') { '-' } else { c }
}

/// Kanji numbers up to 99 as digits: 十五 → 15, 八十 → 80.
pub(super) fn digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|c| kanji_digit(*c).is_some());
        match (c, kanji_digit(c)) {
            (_, Some(n)) => out.push(n),
            // 十五 is 15 and 二十 is 20, but 二十五 is 25.
            ('十', _) => {
                if !out.ends_with(|c: char| c.is_ascii_digit()) {
                    out.push('1');
                }
                if !next_is_digit {
                    out.push('0');
                }
            }
            _ => out.push(c),
        }
    }
    out
}

fn kanji_digit(c: char) -> Option<char> {
    "〇一二三四五六七八九".chars().zip('0'..='9').find(|(kanji, _)| *kanji == c).map(|(_, digit)| digit)
}

/// A leading number of at most three digits, and what follows it.
pub(super) fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    if number.len() > 3 {
        return None;
    }
    Some((number.parse().ok()?, rest))
}
