//! 相手方 and 利害関係: whoever stands on the other side is recognised by their account, their household and their name.

use domain::consents::{self, ConsentForm};
use domain::emergency::{self, EmergencyForm};
use domain::people::Person;
use domain::protections::{self, AdverseForm};
use kernel::{Error, Id, Role, Scope};
use testkit::{World, each_world};

/// A woman with a case, from whom a man is kept away; he lives with his mother.
struct Apart {
    woman: Id<Person>,
    man: Id<Person>,
    mother: Id<Person>,
    code: String,
}

fn apart(w: &World<'_>) -> Apart {
    let [mother, man] = w.mother_and_son();
    let woman = w.person(&w.elder, "匿名 十子【架空】", "とくめい とおこ", "S60.1.1");
    let (_, code) = w.case(&w.elder, woman);
    let form = AdverseForm { kind: "person".into(), party: man.to_string(), ..AdverseForm::default() };
    kept_away(w, woman, form);
    Apart { woman, man, mother, code }
}

fn kept_away(w: &World<'_>, woman: Id<Person>, form: AdverseForm) {
    w.act(&w.elder, move |tx, who| protections::record_adverse(tx, who, woman, &form)).unwrap();
}

fn outside(name: &str) -> AdverseForm {
    AdverseForm { kind: "outside".into(), name: name.into(), ..AdverseForm::default() }
}

fn hurries(w: &World<'_>, who: &Scope, code: &str) -> kernel::Result<String> {
    let form = EmergencyForm {
        case: code.into(),
        reason: "ベランダから身を乗り出していると通報があり、これから向かうため".into(),
        contacted: "119".into(),
        ..EmergencyForm::default()
    };
    w.act(who, move |tx, who| emergency::begin(tx, who, &form))
}

#[test]
fn not_even_an_emergency_opens_a_case_to_somebody_who_stands_on_the_other_side() {
    each_world(|w| {
        let a = apart(w);
        let worker = |login| w.somebody(login, "tax", Role::CounterWorker);
        let (friend, himself, sister) = (worker("shiriai"), worker("otto"), worker("imouto"));
        let (neighbour, nobody) = (worker("kinjo"), worker("tanin"));
        w.tie(&friend, a.woman);
        kept_away(
            w,
            a.woman,
            AdverseForm { kind: "staff".into(), login: "otto".into(), ..AdverseForm::default() },
        );
        w.tie(&sister, a.man);
        w.tie(&neighbour, a.mother);
        for (who, why) in [
            (&friend, "a tie with her"),
            (&himself, "the other side works here"),
            (&sister, "a tie with him"),
            (&neighbour, "a tie with who lives with him"),
        ] {
            assert!(matches!(hurries(w, who, &a.code), Err(Error::NotFound)), "{why}");
        }
        assert_eq!(hurries(w, &nobody, &a.code).unwrap(), a.code);
    });
}

#[test]
fn the_other_side_is_told_by_no_spelling_of_its_name() {
    each_world(|w| {
        let a = apart(w);
        let other = w.person(&w.elder, "匿名 三津夫【架空】", "とくめい みづお", "S50.1.1");
        kept_away(
            w,
            a.woman,
            AdverseForm { kind: "person".into(), party: other.to_string(), ..AdverseForm::default() },
        );
        kept_away(w, a.woman, outside("林"));
        kept_away(
            w,
            a.woman,
            AdverseForm { kind: "agency".into(), agency: w.tax.agency.to_string(), ..AdverseForm::default() },
        );
        let tells = |name: &str| {
            let form = ConsentForm { outside: name.into(), ..w.consent_form(a.woman, &[]) };
            let code = a.code.clone();
            w.act(&w.elder, move |tx, who| consents::give(tx, who, &code, &form))
        };
        for name in [
            "見本 二郎",
            "見本二郎さんの上司",
            "見本 ハナ",
            "みほんじろう",
            "匿名 三津夫【架空】",
            "とくめいみづおの父",
            "とくめいみずおの父",
            "林",
            "税務課【架空】の窓口",
        ] {
            match tells(name) {
                Err(Error::Invalid(faults)) => assert_eq!(
                    (faults[0].field.as_str(), faults[0].message.key, faults.len()),
                    ("outside", "invite_not_possible", 1),
                    "{name}"
                ),
                other => panic!("{name}: {other:?}"),
            }
        }
        for name in ["小林", "見本医院", "二郎", "匿名 十子【架空】", "花の会"] {
            assert!(tells(name).is_ok(), "{name}");
        }
    });
}
