use super::*;
use crate::Day;

fn person(name: &str, kana: &str, birth: &str) -> Candidate {
    let birth = birth.parse::<Day>().map_or(PartialDay::UNKNOWN, PartialDay::from);
    Candidate { name: Some(Name::new(name)), kana: Some(Kana::new(kana)), birth, ..Candidate::nobody() }
}

fn why(a: &Candidate, b: &Candidate) -> (Vec<&'static str>, Vec<&'static str>) {
    let found = score(a, b).unwrap();
    let texts = |reasons: Vec<Reason>| reasons.into_iter().map(Reason::text).collect();
    (texts(found.reasons), texts(found.differences))
}

#[test]
fn another_form_of_a_character_is_the_same_name() {
    let a = person("髙橋 花子", "たかはし はなこ", "1940-03-02");
    let b = person("高橋花子", "ﾀｶﾊｼﾊﾅｺ", "1940-02-03");
    assert_eq!(
        why(&a, &b),
        (vec!["氏名が同じ(字体ちがい)", "ふりがなが同じ", "生年月日が月日の入れちがい"], vec![])
    );
}

#[test]
fn a_homonym_is_shown_with_what_differs() {
    let a = person("見本 花子", "みほん はなこ", "1940-03-02");
    let b = person("見本 花子", "みほん はなこ", "1971-08-11");
    assert_eq!(why(&a, &b), (vec!["氏名が同じ", "ふりがなが同じ"], vec!["生年月日がちがう"]));
    let other_sex = |c: Candidate, sex: &str| Candidate { sex: Some(sex.to_owned()), ..c };
    assert_eq!(score(&other_sex(a, "female"), &other_sex(b, "male")), None);
}

#[test]
fn a_name_after_marriage_is_found_by_the_former_one() {
    let mut a = person("見本 花子", "みほん はなこ", "1980-05-05");
    a.other_names.push(Name::new("例示 花子"));
    let b = person("例示花子", "れいじ はなこ", "1980-05-05");
    let reasons = vec!["旧姓・通称などと同じ", "名のふりがなが同じ", "生年月日が同じ"];
    assert_eq!(why(&a, &b), (reasons, vec![]));
}

#[test]
fn a_difference_between_name_and_furigana_is_said() {
    let a = person("中島 弘", "なかじま ひろし", "1940-03-02");
    let b = person("中島 博", "なかじま ひろし", "1940-03-02");
    let c = person("中嶋 弘", "なかしま ひろし", "1940-03-02");
    let d = person("なかじま ひろし", "なかじま ひろし", "1940-03-02");
    assert_eq!(why(&a, &b), (vec!["ふりがなが同じ", "生年月日が同じ"], vec!["氏名の文字がちがう"]));
    assert_eq!(why(&a, &c).0, ["氏名が同じ(字体ちがい)", "名のふりがなが同じ", "生年月日が同じ"]);
    assert_eq!(why(&a, &d).1, Vec::<&str>::new());
    let e = person("中島弘", "なかしまひろし", "1940-03-02");
    assert_eq!(why(&a, &e).1, ["ふりがながちがう"]);
}

#[test]
fn parts_of_a_name_may_stand_in_another_order() {
    let a = person("SANTOS MARIA CRISTINA", "", "");
    let b = person("Maria Cristina Santos", "", "");
    assert_eq!(score(&a, &b), None, "a name alone, written otherwise, is too little");
    let with_phone = |c: Candidate| Candidate { phones: vec!["09000000001".to_owned()], ..c };
    assert_eq!(why(&with_phone(a), &with_phone(b)).0, ["氏名の並びがちがうだけ", "電話が同じ"]);
}

#[test]
fn twins_in_one_household_are_not_taken_for_one_person() {
    let shared = |c: Candidate| Candidate {
        phones: vec!["0000000001".to_owned()],
        addresses: vec![fold::address("星町1-2-3")],
        ..c
    };
    let a = shared(person("見本 一郎", "みほん いちろう", "2010-01-01"));
    let b = shared(person("見本 二郎", "みほん じろう", "2010-01-01"));
    assert_eq!(score(&a, &b), None);
}

#[test]
fn somebody_without_a_name_can_be_found_by_birth_and_phone() {
    let phone = vec!["0000000001".to_owned()];
    let named =
        Candidate { phones: phone.clone(), ..person("見本 花子", "みほん はなこ", "1940-03-02") };
    let nameless = Candidate { phones: phone, birth: named.birth, ..Candidate::nobody() };
    assert_eq!(why(&named, &nameless), (vec!["生年月日が同じ", "電話が同じ"], vec![]));
}

#[test]
fn an_estimated_birth_neither_proves_nor_excludes() {
    let today = "2026-04-01".parse().unwrap();
    let exact = person("見本 花子", "みほん はなこ", "1946-03-02");
    let estimate = |text: &str| Candidate {
        birth: crate::date_input::parse_birth(text, "", today).unwrap(),
        ..exact.clone()
    };
    assert_eq!(why(&exact, &estimate("80歳くらい")).0[2], "生年月日が合うかもしれない");
    assert_eq!(why(&exact, &estimate("50代")).1, ["生年月日がちがう"]);
    assert_eq!(why(&exact, &estimate("不明")).0.len(), 2);
}

#[test]
fn the_likeliest_stands_first_and_order_does_not_matter() {
    let subject = person("見本 花子", "みほん はなこ", "1940-03-02");
    let others = [
        person("架空 太郎", "かくう たろう", "1940-03-02"),
        person("見本 花子", "みほん はなこ", "1940-03-20"),
        person("見本 花子", "みほん はなこ", "1940-03-02"),
    ];
    let places: Vec<usize> = rank(&subject, &others).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, [2, 1]);
    for other in &others {
        assert_eq!(score(&subject, other), score(other, &subject));
    }
}

#[test]
fn nothing_known_matches_nothing() {
    assert_eq!(score(&Candidate::nobody(), &Candidate::nobody()), None);
}
