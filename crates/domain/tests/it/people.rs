use domain::people::{
    self, Chosen, ContactForm, MemberForm, PersonForm, Registration, RelationForm, RelationKind,
};
use kernel::Error;
use testkit::{World, each_world};

fn found(w: &World<'_>, typed: &str) -> Vec<String> {
    match w.ask(&w.elder, |tx, who| people::find(tx, who, typed)) {
        Ok(found) => found.into_iter().map(|f| f.person.name).collect(),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn one_box_finds_by_any_script_part_date_or_number() {
    each_world(|w| {
        let form = Registration {
            name: "髙橋 𠮷子".into(),
            kana: "タカハシ ヨシコ".into(),
            birth: "昭和15年3月2日".into(),
            phone: "000(1234)5678".into(),
            address: "風鈴坂二丁目3-4".into(),
            other_name: "﨑山".into(),
            other_name_kind: "former".into(),
            ..Default::default()
        };
        w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap();
        let boxes = [
            "高橋",
            "髙橋",
            "吉子",
            "橋",
            "たかはし",
            "ﾀｶﾊｼ",
            "ヨシ",
            "高橋 吉子",
            "S15.3.2",
            "1940/03/02",
            "昭和15年",
            "000-1234-5678",
            "12345678",
            "崎山",
            "風鈴坂",
            "たかはし S15",
        ];
        for typed in boxes {
            assert_eq!(found(w, typed), ["髙橋 𠮷子"], "{typed}");
        }
        for typed in ["佐藤", "S16", "たかはし S16", "%", "_", "'", "\"", "AND", "*"] {
            assert!(found(w, typed).is_empty(), "{typed}");
        }
    });
}

#[test]
fn a_homonym_asks_how_the_two_were_told_apart() {
    each_world(|w| {
        w.person(&w.elder, "見本 次郎", "みほん じろう", "S45頃");
        let form =
            Registration {
                name: "見本 二郎".into(), kana: "みほんじろう".into(), ..Default::default()
            };
        let again = Registration { identity: vec!["not_yet".into()], ..form.clone() };
        let refused = w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref faults) if faults[0].field == "identity"));
        w.act(&w.elder, move |tx, who| people::register(tx, who, &again)).unwrap();
        let both = w.ask(&w.elder, |tx, who| people::find(tx, who, "みほん じろう")).unwrap();
        assert!(both.len() == 2 && both.iter().all(|f| f.homonym));
    });
}

#[test]
fn nothing_is_ever_said_of_homonyms_out_of_sight() {
    each_world(|w| {
        w.person(&w.tax, "見本 次郎", "みほん じろう", "S45頃");
        let form =
            Registration {
                name: "見本 次郎".into(), kana: "みほん じろう".into(), ..Default::default()
            };
        let likely = form.clone();
        assert!(w.ask(&w.elder, |tx, who| people::likely_of(tx, who, &likely)).unwrap().is_empty());
        assert!(w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).is_ok());
    });
}

#[test]
fn unknown_and_approximate_values_are_legal() {
    each_world(|w| {
        let form = Registration {
            nickname: "青い屋根の家の方".into(),
            birth: "50歳くらい".into(),
            ..Default::default()
        };
        let id = w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap();
        let view = w.ask(&w.elder, |tx, who| people::show(tx, who, id)).unwrap();
        assert_eq!(view.person.display(), "呼び名「青い屋根の家の方」");
        assert_eq!(view.person.birth.precision(), kernel::Precision::About);
    });
}

#[test]
fn every_fault_of_a_form_is_told_at_once_and_nothing_is_saved() {
    each_world(|w| {
        let form = Registration {
            kana: "mihon".into(),
            birth: "6.4.1".into(),
            phone: "あいう".into(),
            ..Default::default()
        };
        let Error::Invalid(faults) =
            w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap_err()
        else {
            panic!("a refusal with faults")
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["name", "kana", "birth", "phone"]);
        let rows: i64 = w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM people", &[])).unwrap();
        assert_eq!(rows, 0);
    });
}

#[test]
fn a_relation_is_recorded_once_and_read_from_both_sides() {
    each_world(|w| {
        let mother = w.person(&w.elder, "見本 ハナ", "みほん はな", "S18");
        let son = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let form = RelationForm { other: mother.to_string(), kind: "parent".into() };
        w.act(&w.elder, move |tx, who| people::relate(tx, who, son, &form)).unwrap();
        let kinds = |id| w.ask(&w.elder, |tx, who| people::show(tx, who, id)).unwrap().relations[0].kind;
        assert_eq!((kinds(son), kinds(mother)), (RelationKind::Parent, RelationKind::Child));
    });
}

