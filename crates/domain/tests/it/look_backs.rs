//! ふり返り: on a ground of its own, without anybody in it, by two people; and what it should change (OTA-06, EDO-21, S2, S3).

use domain::cases::{self, Case};
use domain::conferences::{self, DecisionForm as Convening, RequestForm};
use domain::consents::{self, ConsentForm, WithdrawalForm};
use domain::look_backs::{
    self, DecisionForm, Filter, Lesson, LookBack, LookBackForm, Shared, Stage, Waiting,
};
use domain::people::{self, ContactForm, Person};
use domain::revision_proposals::{self, DecisionForm as Verdict, ProposalForm, Standing};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{Dice, World, each_world, fault, faults};

struct Home {
    mother: Id<Person>,
    son: Id<Person>,
    case: Id<Case>,
    code: String,
}

fn home(w: &World<'_>) -> Home {
    let [mother, son] = w.mother_and_son();
    let (case, code) = w.case(&w.elder, mother);
    Home { mother, son, case, code }
}

/// A closed case whose people agreed to be learnt from.
fn learnable(w: &World<'_>) -> Home {
    let h = home(w);
    w.close(&w.elder, h.case);
    for person in [h.mother, h.son] {
        w.consent(&w.elder, &h.code, w.learning_consent(person));
    }
    h
}

fn file(w: &World<'_>, who: &Scope, code: &str, form: LookBackForm) -> Result<Id<LookBack>> {
    let code = code.to_owned();
    w.act(who, move |tx, who| look_backs::file(tx, who, &code, &form))
}

fn filed(w: &World<'_>, h: &Home) -> Id<LookBack> {
    file(w, &w.elder, &h.code, w.look_back_form()).unwrap()
}

fn note(text: &str) -> DecisionForm {
    DecisionForm { note: text.into() }
}

fn approve(w: &World<'_>, who: &Scope, id: Id<LookBack>) -> Result<()> {
    let form = note("だれのことか分からないと確かめた");
    w.act(who, move |tx, who| look_backs::approve(tx, who, id, &form))
}

fn send_back(w: &World<'_>, who: &Scope, id: Id<LookBack>, text: &str) -> Result<()> {
    let form = note(text);
    w.act(who, move |tx, who| look_backs::send_back(tx, who, id, &form))
}

fn stage(w: &World<'_>, id: Id<LookBack>) -> Stage {
    w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap().stage
}

fn waiting(w: &World<'_>, who: &Scope) -> Vec<Waiting> {
    w.ask(who, look_backs::waiting).unwrap()
}

fn library(w: &World<'_>, who: &Scope) -> Vec<Lesson> {
    w.ask(who, |tx, who| look_backs::library(tx, who, &Filter::default())).unwrap().lessons
}

fn withdraw(w: &World<'_>, who: &Scope, number: &str, reason: &str) -> Result<Id<LookBack>> {
    let form = look_backs::WithdrawalForm { number: number.into(), reason: reason.into() };
    w.act(who, move |tx, who| look_backs::withdraw(tx, who, &form))
}

fn number(w: &World<'_>, id: Id<LookBack>) -> String {
    w.ask(&w.elder, |tx, who| look_backs::show(tx, who, id)).unwrap().lesson.number
}

/// An item under the statute on the case, as far as somebody else has decided on it.
fn item(w: &World<'_>, h: &Home, necessity: &str, approved: bool) {
    let (code, form) = (
        h.code.clone(),
        RequestForm {
            no_consent_reason: "亡くなっていて、聞けない".into(),
            necessity: necessity.into(),
            question: "なにを次に生かすか".into(),
            meets_on: "R8.4.10".into(),
            ..RequestForm::default()
        },
    );
    let id = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &code, &form)).unwrap();
    if approved {
        let note = Convening { note: "必要".into() };
        w.act(&w.manager, move |tx, who| conferences::approve(tx, who, id, &note)).unwrap();
    }
}

