//! Dates with numbers: first the characters, then the calendar.

use crate::{Day, Message, PartialDay, day::ERAS, message};

use super::plain::digits;

/// What the characters say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A year, perhaps with month and day.
    Dated { year: Year, month: Option<i8>, day: Option<i8> },
    /// `4/1`.
    MonthDay(i8, i8),
    /// A year whose calendar is not said.
    NoEra,
}

/// A year in one of the calendars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Western(i16),
    /// Place of the era in [`ERAS`], and year within it.
    Era(usize, i16),
}

/// What is known by it, and what was understood otherwise than written.
pub(super) struct Reading {
    pub(super) known: PartialDay,
    pub(super) note: Option<String>,
}

/// Reads plain text (see [`super::plain`]); `None` if it is no date.
pub(super) fn read(text: &str) -> Option<Written> {
    let (era, rest) = split_era(text);
    let numbers = digits(&first_year(rest));
    let parts = parts(&numbers, era.is_some())?;
    let small = |i: usize| parts.get(i).map(|part| part.parse::<i8>()).transpose().ok();
    let (month, day) = (small(1)?, small(2)?);
    let first: i16 = parts.first()?.parse().ok()?;
    let western = parts.first()?.len() == 4;
    match (era, parts.len()) {
        (_, 4..) => None,
        (Some(era), _) => Some(Written::Dated { year: Year::Era(era, first), month, day }),
        (None, _) if western => Some(Written::Dated { year: Year::Western(first), month, day }),
        (None, 2) => Some(Written::MonthDay(first.try_into().ok()?, month?)),
        (None, _) => Some(Written::NoEra),
    }
}

/// The era with which a text begins: letter, name, or the name's first character.
fn split_era(text: &str) -> (Option<usize>, &str) {
    for (i, (_, letter, name)) in ERAS.iter().enumerate() {
        let initial: String = name.chars().take(1).collect();
        let letter = letter.to_ascii_lowercase().to_string();
        for mark in [name, initial.as_str(), letter.as_str()] {
            if let Some(rest) = text.strip_prefix(mark) {
                return (Some(i), rest.trim_start_matches(['.', '/', '-']));
            }
        }
    }
    (None, text.strip_prefix("西暦").unwrap_or(text))
}

/// 元年 is the year 1.
fn first_year(text: &str) -> String {
    match text.strip_prefix('元') {
        Some(rest) => format!("1{rest}"),
        None => text.to_owned(),
    }
}

/// The digits of year, month and day, divided by marks or by their places.
fn parts(text: &str, era: bool) -> Option<Vec<String>> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let dotted = text.replace(['年', '月', '/', '-', '・', '、', ','], ".");
    let parts: Vec<&str> = dotted.trim_end_matches('.').split('.').collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let widths: &[usize] = match (parts.as_slice(), era) {
        ([one], false) if one.len() == 8 => &[4, 2, 2],
        ([one], false) if one.len() == 6 && (one.starts_with("19") || one.starts_with("20")) => &[4, 2],
        ([one], true) if one.len() == 6 => &[2, 2, 2],
        _ => return Some(parts.into_iter().map(str::to_owned).collect()),
    };
    let mut rest = *parts.first()?;
    let mut cut = |width: &usize| {
        let (part, after) = rest.split_at(*width);
        rest = after;
        part.to_owned()
    };
    Some(widths.iter().map(&mut cut).collect())
}

/// The days that a date can mean, by the calendar.
pub(super) fn resolve(
    year: Year,
    month: Option<i8>,
    day: Option<i8>,
    label: &str,
) -> Result<Reading, Message> {
    let unreadable = || message::error_date_unreadable(label);
    let number = western(year).ok_or_else(unreadable)?;
    let (first, last) = match (month, day) {
        (Some(month), Some(day)) => {
            let day = existing(number, month, day, label)?;
            (day, day)
        }
        (Some(month), None) => {
            let first = Day::new(number, month, 1).ok_or_else(unreadable)?;
            (first, first.month_end())
        }
        (None, _) => Option::zip(Day::new(number, 1, 1), Day::new(number, 12, 31)).ok_or_else(unreadable)?,
    };
    let (first, last, note) = within_era(year, first, last);
    let known = match (month, day) {
        (Some(_), Some(_)) => Some(first.into()),
        (Some(_), None) => PartialDay::month(first, last),
        (None, _) => PartialDay::year(first, last),
    };
    Ok(Reading { known: known.ok_or_else(unreadable)?, note })
}

/// The day, or why there is none.
pub(super) fn existing(year: i16, month: i8, day: i8, label: &str) -> Result<Day, Message> {
    let first = Day::new(year, month, 1).ok_or_else(|| message::error_date_unreadable(label))?;
    if day < 1 {
        return Err(message::error_date_unreadable(label));
    }
    Day::new(year, month, day)
        .ok_or_else(|| message::error_date_not_exist(label, month, first.month_end().parts().2))
}

/// The year of the western calendar; `None` before 明治, where nobody living was born.
pub(super) fn western(year: Year) -> Option<i16> {
    let number = match year {
        Year::Western(number) => number,
        Year::Era(era, n) if n >= 1 => ERAS.get(era)?.0.year().checked_add(n - 1)?,
        Year::Era(..) => return None,
    };
    (number >= 1868).then_some(number)
}

/// The part of a span that lies in the era of `year`. If none does, the date is read in the calendar that was then in
/// force, with a note: people write 平成31年 for days after its end.
fn within_era(year: Year, first: Day, last: Day) -> (Day, Day, Option<String>) {
    let Year::Era(era, n) = year else { return (first, last, None) };
    let (begin, _, name) = ERAS[era];
    let begin = Day::from(begin);
    let end = era.checked_sub(1).map(|next| Day::from(ERAS[next].0).plus(-1));
    if last < begin {
        return (first, last, Some(format!("{name}は{}からなので読みかえました", in_era(begin, name))));
    }
    match end {
        Some(end) if first > end => {
            let (end_year, month, day) = end.parts();
            let note = if end_year == first.parts().0 {
                format!("{name}{n}年は{month}月{day}日までなので読みかえました")
            } else {
                format!("{name}は{}までなので読みかえました", in_era(end, name))
            };
            (first, last, Some(note))
        }
        end => (first.max(begin), end.map_or(last, |end| last.min(end)), None),
    }
}

/// `31年4月30日`: the era form without the name of the era.
fn in_era(day: Day, name: &str) -> String {
    day.era_form().replacen(name, "", 1)
}
