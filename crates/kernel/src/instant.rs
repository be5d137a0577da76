use serde::{Deserialize, Serialize};

use crate::{Day, digits};

const DAY: i64 = 86_400_000_000;
/// Japan has kept one offset and no summer time since 1952.
const JST: i64 = 9 * 3_600_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Stored as `BIGINT`, shown in Japan Standard Time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// Midnight at the start of `day`, in Japan.
    pub fn start_of(day: Day) -> Self {
        Self(i64::from(day.number()) * DAY - JST)
    }

    /// `hour`:`minute` of `day`, in Japan.
    pub fn at(day: Day, hour: i64, minute: i64) -> Self {
        Self(Self::start_of(day).0 + (hour * 60 + minute) * 60_000_000)
    }

    /// The day that calendars in Japan show at this moment.
    pub fn day(self) -> Day {
        Day::from_number((self.0 + JST).div_euclid(DAY) as i32)
    }

    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Later by so many seconds.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// Whole seconds from `earlier` to this moment; negative if it lies ahead.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(1_000_000)
    }

    /// Hour, minute and second of the day in Japan.
    pub fn clock(self) -> (i64, i64, i64) {
        let s = (self.0 + JST).rem_euclid(DAY) / 1_000_000;
        (s / 3600, s / 60 % 60, s % 60)
    }

    /// `14:12`.
    pub fn hm(self) -> String {
        let (h, m, _) = self.clock();
        format!("{h}:{m:02}")
    }

    /// `2026/04/01(R8) 14:12`, the form of lists.
    pub fn list_form(self) -> String {
        let (h, m, _) = self.clock();
        let mut out = self.day().list_form();
        out.push(' ');
        digits::push(&mut out, h, 1);
        out.push(':');
        digits::push(&mut out, m, 2);
        out
    }

    /// `2026-04-01T14:12:31+09:00`, the form of JSON for other programs.
    pub fn iso(self) -> String {
        let (h, m, s) = self.clock();
        let mut out = self.day().to_string();
        for (mark, n) in [('T', h), (':', m), (':', s)] {
            out.push(mark);
            digits::push(&mut out, n, 2);
        }
        out.push_str("+09:00");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_greenwich() {
        let day: Day = "2026-04-01".parse().unwrap();
        let midnight = Instant::start_of(day);
        assert_eq!(midnight.iso(), "2026-04-01T00:00:00+09:00");
        assert_eq!(Instant(midnight.0 - 1).day(), day.plus(-1));
        assert_eq!(Instant::at(day, 14, 5).list_form(), "2026/04/01(R8) 14:05");
    }
}
