//! What a consent needs to be one, what is kept of it, and when it ends.

use domain::access::{self, Act};
use domain::cases::handover::{self, Handover, HandoverForm};
use domain::cases::{self, NewRecord};
use domain::consents::{
    self, Answer, ConsentForm, ConsentView, EVIDENCE_MAX_BYTES, ExplanationForm, GivenBy, How, WithdrawalForm,
};
use domain::people::Person;
use domain::protections;
use kernel::{Error, Id, Instant, Result, Scope};
use testkit::{World, each_world};

/// A case about a mother; her son belongs to it.
struct Case {
    mother: Id<Person>,
    id: Id<cases::Case>,
    code: String,
}

fn case(w: &World<'_>) -> Case {
    let [mother, _] = w.mother_and_son();
    let (id, code) = w.case(&w.elder, mother);
    Case { mother, id, code }
}

fn give(w: &World<'_>, case: &Case, form: ConsentForm) -> Result<Id<ConsentView>> {
    let code = case.code.clone();
    w.act(&w.elder, move |tx, who| consents::give(tx, who, &code, &form))
}

/// Fields and keys of the faults.
fn faults<T>(answer: Result<T>) -> Vec<(String, &'static str)> {
    match answer {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|f| (f.field, f.message.key)).collect(),
        Err(other) => vec![(other.to_string(), "")],
        Ok(_) => Vec::new(),
    }
}

fn fields<T>(answer: Result<T>) -> Vec<String> {
    faults(answer).into_iter().map(|(field, _)| field).collect()
}

fn now(w: &World<'_>) -> Instant {
    w.ask(&w.elder, |tx, _| Ok(tx.now())).unwrap()
}

fn show(w: &World<'_>, who: &Scope, id: Id<ConsentView>) -> Result<ConsentView> {
    w.ask(who, |tx, who| consents::show(tx, who, id))
}

#[test]
fn an_answer_says_who_gave_it_and_a_refusal_says_why() {
    each_world(|w| {
        let c = case(w);
        let whole = || w.consent_form(c.mother, &[w.hardship.agency]);
        for given_by in ["family", "guardian"] {
            let unnamed = ConsentForm { given_by: given_by.into(), ..whole() };
            assert_eq!(fields(give(w, &c, unnamed)), ["given_by_name"]);
            let named =
                ConsentForm {
                    given_by: given_by.into(), given_by_name: "長女 見本 一美".into(), ..whole()
                };
            assert!(give(w, &c, named).is_ok());
        }
        let nobody = ConsentForm { given_by: String::new(), answer: String::new(), ..whole() };
        assert_eq!(fields(give(w, &c, nobody)), ["given_by", "answer"]);
        let refused = ConsentForm { answer: "refused".into(), ..w.consent_form(c.mother, &[]) };
        assert_eq!(fields(give(w, &c, refused.clone())), ["refusal_reason"]);
        let reasoned = ConsentForm { refusal_reason: "知られたくない".into(), ..refused };
        assert!(give(w, &c, reasoned).is_ok());
        let undecided = ConsentForm { answer: "undecided".into(), ..w.consent_form(c.mother, &[]) };
        let id = give(w, &c, undecided).unwrap();
        assert!(!show(w, &w.elder, id).unwrap().in_force(now(w)));
        let elsewhere = ConsentForm { case: "K-000-0000".into(), ..whole() };
        assert!(matches!(give(w, &c, elsewhere), Err(Error::Conflict(_))));
        let same = ConsentForm { case: c.code.clone(), ..whole() };
        assert!(give(w, &c, same).is_ok());
        let stranger = w.person(&w.elder, "見本 三郎", "みほん さぶろう", "S30");
        assert_eq!(fields(give(w, &c, w.consent_form(stranger, &[w.hardship.agency]))), ["person"]);
    });
}

