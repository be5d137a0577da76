//! 助言 (OTA-09): who is asked stands in a register, and is bound before anything opens.

use super::*;
use domain::conferences::Way;

/// OTA-09: an adviser sees the one item, and what was advised is kept apart.
#[test]
fn advice_is_kept_under_the_name_of_whoever_gave_it() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        let lawyer = w.somebody("bengoshi", "hardship", Role::ConferenceMember);
        let entry = adviser(w, "例示 律子【架空】", "bengoshi");
        invite_adviser(w, item, entry).unwrap();
        seat(w, &w.tax, item, "zeimu");
        let members = live(w, item).members;
        let advise = |member, advice: &str| {
            let form = AdviceForm { advice: advice.into(), version: "1".into() };
            w.act(&w.elder, move |tx, who| conferences::keep_advice(tx, who, item, member, &form))
        };
        assert!(matches!(advise(members[0].id, "早めに"), Err(Error::Stale)), "not bound yet");
        acknowledge(w, &lawyer, item);
        assert!(
            matches!(advise(members[1].id, "早めに"), Err(Error::Stale)),
            "a member decides, and does not advise"
        );
        advise(members[0].id, "債務の整理は法テラスへ").unwrap();
        assert!(matches!(advise(members[0].id, "早めに"), Err(Error::Stale)), "somebody else wrote since");
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        freeze(w, item, papers_form()).unwrap();
        finish(w, item, closing()).unwrap();
        let told = minutes(w, &lawyer, item).unwrap();
        assert_eq!(
            told.advisers().map(|m| m.advice.as_str()).collect::<Vec<_>>(),
            ["債務の整理は法テラスへ"]
        );
        assert!(w.ask(&lawyer, |tx, who| domain::cases::show(tx, who, &h.code, None)).is_err());
        w.at.ambient.advance(25 * 86_400);
        assert!(minutes(w, &lawyer, item).is_err() && !reads(w, &lawyer, item), "after the end date");
    });
}

#[test]
fn whoever_advises_is_picked_from_the_register_and_has_pledged_secrecy() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        w.somebody("bengoshi", "hardship", Role::ConferenceMember);
        let asked = invite(w, item, "bengoshi", "expert");
        assert_eq!(faults(asked), [("adviser".into(), "adviser_unknown")], "by number nobody advises");
        let form = AdviserForm {
            name: "例示 律子【架空】".into(),
            field: "supervision".into(),
            affiliation: "見本大学".into(),
            login: "bengoshi".into(),
            ..AdviserForm::default()
        };
        let entry = w.act(&w.manager, move |tx, who| advisers::register(tx, who, &form)).unwrap();
        assert_eq!(fault(invite_adviser(w, item, entry)), "adviser_without_pledge");
        let over = PledgeForm {
            pledged_on: "R7.4.1".into(),
            wording: "令和7年度版".into(),
            until: "R8.3.31".into(),
        };
        w.act(&w.manager, move |tx, who| advisers::pledge(tx, who, entry, &over)).unwrap();
        assert_eq!(fault(invite_adviser(w, item, entry)), "adviser_without_pledge", "it has run out");
        let again = PledgeForm {
            pledged_on: "R8.4.1".into(),
            wording: "令和8年度版".into(),
            ..PledgeForm::default()
        };
        w.act(&w.manager, move |tx, who| advisers::pledge(tx, who, entry, &again)).unwrap();
        invite_adviser(w, item, entry).unwrap();
        let members = live(w, item).members;
        assert_eq!(members.iter().map(|m| m.part).collect::<Vec<_>>(), [conferences::Part::Supervisor]);
        let unsigned = adviser(w, "例示 医子【架空】", "");
        assert_eq!(fault(invite_adviser(w, item, unsigned)), "adviser_without_account");
        let both = InviteForm { login: "zeimu".into(), part: "member".into(), adviser: entry.to_string() };
        let both = w.act(&w.elder, move |tx, who| conferences::invite(tx, who, item, &both));
        assert_eq!(faults(both), [("part".into(), "error_unknown_choice")]);
    });
}