#[test]
fn a_person_may_belong_to_two_households_and_leave_one() {
    each_world(|w| {
        let (father, mother) = (
            w.person(&w.elder, "見本 太郎", "みほん たろう", "S40"),
            w.person(&w.elder, "例示 花", "れいじ はな", "S42"),
        );
        let child = w.person(&w.elder, "見本 空", "みほん そら", "H20");
        let homes = w
            .act(&w.elder, move |tx, who| {
                Ok([people::found_household(tx, who, father)?, people::found_household(tx, who, mother)?])
            })
            .unwrap();
        for home in homes {
            let form = MemberForm { person: child.to_string(), standing: "子".into(), ..Default::default() };
            w.act(&w.elder, move |tx, who| people::add_member(tx, who, home, &form)).unwrap();
        }
        assert_eq!(w.ask(&w.elder, |tx, who| people::show(tx, who, child)).unwrap().households.len(), 2);
        let member =
            w.ask(&w.elder, |tx, who| people::show_household(tx, who, homes[0])).unwrap().members[1].id;
        w.act(&w.elder, move |tx, who| people::end_member(tx, who, homes[0], member, "R8.3.31")).unwrap();
        let view = w.ask(&w.elder, |tx, who| people::show_household(tx, who, homes[0])).unwrap();
        assert_eq!((view.members.len(), view.former.len()), (1, 1));
    });
}

#[test]
fn saving_over_somebody_elses_change_is_refused() {
    each_world(|w| {
        let id = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let before = w.ask(&w.elder, |tx, who| people::show(tx, who, id)).unwrap().person;
        let form = PersonForm { nickname: "いっちゃん".into(), ..PersonForm::of(&before) };
        let again = form.clone();
        w.act(&w.elder, move |tx, who| people::revise(tx, who, id, &form)).unwrap();
        assert!(matches!(
            w.act(&w.elder, move |tx, who| people::revise(tx, who, id, &again)),
            Err(Error::Stale)
        ));
        let after = w.ask(&w.elder, |tx, who| people::show(tx, who, id)).unwrap().person;
        assert_eq!((after.nickname.as_str(), after.birth), ("いっちゃん", before.birth));
    });
}

#[test]
fn a_relation_written_by_mistake_is_taken_back_and_two_who_are_related_are_not_made_one() {
    each_world(|w| {
        let mother = w.person(&w.elder, "見本 花", "みほん はな", "S18.3.3");
        let son = w.person(&w.elder, "見本 一", "みほん はじめ", "S45.5.6");
        let form = RelationForm { other: son.to_string(), kind: "child".into() };
        w.act(&w.elder, move |tx, who| people::relate(tx, who, mother, &form)).unwrap();
        let merge =
            |w: &World<'_>| w.act(&w.elder, move |tx, who| people::merge(tx, who, mother, son, "同じ住所"));
        let refused = merge(w);
        assert!(matches!(&refused, Err(Error::Conflict(m)) if m.key == "related_people"), "{refused:?}");
        let relation = w.ask(&w.elder, |tx, who| people::show(tx, who, son)).unwrap().relations[0].id;
        let end = |scope, reason: &'static str| {
            w.act(scope, move |tx, who| people::unrelate(tx, who, son, relation, reason))
        };
        assert!(matches!(end(&w.tax, "知らない人"), Err(Error::NotFound)));
        assert!(matches!(end(&w.elder, " "), Err(Error::Invalid(_))));
        end(&w.elder, "別の方と取りちがえた").unwrap();
        assert!(matches!(end(&w.elder, "もう一度"), Err(Error::NotFound)));
        assert!(w.ask(&w.elder, |tx, who| people::show(tx, who, mother)).unwrap().relations.is_empty());
        merge(w).unwrap();
    });
}

#[test]
fn merge_then_undo_gives_the_same_data_as_before() {
    each_world(|w| {
        let kept = w.person(&w.elder, "渡辺 恵", "わたなべ めぐみ", "S50.1.2");
        let other = w.person(&w.elder, "渡邉 惠", "わたなべ めぐみ", "S50.1.2");
        let (_, code) = w.case(&w.elder, other);
        let pairs = w.ask(&w.elder, people::work_list).unwrap();
        assert_eq!(pairs.len(), 1);
        let dump = || -> Vec<(String, String)> {
            w.ask(&w.elder, |tx, _| {
                tx.all(
                    "SELECT 'case', coalesce(person_id, '-') FROM cases UNION ALL SELECT 'member', person_id FROM household_members
                     UNION ALL SELECT 'link', person_id FROM case_people UNION ALL SELECT 'agency', person_id FROM person_agencies
                     UNION ALL SELECT 'find', object_id FROM search_entries UNION ALL SELECT 'gone', coalesce(merged_into, '-') FROM people
                     ORDER BY 1, 2",
                    &[],
                )
            })
            .unwrap()
        };
        let before = dump();
        let merge = w
            .act(&w.elder, move |tx, who| people::merge(tx, who, kept, other, "生年月日と電話が同じ"))
            .unwrap();
        assert_ne!(before, dump());
        assert_eq!(found(w, "わたなべ"), ["渡辺 恵"]);
        assert_eq!(
            w.ask(&w.elder, |tx, who| domain::cases::show(tx, who, &code, None)).unwrap().head.about,
            "渡辺 恵"
        );
        assert!(w.act(&w.tax, move |tx, who| people::undo(tx, who, merge)).is_err());
        w.act(&w.elder, move |tx, who| people::undo(tx, who, merge)).unwrap();
        assert_eq!(before, dump());
    });
}

