//! A second person, the library, and the way back that nobody has.

use super::*;

/// OTA-06: publishing is refused until a second person approves, who sees the words and not the case.
#[test]
fn a_second_person_reads_the_words_and_nothing_of_the_case() {
    each_world(|w| {
        let h = learnable(w);
        let writer = w.somebody("chosei", "elder", Role::Coordinator);
        let id = file(w, &writer, &h.code, w.look_back_form()).unwrap();
        assert!(waiting(w, &writer).is_empty() && w.ask(&writer, look_backs::count_waiting).unwrap() == 0);
        assert!(matches!(approve(w, &writer, id), Err(Error::NotFound)), "nobody approves their own");
        for nobody in [&w.elder, &w.tax, &w.admin, &w.privacy] {
            assert!(matches!(approve(w, nobody, id), Err(Error::NotFound)));
            assert!(matches!(send_back(w, nobody, id, "直して"), Err(Error::NotFound)));
            assert!(waiting(w, nobody).is_empty());
        }
        assert!(library(w, &w.tax).is_empty(), "not before it is approved");
        let told = serde_json::to_string(&waiting(w, &w.manager)).unwrap();
        for word in
            [h.code.as_str(), h.case.as_str(), h.mother.as_str(), w.elder.agency.as_str(), "見本", "包括"]
        {
            assert!(!told.contains(word), "{word} in {told}");
        }
        assert_eq!(w.ask(&w.manager, look_backs::count_waiting).unwrap(), 1);
        assert!(
            w.ask(&w.manager, |tx, who| look_backs::show(tx, who, id)).is_err(),
            "the way back is the writers'"
        );
        let silent = w.act(&w.manager, move |tx, who| look_backs::approve(tx, who, id, &note("")));
        assert_eq!(faults(silent), [("note".into(), "error_required")], "few cases are like it");
        approve(w, &w.manager, id).unwrap();
        assert!(matches!(approve(w, &w.manager, id), Err(Error::NotFound)));
        assert_eq!(library(w, &w.tax).len(), 1);
    });
}

#[test]
fn what_is_returned_is_written_again_and_none_of_its_writers_approves_it() {
    each_world(|w| {
        let h = learnable(w);
        let first = w.somebody("chosei", "elder", Role::Coordinator);
        let id = file(w, &first, &h.code, w.look_back_form()).unwrap();
        assert_eq!(faults(send_back(w, &w.manager, id, " ")), [("note".into(), "error_required")]);
        send_back(w, &w.manager, id, "役割をもう少し書いてください").unwrap();
        let view = w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap();
        assert_eq!(
            (view.stage, view.decisions[0].note.as_str()),
            (Stage::Returned, "役割をもう少し書いてください")
        );
        assert_eq!(w.ask(&w.elder, look_backs::count_returned).unwrap(), 1);
        let revise = |version: i64| {
            let form = LookBackForm { version: version.to_string(), ..w.look_back_form() };
            w.act(&w.elder, move |tx, who| look_backs::revise(tx, who, id, &form))
        };
        assert!(matches!(revise(view.version - 1), Err(Error::Stale)));
        revise(view.version).unwrap();
        assert_eq!(fault(revise(view.version + 1)), "look_back_step");
        assert!(matches!(approve(w, &first, id), Err(Error::NotFound)), "words of the first are in it still");
        let stranger =
            w.act(&w.tax, move |tx, who| look_backs::revise(tx, who, id, &LookBackForm::default()));
        assert!(matches!(stranger, Err(Error::NotFound)));
        approve(w, &w.manager, id).unwrap();
        assert_eq!(stage(w, id), Stage::Published);
    });
}

