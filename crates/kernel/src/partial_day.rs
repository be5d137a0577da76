use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::Day;

/// What is known of a day, usually of a birth: the day, only its month or year, a range, or nothing.
///
/// Stored as three columns (precision, earliest, latest). The two bounds are inclusive. They can be closer than the
/// month or year itself: 昭和64年 has seven days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDay(Known);

/// Private, so that bounds always fit the precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Known {
    Day(Day),
    /// Within one month.
    Month(Day, Day),
    /// Within one year.
    Year(Day, Day),
    About(Day, Day),
    Unknown,
}

/// How exactly a day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The day itself.
    Day,
    /// Its month.
    Month,
    /// Its year.
    Year,
    /// A range around an estimate.
    About,
    /// Asked, but nobody knows.
    Unknown,
}

impl Precision {
    /// Every precision, the most exact first.
    pub const ALL: [Precision; 5] =
        [Precision::Day, Precision::Month, Precision::Year, Precision::About, Precision::Unknown];

    /// The key of columns and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::About => "about",
            Precision::Unknown => "unknown",
        }
    }

    /// The precision of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.key() == key)
    }
}

impl PartialDay {
    /// Asked, but nobody knows.
    pub const UNKNOWN: PartialDay = PartialDay(Known::Unknown);

    /// Some day from `earliest` to `latest`, in whose middle the estimate lies. `None` if they are in the wrong order.
    pub fn about(earliest: Day, latest: Day) -> Option<Self> {
        (earliest <= latest).then_some(Self(Known::About(earliest, latest)))
    }

    /// Some day of one month; the bounds leave out what lies outside of an era. `None` if they are not of one month.
    pub fn month(earliest: Day, latest: Day) -> Option<Self> {
        let month = |day: Day| (day.parts().0, day.parts().1);
        (earliest <= latest && month(earliest) == month(latest))
            .then_some(Self(Known::Month(earliest, latest)))
    }

    /// Some day of one year; the bounds leave out what lies outside of an era. `None` if they are not of one year.
    pub fn year(earliest: Day, latest: Day) -> Option<Self> {
        let same_year = earliest.parts().0 == latest.parts().0;
        (earliest <= latest && same_year).then_some(Self(Known::Year(earliest, latest)))
    }

    /// What the three columns say; `None` if they contradict each other.
    pub fn from_columns(precision: &str, earliest: Option<Day>, latest: Option<Day>) -> Option<Self> {
        match (Precision::from_key(precision)?, earliest, latest) {
            (Precision::Day, Some(a), Some(b)) => (a == b).then_some(a.into()),
            (Precision::Month, Some(a), Some(b)) => Self::month(a, b),
            (Precision::Year, Some(a), Some(b)) => Self::year(a, b),
            (Precision::About, Some(a), Some(b)) => Self::about(a, b),
            (Precision::Unknown, None, None) => Some(Self::UNKNOWN),
            _ => None,
        }
    }

    /// How exactly it is known.
    pub fn precision(self) -> Precision {
        match self.0 {
            Known::Day(_) => Precision::Day,
            Known::Month(..) => Precision::Month,
            Known::Year(..) => Precision::Year,
            Known::About(..) => Precision::About,
            Known::Unknown => Precision::Unknown,
        }
    }

