//! On which ground, for whom, and as long as it holds.

use super::*;

/// S2: one room, two grounds. Whoever is invited to the second item never learns that there is a first.
#[test]
fn one_sitting_holds_items_on_two_grounds_and_each_has_its_own_room() {
    each_world(|w| {
        let first = home(w);
        let other = w.person(&w.elder, "例示 次郎", "れいじ じろう", "S30");
        let (_, second) = w.case(&w.elder, other);
        w.consent(&w.elder, &second, w.consent_form(other, &[w.tax.agency]));
        let statute = by_statute(w, &first.code);
        let consented = bring(w, &second, consented_form(&[other])).unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, statute, "14:00").unwrap();
        place(w, sitting, consented, "14:30").unwrap();
        seat(w, &w.hardship, statute, "jiritsu");
        seat(w, &w.tax, consented, "zeimu");
        freeze(w, statute, papers_form()).unwrap();
        freeze(w, consented, papers_form()).unwrap();
        let agenda = |who: &Scope| {
            let view = w.ask(who, |tx, who| conferences::sitting(tx, who, sitting))?;
            Ok::<_, Error>(view.agenda.iter().map(|line| (line.number, line.item.id)).collect::<Vec<_>>())
        };
        assert_eq!(agenda(&w.elder).unwrap(), [(1, statute), (2, consented)]);
        assert_eq!(agenda(&w.hardship).unwrap(), [(1, statute)]);
        assert_eq!(agenda(&w.tax).unwrap(), [(1, consented)], "the second is the first of its reader");
        assert!(matches!(agenda(&w.admin), Err(Error::NotFound)));
        assert!(matches!(agenda(&Scope { accepted_rules: false, ..w.tax.clone() }), Err(Error::NotFound)));
        assert!(reads(w, &w.hardship, statute) && !reads(w, &w.hardship, consented));
        assert!(reads(w, &w.tax, consented) && !reads(w, &w.tax, statute));
        for id in [statute, consented] {
            finish(w, id, closing()).unwrap();
        }
        assert!(minutes(w, &w.hardship, statute).is_ok() && minutes(w, &w.hardship, consented).is_err());
        let cited = |who: &Scope, id| {
            let item = minutes(w, who, id).unwrap().item;
            (item.ground_ref.clone(), item.secrecy_ref().to_owned())
        };
        let of_statute = ("社会福祉法第106条の6第1項".into(), "社会福祉法第106条の6第6項".into());
        assert_eq!(cited(&w.hardship, statute), of_statute, "the ground, and beside it the secrecy");
        assert_eq!(cited(&w.tax, consented), ("個人情報保護法第69条第2項第1号".into(), String::new()));
        let told = serde_json::to_string(&minutes(w, &w.tax, consented).unwrap()).unwrap();
        assert!(told.contains("例示 次郎") && !told.contains("ハナ") && !told.contains("応答がない"));
    });
}

#[test]
fn a_consented_item_needs_a_consent_and_tells_of_nobody_else() {
    each_world(|w| {
        let h = home(w);
        let none = bring(w, &h.code, consented_form(&[h.mother]));
        assert_eq!(faults(none), [("people".into(), "consent_missing_for_item")]);
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let whole = consented_form(&[h.mother, h.son]);
        assert_eq!(fault(bring(w, &h.code, whole)), "consent_missing_for_item", "the son has not agreed");
        assert_eq!(fault(bring(w, &h.code, consented_form(&[]))), "error_choose_any");
        let named = ConsentedForm {
            question: "二郎さんをどうするか".into(), ..consented_form(&[h.mother])
        };
        assert_eq!(faults(bring(w, &h.code, named)), [("question".into(), "name_without_consent")]);
        let shared =
            ConsentedForm { question: "見本さんの通院".into(), ..consented_form(&[h.mother]) };
        let item = bring(w, &h.code, shared).expect("a family name that both have tells nothing of him");
        let people: Vec<(String, bool)> = w
            .ask(&w.elder, |tx, who| conferences::agreeing(tx, who, &h.code))
            .unwrap()
            .into_iter()
            .map(|one| (one.name, one.agreed))
            .collect();
        assert!(people.contains(&("見本 ハナ".into(), true)));
        let form = FreezeForm { summary: "息子の二郎さんも困っている".into(), ..papers_form() };
        assert_eq!(fault(freeze(w, item, form)), "name_without_consent");
        let form = FreezeForm { kinds: Vec::new(), ..papers_form() };
        assert_eq!(faults(freeze(w, item, form)), [("kinds".into(), "error_choose_any")]);
        let stranger = Scope { agency: w.tax.agency, ..w.tax.clone() };
        let code = h.code.clone();
        let form = consented_form(&[h.mother]);
        let refused = w.act(&stranger, move |tx, who| conferences::bring(tx, who, &code, &form));
        assert!(matches!(refused, Err(Error::NotFound)));
    });
}

