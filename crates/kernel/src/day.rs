use std::{fmt, str::FromStr};

use jiff::civil::{Date, date};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::digits;

/// A calendar day. Stored and sent as `YYYY-MM-DD`, shown with its Japanese era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// Bytes of a day with all that may follow it: `2026-04-01T14:12:31+09:00` grows no further.
const LONGEST: usize = 32;

/// First day, letter and name of each era that a living person can have been born in, latest first.
/// Source: 元号を改める政令 of each change; 明治 from 1868-01-25 by the Gregorian reckoning used in law since 1873.
pub(crate) const ERAS: [(Date, char, &str); 5] = [
    (date(2019, 5, 1), 'R', "令和"),
    (date(1989, 1, 8), 'H', "平成"),
    (date(1926, 12, 25), 'S', "昭和"),
    (date(1912, 7, 30), 'T', "大正"),
    (date(1868, 1, 25), 'M', "明治"),
];

impl Day {
    /// The day, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
    }

    /// The day so many days after 1970-01-01; the last day of the calendar, or the first, if there is none.
    pub fn from_number(n: i32) -> Self {
        match Timestamp::from_second(i64::from(n) * 86_400) {
            // A page shows hundreds of days, and adding a span is slow for them.
            Ok(midnight) => Self(Offset::UTC.to_datetime(midnight).date()),
            Err(_) => Self(date(1970, 1, 1)).plus(n),
        }
    }

    /// So many days later (earlier if negative).
    pub fn plus(self, days: i32) -> Self {
        self.later(Span::new().try_days(days), days)
    }

    /// The same day so many months later (earlier if negative), or the last day of that month if it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        self.later(Span::new().try_months(months), months)
    }

    /// By a span, if the calendar is long enough for it; otherwise the end of the calendar towards which it goes.
    fn later(self, span: Result<Span, jiff::Error>, sign: i32) -> Self {
        let beyond = if sign < 0 { Date::MIN } else { Date::MAX };
        Self(span.map_or(beyond, |span| self.0.saturating_add(span)))
    }

    /// The last day of the same month.
    pub fn month_end(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// Year, month and day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Age in full years on `on`, by 年齢計算ニ関スル法律: a year is completed at the end of the day before the
    /// birthday, which in daily use is the birthday itself.
    pub fn age_on(self, on: Day) -> i16 {
        let before_birthday = (on.0.month(), on.0.day()) < (self.0.month(), self.0.day());
        on.0.year() - self.0.year() - i16::from(before_birthday)
    }

    /// The Japanese fiscal year (年度): April to March.
    pub fn fiscal_year(self) -> i16 {
        self.0.year() - i16::from(self.0.month() < 4)
    }

    /// Era letter, era name and year within the era; `None` before 明治.
    pub fn era(self) -> Option<(char, &'static str, i16)> {
        let (first, letter, name) = ERAS.iter().find(|(first, ..)| *first <= self.0)?;
        Some((*letter, name, self.0.year() - first.year() + 1))
    }

    /// One character, 日 to 土.
    pub fn weekday(self) -> char {
        ['日', '月', '火', '水', '木', '金', '土'][self.0.weekday().to_sunday_zero_offset() as usize]
    }

    /// `令和8年`; the first year of an era is 元年.
    pub fn era_year(self) -> String {
        match self.era() {
            Some((_, name, 1)) => format!("{name}元年"),
            Some((_, name, year)) => format!("{name}{year}年"),
            None => format!("{}年", self.0.year()),
        }
    }

    /// `令和8年4月1日`.
    pub fn era_form(self) -> String {
        let (_, m, d) = self.parts();
        format!("{}{m}月{d}日", self.era_year())
    }

    /// `令和8年4月1日(2026/04/01)`, the form of running text.
    pub fn text_form(self) -> String {
        format!("{}({})", self.era_form(), self.slash_form())
    }

    /// `2026/04/01(R8)`, the form of lists.
    pub fn list_form(self) -> String {
        let mut out = self.slash_form();
        if let Some((letter, _, year)) = self.era() {
            out.push('(');
            out.push(letter);
            digits::push(&mut out, i64::from(year), 1);
            out.push(')');
        }
        out
    }

    /// `2026/04/01`.
    pub fn slash_form(self) -> String {
        self.parted_by('/')
    }

    /// Year, month and day with a mark between.
    fn parted_by(self, mark: char) -> String {
        let (y, m, d) = self.parts();
        let mut out = String::with_capacity(LONGEST);
        digits::push(&mut out, i64::from(y), 4);
        out.push(mark);
        digits::push(&mut out, i64::from(m), 2);
        out.push(mark);
        digits::push(&mut out, i64::from(d), 2);
        out
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parted_by('-'))
    }
}

/// A text that is not `YYYY-MM-DD`, or a day that the calendar does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the form YYYY-MM-DD")]
pub struct DayError;

impl FromStr for Day {
    type Err = DayError;

    fn from_str(s: &str) -> Result<Self, DayError> {
        if s.len() != 10 {
            return Err(DayError);
        }
        s.parse().map(Self).map_err(|_| DayError)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;
    fn try_from(s: String) -> Result<Self, DayError> {
        s.parse()
    }
}
impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}
impl From<Date> for Day {
    fn from(date: Date) -> Day {
        Day(date)
    }
}
impl From<Day> for Date {
    fn from(day: Day) -> Date {
        day.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }

    #[test]
    fn eras_change_on_their_day() {
        assert_eq!(day("2019-04-30").era_form(), "平成31年4月30日");
        assert_eq!(day("2019-05-01").era_form(), "令和元年5月1日");
        assert_eq!(day("1989-01-07").era_form(), "昭和64年1月7日");
        assert_eq!(day("2026-04-01").list_form(), "2026/04/01(R8)");
    }

    #[test]
    fn days_are_counted_from_1970_to_the_ends_of_the_calendar() {
        let first = Day(date(1970, 1, 1));
        for n in [
            0,
            1,
            -1,
            59,
            11_016,
            20_544,
            -36_524,
            2_932_895,
            2_932_896,
            2_932_897,
            -4_371_587,
            i32::MAX,
            i32::MIN,
        ] {
            assert_eq!(Day::from_number(n), first.plus(n), "{n}");
        }
        assert_eq!((first.plus(i32::MAX), first.plus(i32::MIN)), (Day(Date::MAX), Day(Date::MIN)));
        assert_eq!(
            (first.plus_months(i32::MAX), first.plus_months(i32::MIN)),
            (Day(Date::MAX), Day(Date::MIN))
        );
        assert!((-800_000..800_000).step_by(13).all(|n| Day::from_number(n).number() == n));
    }

    #[test]
    fn ages_and_fiscal_years() {
        assert_eq!(day("1970-05-06").age_on(day("2026-05-05")), 55);
        assert_eq!(day("1970-05-06").age_on(day("2026-05-06")), 56);
        assert_eq!(day("2026-03-31").fiscal_year(), 2025);
        assert_eq!(day("2026-04-01").fiscal_year(), 2026);
    }

    #[test]
    fn numbers_round_trip() {
        for n in [-30_000, -1, 0, 1, 20_000] {
            assert_eq!(Day::from_number(n).number(), n);
        }
    }

    #[test]
    fn only_real_days_parse() {
        assert!("2026-02-30".parse::<Day>().is_err());
        assert!("2026-2-3".parse::<Day>().is_err());
    }
}