    /// The day, if it is known exactly.
    pub fn exact(self) -> Option<Day> {
        match self.0 {
            Known::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The first day that it can be; `None` if nothing is known.
    pub fn earliest(self) -> Option<Day> {
        self.bounds().map(|(earliest, _)| earliest)
    }

    /// The last day that it can be; `None` if nothing is known.
    pub fn latest(self) -> Option<Day> {
        self.bounds().map(|(_, latest)| latest)
    }

    /// The least and the greatest age in full years on `on`, at least 0; `None` if nothing is known.
    pub fn age_on(self, on: Day) -> Option<(i16, i16)> {
        let (earliest, latest) = self.bounds()?;
        Some((latest.age_on(on).max(0), earliest.age_on(on).max(0)))
    }

    /// Whether both can be the same day. What is unknown can be any day.
    pub fn could_equal(self, other: &PartialDay) -> bool {
        match (self.bounds(), other.bounds()) {
            (Some((a, b)), Some((c, d))) => a <= d && c <= b,
            _ => true,
        }
    }

    /// What stands under the box in which it was typed, without the leading 「= 」:
    /// `昭和15年(1940年) 月日は分かりません 85~86歳`.
    pub fn echo(self, on: Day) -> String {
        let text = self.text_form();
        match self.0 {
            Known::Day(day) => format!("{}({}) {}", day.era_form(), day.weekday(), day.slash_form()),
            Known::Month(..) => format!("{text} 日は分かりません"),
            Known::Year(..) => format!("{text} 月日は分かりません {}", self.age_form(on)),
            Known::About(..) | Known::Unknown => text,
        }
    }

    /// The form of lists: `1940/03/02(S15)`, `1940/03(S15)`, `1940(S15)`, `1940頃(S15)`, `不明`.
    pub fn list_form(self) -> String {
        let Some(day) = self.middle() else { return "不明".to_owned() };
        let (year, month, _) = day.parts();
        let era = day.era().map(|(letter, _, year)| format!("({letter}{year})")).unwrap_or_default();
        match self.precision() {
            Precision::Day => day.list_form(),
            Precision::Month => format!("{year}/{month:02}{era}"),
            Precision::Year => format!("{year}{era}"),
            Precision::About | Precision::Unknown => format!("{year}頃{era}"),
        }
    }

    /// The form of running text: `昭和15年3月2日(1940/03/02)`, `昭和15年3月(1940年3月)`, `昭和15年(1940年)`,
    /// `昭和15年(1940年)頃`, `不明`.
    pub fn text_form(self) -> String {
        match self.0 {
            Known::Day(day) => day.text_form(),
            Known::Month(first, last) => {
                let (year, month, _) = first.parts();
                format!("{}{month}月({year}年{month}月)", era_years(first, last))
            }
            Known::Year(first, last) => format!("{}({}年)", era_years(first, last), first.parts().0),
            Known::About(..) => self.middle().map_or_else(String::new, |day| {
                let year = day.parts().0;
                format!("{}({year}年)頃", day.era_year())
            }),
            Known::Unknown => "不明".to_owned(),
        }
    }

    /// The form of a birth: `昭和15年3月2日(1940/03/02)86歳`, `昭和15年(1940年)85~86歳`, `不明`.
    pub fn birth_form(self, on: Day) -> String {
        format!("{}{}", self.text_form(), self.age_form(on))
    }

    /// `86歳` or `85~86歳`; empty if nothing is known.
    pub fn age_form(self, on: Day) -> String {
        match self.age_on(on) {
            Some((least, greatest)) if least == greatest => format!("{least}歳"),
            Some((least, greatest)) => format!("{least}~{greatest}歳"),
            None => String::new(),
        }
    }

    fn bounds(self) -> Option<(Day, Day)> {
        match self.0 {
            Known::Day(day) => Some((day, day)),
            Known::Month(a, b) | Known::Year(a, b) | Known::About(a, b) => Some((a, b)),
            Known::Unknown => None,
        }
    }

    /// The estimate of a range.
    fn middle(self) -> Option<Day> {
        let (earliest, latest) = self.bounds()?;
        Some(earliest.plus((latest.number() - earliest.number()) / 2))
    }
}

/// `昭和15年`, or both if the era changed within: `昭和64年・平成元年`.
fn era_years(first: Day, last: Day) -> String {
    let (a, b) = (first.era_year(), last.era_year());
    if a == b { a } else { format!("{a}・{b}") }
}

impl From<Day> for PartialDay {
    fn from(day: Day) -> Self {
        Self(Known::Day(day))
    }
}

impl Serialize for PartialDay {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut object = s.serialize_struct("PartialDay", 4)?;
        object.serialize_field("precision", self.precision().key())?;
        object.serialize_field("earliest", &self.earliest())?;
        object.serialize_field("latest", &self.latest())?;
        object.serialize_field("text", &self.text_form())?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }

    fn known(precision: &str, earliest: &str, latest: &str) -> Option<PartialDay> {
        PartialDay::from_columns(precision, Some(day(earliest)), Some(day(latest)))
    }

    #[test]
    fn columns_that_contradict_each_other_are_refused() {
        assert!(known("day", "1940-01-01", "1940-01-02").is_none());
        assert!(known("month", "1940-01-31", "1940-02-01").is_none());
        assert!(known("year", "1940-01-01", "1941-01-01").is_none());
        assert!(known("about", "1940-01-02", "1940-01-01").is_none());
        assert!(known("unknown", "1940-01-01", "1940-01-01").is_none());
        assert!(PartialDay::from_columns("year", None, None).is_none());
        assert!(known("century", "1940-01-01", "1940-01-01").is_none());
    }

    #[test]
    fn columns_round_trip() {
        for precision in ["day", "month", "year", "about"] {
            let partial = known(precision, "1940-03-02", "1940-03-02").unwrap();
            let columns = (partial.precision().key(), partial.earliest(), partial.latest());
            assert_eq!(PartialDay::from_columns(columns.0, columns.1, columns.2), Some(partial));
        }
        assert_eq!(PartialDay::from_columns("unknown", None, None), Some(PartialDay::UNKNOWN));
    }

    #[test]
    fn forms_say_how_much_is_known() {
        let on = day("2026-04-01");
        let forms = |p: PartialDay| [p.list_form(), p.birth_form(on)];
        assert_eq!(forms(day("1940-03-02").into()), ["1940/03/02(S15)", "昭和15年3月2日(1940/03/02)86歳"]);
        let month = known("month", "1940-03-01", "1940-03-31").unwrap();
        assert_eq!(forms(month), ["1940/03(S15)", "昭和15年3月(1940年3月)86歳"]);
        let year = known("year", "1989-01-01", "1989-12-31").unwrap();
        assert_eq!(forms(year), ["1989(H1)", "昭和64年・平成元年(1989年)36~37歳"]);
        let about = known("about", "1938-01-01", "1942-12-31").unwrap();
        assert_eq!(forms(about), ["1940頃(S15)", "昭和15年(1940年)頃83~88歳"]);
        assert_eq!(forms(PartialDay::UNKNOWN), ["不明", "不明"]);
    }

    #[test]
    fn ranges_that_overlap_could_be_the_same_day() {
        let year = known("year", "1940-01-01", "1940-12-31").unwrap();
        assert!(year.could_equal(&day("1940-12-31").into()));
        assert!(!year.could_equal(&day("1941-01-01").into()));
        assert!(PartialDay::UNKNOWN.could_equal(&year));
    }
}
