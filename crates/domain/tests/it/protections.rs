//! 住所保護: one begins, two lift, and whoever stands on the other side comes in by no door.

use domain::access::{self, Act};
use domain::cases::{self, Case, CaseMergeForm};
use domain::people::{self, ContactForm, MemberForm, Person, Registration};
use domain::protections::{
    self, AdverseForm, AdverseParty, EndForm, EndVerdict, GrantForm, Protection, RenewForm, TieForm, Verdict,
};
use kernel::{Error, Id, Scope};
use testkit::{World, each_world};

const ADDRESS: &str = "金平糖町1丁目2番3号";

fn resident(w: &World<'_>, name: &str, kana: &str) -> Id<Person> {
    let form = Registration {
        name: name.into(),
        kana: kana.into(),
        birth: "S60.1.1".into(),
        address: ADDRESS.into(),
        identity: vec!["own_words".into()],
        ..Registration::default()
    };
    w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap()
}

fn seen(w: &World<'_>, who: &Scope, person: Id<Person>) -> usize {
    w.act(who, move |tx, who| people::reveal(tx, who, person, "訪問のため")).unwrap().len()
}

fn found(w: &World<'_>) -> usize {
    w.ask(&w.elder, |tx, who| people::find(tx, who, "金平糖町")).unwrap().len()
}

fn lives_with(w: &World<'_>, of: Id<Person>, other: Id<Person>) {
    let home = match w.ask(&w.elder, |tx, _| people::household_of(tx, of)).unwrap() {
        Some(home) => home,
        None => w.act(&w.elder, move |tx, who| people::found_household_around(tx, who, of)).unwrap(),
    };
    let form = MemberForm { person: other.to_string(), standing: "家族".into(), ..MemberForm::default() };
    w.act(&w.elder, move |tx, who| people::add_member(tx, who, home, &form)).unwrap();
}

fn adverse(
    w: &World<'_>,
    who: &Scope,
    of: Id<Person>,
    form: AdverseForm,
) -> kernel::Result<Id<AdverseParty>> {
    w.act(who, move |tx, who| protections::record_adverse(tx, who, of, &form))
}

fn husband(person: Id<Person>) -> AdverseForm {
    AdverseForm { kind: "person".into(), party: person.to_string(), ..AdverseForm::default() }
}

fn agency(who: &Scope) -> AdverseForm {
    AdverseForm { kind: "agency".into(), agency: who.agency.to_string(), ..AdverseForm::default() }
}

fn approve() -> Verdict {
    Verdict { decision: "approved".into(), called: "true".into(), ..Verdict::default() }
}

/// Two custodians, and a protected person.
fn ready(w: &World<'_>) -> (Id<Person>, Id<Protection>) {
    w.custodian(&w.hardship);
    w.custodian(&w.tax);
    let person = resident(w, "匿名 十子【架空】", "とくめい とおこ");
    let protection = w.protect(&w.elder, person);
    (person, protection)
}

#[test]
fn protecting_takes_one_person_and_confirming_a_second_one() {
    each_world(|w| {
        let (_, id) = ready(w);
        w.custodian(&w.elder);
        let confirm = |who: &Scope| w.act(who, move |tx, who| protections::confirm(tx, who, id));
        assert!(matches!(confirm(&w.elder), Err(Error::Invalid(_))), "who began it does not confirm it");
        assert!(matches!(confirm(&w.manager), Err(Error::NotFound)));
        assert!(matches!(confirm(&w.admin), Err(Error::NotFound)));
        let waiting = |who: &Scope| w.ask(who, protections::count_waiting).unwrap();
        assert_eq!((waiting(&w.elder), waiting(&w.tax)), (0, 1));
        confirm(&w.hardship).unwrap();
        assert!(matches!(confirm(&w.tax), Err(Error::Stale)));
        assert_eq!(waiting(&w.tax), 0);
    });
}

#[test]
fn a_protection_past_its_day_holds_and_is_listed() {
    each_world(|w| {
        let (person, id) = ready(w);
        let to_renew = || {
            let (lines, now) =
                w.ask(&w.hardship, |tx, who| Ok((protections::list(tx, who)?, who.now))).unwrap();
            lines[0].to_renew(now)
        };
        assert!(!to_renew());
        w.at.ambient.advance(366 * 86_400);
        assert!(to_renew());
        assert_eq!((seen(w, &w.elder, person), found(w)), (0, 0), "it ends by no date");
        w.act(&w.hardship, move |tx, who| protections::renew(tx, who, id, &RenewForm::default())).unwrap();
        assert!(!to_renew());
    });
}