#[test]
fn an_agreement_says_what_for_what_whom_and_until_when() {
    each_world(|w| {
        let c = case(w);
        let whole = || w.consent_form(c.mother, &[w.hardship.agency]);
        let bare = ConsentForm {
            purpose: String::new(),
            categories: Vec::new(),
            agencies: Vec::new(),
            until: String::new(),
            ..whole()
        };
        assert_eq!(fields(give(w, &c, bare)), ["purpose", "categories", "agencies", "until"]);
        // One's own agency needs no telling; somebody outside the system may be all.
        let own = ConsentForm { agencies: vec![w.elder.agency.to_string()], ..whole() };
        assert_eq!(fields(give(w, &c, own)), ["agencies"]);
        let outside =
            ConsentForm { agencies: vec![String::new()], outside: "見本医院".into(), ..whole() };
        assert!(give(w, &c, outside).is_ok());
        let unknown = ConsentForm { agencies: vec!["nowhere".into()], ..whole() };
        assert!(fields(give(w, &c, unknown)).contains(&"agencies".to_owned()));
        let odd = ConsentForm { categories: vec!["money".into(), "stars".into()], ..whole() };
        assert_eq!(faults(give(w, &c, odd)), [("categories".to_owned(), "error_unknown_choice")]);
        let until = |text: &str| faults(give(w, &c, ConsentForm { until: text.into(), ..whole() }));
        assert_eq!(until("R8.3.31"), [("until".to_owned(), "error_date_past")]);
        assert!(until("R8.4.1").is_empty(), "today is a day");
        assert!(until("R9.4.2").is_empty(), "366 days");
        assert_eq!(until("R9.4.3"), [("until".to_owned(), "consent_too_long")]);
        assert!(!fields(give(w, &c, ConsentForm { explained_on: "いつか".into(), ..whole() })).is_empty());
    });
}

#[test]
fn what_was_answered_is_kept_as_it_was_answered() {
    each_world(|w| {
        let c = case(w);
        let form = ConsentForm {
            answer: "partly".into(),
            categories: vec!["money".into(), "life".into()],
            // Named twice by mistake, told once.
            agencies: vec![w.hardship.agency.to_string(), w.hardship.agency.to_string()],
            outside: "見本医院".into(),
            given_by: "guardian".into(),
            given_by_name: "後見人 見本 守".into(),
            how: "sign".into(),
            until: "R8.5.31".into(),
            explained_on: "R8.3.30".into(),
            explain_method: "phone".into(),
            accompanied_by: "民生委員".into(),
            materials: "やさしい説明書".into(),
            ..w.consent_form(c.mother, &[])
        };
        let id = give(w, &c, form.clone()).unwrap();
        let kept = show(w, &w.elder, id).unwrap();
        assert_eq!((kept.case, kept.code.as_str(), kept.person), (c.id, c.code.as_str(), c.mother));
        assert_eq!((kept.given_by, kept.given_by_name.as_str()), (GivenBy::Guardian, "後見人 見本 守"));
        assert_eq!((kept.answer, kept.how, kept.outside.as_str()), (Answer::Partly, How::Sign, "見本医院"));
        assert_eq!((kept.purpose.as_str(), kept.refusal_reason.as_str()), ("生活の立て直し", ""));
        let kinds = w.ask(&w.elder, |tx, _| consents::categories::all(tx)).unwrap();
        assert_eq!(kinds.len(), 6);
        assert_eq!(
            consents::categories::names(&kinds, kept.categories),
            ["収入・資産・債務", "これまでの暮らし・課題"]
        );
        assert_eq!(kept.until_at, Instant::start_of("2026-06-01".parse().unwrap()), "the whole last day");
        assert_eq!(kept.recipients.iter().map(|r| r.agency).collect::<Vec<_>>(), [w.hardship.agency]);
        assert!(kept.in_force(kept.from_at) && kept.in_force(Instant(kept.until_at.0 - 1)));
        assert!(!kept.in_force(kept.until_at) && !kept.in_force(Instant(kept.until_at.0 + 1)));
        let explained = w
            .ask(&w.elder, |tx, who| {
                let pass = access::case(tx, who, c.id, Act::Read)?;
                consents::explanations(tx, who, &pass)
            })
            .unwrap();
        let [told] = &explained[..] else { panic!("{explained:?}") };
        assert_eq!(
            (told.explained_on.to_string().as_str(), told.words.as_str()),
            ("2026-03-30", &*form.words)
        );
        assert_eq!((told.accompanied_by.as_str(), told.materials.as_str()), ("民生委員", "やさしい説明書"));
        // A receiver learns of itself only, and everybody else of nothing.
        let tax = give(w, &c, w.consent_form(c.mother, &[w.tax.agency, w.hardship.agency])).unwrap();
        let seen = show(w, &w.tax, tax).unwrap();
        assert_eq!(seen.recipients.iter().map(|r| r.agency).collect::<Vec<_>>(), [w.tax.agency]);
        assert!(matches!(show(w, &w.tax, c.id.cast()), Err(Error::NotFound)));
        let all = w.ask(&w.elder, |tx, who| {
            let pass = access::case(tx, who, c.id, Act::Read)?;
            consents::of_case(tx, who, &pass)
        });
        assert_eq!(all.unwrap().len(), 2);
    });
}