fn note(w: &World<'_>, item: Id<ConferenceItem>, adviser: Id<Adviser>, way: Way) -> Result<()> {
    use domain::Choice as _;
    let form =
        AdvisedForm {
            adviser: adviser.to_string(), way: way.key().into(), advice: "早めに窓口へ".into()
        };
    w.act(&w.elder, move |tx, who| conferences::note_advice(tx, who, item, &form))
}

#[test]
fn advice_of_somebody_without_an_account_stands_under_their_name_in_the_minutes() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.tax, item, "zeimu");
        let lawyer = adviser(w, "例示 律子【架空】", "");
        note(w, item, lawyer, Way::Present).unwrap();
        let doctor = AdviserForm {
            name: "例示 医子【架空】".into(),
            field: "medicine".into(),
            affiliation: "見本病院".into(),
            ..AdviserForm::default()
        };
        let doctor = w.act(&w.manager, move |tx, who| advisers::register(tx, who, &doctor)).unwrap();
        assert_eq!(fault(note(w, item, doctor, Way::Present)), "adviser_without_pledge");
        note(w, item, doctor, Way::Unnamed).unwrap();
        for stranger in [&w.tax, &w.hardship, &w.manager] {
            let form =
                AdvisedForm {
                    adviser: lawyer.to_string(), way: "present".into(), advice: "ことば".into()
                };
            let tried = w.act(stranger, move |tx, who| conferences::note_advice(tx, who, item, &form));
            assert!(matches!(tried, Err(Error::NotFound)), "only whoever keeps the minutes");
        }
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        freeze(w, item, papers_form()).unwrap();
        finish(w, item, closing()).unwrap();
        assert_eq!(fault(note(w, item, lawyer, Way::Unnamed)), "conference_is_over");
        for reader in [&w.elder, &w.tax] {
            let told = minutes(w, reader, item).unwrap();
            let by: Vec<String> = told.advice.iter().map(conferences::Advice::by).collect();
            assert_eq!(
                by,
                ["法テラス見本【架空】 例示 律子【架空】(法律)", "見本病院 例示 医子【架空】(医療)"]
            );
        }
        let counts: Vec<_> = w
            .ask(&w.manager, advisers::list)
            .unwrap()
            .into_iter()
            .map(|one| one.counts.unwrap())
            .map(|counts| (counts.invited, counts.advised))
            .collect();
        assert_eq!(counts, [(0, 1), (0, 1)]);
    });
}

/// Nobody comes to a consented item whom its people did not agree to, with or without an account.
#[test]
fn to_a_consented_item_comes_an_adviser_whom_everybody_named() {
    each_world(|w| {
        let h = home(w);
        let agreed = w.consent_form(h.mother, &[w.hardship.agency]);
        w.consent(&w.elder, &h.code, agreed.clone());
        let item = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        let lawyer = adviser(w, "例示 律子【架空】", "");
        assert_eq!(fault(note(w, item, lawyer, Way::Present)), "adviser_not_agreed");
        note(w, item, lawyer, Way::Unnamed).unwrap();
        let family = domain::consents::ConsentForm {
            given_by: "family".into(),
            given_by_name: "長男".into(),
            outside: "法テラス見本【架空】".into(),
            ..agreed.clone()
        };
        w.consent(&w.elder, &h.code, family);
        assert_eq!(
            fault(note(w, item, lawyer, Way::Present)),
            "adviser_not_agreed",
            "a family's word opens nothing"
        );
        let wider = domain::consents::ConsentForm {
            outside: "法テラス見本【架空】の弁護士".into(),
            ..agreed
        };
        let wider = w.consent(&w.elder, &h.code, wider);
        note(w, item, lawyer, Way::Present).unwrap();
        let words = WithdrawalForm { agency: String::new(), words: "「やめます」".into() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, wider, &words)).unwrap();
        assert!(note(w, item, lawyer, Way::Present).is_err(), "withdrawn");
    });
}
