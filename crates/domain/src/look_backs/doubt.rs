//! Words that may tell whom a text is about together with others: exact ages, dates, places. The writer looks at them again.

use kernel::date_input::mentions;
use kernel::{Result, fold};
use store::Tx;
use unicode_normalization::UnicodeNormalization;

use super::find::numbered;

/// Words that are pointed out at once.
const MOST: usize = 12;

/// The last characters of a place, and what may follow it when it is none: 市民, 区分.
const PLACES: [(&str, &str); 5] = [
    ("市", "民役内町区村長営立場販況街"),
    ("区", "市町村域分別間画役民長立切"),
    ("町", "内村民会長役立"),
    ("村", "民長役"),
    ("県", "内外民立庁"),
];
/// Words for places of any municipality.
const ANY_PLACE: [&str; 14] =
    ["市", "区", "町", "村", "県", "都市", "同市", "本市", "当市", "他市", "地区", "学区", "校区", "同区"];
/// The last characters of a place with a name of its own.
const NAMED: [&str; 15] = [
    "駅",
    "病院",
    "医院",
    "クリニック",
    "小学校",
    "中学校",
    "高校",
    "大学",
    "幼稚園",
    "保育園",
    "団地",
    "荘",
    "マンション",
    "アパート",
    "公園",
];

/// Words of a text that whoever reads it should look at again, each once.
pub(super) fn words(tx: &Tx<'_>, text: &str) -> Result<Vec<String>> {
    let agencies: Vec<String> = tx.all("SELECT name FROM agencies ORDER BY name, id", &[])?;
    let mut found = in_text(text);
    let folded = fold::text(text);
    for name in agencies {
        let bare = name.split(['【', '(', '（']).next().unwrap_or_default().trim();
        if bare.chars().count() > 2 && folded.contains(&fold::text(bare)) {
            found.push(bare.to_owned());
        }
    }
    let mut words: Vec<String> = Vec::new();
    for word in found {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(MOST);
    Ok(words)
}

fn in_text(text: &str) -> Vec<String> {
    let plain: String = text.nfkc().collect();
    let mut found: Vec<String> = mentions(text).into_iter().map(|date| date.words).collect();
    for unit in ["歳", "才"] {
        found.extend(numbered(&plain, unit));
    }
    for (end, after) in PLACES {
        let places = plain.match_indices(end).filter(|(at, _)| {
            let next = plain[at + end.len()..].chars().next();
            !next.is_some_and(|c| after.contains(c))
        });
        found.extend(places.filter_map(|(at, _)| place(&plain[..at], end, 1)));
    }
    for end in NAMED {
        found.extend(plain.match_indices(end).filter_map(|(at, _)| place(&plain[..at], end, 2)));
    }
    found
}

/// The name that stands before the end of a place, with it; none if it is too short to be one.
fn place(before: &str, end: &str, least: usize) -> Option<String> {
    let is_name = |c: char| {
        matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '々')
            || c.is_ascii_alphanumeric()
    };
    let name: String = before.chars().rev().take_while(|c| is_name(*c)).take(8).collect();
    let name: String = name.chars().rev().collect();
    let word = format!("{name}{end}");
    let any = ANY_PLACE.contains(&word.as_str()) || word.ends_with("市町村") || word.ends_with("区町村");
    (name.chars().count() >= least && !any).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_dates_and_places_are_pointed_out() {
        for (text, word) in [
            ("８２歳の母", "82歳"),
            ("八十二才の母", "八十二才"),
            ("令和7年5月に転んだ", "令和7年5月"),
            ("4/1から", "4/1"),
            ("星野町に住む", "星野町"),
            ("隣の見本市へ移った", "見本市"),
            ("ほし駅前に", ""),
            ("星野駅の近く", "星野駅"),
            ("見本クリニックに通う", "見本クリニック"),
        ] {
            let found = in_text(text);
            let expected: Vec<String> =
                Some(word.to_owned()).filter(|word| !word.is_empty()).into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn common_words_are_not() {
        for text in [
            "80代の親と50代の子を、3つの機関で支えた",
            "市民と区分けの話をした。地区の人、町内会、市役所、市町村、市区町村",
            "病院に付きそい、学校と話した",
            "天才的な工夫",
        ] {
            assert!(in_text(text).is_empty(), "{text}: {:?}", in_text(text));
        }
    }
}