#[test]
fn one_custodian_ends_nothing_and_two_do() {
    each_world(|w| {
        let (person, id) = ready(w);
        let form = EndForm { end_reason: "相手方が亡くなった".into() };
        assert!(matches!(
            w.act(&w.elder, {
                let form = form.clone();
                move |tx, who| protections::propose_end(tx, who, id, &form)
            }),
            Err(Error::NotFound)
        ));
        let end = w.act(&w.hardship, move |tx, who| protections::propose_end(tx, who, id, &form)).unwrap();
        let verdict =
            EndVerdict { decision: "ended".into(), note: "確かめた".into(), ..EndVerdict::default() };
        let decide = |who: &Scope| {
            let verdict = verdict.clone();
            w.act(who, move |tx, who| protections::decide_end(tx, who, id, end, &verdict))
        };
        assert!(matches!(decide(&w.hardship), Err(Error::Invalid(_))));
        assert!(matches!(decide(&w.elder), Err(Error::NotFound)));
        assert_eq!((seen(w, &w.elder, person), found(w)), (0, 0));
        decide(&w.tax).unwrap();
        assert_eq!((seen(w, &w.elder, person), found(w)), (1, 1));
    });
}

#[test]
fn a_release_takes_two_custodians_and_is_shown_once_to_who_asked() {
    each_world(|w| {
        let (_, id) = ready(w);
        let form = w.release_form();
        let release = w.act(&w.hardship, move |tx, who| protections::request(tx, who, id, &form)).unwrap();
        let decide = |who: &Scope| {
            w.act(who, move |tx, who| protections::decide(tx, who, id, release, &approve())).map(drop)
        };
        let show = |who: &Scope| {
            w.act(who, move |tx, who| protections::show_once(tx, who, id, release))
                .map(|(_, told)| told.len())
        };
        assert!(matches!(show(&w.hardship), Err(Error::Invalid(_))), "not approved yet");
        assert!(matches!(decide(&w.hardship), Err(Error::Invalid(_))), "not by the same person");
        decide(&w.tax).unwrap();
        assert!(matches!(show(&w.tax), Err(Error::NotFound)), "to nobody but who asked");
        assert!(matches!(show(&w.elder), Err(Error::NotFound)));
        assert_eq!(show(&w.hardship).unwrap(), 1);
        assert!(matches!(show(&w.hardship), Err(Error::Invalid(_))), "once");
    });
}

#[test]
fn a_release_lapses_after_half_an_hour_before_and_after_its_approval() {
    each_world(|w| {
        let (_, id) = ready(w);
        for wait_before in [true, false] {
            let form = w.release_form();
            let release =
                w.act(&w.hardship, move |tx, who| protections::request(tx, who, id, &form)).unwrap();
            if wait_before {
                w.at.ambient.advance(30 * 60);
            }
            let decided = w.act(&w.tax, move |tx, who| protections::decide(tx, who, id, release, &approve()));
            assert_eq!(decided.is_err(), wait_before);
            w.at.ambient.advance(30 * 60);
            assert!(w.act(&w.hardship, move |tx, who| protections::show_once(tx, who, id, release)).is_err());
        }
    });
}

#[test]
fn nothing_is_released_to_the_adverse_side() {
    each_world(|w| {
        let (person, id) = ready(w);
        let man = resident(w, "匿名 十夫【架空】", "とくめい とおお");
        let mother = resident(w, "匿名 千代【架空】", "とくめい ちよ");
        lives_with(w, man, mother);
        adverse(w, &w.elder, person, husband(man)).unwrap();
        let login = AdverseForm { kind: "staff".into(), login: "zeimu".into(), ..AdverseForm::default() };
        assert!(
            adverse(w, &w.tax, person, login).is_ok(),
            "a custodian writes down even a colleague or themself"
        );
        for recipient in
            ["匿名　十夫【架空】さんの父", "とくめい とおお", "匿名千代【架空】", "見本 職員【架空】(zeimu)"]
        {
            let form = protections::ReleaseForm { recipient: recipient.into(), ..w.release_form() };
            let release =
                w.act(&w.hardship, move |tx, who| protections::request(tx, who, id, &form)).unwrap();
            let seen =
                w.ask(&w.hardship, |tx, who| protections::release(tx, who, id, release)).unwrap().decision;
            assert_eq!(seen, protections::Decision::Barred, "{recipient}");
        }
    });
}