/// The words are held against the case once more, by what it knows when they are published.
#[test]
fn approving_looks_once_more_and_tells_nothing() {
    each_world(|w| {
        let h = learnable(w);
        let form = LookBackForm { results: "ひだまりの店に通った".into(), ..w.look_back_form() };
        let id = file(w, &w.elder, &h.code, form).unwrap();
        let (mother, version): (Id<Person>, i64) = w
            .ask(&w.elder, |tx, _| tx.one("SELECT id, version FROM people WHERE id = $1", &[&h.mother]))
            .unwrap();
        let named = people::PersonForm {
            name: "見本 ハナ".into(),
            kana: "みほん はな".into(),
            nickname: "ひだまり".into(),
            version: version.to_string(),
            ..people::PersonForm::default()
        };
        w.act(&w.elder, move |tx, who| people::revise(tx, who, mother, &named)).unwrap();
        let Err(Error::Conflict(said)) = approve(w, &w.manager, id) else { panic!("it names her by now") };
        assert!(said.key == "look_back_still_identifies" && !said.text.contains("ひだまり"));
        let other = filed(w, &h);
        let end = WithdrawalForm { words: "やめます".into(), ..WithdrawalForm::default() };
        let consent = w
            .ask(&w.elder, |tx, _| tx.one("SELECT id FROM consents WHERE person_id = $1", &[&h.son]))
            .unwrap();
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &end)).unwrap();
        assert_eq!(fault(approve(w, &w.manager, other)), "look_back_ground_gone");
    });
}

/// The scan: nothing of the source is in what everybody reads.
#[test]
fn the_library_has_nothing_of_the_source() {
    each_world(|w| {
        let h = learnable(w);
        w.invite(&w.elder, h.case, w.hardship.agency);
        let id = filed(w, &h);
        approve(w, &w.manager, id).unwrap();
        let chief = w.somebody("buchou", "tax", Role::Manager);
        for reader in [&w.elder, &w.hardship, &w.tax, &w.manager, &w.privacy, &w.admin, &chief] {
            let page = w.ask(reader, |tx, who| look_backs::library(tx, who, &Filter::default())).unwrap();
            let told = serde_json::to_string(&page).unwrap();
            let source = [
                h.code.as_str(),
                h.case.as_str(),
                h.mother.as_str(),
                h.son.as_str(),
                id.as_str(),
                w.elder.agency.as_str(),
                w.elder.staff.as_str(),
                "見本",
                "ハナ",
                "二郎",
                "1943",
                "S18",
                "包括",
                "自立相談",
                "2026-",
                "令和",
            ];
            for word in source {
                assert!(!told.contains(word), "{word} in {told}");
            }
            assert!(
                told.contains("介護と引きこもりを") && told.contains("8050問題") && told.contains("関係機関")
            );
            assert_eq!(page.lessons[0].year_label(), "令和8年度");
        }
        let unread = Scope { accepted_rules: false, ..w.tax.clone() };
        assert!(library(w, &unread).is_empty());
        let by = |issue: &str, number: &str| {
            let filter = Filter { issue: issue.into(), number: number.into(), ..Filter::default() };
            w.ask(&w.tax, |tx, who| look_backs::library(tx, who, &filter)).unwrap().lessons.len()
        };
        let known = number(w, id);
        assert_eq!((by("issue_8050", ""), by("economic_hardship", "")), (1, 0));
        assert_eq!(
            (by("", &known), by("", &known.to_lowercase().replace('-', "")), by("", "J-0")),
            (1, 1, 0)
        );
    });
}

#[test]
fn a_library_of_many_is_read_page_by_page() {
    each_world(|w| {
        let h = learnable(w);
        for _ in 0..53 {
            let id = filed(w, &h);
            approve(w, &w.manager, id).unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let filter = Filter { after: after.clone(), ..Filter::default() };
            let page = w.ask(&w.tax, |tx, who| look_backs::library(tx, who, &filter)).unwrap();
            seen.extend(page.lessons.into_iter().map(|lesson| lesson.number));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), 53);
        assert!(seen.is_sorted(), "by number, which is chance: their order tells nothing");
        seen.dedup();
        assert_eq!(seen.len(), 53);
    });
}

