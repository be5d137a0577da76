//! Dates that stand in the midst of a running text.

use unicode_normalization::UnicodeNormalization;

use super::plain::{dash, plain};
use super::written::{self, Written};
use crate::Day;
use crate::day::ERAS;

/// A date in a text, as far as the text says one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words, in plain widths.
    pub words: String,
    /// The year of the western calendar.
    pub year: Option<i16>,
    /// The month.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
    /// Whether it is told as a birth: 生まれ.
    pub born: bool,
}

/// The longest date that anybody writes: 昭和四十五年十二月二十一日, with spaces.
const LONGEST: usize = 20;

/// Every date in a text, in either calendar: with its year, or a day of a month. A month alone is none, nor is a number that
/// only could be a year.
pub fn mentions(text: &str) -> Vec<Mention> {
    let chars: Vec<char> = text.nfkc().flat_map(char::to_lowercase).map(dash).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        match longest(&chars, at) {
            Some((mention, end)) => {
                found.push(mention);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The longest date that begins at a place, and where it ends.
fn longest(chars: &[char], at: usize) -> Option<(Mention, usize)> {
    if !begins(chars, at) {
        return None;
    }
    let last = chars.len().min(at + LONGEST);
    (at + 2..=last).rev().find_map(|end| {
        let cut = is_number(chars[end - 1]) && chars.get(end).copied().is_some_and(is_number);
        if cut || chars[end - 1].is_whitespace() {
            return None;
        }
        let words: String = chars[at..end].iter().collect();
        read(&words, &chars[end..]).map(|mention| (mention, end))
    })
}

/// A number, or the mark of an era, that is not the midst of another word.
fn begins(chars: &[char], at: usize) -> bool {
    let (here, before) = (chars[at], at.checked_sub(1).map(|before| chars[before]));
    if is_number(here) {
        let earlier = at.checked_sub(2).map(|earlier| chars[earlier]);
        let goes_on = before.is_some_and(|c| matches!(c, '.' | '/' | '-')) && earlier.is_some_and(is_number);
        return !goes_on && !before.is_some_and(is_number);
    }
    let after: String = chars[at..chars.len().min(at + 3)].iter().collect();
    let named = ERAS.iter().any(|(_, letter, name)| {
        let initial: String = name.chars().take(1).collect();
        after.starts_with(name)
            || (after.starts_with(&initial) || after.starts_with(letter.to_ascii_lowercase()))
                && after.chars().nth(1).is_some_and(|c| is_number(c) || matches!(c, '.' | '元'))
    });
    named && !before.is_some_and(|c| c.is_ascii_alphanumeric()) || after.starts_with("西暦")
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c)
}

fn read(words: &str, rest: &[char]) -> Option<Mention> {
    let ends_in_year = words.ends_with('年');
    let (year, month, day) = match written::read(&plain(words))? {
        Written::Dated { year, month, day } => {
            if month.is_none() && !ends_in_year {
                return None;
            }
            (Some(written::western(year)?), month, day)
        }
        Written::MonthDay(month, day) if words.contains(['月', '/']) => (None, Some(month), Some(day)),
        Written::MonthDay(..) | Written::NoEra => return None,
    };
    // A leap year stands for the years that are not said.
    Day::new(year.unwrap_or(2000), month.unwrap_or(1), day.unwrap_or(1))?;
    let born = rest.first() == Some(&'生') || rest.starts_with(&['う', 'ま', 'れ']);
    Some(Mention { words: words.trim().to_owned(), year, month, day, born })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Option<i16>, Option<i8>, Option<i8>);

    fn found(text: &str) -> Vec<Parts> {
        mentions(text).into_iter().map(|m| (m.year, m.month, m.day)).collect()
    }

    #[test]
    fn a_day_is_found_however_it_is_written() {
        let day = [(Some(1970), Some(5), Some(6))];
        for form in [
            "昭和45年5月6日",
            "昭和四十五年五月六日",
            "昭和 45年 5月 6日",
            "S45.5.6",
            "Ｓ４５．５．６",
            "s45/5/6",
            "昭45.5.6",
            "1970年5月6日",
            "1970/5/6",
            "１９７０－０５－０６",
            "西暦1970年5月6日",
            "19700506",
        ] {
            assert_eq!(found(&format!("長男({form}生まれ)が、1人で来た")), day, "{form}");
            assert!(mentions(&format!("{form}生まれ"))[0].born, "{form}");
        }
        assert_eq!(found("センター1970年5月6日"), day, "behind a long vowel");
        assert_eq!(found("5月6日と、4/1"), [(None, Some(5), Some(6)), (None, Some(4), Some(1))]);
        assert_eq!(
            found("昭和45年5月から平成元年まで"),
            [(Some(1970), Some(5), None), (Some(1989), None, None)]
        );
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "三年かかった",
            "2000円を2回",
            "1人で月3回",
            "十月ごろ",
            "2-3人",
            "R8の窓口",
            "昭和の家",
            "13月40日",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", mentions(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn every_form_of_a_day_is_found_in_any_text(n in -10_000i32..20_544, before in "[ぁ-んァ-ヶ、。]{0,8}", after in "[ぁ-んァ-ヶ、。]{0,8}") {
            let day = Day::from_number(n);
            let (y, m, d) = day.parts();
            for form in [day.to_string(), day.era_form(), day.slash_form()] {
                let text = format!("{before}{form}{after}");
                proptest::prop_assert!(found(&text).contains(&(Some(y), Some(m), Some(d))), "{}", text);
            }
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,40}") {
            let _ = mentions(&text);
        }
    }
}