#[test]
fn two_found_to_be_two_leave_the_work_list() {
    each_world(|w| {
        let one = w.person(&w.elder, "渡辺 恵", "わたなべ めぐみ", "S50.1.2");
        let other = w.person(&w.elder, "渡辺 恵", "わたなべ めぐみ", "S50.1.3");
        w.act(&w.elder, move |tx, who| people::decide_distinct(tx, who, other, one, "顔を知っている"))
            .unwrap();
        assert!(w.ask(&w.elder, people::work_list).unwrap().is_empty());
    });
}

#[test]
fn nobody_is_registered_before_being_searched_for() {
    each_world(|w| {
        let form = Registration { name: "見本 次郎".into(), ..Default::default() };
        let register = || {
            let form = form.clone();
            w.act(&w.elder, move |tx, who| people::register_after_search(tx, who, &form))
        };
        let ask = |words: &'static str| {
            w.act(&w.elder, move |tx, who| domain::search::ask(tx, who, words)).unwrap();
        };
        let refused = |outcome| matches!(outcome, Err(Error::Invalid(faults)) if faults[0].field == "words");
        assert!(refused(register()));
        ask("  ");
        assert!(refused(register()));
        ask("見本");
        w.at.ambient.advance(31 * 60);
        assert!(refused(register()));
        ask("見本");
        register().unwrap();
        let other = form.clone();
        assert!(refused(w.act(&w.tax, move |tx, who| people::register_after_search(tx, who, &other))));
    });
}

#[test]
fn going_on_with_a_candidate_takes_a_choice_and_a_way_of_knowing() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 次郎", "みほん じろう", "S45");
        let choose = |scope, person: String, identity: &[&str]| {
            let identity = identity.iter().map(|key| (*key).to_owned()).collect();
            let form = Chosen { person, identity };
            w.act(scope, move |tx, who| people::choose(tx, who, &form))
        };
        let Err(Error::Invalid(faults)) = choose(&w.elder, String::new(), &[]) else { panic!("two faults") };
        assert_eq!((faults[0].field.as_str(), faults[1].field.as_str()), ("person", "identity"));
        assert!(matches!(choose(&w.tax, person.to_string(), &["own_words"]), Err(Error::NotFound)));
        assert_eq!(choose(&w.elder, person.to_string(), &["birth_date", "own_words"]).unwrap(), person);
        let view = w.ask(&w.elder, |tx, who| people::show(tx, who, person)).unwrap();
        assert_eq!(view.identity.unwrap().methods, "birth_date own_words");
    });
}

#[test]
fn a_household_is_founded_around_people_in_sight_only() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 次郎", "みほん じろう", "S45");
        let found = |scope| w.act(scope, move |tx, who| people::found_household_around(tx, who, person));
        assert!(matches!(found(&w.tax), Err(Error::NotFound)));
        let home = found(&w.elder).unwrap();
        let view = w.ask(&w.elder, |tx, who| people::show_household(tx, who, home)).unwrap();
        assert_eq!(view.called, "見本 次郎");
    });
}

#[test]
fn a_contact_learnt_later_is_found_unless_it_is_protected() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 次郎", "みほん じろう", "S45");
        let add = |scope, kind: &str, value: &str| {
            let form = ContactForm { kind: kind.into(), value: value.into() };
            w.act(scope, move |tx, who| people::add_contact(tx, who, person, &form))
        };
        assert!(matches!(add(&w.elder, "pigeon", ""), Err(Error::Invalid(faults)) if faults.len() == 2));
        assert!(matches!(add(&w.tax, "phone", "000-1111-2222"), Err(Error::NotFound)));
        add(&w.elder, "phone", "000-1111-2222").unwrap();
        assert_eq!(found(w, "00011112222"), ["見本 次郎"]);
        w.act(&w.elder, move |tx, who| people::protect(tx, who, person)).unwrap();
        add(&w.elder, "phone", "000-3333-4444").unwrap();
        assert!(found(w, "00011112222").is_empty() && found(w, "00033334444").is_empty());
        let shown = w.ask(&w.elder, |tx, who| people::reveal(tx, who, person, "訪問のため")).unwrap();
        assert!(shown.is_empty());
    });
}
