use kernel::{Day, fold};

use super::{Registration, search};

/// What was typed into the box of the search, as the beginnings of a registration: nobody types it twice.
pub fn begin(words: &str, today: Day) -> Registration {
    if search::as_birth(words, today).is_some() {
        return Registration { birth: words.trim().to_owned(), ..Registration::default() };
    }
    let mut form = Registration::default();
    let parts = words.split(|c: char| c.is_whitespace() || c == '、' || c == ',');
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    // 高瀬 ハル: a given name in kana behind one word of kanji, where what is left are readings in pairs.
    let kana = parts.iter().filter(|part| fold::is_kana(part)).count();
    let mut given_in_kana = kana % 2 == 1 && parts.iter().filter(|part| is_name(part, today)).count() == 1;
    for part in parts {
        let field = if search::as_birth(part, today).is_some() {
            &mut form.birth
        } else if search::is_phone(part) {
            &mut form.phone
        } else if fold::is_kana(part) && given_in_kana && !form.name.is_empty() {
            given_in_kana = false;
            &mut form.name
        } else if fold::is_kana(part) {
            &mut form.kana
        } else {
            &mut form.name
        };
        if !field.is_empty() {
            field.push(' ');
        }
        field.push_str(part);
    }
    form
}

fn is_name(part: &str, today: Day) -> bool {
    !fold::is_kana(part) && !search::is_phone(part) && search::as_birth(part, today).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_begins_the_field_that_it_belongs_to() {
        let today: Day = "2026-04-01".parse().unwrap();
        let form = begin("見本 二郎 みほん じろう S45.5.6 000-1234-5678", today);
        assert_eq!(
            (&*form.name, &*form.kana, &*form.birth, &*form.phone),
            ("見本 二郎", "みほん じろう", "S45.5.6", "000-1234-5678")
        );
        let form = begin("高瀬 ハル", today);
        assert_eq!((&*form.name, &*form.kana), ("高瀬 ハル", ""));
        let form = begin("高瀬 ハル たかせ はる", today);
        assert_eq!((&*form.name, &*form.kana), ("高瀬 ハル", "たかせ はる"));
        assert_eq!(begin("たかせ はる", today).kana, "たかせ はる");
        assert_eq!(begin("昭和45年 5月6日", today).birth, "昭和45年 5月6日");
        assert_eq!(begin("  ", today).name, "");
    }
}
