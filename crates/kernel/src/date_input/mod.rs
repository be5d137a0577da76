//! Reading the one text box for dates, and the one for times of day.
//!
//! Each kind of box has a reader, which gives the value or says what to do, and an echo, which gives the line under
//! the box without its leading 「= 」, or nothing if the text cannot be read.

mod birth;
mod mention;
mod plain;
mod spoken;
mod time;
mod written;

pub use birth::{echo_birth, parse_birth};
pub use mention::{Mention, mentions};
pub use time::parse_time;

use crate::{Day, Message, message};
use plain::plain;
use written::{Reading, Written};

/// Reads the day of something that has happened: a date in any calendar, 今日, きのう, 3日前, 先週の月曜, or `4/1` for the
/// nearest such day in the past. `today` is the day on which it is typed.
///
/// Errors: `error_required`, `error_date_unreadable`, `error_date_era`, `error_date_not_exist`,
/// `error_date_whole_day`, `error_date_future`.
pub fn parse_event_day(text: &str, label: &str, today: Day) -> Result<Day, Message> {
    event(text, label, today).map(|read| read.day)
}

/// Reads the day of something planned: as [`parse_event_day`], but 明日, 3日後, 来週の月曜, 月末 and `4/8` lie in the
/// future. A day that has passed is allowed.
///
/// Errors: as [`parse_event_day`], without `error_date_future`.
pub fn parse_due_day(text: &str, label: &str, today: Day) -> Result<Day, Message> {
    day(text, label, today, Nearest::Future).map(|read| read.day)
}

/// The line under the box of [`parse_event_day`].
pub fn echo_event(text: &str, today: Day) -> Option<String> {
    event(text, "", today).ok().map(|read| read.echo())
}

/// The line under the box of [`parse_due_day`].
pub fn echo_due(text: &str, today: Day) -> Option<String> {
    day(text, "", today, Nearest::Future).ok().map(|read| read.echo())
}

/// Which year a month and day without year mean.
#[derive(Clone, Copy)]
enum Nearest {
    Past,
    Future,
}

/// A day as it was understood.
struct Read {
    day: Day,
    /// What was understood otherwise than written.
    note: Option<String>,
}

impl Read {
    fn echo(&self) -> String {
        match &self.note {
            Some(note) => format!("{}({})。{note}", self.day.era_form(), self.day.weekday()),
            None => format!("{}({}) {}", self.day.era_form(), self.day.weekday(), self.day.slash_form()),
        }
    }
}

fn event(text: &str, label: &str, today: Day) -> Result<Read, Message> {
    let read = day(text, label, today, Nearest::Past)?;
    if read.day > today { Err(message::error_date_future(label)) } else { Ok(read) }
}

fn day(text: &str, label: &str, today: Day, nearest: Nearest) -> Result<Read, Message> {
    let text = plain(text);
    if text.is_empty() {
        return Err(message::error_required(label));
    }
    if let Some(day) = spoken::day(&text, today) {
        return Ok(Read { day, note: None });
    }
    match written::read(&text) {
        Some(Written::Dated { year, month, day }) => {
            let Reading { known, note } = written::resolve(year, month, day, label)?;
            let day = known.exact().ok_or_else(|| message::error_date_whole_day(label))?;
            Ok(Read { day, note })
        }
        Some(Written::MonthDay(month, day)) => month_day(month, day, label, today, nearest),
        Some(Written::NoEra) => Err(message::error_date_era(label)),
        None => Err(message::error_date_unreadable(label)),
    }
}

