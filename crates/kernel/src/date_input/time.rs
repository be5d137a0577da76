//! Times of day.

use super::plain::{digits, number, plain};
use crate::{Message, message};

/// Reads a time of day as hour (0–23) and minute: `14:30`, `1430`, `14時`, `午後2時半`, `午前9時5分`, `正午`.
///
/// 午後12時30分 is half past noon. 午前12時 is refused: by 明治5年太政官布告第337号 it is noon, by most clocks midnight.
///
/// Errors: `error_required`, `error_time_unreadable`.
pub fn parse_time(text: &str, label: &str) -> Result<(i64, i64), Message> {
    let text = digits(&plain(text));
    if text.is_empty() {
        return Err(message::error_required(label));
    }
    read(&text).ok_or_else(|| message::error_time_unreadable(label))
}

fn read(text: &str) -> Option<(i64, i64)> {
    if text == "正午" {
        return Some((12, 0));
    }
    let (half, clock) = half_day(text);
    let (hour, minute) = clock_time(clock)?;
    let hour = match half {
        Some(Half::Morning) if hour < 12 => hour,
        Some(Half::Morning) => return None,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        _ => hour,
    };
    (hour < 24 && minute < 60).then_some((hour.into(), minute.into()))
}

enum Half {
    Morning,
    Afternoon,
}

fn half_day(text: &str) -> (Option<Half>, &str) {
    let strip = |marks: [&str; 2]| marks.into_iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(rest) = strip(["午前", "am"]) {
        return (Some(Half::Morning), rest);
    }
    match strip(["午後", "pm"]) {
        Some(rest) => (Some(Half::Afternoon), rest),
        None => (None, text),
    }
}

/// `14:30`, `14時30分`, `14時半`, `14時`, `1430`, `930`, `14`.
fn clock_time(text: &str) -> Option<(i16, i16)> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((text[..2].parse().ok()?, text[2..].parse().ok()?));
    }
    let (first, rest) = number(text)?;
    if rest.is_empty() {
        // Two digits are the hour, three hour and minutes.
        let hours_only = text.len() <= 2;
        return Some(if hours_only { (first, 0) } else { (first / 100, first % 100) });
    }
    if let Some(rest) = rest.strip_prefix('時') {
        return Some((first, minutes(rest)?));
    }
    // 14:3 is a slip of the finger: 14:03 or 14:30?
    let minutes = rest.strip_prefix([':', '.']).filter(|minutes| minutes.len() == 2)?;
    Some((first, number(minutes).filter(|(_, rest)| rest.is_empty())?.0))
}

/// What follows 時.
fn minutes(text: &str) -> Option<i16> {
    match text {
        "" => Some(0),
        "半" => Some(30),
        text => number(text).filter(|(_, rest)| matches!(*rest, "" | "分")).map(|(minutes, _)| minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_can_be_written_in_many_ways() {
        for (text, time) in [
            ("14:30", (14, 30)),
            ("１４：３０", (14, 30)),
            ("1430", (14, 30)),
            ("14.30", (14, 30)),
            ("午後2時半", (14, 30)),
            ("午後二時半", (14, 30)),
            ("午後 2:30", (14, 30)),
            ("PM2:30", (14, 30)),
            ("14時30分", (14, 30)),
            ("14時", (14, 0)),
            ("午前9時5分", (9, 5)),
            ("930", (9, 30)),
            ("9", (9, 0)),
            ("正午", (12, 0)),
            ("午後0時", (12, 0)),
            ("午後12時30分", (12, 30)),
            ("0:00", (0, 0)),
        ] {
            assert_eq!(parse_time(text, "時刻"), Ok(time), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_says_so() {
        for text in ["24:00", "14:60", "14:3", "午前12時", "午前13時", "昼", "14時半分", "12345", "-1:30"]
        {
            assert_eq!(parse_time(text, "時刻").map_err(|m| m.key), Err("error_time_unreadable"), "{text}");
        }
        assert_eq!(parse_time(" ", "時刻").map_err(|m| m.key), Err("error_required"));
    }
}