#[test]
fn whoever_led_a_closed_case_looks_back_on_it_and_nobody_on_an_open_one() {
    each_world(|w| {
        let h = home(w);
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
        let h = home(w);
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
        let h = home(w);
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

/// Every field × every kind of trace, however it is typed.
#[test]
fn words_that_tell_whom_it_is_about_are_refused_by_their_field() {
    each_world(|w| {
        let h = home(w);
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

fn propose(
    w: &World<'_>,
    who: &Scope,
    numbers: &str,
    text: &str,
) -> Result<Id<revision_proposals::Proposal>> {
    let form =
        ProposalForm { title: "役割を先に決める".into(), text: text.into(), numbers: numbers.into() };
    w.act(who, move |tx, who| revision_proposals::propose(tx, who, &form))
}

/// EDO-21: a revision lists the look-backs that led to it without case identifiers.
#[test]
fn a_proposal_cites_lessons_and_no_case_and_somebody_else_decides() {
    each_world(|w| {
        let h = learnable(w);
        let [one, other, unread] = [(); 3].map(|()| filed(w, &h));
        approve(w, &w.manager, one).unwrap();
        approve(w, &w.manager, other).unwrap();
        let (one, other, unread) = (number(w, one), number(w, other), number(w, unread));
        let text = "会議の前に、次に動く人を決める手順を計画に入れる";
        for nobody in [&w.elder, &w.tax, &w.admin, &w.privacy] {
            assert!(matches!(propose(w, nobody, &one, text), Err(Error::NotFound)));
        }
        assert_eq!(faults(propose(w, &w.manager, "", text)), [("numbers".into(), "error_required")]);
        assert_eq!(faults(propose(w, &w.manager, &unread, text)), [("numbers".into(), "look_back_unknown")]);
        for identifying in [format!("ケース{}から", h.code), "電話000-1234-5678".into(), "1丁目の家".into()]
        {
            let refused = propose(w, &w.manager, &one, &identifying);
            assert_eq!(faults(refused), [("text".into(), "look_back_identifies")], "{identifying}");
        }
        let id = propose(w, &w.manager, &format!("{one}、{other} {one}"), text).unwrap();
        let list = |who: &Scope| w.ask(who, revision_proposals::list).unwrap();
        let told = serde_json::to_string(&list(&w.tax)).unwrap();
        assert!(told.contains(&one) && told.contains(&other) && !told.contains(&h.code), "{told}");
        assert!(!told.contains(h.case.as_str()));
        let decide = |who: &Scope, decision: &str, note: &str| {
            let form = Verdict { decision: decision.into(), note: note.into() };
            w.act(who, move |tx, who| revision_proposals::decide(tx, who, id, &form))
        };
        assert!(matches!(decide(&w.manager, "taken_up", ""), Err(Error::NotFound)), "not by who proposed it");
        assert!(matches!(decide(&w.elder, "taken_up", ""), Err(Error::NotFound)));
        let chief = w.somebody("buchou", "tax", Role::Manager);
        assert!(list(&chief)[0].may_decide && !list(&w.manager)[0].may_decide);
        assert_eq!(faults(decide(&chief, "not_taken_up", "")), [("note".into(), "error_required")]);
        assert_eq!(faults(decide(&chief, "proposed", "")), [("decision".into(), "error_unknown_choice")]);
        decide(&chief, "not_taken_up", "次の計画で考える").unwrap();
        assert!(matches!(decide(&chief, "taken_up", ""), Err(Error::NotFound)));
        withdraw(w, &w.elder, &other, "気になる点があった").unwrap();
        let found = list(&w.tax);
        assert_eq!(
            (found[0].standing, found[0].decision_note.as_str()),
            (Standing::NotTakenUp, "次の計画で考える")
        );
        let published: Vec<bool> = found[0].cited.iter().map(|cited| cited.published).collect();
        assert_eq!(published.iter().filter(|published| **published).count(), 1, "the other was withdrawn");
    });
}
