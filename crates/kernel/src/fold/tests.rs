use super::*;

fn same(key: impl Fn(&str) -> String, spellings: &[&str]) {
    for spelling in spellings {
        assert_eq!(key(spelling), key(spellings[0]), "{spelling} and {}", spellings[0]);
    }
}

#[test]
fn variants_of_a_character_share_a_key() {
    same(name, &["高橋", "髙橋", "高𣘺", "髙槗"]);
    same(name, &["山崎", "山﨑", "山嵜"]);
    same(name, &["吉田", "𠮷田"]);
    same(name, &["渡辺", "渡邊", "渡邉", "渡邉\u{e0100}"]);
    same(name, &["斎藤", "斉藤", "齋藤", "齊藤"]);
    same(name, &["黒田", "黑田", "\u{2fca}田"]);
    same(name, &["佐々木", "佐佐木"]);
    same(name, &["林", "林\u{fe00}"]);
}

#[test]
fn different_families_keep_different_keys() {
    for (a, b) in [("渡辺", "渡部"), ("川村", "河村"), ("大田", "太田"), ("本田", "本多"), ("綾乃", "綾の")]
    {
        assert_ne!(name(a), name(b), "{a} {b}");
    }
}

#[test]
fn short_and_long_vowels_are_different_names() {
    for (a, b) in [("ゆき", "ゆうき"), ("おの", "おおの"), ("ようこ", "よこ")] {
        assert_ne!(kana(a), kana(b), "{a} {b}");
    }
}

#[test]
fn one_long_vowel_has_one_spelling() {
    for key in [name, kana] {
        same(key, &["ゆうこ", "ゆーこ", "ユーコ", "ﾕｰｺ", "ユ－コ", "ゆ～こ", "ゆ‐こ", "ユ—コ"]);
        same(key, &["おおの", "おーの", "オオノ", "おうの"]);
        same(key, &["コーヒー", "こうひい"]);
        same(key, &["グレース", "グレイス"]);
        same(key, &["ソウザ", "ソーザ"]);
    }
}

#[test]
fn a_given_name_is_found_inside_a_furigana_with_or_without_spaces() {
    for (full, given) in
        [("やまもと おさむ", "おさむ"), ("やまもとうめこ", "ウメコ"), ("いのうえ とおる", "とおる")]
    {
        assert!(kana(full).contains(&kana(given)), "{full}");
    }
}

#[test]
fn furigana_ignores_how_it_was_typed() {
    same(kana, &["しょうじ たろう", "ｼﾖｳｼﾞﾀﾛｳ", "ショージ・タロー", "しょうぢ　たろう"]);
    same(kana, &["しづ", "しず"]);
    same(kana, &["チャン ヴァン フン", "チャン バン フン"]);
    same(kana, &["みすゞ", "みすず", "ミスヾ"]);
    same(kana, &["ヱイ", "えい"]);
}

#[test]
fn foreign_names_ignore_spaces_case_width_and_accents() {
    same(name, &["DELA CRUZ ANA ROSE", "Dela Cruz Ana-Rose", "ＤＥＬＡＣＲＵＺ　ＡＮＡＲＯＳＥ"]);
    same(name, &["NGUYEN THI LAN", "Nguyễn Thị Lan"]);
    same(name, &["アウン チョー モー", "ｱｳﾝ･ﾁｮｰ･ﾓｰ"]);
    same(name, &["陳 暁紅", "陈晓红"]);
}

#[test]
fn the_loose_key_joins_more() {
    same(loose, &["霞が関", "霞ヶ関", "霞ケ関"]);
    same(loose, &["一ノ瀬", "一之瀬", "一の瀬"]);
    assert_ne!(loose("ケイコ"), loose("がいこ"));
    same(name, &["鎌ヶ谷", "鎌ケ谷"]);
    assert_ne!(name("霞が関"), name("霞ヶ関"));
}

#[test]
fn a_word_is_found_wherever_it_stands_in_a_text() {
    for (whole, word) in
        [("声が　おおきい", "おおきい"), ("机のうえの薬", "うえ"), ("ｺｰﾋｰ が好き", "コーヒー")]
    {
        assert!(text(whole).contains(&text(word)), "{whole}");
    }
    assert_eq!(text("10－20"), "10-20");
}

#[test]
fn a_reading_is_found_wherever_it_stands_in_a_text() {
    for (whole, reading) in
        [("窓口に ｼﾖｳｼﾞ さんが", "しょうじ"), ("母のヴァネッサは", "ばねっさ"), ("長男のおおきが", "おおき")]
    {
        assert!(kana_text(whole).contains(&kana_text(reading)), "{whole}");
    }
}

#[test]
fn addresses_ignore_how_the_numbers_are_joined() {
    same(
        address,
        &["星町1-2-3", "星町１丁目２番３号", "星町一丁目2番地3", "星町1丁目2の3", "星町 １－２－３"],
    );
    same(address, &["星町5-101", "星町5番地101号室"]);
    assert_ne!(address("星町1-23"), address("星町12-3"));
    same(address, &["桜の里1-2", "櫻の里1番2"]);
}

#[test]
fn phones_are_their_digits() {
    same(phone, &["090-0000-0001", "０９０（００００）０００１", "+81 90-0000-0001", "+81(0)90 0000 0001"]);
    assert_eq!(phone("812-0000"), "8120000");
}

#[test]
fn furigana_is_recognised_and_shown_in_hiragana() {
    for good in ["みほん じろう", "ミホン", "ﾐﾎﾝ ｼﾞﾛｳ", "アウン・チョー", "イヴァノワ"]
    {
        assert!(is_kana(good), "{good}");
    }
    for bad in ["", "ー", "見本", "MIHON", "みほん1"] {
        assert!(!is_kana(bad), "{bad}");
    }
    assert_eq!(hiragana(" ﾐﾎﾝ　 ｼﾞﾛｰ "), "みほん じろー");
    assert_eq!(hiragana("ユ－コ"), "ゆーこ");
}

#[test]
fn plain_characters_are_those_that_decomposing_leaves_alone() {
    let plain: Vec<char> = ('\u{0}'..=char::MAX).filter(|c| is_plain(*c)).collect();
    assert!(plain.len() > 20_000);
    for c in plain {
        assert!(decomposed(&c.to_string()).eq([c.to_ascii_lowercase()]), "{c}");
    }
    // Nor do two of them meet in one.
    for second in ('\u{3041}'..='\u{30fc}').filter(|c| is_plain(*c)) {
        assert!(decomposed(&format!("か{second}")).eq(['か', second]), "{second}");
    }
}