#[test]
fn an_explanation_without_an_answer_keeps_the_words() {
    each_world(|w| {
        let c = case(w);
        let explain = |words: &str, person: &str| {
            let form =
                ExplanationForm { person: person.into(), words: words.into(), ..ExplanationForm::default() };
            let code = c.code.clone();
            w.act(&w.elder, move |tx, who| consents::explain(tx, who, &code, &form))
        };
        assert_eq!(fields(explain("", &c.mother.to_string())), ["words"]);
        assert_eq!(fields(explain("「そう」", "")), ["person"]);
        assert!(explain("「そう」", &c.mother.to_string()).is_ok());
    });
}

#[test]
fn a_consent_that_ends_soon_comes_due_until_there_is_a_later_one() {
    each_world(|w| {
        let c = case(w);
        let form = ConsentForm { until: "R8.4.30".into(), ..w.consent_form(c.mother, &[w.hardship.agency]) };
        let id = give(w, &c, form).unwrap();
        let due = |who: &Scope, days: i32| {
            let found = w.ask(who, |tx, who| consents::ending(tx, who, days)).unwrap();
            found.into_iter().map(|e| e.id).collect::<Vec<_>>()
        };
        // It ends with 30 April: at noon of the first, 29 and a half days later.
        assert!(due(&w.elder, 29).is_empty());
        assert_eq!(due(&w.elder, 30), [id]);
        assert!(due(&w.hardship, 30).is_empty(), "renewing is for those whose case it is");
        w.at.ambient.advance(1);
        give(w, &c, w.consent_form(c.mother, &[w.hardship.agency])).unwrap();
        assert!(due(&w.elder, 30).is_empty());
    });
}

