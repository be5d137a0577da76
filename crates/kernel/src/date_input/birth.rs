//! Days of birth, of which often only a part or an age is known.

use crate::{Day, Message, PartialDay, message};

use super::{
    plain::{digits, number, plain},
    written::{self, Reading, Written},
};

const UNKNOWN: [&str; 7] = ["不明", "?", "不詳", "未詳", "わからない", "分からない", "分かりません"];
const ABOUT_BEFORE: [&str; 4] = ["約", "およそ", "だいたい", "多分"];
const ABOUT_AFTER: [&str; 11] =
    ["くらい", "ぐらい", "位", "頃", "ごろ", "ころ", "前後", "程度", "ほど", "?", "か"];
/// Years that an estimate may be off to either side.
const SPREAD: i16 = 2;
/// Older than anybody has become.
const AGES: std::ops::RangeInclusive<i16> = 0..=130;

/// Reads what is known of a birth: a date in any calendar, `S15`, `S15.3`, `S15頃`, an age (`80歳`, `80歳くらい`, `50代`),
/// or 不明. `today` is the day of reception, from which ages are reckoned.
///
/// An estimate of a year or an age is taken as two years to either side.
///
/// Errors: `error_required`, `error_date_unreadable`, `error_date_era`, `error_date_not_exist`, `error_birth_future`.
pub fn parse_birth(text: &str, label: &str, today: Day) -> Result<PartialDay, Message> {
    birth(text, label, today).map(|birth| birth.known)
}

/// The line under the box of [`parse_birth`].
pub fn echo_birth(text: &str, today: Day) -> Option<String> {
    let Birth { known, age, note } = birth(text, "", today).ok()?;
    let echo = match (known.exact(), note) {
        (Some(day), Some(note)) => format!("{}({})。{note}", day.era_form(), day.weekday()),
        (None, Some(note)) => format!("{}。{note}", known.echo(today)),
        (_, None) => known.echo(today),
    };
    Some(match age {
        Some(age) => format!("{echo} {age}(受付日から計算)"),
        None => echo,
    })
}

/// A birth as it was understood.
struct Birth {
    known: PartialDay,
    /// The age as given, if an age was given.
    age: Option<String>,
    /// What was understood otherwise than written.
    note: Option<String>,
}

impl From<Reading> for Birth {
    fn from(Reading { known, note }: Reading) -> Self {
        Self { known, age: None, note }
    }
}

fn birth(text: &str, label: &str, today: Day) -> Result<Birth, Message> {
    let text = plain(text);
    if text.is_empty() {
        return Err(message::error_required(label));
    }
    if UNKNOWN.contains(&text.as_str()) {
        return Ok(Birth { known: PartialDay::UNKNOWN, age: None, note: None });
    }
    let (text, about) = split_about(&text);
    if let Some((known, age)) = by_age(text, about, today) {
        return Ok(Birth { known, age: Some(age), note: None });
    }
    let birth = by_date(text, about, label)?;
    let born_later = birth.known.earliest().is_some_and(|earliest| earliest > today);
    if born_later { Err(message::error_birth_future(label)) } else { Ok(birth) }
}

/// Takes off the words that make an estimate.
fn split_about(text: &str) -> (&str, bool) {
    let before = ABOUT_BEFORE.iter().find_map(|word| text.strip_prefix(word));
    let rest = before.unwrap_or(text);
    let rest = ["生まれ", "うまれ", "生"].iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    let after = ABOUT_AFTER.iter().find_map(|word| rest.strip_suffix(word));
    let born = after.and_then(|rest| rest.strip_suffix("生まれ"));
    (born.or(after).unwrap_or(rest), before.or(after).is_some())
}

/// A birth from an age, and the age as it is echoed.
fn by_age(text: &str, about: bool, today: Day) -> Option<(PartialDay, String)> {
    let text = digits(text);
    let (age, unit) = number(&text)?;
    if !AGES.contains(&age) {
        return None;
    }
    match unit {
        "歳" | "才" if about => {
            let year = today.parts().0 - age;
            Some((around(year - SPREAD, year + SPREAD)?, format!("{age}歳くらい")))
        }
        "歳" | "才" => Some((aged(age, age, today)?, format!("{age}歳"))),
        "代" | "歳代" | "才代" => Some((aged(age, age + 9, today)?, format!("{age}代"))),
        "代前半" => Some((aged(age, age + 4, today)?, format!("{age}代前半"))),
        "代後半" => Some((aged(age + 5, age + 9, today)?, format!("{age}代後半"))),
        _ => None,
    }
}

/// Who is from `least` to `greatest` years old today.
fn aged(least: i16, greatest: i16, today: Day) -> Option<PartialDay> {
    let years_ago = |years: i16| today.plus_months(-12 * i32::from(years));
    PartialDay::about(years_ago(greatest + 1).plus(1), years_ago(least))
}

