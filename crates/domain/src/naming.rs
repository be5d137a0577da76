//! Texts that name nobody: what everybody who works here may read, and what one department tells another without a ground. Only
//! the people whom the writer may see anyway are looked up; everything else goes by how names are written.

use kernel::{Result, Scope, fold, message};
use store::Tx;
use unicode_normalization::UnicodeNormalization;

use crate::{Faults, look_backs};

/// What follows a name of somebody.
const TITLES: [&str; 4] = ["さん", "様", "さま", "氏"];
/// What somebody is to others: as a whole word before a title. As an end it is a part of names: 花子さん, 和夫さん.
const KIN: [&str; 34] = [
    "母", "父", "親", "両親", "祖父", "祖母", "義父", "義母", "兄", "弟", "姉", "妹", "義兄", "義弟", "義姉",
    "義妹", "娘", "息子", "子", "孫", "長男", "次男", "長女", "次女", "夫", "妻", "奥", "嫁", "旦那", "叔父",
    "伯父", "叔母", "伯母", "皆",
];
/// What somebody does or is, at the end of a word.
const OFFICES: [&str; 25] = [
    "本人",
    "家族",
    "隣人",
    "近所",
    "知人",
    "友人",
    "大家",
    "家主",
    "職員",
    "委員",
    "住民",
    "市民",
    "区民",
    "町民",
    "村民",
    "患者",
    "利用者",
    "業者",
    "担当者",
    "担当",
    "各位",
    "役所",
    "会社",
    "病院",
    "客",
];
/// 同様, 多種多様, 仕様, 模様, 異様, 有様, 神様: no title stands here.
const MANNERS: [char; 7] = ['同', '多', '仕', '模', '異', '有', '神'];

/// Adds a fault for each word by which a text that everybody may read would tell of somebody.
pub(crate) fn refuse(tx: &Tx<'_>, who: &Scope, faults: &mut Faults, texts: &[(&str, &str)]) -> Result<()> {
    for (field, text) in texts {
        // As it was written before as somebody is called: a name and its reading are one.
        let mut named = titled(text);
        named.extend(look_backs::named_in_sight(tx, who, text)?);
        let mut heard: Vec<String> = Vec::new();
        named.retain(|word| {
            let sound = fold::kana_text(word);
            let first = !heard.contains(&sound);
            heard.push(sound);
            first
        });
        for word in named {
            faults.add(field, message::look_back_identifies("名前", word));
        }
        for (what, word) in look_backs::plainly_identifying(text) {
            faults.add(field, message::look_back_identifies(what, word));
        }
    }
    Ok(())
}

/// Adds a fault for each word that tells of somebody by itself. Nobody is looked up: the answer is the same whoever is known.
pub(crate) fn refuse_unseen(faults: &mut Faults, field: &str, text: &str) {
    for word in titled(text) {
        faults.add(field, message::look_back_identifies("名前", word));
    }
    for (what, word) in look_backs::plainly_identifying(text) {
        faults.add(field, message::look_back_identifies(what, word));
    }
}

/// Words with a title that may be names and stand in none of the `known` ones, which are folded. Nobody is looked up.
pub(crate) fn titled_besides(text: &str, known: &[String]) -> Vec<String> {
    let mut found = titled(text);
    found.retain(|word| {
        let name = TITLES.iter().find_map(|title| word.strip_suffix(title)).unwrap_or(word);
        let folded = fold::text(name);
        known.iter().all(|one| !one.contains(&folded))
    });
    found
}

/// Words with a title that may be names: 見本さん, and not お母さん.
fn titled(text: &str) -> Vec<String> {
    let plain: String = text.nfkc().collect();
    let mut found: Vec<String> = Vec::new();
    for title in TITLES {
        for (at, _) in plain.match_indices(title) {
            let name = before(&plain[..at]);
            let relation = KIN.contains(&name.as_str())
                || OFFICES.iter().any(|word| name.ends_with(word))
                || title == "様" && name.ends_with(MANNERS);
            // 生活様式, 氏名.
            let goes_on = plain[at + title.len()..].chars().next().is_some_and(is_kanji);
            if name.chars().count() >= shortest(title) && !relation && !goes_on {
                found.push(format!("{name}{title}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// 様 and 氏 stand behind one character in words of their own: 今様, 両氏.
fn shortest(title: &str) -> usize {
    if title == "さん" || title == "さま" { 1 } else { 2 }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The kanji or katakana right before a title; hiragana alone is no name that can be told from other words.
fn before(text: &str) -> String {
    let is_name = |c: char| is_kanji(c) || matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー' | '々');
    let name: String = text.chars().rev().take_while(|c| is_name(*c)).take(8).collect();
    name.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_name() {
        for (text, word) in [
            ("見本さんが来た", "見本さん"),
            ("ﾊﾅさんの話", "ハナさん"),
            ("林さんに会う", "林さん"),
            ("見本二郎様へ", "見本二郎様"),
            ("見本氏の家", "見本氏"),
            ("花子さんと会う", "花子さん"),
            ("和夫様の家", "和夫様"),
        ] {
            assert_eq!(titled(text), [word], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_known_is_none_of_somebody_else() {
        let known = [fold::text("見本 ハナ"), fold::text("福祉推進課")];
        let text = "見本さんとハナさんに、福祉推進課さんから電話する。次郎さんは留守、お母さんもいない";
        assert_eq!(titled_besides(text, &known), ["次郎さん"]);
    }

    #[test]
    fn who_somebody_is_to_others_is_no_name() {
        let text =
            "お母さんと息子さん、奥さん、隣人さん、皆さん、お客さん、お子さん、利用者さん、民生委員さん。
            同様に多種多様な生活様式、仕様、氏名、ご家族様、市役所さん、たくさん";
        assert!(titled(text).is_empty(), "{:?}", titled(text));
    }
}