/// The nearest such day in the past or the future, today included.
fn month_day(month: i8, day: i8, label: &str, today: Day, nearest: Nearest) -> Result<Read, Message> {
    let (year, this_month, this_day) = today.parts();
    let (year, note) = match nearest {
        Nearest::Past => (
            year - i16::from((month, day) > (this_month, this_day)),
            "月日だけなので、いちばん近い過去の日にしました",
        ),
        Nearest::Future => (
            year + i16::from((month, day) < (this_month, this_day)),
            "月日だけなので、いちばん近い先の日にしました",
        ),
    };
    let day = written::existing(year, month, day, label)?;
    Ok(Read { day, note: Some(note.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    fn today() -> Day {
        "2026-04-01".parse().unwrap()
    }

    fn event_day(text: &str) -> String {
        match parse_event_day(text, "日", today()) {
            Ok(day) => day.to_string(),
            Err(message) => message.key.to_owned(),
        }
    }

    fn due_day(text: &str) -> String {
        match parse_due_day(text, "期限", today()) {
            Ok(day) => day.to_string(),
            Err(message) => message.key.to_owned(),
        }
    }

    #[test]
    fn one_day_can_be_written_in_many_ways() {
        for text in [
            "R6.4.1",
            "r6/4/1",
            "Ｒ６．４．１",
            "R6-4-1",
            "R.6.4.1",
            "R060401",
            "令和6年4月1日",
            "令和 6年 4月 1日",
            "令6.4.1",
            "㋿6年4月1日",
            "令和六年四月一日",
            "2024-04-01",
            "２０２４／４／１",
            "2024年4月1日",
            "20240401",
            "2024.4.1",
            "2024 4 1",
            "西暦2024年4月1日",
            "令和6年4月1日(月)",
            "令和6年4月1日(2024/04/01)",
        ] {
            assert_eq!(event_day(text), "2024-04-01", "{text}");
        }
        assert_eq!(echo_event("R6.4.1", today()).as_deref(), Some("令和6年4月1日(月) 2024/04/01"));
    }

    #[test]
    fn the_first_year_of_an_era_has_a_name() {
        for text in ["R元.5.1", "令和元年5月1日", "R1.5.1", "r元年5月1日"] {
            assert_eq!(echo_event(text, today()).as_deref(), Some("令和元年5月1日(水) 2019/05/01"), "{text}");
        }
    }

    #[test]
    fn a_day_outside_its_era_is_read_over_and_said_so() {
        for (text, echo) in [
            ("H31.5.1", "令和元年5月1日(水)。平成31年は4月30日までなので読みかえました"),
            ("H32.4.1", "令和2年4月1日(水)。平成は31年4月30日までなので読みかえました"),
            ("R1.4.30", "平成31年4月30日(火)。令和は元年5月1日からなので読みかえました"),
        ] {
            assert_eq!(echo_event(text, today()).as_deref(), Some(echo), "{text}");
        }
    }

    #[test]
    fn spoken_days_count_from_today() {
        for (text, day) in [
            ("今日", "2026-04-01"),
            ("きのう", "2026-03-31"),
            ("昨日", "2026-03-31"),
            ("おととい", "2026-03-30"),
            ("一昨日", "2026-03-30"),
            ("3日前", "2026-03-29"),
            ("三日前", "2026-03-29"),
            ("２週間前", "2026-03-18"),
            ("1か月前", "2026-03-01"),
            ("先週の月曜", "2026-03-23"),
            ("4/1", "2026-04-01"),
            ("4月2日", "2025-04-02"),
            ("12/31", "2025-12-31"),
        ] {
            assert_eq!(event_day(text), day, "{text}");
        }
        for (text, day) in [
            ("今日", "2026-04-01"),
            ("明日", "2026-04-02"),
            ("あさって", "2026-04-03"),
            ("3日後", "2026-04-04"),
            ("1週間後", "2026-04-08"),
            ("十日後", "2026-04-11"),
            ("3ヶ月後", "2026-07-01"),
            ("来週の月曜", "2026-04-06"),
            ("来週金曜日", "2026-04-10"),
            ("月末", "2026-04-30"),
            ("来月末", "2026-05-31"),
            ("4/8", "2026-04-08"),
            ("3/31", "2027-03-31"),
            ("R8.3.1", "2026-03-01"),
        ] {
            assert_eq!(due_day(text), day, "{text}");
        }
        let echo = "令和8年3月31日(火)。月日だけなので、いちばん近い過去の日にしました";
        assert_eq!(echo_event("3/31", today()).as_deref(), Some(echo));
    }

    #[test]
    fn what_cannot_be_an_event_day_says_why() {
        for (text, key) in [
            ("", "error_required"),
            ("　", "error_required"),
            ("6.4.1", "error_date_era"),
            ("15", "error_date_era"),
            ("R6.2.30", "error_date_not_exist"),
            ("2/30", "error_date_not_exist"),
            ("2025-02-29", "error_date_not_exist"),
            ("明日", "error_date_future"),
            ("R8.4.2", "error_date_future"),
            ("R6.4", "error_date_whole_day"),
            ("2024", "error_date_whole_day"),
            ("R6.13.1", "error_date_unreadable"),
            ("R0.4.1", "error_date_unreadable"),
            ("1024-04-01", "error_date_unreadable"),
            ("R6..1", "error_date_unreadable"),
            ("99999999999999999999", "error_date_unreadable"),
            ("99999999999日前", "error_date_unreadable"),
            ("そのうち", "error_date_unreadable"),
            ("不明", "error_date_unreadable"),
        ] {
            assert_eq!(event_day(text), key, "{text}");
        }
        let fault = parse_event_day("R6.2.30", "相談日", today()).unwrap_err();
        assert_eq!(fault.text, "相談日は暦にない日です。2月は29日までです。");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[RHS令和昭元年月日前後0-9０-９./歳代約頃来週末一十 -]{0,9}|\\PC{0,8}") {
            let _ = parse_event_day(&text, "日", today());
            let _ = parse_due_day(&text, "日", today());
            let _ = echo_birth(&text, today());
            let _ = parse_time(&text, "時刻");
        }

        #[test]
        fn every_form_of_a_day_is_read_back(n in -10_000i32..20_544) {
            let day = Day::from_number(n);
            for form in [day.to_string(), day.era_form(), day.text_form(), day.list_form(), day.slash_form()] {
                proptest::prop_assert_eq!(parse_event_day(&form, "日", today()), Ok(day));
            }
        }
    }
}