#[test]
fn whoever_lives_with_a_protected_person_is_shielded_and_no_single_hand_lifts_it() {
    each_world(|w| {
        let mother = resident(w, "匿名 十子【架空】", "とくめい とおこ");
        let child = resident(w, "匿名 百【架空】", "とくめい もも");
        lives_with(w, mother, child);
        assert_eq!(found(w), 2);
        let id = w.protect(&w.elder, mother);
        assert_eq!((seen(w, &w.elder, child), found(w)), (0, 0));
        let home = w.ask(&w.elder, |tx, _| people::household_of(tx, child)).unwrap().unwrap();
        let member = w
            .ask(&w.elder, |tx, who| people::show_household(tx, who, home))
            .unwrap()
            .members
            .iter()
            .find(|m| m.person.id == child)
            .unwrap()
            .id;
        w.act(&w.elder, move |tx, who| people::end_member(tx, who, home, member, "R8.1.1")).unwrap();
        assert_eq!((seen(w, &w.elder, child), found(w)), (0, 0), "whatever day is written");
        // Calling the child an adverse party lifts nothing until a second person confirms it.
        w.custodian(&w.hardship);
        w.custodian(&w.tax);
        let party = adverse(w, &w.elder, mother, husband(child)).unwrap();
        assert_eq!(seen(w, &w.elder, child), 0);
        w.act(&w.tax, move |tx, who| protections::confirm_adverse(tx, who, mother, party)).unwrap();
        assert_eq!((seen(w, &w.elder, child), found(w)), (1, 1));
        let view = w.ask(&w.hardship, |tx, who| protections::show(tx, who, id)).unwrap();
        assert!(view.mates.is_empty());
    });
}

#[test]
fn only_the_own_task_opens_a_contact() {
    each_world(|w| {
        let person = resident(w, "見本 一郎", "みほん いちろう");
        let (_, code) = w.case(&w.elder, person);
        w.consent(&w.elder, &code, w.consent_form(person, &[w.hardship.agency]));
        assert!(w.ask(&w.hardship, |tx, who| people::show(tx, who, person)).is_ok());
        assert_eq!((seen(w, &w.elder, person), seen(w, &w.hardship, person)), (1, 0));
    });
}

#[test]
fn taking_a_merge_back_ends_no_protection() {
    each_world(|w| {
        let one = resident(w, "匿名 十子【架空】", "とくめい とおこ");
        let two = resident(w, "匿名 十子【架空】", "とくめい とおこ");
        w.protect(&w.elder, two);
        let merge = w.act(&w.elder, move |tx, who| people::merge(tx, who, one, two, "同じ方")).unwrap();
        let contact = ContactForm { kind: "address".into(), value: "綿菓子町9番地".into() };
        w.act(&w.elder, move |tx, who| people::add_contact(tx, who, one, &contact)).unwrap();
        w.act(&w.elder, move |tx, who| people::undo(tx, who, merge)).unwrap();
        assert_eq!((seen(w, &w.elder, one), seen(w, &w.elder, two)), (0, 0));
    });
}

fn team(w: &World<'_>, case: Id<Case>) -> Vec<(Id<kernel::Agency>, bool)> {
    let team = w
        .ask(&w.elder, |tx, who| cases::team(tx, who, &access::case(tx, who, case, Act::Read)?)?.all())
        .unwrap();
    team.into_iter().filter(|m| m.left_at.is_none()).map(|m| (m.agency, m.is_lead)).collect()
}

#[test]
fn writing_down_an_adverse_agency_ends_its_membership_at_once_even_as_lead() {
    each_world(|w| {
        let person = resident(w, "匿名 十子【架空】", "とくめい とおこ");
        let (case, code) = w.case(&w.elder, person);
        w.invite(&w.elder, case, w.hardship.agency);
        w.act(&w.hardship, move |tx, who| cases::take_lead(tx, who, case)).unwrap();
        adverse(w, &w.elder, person, agency(&w.hardship)).unwrap();
        assert_eq!(team(w, case), [(w.elder.agency, true)]);
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)),
            Err(Error::NotFound)
        ));
        let invitation = cases::Invitation {
            agency: w.hardship.agency.to_string(),
            role_text: "相談".into(),
            ground: "commission".into(),
            ground_note: "委託契約".into(),
            ..cases::Invitation::default()
        };
        let again = w.act(&w.elder, move |tx, who| cases::invite(tx, who, case, &invitation));
        assert!(matches!(again, Err(Error::Invalid(_))));
        let task = cases::TaskForm {
            title: "訪問".into(),
            due: "明日".into(),
            owner: w.hardship.agency.to_string(),
        };
        assert!(w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &task)).is_err());
    });
}