#[test]
fn a_signed_sheet_is_kept_if_it_is_one() {
    each_world(|w| {
        let c = case(w);
        let id = give(w, &c, w.consent_form(c.mother, &[w.hardship.agency])).unwrap();
        let add = |bytes: &[u8]| {
            let bytes = bytes.to_vec();
            w.act(&w.elder, move |tx, who| consents::add_evidence(tx, who, id, &bytes))
        };
        let png: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 1, 2];
        for (bytes, kind) in [
            (&b"%PDF-1.7 ..."[..], "application/pdf"),
            (png, "image/png"),
            (&[0xff, 0xd8, 0xff, 0xe0], "image/jpeg"),
        ] {
            w.at.ambient.advance(1);
            let sheet = add(bytes).unwrap();
            let body = w.ask(&w.elder, |tx, who| consents::evidence_body(tx, who, id, sheet)).unwrap();
            assert_eq!(body, (kind.to_owned(), bytes.to_vec()));
            let listed = show(w, &w.elder, id).unwrap().evidence;
            assert_eq!(
                (listed.last().unwrap().id, listed.last().unwrap().media_type.as_str()),
                (sheet, kind)
            );
            let stranger = w.ask(&w.admin, |tx, who| consents::evidence_body(tx, who, id, sheet));
            assert!(matches!(stranger, Err(Error::NotFound)));
        }
        assert_eq!(faults(add(b"<html><script>")), [("file".to_owned(), "error_file")]);
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(EVIDENCE_MAX_BYTES, b' ');
        assert_eq!(EVIDENCE_MAX_BYTES, 5_242_880, "5 MB");
        assert!(add(&large).is_ok());
        large.push(b' ');
        let Err(Error::Invalid(refused)) = add(&large) else { panic!("a file of more than 5 MB was kept") };
        assert!(refused[0].message.text.contains("5"), "{:?}", refused[0].message.text);
    });
}

#[test]
fn taking_back_needs_words_names_whom_and_happens_once() {
    each_world(|w| {
        let c = case(w);
        let id = give(w, &c, w.consent_form(c.mother, &[w.hardship.agency, w.tax.agency])).unwrap();
        let withdraw = |agency: &str, words: &str| {
            let form = WithdrawalForm { agency: agency.into(), words: words.into() };
            w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, id, &form))
        };
        assert_eq!(fields(withdraw("", "")), ["words"]);
        assert_eq!(fields(withdraw("nowhere", "「やめる」")), ["agency"]);
        assert_eq!(fields(withdraw(&w.elder.agency.to_string(), "「やめる」")), ["agency"]);
        assert!(show(w, &w.elder, id).unwrap().in_force(now(w)));
        withdraw(&w.tax.agency.to_string(), "「税の人には」").unwrap();
        assert!(show(w, &w.elder, id).unwrap().withdrawn_at.is_none(), "the other one still knows");
        withdraw("", "「やめる」").unwrap();
        assert!(show(w, &w.elder, id).unwrap().withdrawn_at.is_some());
        assert!(matches!(withdraw("", "「やめる」"), Err(Error::Conflict(_))));
        // What somebody of the family refuses ends nothing of the person's own.
        let own = give(w, &c, w.consent_form(c.mother, &[w.hardship.agency])).unwrap();
        let family = ConsentForm {
            answer: "refused".into(),
            refusal_reason: "外聞が悪い".into(),
            given_by: "family".into(),
            given_by_name: "長女 見本 一美".into(),
            ..w.consent_form(c.mother, &[])
        };
        give(w, &c, family).unwrap();
        assert!(show(w, &w.elder, own).unwrap().in_force(now(w)));
    });
}

/// Hands the case over on the ground of consent, without new words, with some records.
fn hand_over(w: &World<'_>, code: &str, words: &str, records: &[String]) -> Result<Id<Handover>> {
    let form = HandoverForm {
        consent_words: words.into(),
        records: records.to_vec(),
        ..w.handover_form(&w.hardship)
    };
    let code = code.to_owned();
    w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form))
}