/// Whole years.
fn around(first: i16, last: i16) -> Option<PartialDay> {
    PartialDay::about(Day::new(first, 1, 1)?, Day::new(last, 12, 31)?)
}

fn by_date(text: &str, about: bool, label: &str) -> Result<Birth, Message> {
    match written::read(text) {
        Some(Written::Dated { year, month, day }) => {
            let reading = written::resolve(year, month, day, label)?;
            let Some(earliest) = reading.known.earliest().filter(|_| about) else {
                return Ok(reading.into());
            };
            let year = earliest.parts().0;
            // Who remembers a month is not off by two years.
            let spread = if month.is_some() { 1 } else { SPREAD };
            let known =
                around(year - spread, year + spread).ok_or_else(|| message::error_date_unreadable(label))?;
            Ok(Birth { known, age: None, note: reading.note })
        }
        Some(Written::MonthDay(..) | Written::NoEra) => Err(message::error_date_era(label)),
        None => Err(message::error_date_unreadable(label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-04-01".parse().unwrap()
    }

    fn echo(text: &str) -> String {
        echo_birth(text, today()).unwrap_or_default()
    }

    fn stored(text: &str) -> (&'static str, String, String) {
        let known = parse_birth(text, "生年月日", today()).unwrap();
        let bound = |day: Option<Day>| day.map_or_else(String::new, String::from);
        (known.precision().key(), bound(known.earliest()), bound(known.latest()))
    }

    #[test]
    fn the_line_under_the_box_says_what_was_understood() {
        for (text, line) in [
            ("R6.4.1", "令和6年4月1日(月) 2024/04/01"),
            ("S15", "昭和15年(1940年) 月日は分かりません 85~86歳"),
            ("昭和15年", "昭和15年(1940年) 月日は分かりません 85~86歳"),
            ("昭和十五年生まれ", "昭和15年(1940年) 月日は分かりません 85~86歳"),
            ("1940", "昭和15年(1940年) 月日は分かりません 85~86歳"),
            ("S15.3", "昭和15年3月(1940年3月) 日は分かりません"),
            ("194003", "昭和15年3月(1940年3月) 日は分かりません"),
            ("S15頃", "昭和15年(1940年)頃"),
            ("昭和15年頃生まれ", "昭和15年(1940年)頃"),
            ("昭和15年生まれくらい", "昭和15年(1940年)頃"),
            ("S15?", "昭和15年(1940年)頃"),
            ("80歳くらい", "昭和21年(1946年)頃 80歳くらい(受付日から計算)"),
            ("８０才ぐらい", "昭和21年(1946年)頃 80歳くらい(受付日から計算)"),
            ("八十歳くらい", "昭和21年(1946年)頃 80歳くらい(受付日から計算)"),
            ("約50歳", "昭和51年(1976年)頃 50歳くらい(受付日から計算)"),
            ("50代", "昭和46年(1971年)頃 50代(受付日から計算)"),
            ("不明", "不明"),
            ("？", "不明"),
            ("H31.5.1", "令和元年5月1日(水)。平成31年は4月30日までなので読みかえました"),
        ] {
            assert_eq!(echo(text), line, "{text}");
        }
    }

    #[test]
    fn what_is_stored_has_bounds() {
        for (text, precision, earliest, latest) in [
            ("S15.3.2", "day", "1940-03-02", "1940-03-02"),
            ("S15.2", "month", "1940-02-01", "1940-02-29"),
            ("S64", "year", "1989-01-01", "1989-01-07"),
            ("H1", "year", "1989-01-08", "1989-12-31"),
            ("R1.5", "month", "2019-05-01", "2019-05-31"),
            ("S15頃", "about", "1938-01-01", "1942-12-31"),
            ("80歳くらい", "about", "1944-01-01", "1948-12-31"),
            ("80歳", "about", "1945-04-02", "1946-04-01"),
            ("50代", "about", "1966-04-02", "1976-04-01"),
            ("50代後半", "about", "1966-04-02", "1971-04-01"),
            ("不明", "unknown", "", ""),
        ] {
            assert_eq!(stored(text), (precision, earliest.to_owned(), latest.to_owned()), "{text}");
        }
        assert_eq!(parse_birth("80歳", "", today()).unwrap().age_on(today()), Some((80, 80)));
        assert_eq!(parse_birth("50代", "", today()).unwrap().age_on(today()), Some((50, 59)));
    }

    #[test]
    fn what_cannot_be_a_birth_says_why() {
        for (text, key) in [
            ("", "error_required"),
            ("15", "error_date_era"),
            ("6.4.1", "error_date_era"),
            ("4/1", "error_date_era"),
            ("R6.2.30", "error_date_not_exist"),
            ("S15.13", "error_date_unreadable"),
            ("R8.4.2", "error_birth_future"),
            ("999歳", "error_date_unreadable"),
            ("きのう", "error_date_unreadable"),
        ] {
            assert_eq!(parse_birth(text, "生年月日", today()).map_err(|m| m.key), Err(key), "{text}");
        }
    }
}
