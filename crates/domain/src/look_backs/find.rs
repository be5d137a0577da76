//! Looking for traces in a text: width, script and spelling of it do not matter, as in the product's search.

use kernel::date_input::{Mention, mentions};
use kernel::{Code, PartialDay, Precision, fold};
use unicode_normalization::UnicodeNormalization;

use super::traces::Traces;

/// What a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trace {
    Name,
    Address,
    Phone,
    Mail,
    Birth,
    Number,
}

impl Trace {
    /// As people call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Trace::Name => "名前",
            Trace::Address => "住所・行き先",
            Trace::Phone => "電話番号",
            Trace::Mail => "メールアドレス",
            Trace::Birth => "生年月日",
            Trace::Number => "番号",
        }
    }
}

/// A word that tells whom a text is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// What it tells.
    pub(super) what: Trace,
    /// The word: as the case has it, or as it stands in the text.
    pub(super) word: String,
}

/// A text in the forms in which it is looked through.
struct Text {
    folded: String,
    sounds: String,
    address: String,
    /// Half-width and in capitals.
    plain: String,
    /// Words of Latin letters, folded.
    latin: Vec<String>,
    /// Numbers with what people write between their digits.
    numbers: Vec<String>,
    dates: Vec<Mention>,
}

impl Text {
    fn new(text: &str) -> Self {
        let plain: String = text.nfkc().flat_map(char::to_uppercase).collect();
        let words = plain.split(|c: char| !c.is_alphabetic() || !c.is_ascii() && !is_accented(c));
        let dialled = |c: char| {
            c.is_ascii_digit()
                || matches!(c, '-' | '(' | ')' | '+' | 'ー' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        };
        Self {
            folded: fold::text(text),
            sounds: fold::kana_text(text),
            address: fold::address(text),
            latin: words.filter(|word| !word.is_empty()).map(fold::name).collect(),
            numbers: plain
                .split(|c| !dialled(c))
                .filter(|number| number.chars().any(|c| c.is_ascii_digit()))
                .map(str::to_owned)
                .collect(),
            dates: mentions(text),
            plain,
        }
    }
}

/// Nguyễn and José.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Every trace that a text holds, each word once.
pub(super) fn in_text(traces: &Traces, text: &str) -> Vec<Found> {
    let text = Text::new(text);
    let mut found = Vec::new();
    let mut add = |what, word: &str| {
        let one = Found { what, word: word.to_owned() };
        if !found.contains(&one) {
            found.push(one);
        }
    };
    for name in traces.names.iter().filter(|name| names(&text, name)) {
        add(Trace::Name, name);
    }
    for place in &traces.places {
        let key = fold::address(place);
        if key.chars().count() > 1 && text.address.contains(&key) {
            add(Trace::Address, place);
        }
    }
    for number in text.numbers.iter().filter(|number| is_phone(traces, number)) {
        add(Trace::Phone, number);
    }
    for date in &text.dates {
        if traces.births.iter().any(|birth| is_birth(*birth, date)) {
            add(Trace::Birth, &date.words);
        }
    }
    for word in codes(traces, &text.plain) {
        add(Trace::Number, &word);
    }
    for word in blocks(&text.plain) {
        add(Trace::Address, &word);
    }
    for word in mails(&text.plain) {
        add(Trace::Mail, &word);
    }
    found
}

/// What makes one character a name.
const HONORIFICS: [&str; 11] =
    ["さん", "様", "さま", "氏", "くん", "君", "ちゃん", "家", "宅", "先生", "夫妻"];

fn names(text: &Text, name: &str) -> bool {
    let key = fold::text(name);
    let length = key.chars().count();
    if key.chars().all(|c| c.is_ascii_alphabetic()) {
        return text.latin.contains(&key) || length > 3 && text.folded.contains(&key);
    }
    if length < 2 {
        return length == 1 && HONORIFICS.iter().any(|word| text.folded.contains(&format!("{key}{word}")));
    }
    let sound = fold::kana_text(name);
    text.folded.contains(&key)
        || fold::is_kana(name) && [sound, fold::kana(name)].iter().any(|sound| text.sounds.contains(sound))
}

/// A number of the case, or one that can be dialled.
fn is_phone(traces: &Traces, number: &str) -> bool {
    let digits = fold::phone(number);
    let dialled = digits.starts_with('0') && (10..=11).contains(&digits.len());
    dialled || traces.phones.iter().any(|phone| phone.len() > 5 && digits.contains(phone.as_str()))
}

/// Whether a date is a birth, or enough of it.
fn is_birth(birth: PartialDay, date: &Mention) -> bool {
    let Some((year, month, day)) = birth.earliest().map(kernel::Day::parts) else { return false };
    let same_year = date.year.is_none_or(|of| of == year);
    let same_month = date.month == Some(month);
    match birth.precision() {
        Precision::Day => {
            same_year && same_month && (date.day == Some(day) || date.day.is_none())
                || date.born && date.month.is_none() && date.year == Some(year)
        }
        Precision::Month => date.year == Some(year) && (same_month || date.month.is_none() && date.born),
        Precision::Year => date.year == Some(year) && date.born,
        Precision::About | Precision::Unknown => false,
    }
}

/// Symbols of a code.
const CODE: usize = 7;

/// Codes of cases, plans, items, handovers and requests by their check symbol, and the source's without its prefix.
fn codes(traces: &Traces, plain: &str) -> Vec<String> {
    let symbols = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect()
    };
    let joined = symbols(plain);
    let mut found: Vec<String> =
        traces.codes.iter().filter(|code| joined.contains(&symbols(code))).cloned().collect();
    let words = plain.split(|c: char| !(c.is_ascii_alphanumeric() || is_hyphen(c)));
    for word in words.filter(|word| symbols(word).len() == CODE + 1) {
        if is_code(word) {
            found.push(word.to_owned());
        }
    }
    found
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | 'ー' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_code(word: &str) -> bool {
    match word.chars().next() {
        Some('K') => Code::<'K'>::parse(word).is_ok(),
        Some('P') => Code::<'P'>::parse(word).is_ok(),
        Some('M') => Code::<'M'>::parse(word).is_ok(),
        Some('R') => Code::<'R'>::parse(word).is_ok(),
        Some('T') => Code::<'T'>::parse(word).is_ok(),
        Some('F') => Code::<'F'>::parse(word).is_ok(),
        _ => false,
    }
}

/// Blocks of an address: 1丁目, 2番地.
fn blocks(plain: &str) -> Vec<String> {
    ["丁目", "番地"].iter().flat_map(|end| numbered(plain, end)).collect()
}

/// Numbers that stand before a word, with it.
pub(super) fn numbered(plain: &str, word: &str) -> Vec<String> {
    let is_number = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十百".contains(c);
    plain
        .match_indices(word)
        .filter_map(|(at, _)| {
            let before = &plain[..at];
            let number = before.len() - before.trim_end_matches(is_number).len();
            (number > 0).then(|| format!("{}{word}", &before[at - number..]))
        })
        .collect()
}

fn mails(plain: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    plain
        .match_indices('@')
        .filter_map(|(at, _)| {
            let (before, after) = (&plain[..at], &plain[at + 1..]);
            let name = &before[before.trim_end_matches(is_part).len()..];
            let host = &after[..after.len() - after.trim_start_matches(is_part).len()];
            (!name.is_empty() && !host.is_empty()).then(|| format!("{name}@{host}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::Day;
    use proptest::prelude::*;

    use super::*;

    fn traces() -> Traces {
        let mut traces = Traces::default();
        for name in ["見本 ハナ", "みほん はな", "髙橋 渡", "たかはし わたる", "林 ジョセ", "DELA CRUZ ANA"]
        {
            traces.name(name);
        }
        traces.births.extend(Day::new(1970, 5, 6).map(PartialDay::from));
        traces.places.push("星町".into());
        traces.phones.push("0331234567".into());
        traces.codes.push("7Q4920C".into());
        traces
    }

    fn found(text: &str) -> Vec<(&'static str, String)> {
        in_text(&traces(), text).into_iter().map(|found| (found.what.label(), found.word)).collect()
    }

    #[test]
    fn every_kind_of_trace_is_told_with_its_word() {
        for (text, what, word) in [
            ("ﾊﾅの家", "名前", "ハナ"),
            ("高橋さんと話す", "名前", "髙橋"),
            ("タカハシの話", "名前", "たかはし"),
            ("林さんに電話", "名前", "林"),
            ("ＣＲＵＺさん", "名前", "CRUZ"),
            ("ほしの星町の家", "住所・行き先", "星町"),
            ("電話は03-3123-4567へ", "電話番号", "03-3123-4567"),
            ("(000)1234-5678", "電話番号", "(000)1234-5678"),
            ("昭和45年5月6日のこと", "生年月日", "昭和45年5月6日"),
            ("誕生日の5/6に", "生年月日", "5/6"),
            ("1970年生まれ", "生年月日", "1970年"),
            ("ｋ－７ｑ４－９２０ｃの続き", "番号", "7Q4920C"),
            ("3丁目の角", "住所・行き先", "3丁目"),
            ("連絡はa.b@mihon.exampleまで", "メールアドレス", "A.B@MIHON.EXAMPLE"),
        ] {
            assert!(found(text).contains(&(what, word.to_owned())), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn words_that_tell_of_nobody_pass() {
        for text in ["80代の親と50代の子を、3つの機関で支えた", "森林の手入れ", "banana", "平成10年から20年"]
        {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
        assert!(in_text(&Traces::default(), "見本 ハナさんは昭和45年5月6日生まれ").is_empty());
    }

    /// The spellings of one name that people type: width, script, spaces.
    fn spellings(name: &str) -> Vec<String> {
        let katakana: String = name
            .chars()
            .map(|c| match c {
                'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
                c => c,
            })
            .collect();
        let spaced: String = name.chars().flat_map(|c| [c, ' ']).collect();
        let wide: String = name
            .chars()
            .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
            .collect();
        vec![name.to_owned(), katakana, spaced, wide]
    }

    proptest! {
        #[test]
        fn a_name_is_found_in_any_text_and_spelling(
            family in "[一-龠]{2,3}|[ぁ-ん]{2,4}|[ァ-ヶ]{2,4}",
            given in "[一-龠]{2,3}|[ぁ-ん]{2,4}|[ァ-ヶ]{2,4}",
            which in 0..3_usize,
            spelling in 0..4_usize,
            before in "[ぁ-んァ-ヶ一-龠、。0-9]{0,12}",
            after in "[ぁ-んァ-ヶ一-龠、。0-9]{0,12}",
        ) {
            let mut traces = Traces::default();
            traces.name(&format!("{family} {given}"));
            let hidden = [family.clone(), given.clone(), format!("{family}{given}")][which].clone();
            // A mark of repetition and a long vowel take their sound from what stands before them.
            prop_assume!(!hidden.contains(['々', 'ゝ', 'ゞ']));
            let spelt = &spellings(&hidden)[spelling];
            let text = format!("{before}{spelt}{after}");
            prop_assert!(in_text(&traces, &text).iter().any(|found| found.what == Trace::Name), "{hidden} in {text}");
        }

        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,60}") {
            let _ = in_text(&traces(), &text);
        }
    }
}
