//! Words that tell whom a look-back is about are refused, however they are spelt.

use super::*;

/// Every field × every kind of trace, however it is typed.
#[test]
fn words_that_tell_whom_it_is_about_are_refused_by_their_field() {
    each_world(|w| {
        let h = w.home_of_mother();
        let former = people::Registration {
            name: "仮名 花".into(),
            kana: "かめい はな".into(),
            other_name: "旧姓 花".into(),
            other_name_kana: "きゅうせい はな".into(),
            nickname: "おはなばあ".into(),
            birth: "S20.1.15".into(),
            address: "見本市星降町1丁目2番3号".into(),
            phone: "000-1234-5678".into(),
            ..people::Registration::default()
        };
        let aunt = w.act(&w.elder, move |tx, who| people::register(tx, who, &former)).unwrap();
        let (case, code) = w.case(&w.elder, aunt);
        w.close(&w.elder, case);
        w.consent(&w.elder, &code, w.learning_consent(aunt));
        w.close(&w.elder, h.case);
        for word in [
            "仮名",
            "ｶﾒｲ",
            "カメイ",
            "旧姓",
            "きゅうせい",
            "おはなばあ",
            "星降町",
            "０００（１２３４）５６７８",
            "昭和20年1月15日",
            "S20.1.15",
            "1945/01/15",
            "一月十五日",
            &code,
            &code.replace('-', ""),
        ] {
            let text = format!("窓口で{word}のことを聞いた");
            let form = w.look_back_form();
            for (field, form) in [
                ("title", LookBackForm { title: text.clone(), ..form.clone() }),
                ("actions", LookBackForm { actions: text.clone(), ..form.clone() }),
                ("results", LookBackForm { results: text.clone(), ..form.clone() }),
                ("challenges", LookBackForm { challenges: text.clone(), ..form.clone() }),
                ("lessons", LookBackForm { lessons: text.clone(), ..form.clone() }),
            ] {
                let form = LookBackForm { checked: "true".into(), ..form };
                let found = faults(file(w, &w.elder, &code, form));
                assert!(!found.is_empty(), "{word} passes in {field}");
                let told = found.iter().all(|(of, key)| of == field && *key == "look_back_identifies");
                assert!(told, "{word}: {found:?}");
            }
        }
        let Err(Error::Invalid(found)) = file(
            w,
            &w.elder,
            &code,
            LookBackForm { results: "カメイさんが笑った".into(), ..w.look_back_form() },
        ) else {
            panic!("a name is refused")
        };
        assert_eq!(
            found[0].message.text,
            "名前の「かめい」があります。だれのことか分からない言い方に直してください。"
        );
        // Names of another case are words like any other.
        let other = LookBackForm { results: "見本になる支援".into(), ..w.look_back_form() };
        assert!(file(w, &w.elder, &code, other).is_ok());
    });
}

/// A refusal for a protected contact would tell it to whoever guesses.
#[test]
fn a_protected_contact_is_guessed_by_no_refusal() {
    each_world(|w| {
        let h = learnable(w);
        let (mother, form) =
            (h.mother, ContactForm { kind: "address".into(), value: "金平糖町のはずれ".into() });
        w.act(&w.elder, move |tx, who| people::add_contact(tx, who, mother, &form)).unwrap();
        let guess = || {
            let form = LookBackForm {
                results: "金平糖町のこと".into(),
                checked: "true".into(),
                ..w.look_back_form()
            };
            file(w, &w.elder, &h.code, form)
        };
        assert_eq!(faults(guess()), [("results".into(), "look_back_identifies")]);
        w.protect(&w.elder, h.mother);
        let id = guess().expect("answered like any other word");
        approve(w, &w.manager, id).expect("nor does the second check tell");
    });
}

#[test]
fn ages_dates_and_places_are_looked_at_again() {
    each_world(|w| {
        let h = learnable(w);
        let form = LookBackForm {
            actions: "82歳の親を、星野病院に、令和7年の春に連れて行った。税務課とも話した".into(),
            ..w.look_back_form()
        };
        let Err(Error::Invalid(found)) = file(w, &w.elder, &h.code, form.clone()) else {
            panic!("they are pointed out")
        };
        let told: Vec<_> = found.iter().map(|fault| (fault.field.as_str(), fault.message.key)).collect();
        assert_eq!(told, [("checked", "look_back_doubtful")]);
        for word in ["82歳", "星野病院", "令和7年", "税務課"] {
            assert!(found[0].message.text.contains(word), "{word}: {}", found[0].message.text);
        }
        let id = file(w, &w.elder, &h.code, LookBackForm { checked: "true".into(), ..form }).unwrap();
        let words = waiting(w, &w.manager).pop().unwrap().doubtful;
        assert!(words.contains(&"82歳".to_owned()), "whoever approves sees them too: {words:?}");
        approve(w, &w.manager, id).unwrap();
    });
}

/// Names by chance, hidden in words by chance, in every width and script.
#[test]
fn a_name_by_chance_is_found_wherever_it_hides() {
    each_world(|w| {
        let mut dice = Dice(0x5eed_1234);
        let families = [
            ("桐生", "きりゅう"),
            ("髙橋", "たかはし"),
            ("渡邉", "わたなべ"),
            ("佐々木", "ささき"),
            ("大野", "おおの"),
        ];
        let givens = [
            ("龍之介", "りゅうのすけ"),
            ("ゆうこ", "ゆうこ"),
            ("ジョージ", "じょーじ"),
            ("翔", "しょう"),
            ("多恵", "たえ"),
        ];
        for _ in 0..12 {
            let (family, family_kana) = families[dice.below(families.len())];
            let (given, given_kana) = givens[dice.below(givens.len())];
            let person = w.person(
                &w.elder,
                &format!("{family} {given}"),
                &format!("{family_kana} {given_kana}"),
                "S40",
            );
            let (case, code) = w.case(&w.elder, person);
            w.close(&w.elder, case);
            w.consent(&w.elder, &code, w.learning_consent(person));
            let plain = [
                family.replace('髙', "高").replace('邉', "辺"),
                katakana(family_kana),
                format!("{given}さん"),
                katakana(given_kana),
                format!("{family} {given}"),
            ];
            for hidden in plain {
                let before = ["", "窓口で", "3人のうち、"][dice.below(3)];
                let after = ["が笑った", "、", "と母の話"][dice.below(3)];
                let text = format!("{before}{hidden}{after}");
                let form =
                    LookBackForm { results: text.clone(), checked: "true".into(), ..w.look_back_form() };
                let found = faults(file(w, &w.elder, &code, form));
                assert!(
                    found.contains(&("results".into(), "look_back_identifies")),
                    "{family} {given} in {text}"
                );
            }
        }
    });
}

fn katakana(text: &str) -> String {
    let one = |c: char| match c {
        'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        c => c,
    };
    text.chars().map(one).collect()
}