/// ODA-15, C42: the papers are open while everybody of whom they tell lets this agency know all that is in them.
#[test]
fn papers_by_consent_are_open_as_far_and_as_long_as_the_consent() {
    each_world(|w| {
        let h = home(w);
        let mut form = w.consent_form(h.mother, &[w.hardship.agency]);
        form.categories = vec!["basic".into(), "life".into()];
        let consent = w.consent(&w.elder, &h.code, form);
        let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        assert_eq!(fault(invite(w, item, "zeimu", "")), "consent_scope_excluded");
        invite(w, item, "jiritsu", "").unwrap();
        freeze(w, item, papers_form()).unwrap();
        assert!(!reads(w, &w.hardship, item), "not before the notice is acknowledged");
        acknowledge(w, &w.hardship, item);
        assert!(reads(w, &w.hardship, item));
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item)).unwrap();
        let names: Vec<String> = view.packet.unwrap().people.into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["見本 ハナ"], "the son is not in it");
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        let member = live(w, item).members[0].id.to_string();
        assign(w, item, "家計を聞く", &member).unwrap();
        finish(w, item, closing()).unwrap();
        assert!(minutes(w, &w.hardship, item).is_ok() && roles(w, &w.hardship) == ["家計を聞く"]);
        let end = WithdrawalForm { words: "やめたい".into(), ..WithdrawalForm::default() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &end).map(drop)).unwrap();
        assert!(!reads(w, &w.hardship, item) && minutes(w, &w.hardship, item).is_err());
        assert!(roles(w, &w.hardship).is_empty(), "what was taken on goes with the consent");
        assert!(minutes(w, &w.elder, item).is_ok(), "whoever convened keeps them");
    });
}

#[test]
fn records_of_others_and_of_kinds_not_agreed_to_stay_out_of_papers_by_consent() {
    each_world(|w| {
        let h = home(w);
        let of = |person: Id<Person>, kind: &str| {
            let form = NewRecord {
                text: "話を聞いた".into(),
                person: person.to_string(),
                categories: vec![kind.into()],
                ..NewRecord::default()
            };
            let code = h.code.clone();
            let id = w.act(&w.elder, move |tx, who| cases::record(tx, who, &code, &form)).unwrap();
            vec![id.to_string()]
        };
        let mut form = w.consent_form(h.mother, &[w.hardship.agency]);
        form.categories = vec!["basic".into(), "life".into()];
        w.consent(&w.elder, &h.code, form);
        let whole: Vec<String> = w
            .ask(&w.elder, |tx, _| tx.all("SELECT id FROM case_records WHERE person_id IS NULL", &[]))
            .unwrap();
        let item = || {
            let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
            seat(w, &w.hardship, item, "jiritsu");
            item
        };
        let with = |records: Vec<String>| FreezeForm { records, ..papers_form() };
        let (first, second) = (item(), item());
        assert_eq!(
            fault(freeze(w, first, with(whole))),
            "name_without_consent",
            "of the household, her son too"
        );
        assert_eq!(fault(freeze(w, first, with(of(h.son, "life")))), "name_without_consent");
        freeze(w, first, with(of(h.mother, "life"))).unwrap();
        assert!(reads(w, &w.hardship, first));
        freeze(w, second, with(of(h.mother, "money"))).unwrap();
        assert!(!reads(w, &w.hardship, second), "what it earns was not agreed to");
    });
}

/// C42: what is typed while people talk names nobody of the case who did not agree.
#[test]
fn words_of_a_consented_item_name_nobody_else() {
    each_world(|w| {
        let h = home(w);
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        seat(w, &w.hardship, item, "jiritsu");
        assert_eq!(
            faults(point(w, item, "二郎さんのこと", "")),
            [("question".into(), "name_without_consent")]
        );
        assert_eq!(faults(assign(w, item, "二郎さんに会う", "")), [("what".into(), "name_without_consent")]);
        let note = ClosingForm { outcome_note: "二郎さんも".into(), ..closing() };
        assert_eq!(faults(finish(w, item, note)), [("outcome_note".into(), "name_without_consent")]);
        point(w, item, "ハナさんの通院", "付きそう").unwrap();
        let statute = by_statute(w, &h.code);
        point(w, statute, "二郎さんのこと", "").expect("the statute opens the household");
    });
}

#[test]
fn a_later_consent_opens_a_new_item_and_makes_nothing_earlier_consented() {
    each_world(|w| {
        let h = home(w);
        let statute = by_statute(w, &h.code);
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, statute, "").unwrap();
        freeze(w, statute, papers_form()).unwrap();
        point(w, statute, "どう声をかけるか", "包括が訪ねる").unwrap();
        finish(w, statute, ClosingForm { outcome: "multilayered".into(), ..closing() }).unwrap();
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let form = ConsentedForm { previous: statute.to_string(), ..consented_form(&[h.mother]) };
        let next = bring(w, &h.code, form).unwrap();
        seat(w, &w.hardship, next, "jiritsu");
        freeze(w, next, papers_form()).unwrap();
        assert!(reads(w, &w.hardship, next));
        assert!(matches!(minutes(w, &w.hardship, statute), Err(Error::NotFound)), "ALL-04");
        let told = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, next)).unwrap();
        assert!(told.points.is_empty() && !serde_json::to_string(&told).unwrap().contains("包括が訪ねる"));
        let [other, _] = [w.person(&w.elder, "例示 次郎", "れいじ じろう", "S30"), h.son];
        let (_, code) = w.case(&w.elder, other);
        w.consent(&w.elder, &code, w.consent_form(other, &[w.hardship.agency]));
        let form = ConsentedForm { previous: statute.to_string(), ..consented_form(&[other]) };
        assert_eq!(faults(bring(w, &code, form)), [("previous".into(), "error_unknown_choice")]);
    });
}