#[test]
fn a_withdrawn_look_back_leaves_the_library_and_stays_in_the_log() {
    each_world(|w| {
        let h = learnable(w);
        let [first, second, third] = [(); 3].map(|()| filed(w, &h));
        approve(w, &w.manager, first).unwrap();
        approve(w, &w.manager, second).unwrap();
        let (own, other, unread) = (number(w, first), number(w, second), number(w, third));
        assert_eq!(faults(withdraw(w, &w.elder, "", "")).len(), 2);
        assert_eq!(faults(withdraw(w, &w.elder, &own, "")), [("reason".into(), "error_required")]);
        assert!(matches!(withdraw(w, &w.tax, &own, "気になる"), Err(Error::NotFound)));
        let reason = "町の人には分かるという声があった";
        assert_eq!(
            faults(withdraw(w, &w.manager, &unread, reason)),
            [("number".into(), "look_back_unknown")],
            "what is not published has no number for others"
        );
        withdraw(w, &w.elder, &own, reason).expect("by its writers");
        withdraw(w, &w.manager, &other, reason).expect("by whoever decides");
        withdraw(w, &w.elder, &unread, reason).expect("before it was read");
        assert!(library(w, &w.tax).is_empty() && waiting(w, &w.manager).is_empty());
        assert_eq!(fault(withdraw(w, &w.elder, &own, reason)), "look_back_unknown");
        let view = w.ask(&w.elder, |tx, who| look_backs::show(tx, who, second)).unwrap();
        assert_eq!((view.stage, view.decisions[0].note.as_str()), (Stage::Withdrawn, reason));
        let logged: Vec<String> = w
            .ask(&w.privacy, |tx, _| {
                tx.all(
                    "SELECT purpose FROM audit_events WHERE kind = 'look_back' AND action = 'change' AND objects = $1 ORDER BY seq",
                    &[&second],
                )
            })
            .unwrap();
        assert_eq!(logged, ["approved", "withdrawn"]);
    });
}

/// The source is the writers' to find, and only through the case's own door.
#[test]
fn nobody_else_finds_the_way_back_to_the_case() {
    each_world(|w| {
        let h = learnable(w);
        w.invite(&w.elder, h.case, w.hardship.agency);
        let id = filed(w, &h);
        approve(w, &w.manager, id).unwrap();
        let view = |who: &Scope| w.ask(who, |tx, who| look_backs::show(tx, who, id));
        assert_eq!(view(&w.elder).unwrap().case_code, Some(h.code.clone()));
        for other in [&w.hardship, &w.tax, &w.manager, &w.privacy, &w.admin] {
            assert!(matches!(view(other), Err(Error::NotFound)));
            assert!(w.ask(other, look_backs::of_agency).unwrap().is_empty());
        }
        let case = h.case;
        w.act(&w.hardship, move |tx, who| cases::take_lead(tx, who, case)).unwrap();
        let member = w
            .ask(&w.hardship, |tx, who| {
                cases::team(tx, who, &domain::access::case(tx, who, case, domain::access::Act::Read)?)?.all()
            })
            .unwrap()
            .into_iter()
            .find(|m| m.agency == w.elder.agency)
            .unwrap();
        w.act(&w.hardship, move |tx, who| cases::leave(tx, who, case, member.id, "役割を終えた")).unwrap();
        assert!(matches!(view(&w.elder), Err(Error::NotFound)), "whoever left the case left the way to it");
    });
}

#[test]
fn how_many_are_alike_is_told_in_two_words() {
    each_world(|w| {
        let h = learnable(w);
        let id = filed(w, &h);
        let shared = || waiting(w, &w.manager).into_iter().find(|one| one.id == id).unwrap().shared;
        assert_eq!(shared(), Shared::Few);
        let another = |n: usize, standing: &str| {
            let one = w.person(&w.tax, &format!("例示 {n}郎"), "れいじ", "S18.1.1");
            let other = w.person(&w.tax, &format!("例示 {n}助"), "れいじ", "S45.1.1");
            let member = people::MemberForm {
                person: other.to_string(),
                standing: standing.into(),
                living: "together".into(),
                from: String::new(),
            };
            w.act(&w.tax, move |tx, who| {
                let household = people::found_household_around(tx, who, one)?;
                people::add_member(tx, who, household, &member)
            })
            .unwrap();
            w.case(&w.tax, one);
        };
        for n in 0..4 {
            another(n, "弟");
        }
        assert_eq!(shared(), Shared::Few, "brothers are another household");
        for n in 4..8 {
            another(n, "長男");
        }
        assert_eq!(shared(), Shared::Enough);
        let quiet = w.act(&w.manager, move |tx, who| look_backs::approve(tx, who, id, &note("")));
        quiet.expect("then it needs no reason");
    });
}