#[test]
fn what_is_handed_over_by_consent_is_what_was_agreed_to_kind_by_kind() {
    each_world(|w| {
        // In this municipality the kind that names a person is not the first one.
        w.at.db
            .write(|tx| tx.exec("UPDATE information_categories SET bit = 64 WHERE key = 'basic'", &[]))
            .unwrap();
        let alone = |n: usize, kinds: &[&str]| {
            let name = format!("見本 四郎{n}");
            let person = w.person(&w.elder, &name, "みほん しろう", &format!("S3{n}.1.1"));
            let (_, code) = w.case(&w.elder, person);
            let categories = kinds.iter().map(|kind| (*kind).to_owned()).collect();
            w.consent(
                &w.elder,
                &code,
                ConsentForm { categories, ..w.consent_form(person, &[w.hardship.agency]) },
            );
            let health = NewRecord {
                text: "血圧の薬を飲んでいる".into(),
                person: person.to_string(),
                categories: vec!["health".into()],
                ..NewRecord::default()
            };
            let target = code.clone();
            let record = w.act(&w.elder, move |tx, who| cases::record(tx, who, &target, &health)).unwrap();
            (code, record.to_string())
        };
        let needs_words = [("consent_words".to_owned(), "consent_scope_excluded")];
        let (named, record) = alone(1, &["basic"]);
        assert!(hand_over(w, &named, "", &[]).is_ok(), "the name was agreed to");
        assert_eq!(faults(hand_over(w, &named, "", &[record])), needs_words, "health was not");
        let (health, record) = alone(2, &["health"]);
        assert_eq!(faults(hand_over(w, &health, "", &[])), needs_words, "nor here the name");
        assert_eq!(faults(hand_over(w, &health, "", std::slice::from_ref(&record))), needs_words);
        let (both, record) = alone(3, &["basic", "health"]);
        assert!(hand_over(w, &both, "", &[record]).is_ok(), "name and health, and nothing besides");
    });
}

#[test]
fn a_consent_while_handing_over_keeps_the_words_and_covers_what_travels() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 四郎", "みほん しろう", "S31.1.1");
        let (_, code) = w.case(&w.elder, person);
        hand_over(w, &code, "「家計のことなら」", &[]).unwrap();
        let (words, covered, basic): (String, i64, i64) = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT x.words, k.categories, g.bit FROM consent_explanations x JOIN consents k ON k.person_id = x.person_id
                     JOIN information_categories g ON g.key = 'basic' WHERE x.person_id = $1",
                    &[&person],
                )
            })
            .unwrap();
        assert_eq!((words.as_str(), covered), ("「家計のことなら」", basic), "the name, and nothing else");
    });
}

#[test]
fn the_other_side_answers_for_nobody() {
    each_world(|w| {
        let c = case(w);
        let mother = c.mother;
        let form = protections::AdverseForm {
            kind: "outside".into(),
            name: "敵対 太郎".into(),
            ..Default::default()
        };
        w.act(&w.elder, move |tx, who| protections::record_adverse(tx, who, mother, &form)).unwrap();
        let by = |given_by: &str| ConsentForm {
            given_by: given_by.into(),
            given_by_name: "敵対太郎".into(),
            ..w.consent_form(c.mother, &[w.hardship.agency])
        };
        for given_by in ["family", "guardian"] {
            assert_eq!(
                faults(give(w, &c, by(given_by))),
                [("given_by_name".to_owned(), "invite_not_possible")]
            );
        }
        assert!(give(w, &c, by("self")).is_ok(), "the name of whoever else was there decides nothing");
    });
}

#[test]
fn a_file_that_is_none_is_told_how_large_one_may_be_and_a_list_leaves_its_line() {
    each_world(|w| {
        let c = case(w);
        let consent = w.consent(&w.elder, &c.code, w.consent_form(c.mother, &[w.hardship.agency]));
        let refused = w.act(&w.elder, move |tx, who| consents::add_evidence(tx, who, consent, b"hello"));
        match refused {
            Err(Error::Invalid(faults)) => assert!(faults[0].message.text.contains("5MB"), "{:?}", faults[0]),
            other => panic!("{other:?}"),
        }
        let lines = || -> i64 {
            let sql = "SELECT count(*) FROM audit_events WHERE action = 'list' AND kind = 'consent'";
            w.ask(&w.elder, |tx, _| tx.one(sql, &[])).unwrap()
        };
        let ending = |days| w.act(&w.elder, move |tx, who| consents::ending(tx, who, days)).unwrap().len();
        let before = lines();
        assert_eq!((ending(1), lines()), (0, before), "nothing was shown");
        assert_eq!((ending(400), lines()), (1, before + 1));
    });
}
