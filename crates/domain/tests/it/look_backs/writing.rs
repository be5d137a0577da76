//! Whoever led a closed case writes, on a ground of its own.

use super::*;

#[test]
fn whoever_led_a_closed_case_looks_back_on_it_and_nobody_on_an_open_one() {
    each_world(|w| {
        let h = w.home_of_mother();
        w.invite(&w.elder, h.case, w.hardship.agency);
        for person in [h.mother, h.son] {
            w.consent(&w.elder, &h.code, w.learning_consent(person));
        }
        let open = file(w, &w.elder, &h.code, w.look_back_form());
        assert_eq!(faults(open), [("conflict".into(), "look_back_needs_closure")]);
        w.close(&w.elder, h.case);
        let along = file(w, &w.hardship, &h.code, w.look_back_form());
        assert_eq!(faults(along), [("conflict".into(), "look_back_by_lead")]);
        for stranger in [&w.tax, &w.manager, &w.admin, &w.privacy] {
            let refused = file(w, stranger, &h.code, w.look_back_form());
            assert!(matches!(refused, Err(Error::NotFound)));
        }
        let offer = w.ask(&w.elder, |tx, who| look_backs::offer(tx, who, &h.code)).unwrap();
        assert!(offer.may_write());
        assert_eq!(offer.issues.iter().map(|issue| issue.key.as_str()).collect::<Vec<_>>(), ["issue_8050"]);
        assert_eq!(offer.household, look_backs::HouseholdType::Grown, "told by 続柄 and ages");
        let id = filed(w, &h);
        assert_eq!(stage(w, id), Stage::Waiting);
        let case = h.case;
        w.act(&w.elder, move |tx, who| cases::reopen(tx, who, case, "また困りごとがある")).unwrap();
        let again = file(w, &w.elder, &h.code, w.look_back_form());
        assert_eq!(fault(again), "look_back_needs_closure");
    });
}

/// S2 step 9: consent ended with closure.
#[test]
fn without_a_ground_it_is_refused_and_told_what_to_do() {
    each_world(|w| {
        let h = w.home_of_mother();
        // What was agreed to for the support is not agreed to for learning.
        for person in [h.mother, h.son] {
            w.consent(&w.elder, &h.code, w.consent_form(person, &[w.hardship.agency]));
        }
        w.close(&w.elder, h.case);
        let attempt = || faults(file(w, &w.elder, &h.code, w.look_back_form()));
        let refused = [("conflict".to_owned(), "look_back_needs_ground")];
        assert_eq!(attempt(), refused);
        w.consent(&w.elder, &h.code, w.learning_consent(h.mother));
        assert_eq!(attempt(), refused, "the son is told of as well");
        let missing = w.ask(&w.elder, |tx, who| look_backs::offer(tx, who, &h.code)).unwrap().grounds.missing;
        assert_eq!(missing, ["見本 二郎"]);
        let by_family = ConsentForm {
            given_by: "family".into(),
            given_by_name: "母".into(),
            ..w.learning_consent(h.son)
        };
        w.consent(&w.elder, &h.code, by_family);
        assert_eq!(attempt(), refused, "a family's word is not the person's");
        let consent = w.consent(&w.elder, &h.code, w.learning_consent(h.son));
        assert!(attempt().is_empty());
        let end = WithdrawalForm { words: "やめます".into(), ..WithdrawalForm::default() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &end)).unwrap();
        assert_eq!(attempt(), refused, "withdrawn");
        let short = ConsentForm { until: "R8.4.5".into(), ..w.learning_consent(h.son) };
        w.consent(&w.elder, &h.code, short);
        assert!(attempt().is_empty());
        w.at.ambient.advance(30 * 86_400);
        assert_eq!(attempt(), refused, "run out");
    });
}

#[test]
fn an_item_of_the_statute_is_a_ground_if_it_was_convened_for_looking_back() {
    each_world(|w| {
        let h = w.home_of_mother();
        w.close(&w.elder, h.case);
        let attempt = || fault(file(w, &w.elder, &h.code, w.look_back_form()));
        item(w, &h, "見守りの役割を、急いで分けあう必要があるため", true);
        assert_eq!(attempt(), "look_back_needs_ground", "its reason is another");
        item(w, &h, "同じことをくり返さないよう、支援をふり返り、次に生かすため", false);
        assert_eq!(attempt(), "look_back_needs_ground", "nobody else has decided on it");
        item(w, &h, "同じことをくり返さないよう、支援を振り返り、次に生かすため", true);
        let id = filed(w, &h);
        let view = w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap();
        assert_eq!(view.ground, look_backs::LearningGround::Statute);
    });
}