#[test]
fn the_adverse_side_comes_into_a_case_by_no_way() {
    each_world(|w| {
        let wife = resident(w, "匿名 十子【架空】", "とくめい とおこ");
        let man = resident(w, "匿名 十夫【架空】", "とくめい とおお");
        let mother = resident(w, "匿名 千代【架空】", "とくめい ちよ");
        let child = resident(w, "匿名 百【架空】", "とくめい もも");
        lives_with(w, man, mother);
        lives_with(w, wife, child);
        adverse(w, &w.elder, wife, husband(man)).unwrap();
        let (of_wife, code) = w.case(&w.elder, wife);
        let (of_man, other) = w.case(&w.elder, man);
        let about = |case: Id<Case>| -> Vec<Id<Person>> {
            w.ask(&w.elder, |tx, _| {
                tx.all(
                    "SELECT p.id FROM case_people q JOIN people p ON p.id = q.person_id WHERE q.case_id = $1 ORDER BY p.registered_at",
                    &[&case],
                )
            })
            .unwrap()
        };
        // By the household.
        lives_with(w, wife, man);
        lives_with(w, wife, mother);
        assert_eq!(about(of_wife), [wife, child]);
        assert_eq!(about(of_man), [man, mother]);
        // By a case that is opened anew for the household.
        let (new, _) = w.case(&w.elder, child);
        assert!(about(new).contains(&wife) && !about(new).contains(&man));
        // By merging cases or people.
        let form = CaseMergeForm { other, reason: "同じ世帯".into() };
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, of_wife, &form)),
            Err(Error::Conflict(_))
        ));
        for (kept, merged) in [(wife, man), (man, wife), (child, man), (man, child)] {
            let merge = w.act(&w.elder, move |tx, who| people::merge(tx, who, kept, merged, "同じ方"));
            assert!(matches!(merge, Err(Error::Conflict(_))));
        }
        // By speaking for the protected person.
        let consent = domain::consents::ConsentForm {
            given_by: "guardian".into(),
            given_by_name: "匿名 十夫【架空】(夫)".into(),
            ..w.consent_form(wife, &[w.tax.agency])
        };
        let given = w.act(&w.elder, move |tx, who| domain::consents::give(tx, who, &code, &consent));
        assert!(matches!(given, Err(Error::Invalid(_))));
    });
}

#[test]
fn a_tie_bars_at_once_and_only_an_administrator_ends_it() {
    each_world(|w| {
        let person = resident(w, "見本 一郎", "みほん いちろう");
        let (case, code) = w.case(&w.elder, person);
        let form = TieForm { person: person.to_string(), kind: "family".into() };
        let tie = w.act(&w.elder, move |tx, who| protections::declare_tie(tx, who, &form)).unwrap();
        assert!(matches!(w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)), Err(Error::NotFound)));
        assert!(matches!(w.ask(&w.elder, |tx, who| people::show(tx, who, person)), Err(Error::NotFound)));
        let lead: Option<String> = w
            .ask(&w.admin, |tx, _| tx.one("SELECT lead_staff_id FROM cases WHERE id = $1", &[&case]))
            .unwrap();
        assert_eq!(lead, None);
        let listed = w.ask(&w.admin, protections::all_ties).unwrap();
        assert!(listed.len() == 1 && listed[0].note.is_empty(), "an administrator learns no name");
        assert!(w.act(&w.elder, move |tx, who| protections::end_tie(tx, who, tie)).is_err());
        w.act(&w.admin, move |tx, who| protections::end_tie(tx, who, tie)).unwrap();
        assert!(w.ask(&w.elder, |tx, who| people::show(tx, who, person)).is_ok());
    });
}

#[test]
fn a_custodian_on_the_other_side_sees_nothing_of_the_protection() {
    each_world(|w| {
        let (person, id) = ready(w);
        adverse(w, &w.elder, person, agency(&w.tax)).unwrap();
        assert!(w.ask(&w.tax, protections::list).unwrap().is_empty());
        assert!(matches!(w.ask(&w.tax, |tx, who| protections::show(tx, who, id)), Err(Error::NotFound)));
        let form = w.release_form();
        assert!(w.act(&w.tax, move |tx, who| protections::request(tx, who, id, &form)).is_err());
        assert_eq!(w.ask(&w.hardship, protections::list).unwrap().len(), 1);
    });
}

#[test]
fn the_duty_is_given_by_administrators_to_others_and_never_to_administrators() {
    each_world(|w| {
        let grant = |who: &Scope, login: &str| {
            let form = GrantForm { login: login.into(), ..GrantForm::default() };
            w.act(who, move |tx, who| protections::grant(tx, who, &form))
        };
        assert!(matches!(grant(&w.elder, "houkatsu"), Err(Error::NotFound)));
        assert!(matches!(grant(&w.admin, "kanri"), Err(Error::Invalid(_))));
        assert!(matches!(grant(&w.admin, "だれか"), Err(Error::Invalid(_))));
        let duty = grant(&w.admin, "kacho").unwrap();
        assert!(matches!(grant(&w.admin, "kacho"), Err(Error::Conflict(_))));
        assert!(w.ask(&w.manager, protections::holds_duty).unwrap());
        assert_eq!(w.ask(&w.admin, protections::custodians).unwrap().1, 1);
        w.act(&w.admin, move |tx, who| protections::end_duty(tx, who, duty)).unwrap();
        assert!(!w.ask(&w.manager, protections::holds_duty).unwrap());
        assert!(w.ask(&w.manager, protections::list).is_err());
    });
}
