//! Days as people say them.

use super::plain::{digits, number};
use crate::Day;

/// Words and how many days they lie from today.
const WORDS: [(i32, &[&str]); 8] = [
    (-3, &["さきおととい", "一昨昨日", "一昨々日"]),
    (-2, &["おととい", "おとつい", "一昨日"]),
    (-1, &["昨日", "きのう", "前日"]),
    (0, &["今日", "きょう", "本日", "当日"]),
    (1, &["明日", "あした", "あす", "翌日"]),
    (2, &["明後日", "あさって"]),
    (3, &["明明後日", "明々後日", "しあさって"]),
    (7, &["来週の今日", "来週の同じ曜日"]),
];
const WEEKS: [(i32, &str); 5] = [(-2, "先々週"), (-1, "先週"), (0, "今週"), (2, "再来週"), (1, "来週")];
const MONTH_ENDS: [(i32, &[&str]); 3] =
    [(-1, &["先月末", "前月末"]), (0, &["月末", "今月末", "当月末"]), (1, &["来月末", "翌月末"])];
const WEEKDAYS: &str = "月火水木金土日";

/// The day of 昨日, 3日前, 2週間後, 来週の月曜 or 月末; `None` if it is no such word.
pub(super) fn day(text: &str, today: Day) -> Option<Day> {
    let word = WORDS.iter().find(|(_, words)| words.contains(&text)).map(|(days, _)| today.plus(*days));
    let month_end = || {
        let (months, _) = MONTH_ENDS.iter().find(|(_, words)| words.contains(&text))?;
        Some(today.plus_months(*months).month_end())
    };
    word.or_else(month_end).or_else(|| weekday(text, today)).or_else(|| distance(text, today))
}

/// `3日前`, `1週間後`, `2か月後`, `1年前`.
fn distance(text: &str, today: Day) -> Option<Day> {
    let text = digits(text);
    let (text, sign) = match text.strip_suffix('前') {
        Some(rest) => (rest, -1),
        None => (text.strip_suffix('後')?, 1),
    };
    let (n, unit) = number(text)?;
    let n = i32::from(n) * sign;
    match unit {
        "日" => Some(today.plus(n)),
        "週" | "週間" => Some(today.plus(7 * n)),
        "か月" | "ヶ月" | "ヵ月" | "カ月" | "ケ月" | "箇月" => Some(today.plus_months(n)),
        "年" => Some(today.plus_months(12 * n)),
        _ => None,
    }
}

/// `来週の月曜`: weeks begin on Monday.
fn weekday(text: &str, today: Day) -> Option<Day> {
    let (weeks, rest) =
        WEEKS.iter().find_map(|(weeks, word)| text.strip_prefix(word).map(|rest| (*weeks, rest)))?;
    let rest = rest.strip_prefix('の').unwrap_or(rest);
    let name = rest.strip_suffix("曜日").or_else(|| rest.strip_suffix('曜')).unwrap_or(rest);
    let place = |day: char| WEEKDAYS.chars().zip(0..).find(|(c, _)| *c == day).map(|(_, i)| i);
    let mut chars = name.chars();
    let wanted = place(chars.next().filter(|_| chars.as_str().is_empty())?)?;
    Some(today.plus(7 * weeks + wanted - place(today.weekday())?))
}
