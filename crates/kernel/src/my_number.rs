//! Recognising individual numbers (個人番号, マイナンバー), which may not be recorded here at all.

use unicode_normalization::UnicodeNormalization;

/// How the twelve digits are divided when they are not written in one.
const GROUPINGS: [&[usize]; 3] = [&[4, 4, 4], &[3, 3, 3, 3], &[6, 6]];

/// Whether a text contains a valid individual number: twelve digits of any width, in one or divided evenly by single
/// hyphens or spaces, whose check digit is right.
///
/// Telephone numbers have ten or eleven digits; with a country code, in longer rows of digits, or as part of a word
/// of Latin letters twelve digits are something else. Of twelve-digit numbers of another kind one in eleven is taken
/// for an individual number: refusing too much is the safer fault.
pub fn contains_my_number(text: &str) -> bool {
    if has_few_digits(text) {
        return false;
    }
    let plain: Vec<char> = text.nfkc().map(|c| if is_hyphen(c) { '-' } else { c }).collect();
    let groups = groups(&plain);
    (0..groups.len()).any(|i| {
        is_number(&groups[i..=i]) || GROUPINGS.iter().any(|sizes| begins_divided(&groups[i..], sizes))
    })
}

/// Whether a text, as most are, plainly has fewer than twelve digits. Where it has a character that might turn out to be some,
/// such as ⑫, it has to be looked at.
fn has_few_digits(text: &str) -> bool {
    let mut digits = 0;
    text.chars().all(|c| match c {
        '0'..='9' | '０'..='９' => {
            digits += 1;
            digits < 12
        }
        // Latin letters, kana, kanji and full-width forms hide none.
        '\0'..='\x7f' | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => true,
        _ => false,
    })
}

/// A run of digits with what stands around it.
struct Group {
    digits: Vec<u32>,
    /// The hyphen or space by which it hangs together with the group before.
    joint: Option<char>,
    /// The same for the group behind.
    next_joint: Option<char>,
    /// Part of a word of Latin letters, or a number with a country code.
    other: bool,
}

/// Whether `groups` begin with an individual number divided in this way.
fn begins_divided(groups: &[Group], sizes: &[usize]) -> bool {
    let Some(groups) = groups.get(..sizes.len()) else { return false };
    let joint = groups[0].next_joint;
    let sized = groups.iter().zip(sizes).all(|(group, size)| group.digits.len() == *size);
    let joined = joint.is_some() && groups[1..].iter().all(|group| group.joint == joint);
    // 16 digits in fours with hyphens are a bank card. Spaces may simply lead on to the next thing.
    let longer = joint == Some('-')
        && (groups[0].joint == joint || groups.last().is_some_and(|group| group.next_joint == joint));
    sized && joined && !longer && is_number(groups)
}

fn is_number(groups: &[Group]) -> bool {
    let digits: Vec<u32> = groups.iter().flat_map(|group| group.digits.iter().copied()).collect();
    groups.iter().all(|group| !group.other) && has_check_digit(&digits)
}

/// The rule of 平成26年総務省令第85号 第5条 (under 番号法施行令 第8条): with P(n) the n-th digit from the right before
/// the check digit, and Q(n) = n + 1 for n ≤ 6 and n − 5 above, the check digit is 11 − (ΣPQ mod 11), or 0 if that
/// remainder is 0 or 1.
fn has_check_digit(digits: &[u32]) -> bool {
    let [number @ .., check] = digits else { return false };
    let weights = (2..=7).chain(2..=6);
    let sum: u32 = number.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    number.len() == 11 && *check == expected
}

fn groups(plain: &[char]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut i = 0;
    while i < plain.len() {
        let length = plain[i..].iter().take_while(|c| c.is_ascii_digit()).count();
        if length == 0 {
            i += 1;
            continue;
        }
        let end = i + length;
        let at = |i: Option<usize>| i.and_then(|i| plain.get(i)).copied();
        let (before, after) = (at(i.checked_sub(1)), at(Some(end)));
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        groups.push(Group {
            digits: plain[i..end].iter().filter_map(|c| c.to_digit(10)).collect(),
            joint: before.filter(|c| is_joint(*c) && is_digit(at(i.checked_sub(2)))),
            next_joint: after.filter(|c| is_joint(*c) && is_digit(at(Some(end + 1)))),
            other: before == Some('+') || [before, after].iter().flatten().any(char::is_ascii_alphabetic),
        });
        i = end;
    }
    groups
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | ' ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made up; only its check digit is right.
    const VALID: &str = "123456789018";

    #[test]
    fn an_individual_number_is_found_however_it_is_written() {
        for text in [
            VALID,
            "番号は123456789018です",
            "１２３４５６７８９０１８",
            "1234-5678-9018",
            "1234 5678 9018",
            "１２３４－５６７８－９０１８",
            "1234　5678　9018 2026/04/01",
            "123-456-789-018",
            "電話 090-0000-0000、1234-5678-9018",
        ] {
            assert!(contains_my_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "123456789012",
            "1234-5678-9012",
            "090-1234-5678",
            "0312345678",
            "+123456789018",
            "1234567890180",
            "0123456789018",
            "1234-5678-9018-0000",
            "0000-1234-5678-9018",
            "1234-5678 9018",
            "123-4567-89018",
            "01jq123456789018zz",
            "2026-04-01 14:30",
            "1234\n5678\n9018",
        ] {
            assert!(!contains_my_number(text), "{text}");
        }
    }

    #[test]
    fn a_wrong_digit_is_seen() {
        let digits: Vec<u32> = VALID.chars().filter_map(|c| c.to_digit(10)).collect();
        for i in 0..11 {
            let mut wrong = digits.clone();
            wrong[i] = (wrong[i] + 1) % 10;
            assert!(!has_check_digit(&wrong));
        }
    }
}
