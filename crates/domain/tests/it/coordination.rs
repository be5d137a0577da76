//! 多機関協働への相談: asked without a name, answered in one of three ways, and always held by somebody (OTA-22, ODA-12, ODA-16).

use domain::coordination::{
    self, Answer, AnswerForm, Coordination, Matter, Progress, RequestForm, RequestLine,
};
use kernel::{Day, Error, Id, Result, Role, Scope};
use testkit::{World, each_world};

/// Two coordinators, in two organisations.
struct Offices {
    city: Scope,
    council: Scope,
}

fn offices(w: &World<'_>) -> Offices {
    Offices {
        city: w.somebody("renkei", "hardship", Role::Coordinator),
        council: w.somebody("suishin", "tax", Role::Coordinator),
    }
}

fn form() -> RequestForm {
    RequestForm {
        matter: "role_sharing".into(),
        question: "親の介護と子の引きこもりを、だれと分けて支えるか".into(),
        reason: "介護のほかは、うちの機関では分からない".into(),
        consent: "not_reached".into(),
        issues: vec!["issue_8050".into()],
        ..RequestForm::default()
    }
}

fn ask(w: &World<'_>, who: &Scope, case: Option<&str>, form: RequestForm) -> Result<Id<Coordination>> {
    let case = case.map(str::to_owned);
    w.act(who, move |tx, who| coordination::ask(tx, who, case.as_deref(), &form))
}

fn asked(w: &World<'_>) -> (Id<Coordination>, String) {
    let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2");
    let (_, code) = w.case(&w.elder, person);
    (ask(w, &w.elder, Some(&code), form()).unwrap(), code)
}

fn answer_form(answer: &str, next: &str) -> AnswerForm {
    AnswerForm {
        answer: answer.into(),
        advice: "先に手紙で、会える曜日を聞いてみてください".into(),
        next: next.into(),
        next_owner: "佐藤".into(),
        next_step: "手紙を書く".into(),
        next_due: "R8.4.20".into(),
    }
}

fn answer(w: &World<'_>, who: &Scope, id: Id<Coordination>, form: AnswerForm) -> Result<()> {
    w.act(who, move |tx, who| coordination::answer(tx, who, id, &form))
}

fn line(w: &World<'_>, who: &Scope, id: Id<Coordination>) -> RequestLine {
    w.ask(who, |tx, who| coordination::show(tx, who, id)).unwrap().line
}

fn received(w: &World<'_>, who: &Scope) -> Vec<Id<Coordination>> {
    w.ask(who, coordination::received).unwrap().into_iter().map(|line| line.id).collect()
}

fn faults(refused: Result<impl Sized>) -> Vec<String> {
    match refused {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("not refused for its fields: {:?}", other.err()),
    }
}

#[test]
fn it_is_asked_and_answered_and_somebody_always_holds_the_next_step() {
    each_world(|w| {
        let at = offices(w);
        let (id, _) = asked(w);
        let waiting = line(w, &w.elder, id);
        assert_eq!(waiting.next_owner, "税務課【架空】・自立相談支援機関【架空】", "both are asked, by name");
        assert_eq!((waiting.status, waiting.next_due_on), (Progress::Waiting, Day::new(2026, 4, 8).unwrap()));

        w.act(&at.city, move |tx, who| coordination::take(tx, who, id)).unwrap();
        let taken = line(w, &w.elder, id);
        assert_eq!((taken.status, taken.next_owner.as_str()), (Progress::Taken, "見本 職員【架空】"));

        answer(w, &at.city, id, answer_form("advice", "asker")).unwrap();
        let view = w.ask(&w.elder, |tx, who| coordination::show(tx, who, id)).unwrap();
        assert_eq!((view.line.answer, view.line.status), (Some(Answer::Advice), Progress::Answered));
        assert_eq!((view.line.next_agency, view.line.next_owner.as_str()), (w.elder.agency, "佐藤"));
        assert_eq!(view.line.next_step, "手紙を書く");
        assert_eq!(view.words.answered_by.as_deref(), Some("自立相談支援機関【架空】 見本 職員【架空】"));
        assert!(view.may_finish && !view.may_withdraw && !view.may_answer);
        let mine = w.ask(&w.elder, coordination::to_move).unwrap();
        assert_eq!(mine.iter().map(|line| line.id).collect::<Vec<_>>(), [id], "and it is in their list");
        assert!(w.ask(&at.city, coordination::to_move).unwrap().is_empty());

        w.act(&w.elder, move |tx, who| coordination::finish(tx, who, id, "手紙に返事があった")).unwrap();
        let ended = w.ask(&at.city, |tx, who| coordination::show(tx, who, id)).unwrap();
        assert_eq!((ended.line.status, ended.words.result.as_str()), (Progress::Ended, "手紙に返事があった"));
        assert!(w.ask(&w.elder, coordination::to_move).unwrap().is_empty());
    });
}

#[test]
fn both_organisations_see_one_queue_until_one_of_them_takes_it_on() {
    each_world(|w| {
        let at = offices(w);
        let (id, _) = asked(w);
        assert_eq!((received(w, &at.city), received(w, &at.council)), (vec![id], vec![id]));
        assert_eq!(w.ask(&at.council, |tx, who| coordination::count_waiting(tx, who)?.one()).unwrap(), 1);
        w.act(&at.council, move |tx, who| coordination::take(tx, who, id)).unwrap();
        assert_eq!((received(w, &at.city), received(w, &at.council)), (vec![], vec![id]));
        let hidden = w.ask(&at.city, |tx, who| coordination::show(tx, who, id));
        assert!(matches!(hidden, Err(Error::NotFound)));
        assert!(matches!(answer(w, &at.city, id, answer_form("team", "asker")), Err(Error::NotFound)));
        let view = w.ask(&w.elder, |tx, who| coordination::show(tx, who, id)).unwrap();
        assert_eq!(
            view.words.taken_by.as_deref(),
            Some("税務課【架空】 見本 職員【架空】"),
            "who acted, standing where"
        );
        assert_eq!(view.receivers, ["税務課【架空】"]);
    });
}

#[test]
fn an_agency_that_was_not_asked_and_a_worker_who_does_not_coordinate_stay_outside() {
    each_world(|w| {
        let at = offices(w);
        let to = RequestForm { to_agency: at.city.agency.to_string(), ..form() };
        let id = ask(w, &w.elder, None, to).unwrap();
        assert!(matches!(
            w.ask(&at.council, |tx, who| coordination::show(tx, who, id)),
            Err(Error::NotFound)
        ));
        assert!(received(w, &at.council).is_empty());
        // A colleague of who was asked sees where it stands, and neither takes it on nor answers it.
        let view = w.ask(&w.hardship, |tx, who| coordination::show(tx, who, id)).unwrap();
        assert!(!view.may_answer && !view.may_withdraw && !view.may_finish);
        assert!(received(w, &w.hardship).is_empty());
        let take = |who: &Scope| w.act(who, move |tx, who| coordination::take(tx, who, id));
        assert!(matches!(take(&w.hardship), Err(Error::NotFound)));
        assert!(matches!(answer(w, &w.hardship, id, answer_form("advice", "asker")), Err(Error::NotFound)));
        let by_asker = Scope { role: Role::Coordinator, ..w.elder.clone() };
        assert!(
            matches!(take(&by_asker), Err(Error::NotFound)),
            "nobody answers what their own agency asked"
        );
        for nobody in [&w.admin, &w.manager, &w.privacy] {
            assert!(matches!(ask(w, nobody, None, form()), Err(Error::NotFound)));
        }
        assert!(take(&at.city).is_ok());
        assert!(matches!(take(&at.city), Err(Error::Stale)));
    });
}

#[test]
fn no_name_and_no_case_travel_without_a_ground() {
    each_world(|w| {
        let at = offices(w);
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2");
        let (_, code) = w.case(&w.elder, person);
        for (field, form) in [
            ("question", RequestForm { question: "一郎さんをどう支えるか".into(), ..form() }),
            ("reason", RequestForm { reason: "ミホンさんに断られた".into(), ..form() }),
        ] {
            assert_eq!(faults(ask(w, &w.elder, Some(&code), form)), [field]);
        }
        let id = ask(w, &w.elder, Some(&code), form()).unwrap();
        let seen = |who: &Scope| w.ask(who, |tx, who| coordination::show(tx, who, id)).unwrap().case_code;
        assert_eq!((seen(&w.elder), seen(&at.city)), (Some(code.clone()), None));
        let json = w.ask(&at.city, |tx, who| coordination::show(tx, who, id)).unwrap();
        let json = serde_json::to_string(&json).unwrap();
        assert!(!json.contains(&code) && !json.contains("一郎"), "{json}");
        // With the person's consent the case is seen, by the rule for cases.
        w.consent(&w.elder, &code, w.consent_form(person, &[at.city.agency]));
        assert_eq!((seen(&at.city), seen(&at.council)), (Some(code), None));
    });
}

#[test]
fn an_answer_names_who_moves_next_with_what_and_by_when() {
    each_world(|w| {
        let at = offices(w);
        let (id, _) = asked(w);
        let wrong = faults(answer(w, &at.city, id, AnswerForm::default()));
        assert_eq!(wrong, ["answer", "advice", "next", "next_owner", "next_step", "next_due"]);
        let late = AnswerForm { next_due: "2026/3/31".into(), ..answer_form("team", "answerer") };
        assert_eq!(faults(answer(w, &at.city, id, late)), ["next_due"]);
        answer(w, &at.city, id, answer_form("team", "answerer")).unwrap();
        assert_eq!(line(w, &w.elder, id).next_agency, at.city.agency);
        assert!(matches!(answer(w, &at.city, id, answer_form("advice", "asker")), Err(Error::Stale)));
        let finish = |who: &Scope| w.act(who, move |tx, who| coordination::finish(tx, who, id, "集まった"));
        assert!(matches!(finish(&w.elder), Err(Error::NotFound)), "it is not theirs to end");
        let empty = w.act(&at.city, move |tx, who| coordination::finish(tx, who, id, " "));
        assert_eq!(faults(empty), ["result"]);
        finish(&at.city).unwrap();
        assert!(matches!(finish(&at.city), Err(Error::Stale)));
    });
}

#[test]
fn a_question_needs_what_makes_it_one() {
    each_world(|w| {
        let nobody = faults(ask(w, &w.elder, None, RequestForm::default()));
        assert_eq!(
            nobody,
            ["to_agency", "matter", "question", "reason", "consent"],
            "nobody coordinates here yet"
        );
        let at = offices(w);
        let unknown =
            RequestForm { to_agency: w.elder.agency.to_string(), issues: vec!["none".into()], ..form() };
        assert_eq!(faults(ask(w, &w.elder, None, unknown)), ["to_agency", "issues"], "not one's own agency");
        let late = RequestForm { reply_due: "2026/3/31".into(), ..form() };
        assert_eq!(faults(ask(w, &w.elder, None, late)), ["reply_due"]);
        let (person, stranger) = (
            w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2"),
            w.person(&w.tax, "例示 次郎", "れいじ じろう", "S20.1.1"),
        );
        let ((_, code), (_, other)) = (w.case(&w.elder, person), w.case(&w.tax, stranger));
        let crossed = RequestForm { case: other.clone(), ..form() };
        assert!(matches!(ask(w, &w.elder, Some(&code), crossed), Err(Error::Conflict(_))));
        assert!(matches!(ask(w, &w.elder, Some(&other), form()), Err(Error::NotFound)));
        let id = ask(w, &w.elder, Some(&code), form()).unwrap();
        assert_eq!(received(w, &at.city), [id], "what was refused left nothing behind");
    });
}

#[test]
fn it_can_be_taken_back_until_it_is_answered() {
    each_world(|w| {
        let at = offices(w);
        let (id, _) = asked(w);
        let back = |who: &Scope, why: &'static str| {
            w.act(who, move |tx, who| coordination::withdraw(tx, who, id, why))
        };
        assert!(matches!(back(&at.city, "要らない"), Err(Error::NotFound)));
        assert_eq!(faults(back(&w.elder, "")), ["reason"]);
        back(&w.elder, "本人が窓口に来た").unwrap();
        assert_eq!(line(w, &at.city, id).status, Progress::Withdrawn);
        assert!(matches!(answer(w, &at.city, id, answer_form("advice", "asker")), Err(Error::Stale)));
        assert!(matches!(back(&w.elder, "もう一度"), Err(Error::Stale)));
    });
}

#[test]
fn advice_team_and_conference_are_counted_apart() {
    each_world(|w| {
        let at = offices(w);
        let year = |w: &World<'_>, who: &Scope| {
            let (from, to) = (Day::new(2026, 4, 1).unwrap(), Day::new(2027, 3, 31).unwrap());
            w.ask(who, |tx, who| coordination::counts(tx, who, from, to)).unwrap()
        };
        for kind in ["advice", "advice", "team", "conference"] {
            let id = ask(w, &w.elder, None, form()).unwrap();
            answer(w, &at.city, id, answer_form(kind, "asker")).unwrap();
        }
        let unclear = RequestForm { matter: "unclear_destination".into(), ..form() };
        ask(w, &w.elder, None, unclear.clone()).unwrap();
        let gone = ask(w, &w.elder, None, unclear).unwrap();
        w.act(&w.elder, move |tx, who| coordination::withdraw(tx, who, gone, "まちがい")).unwrap();
        let counts = year(w, &at.city);
        let row = |matter: Matter| {
            let c = counts.iter().find(|c| c.matter == matter).unwrap();
            [c.advice, c.team, c.conference, c.open]
        };
        assert_eq!((row(Matter::RoleSharing), row(Matter::UnclearDestination)), ([2, 1, 1, 0], [0, 0, 0, 1]));
        assert!(year(w, &w.elder).is_empty(), "counts are for who coordinates");
    });
}

#[test]
fn nobody_of_the_other_side_is_asked_and_nobody_is_told_why() {
    each_world(|w| {
        let at = offices(w);
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2");
        let (_, code) = w.case(&w.elder, person);
        w.custodian(&at.council);
        w.oppose(at.city.agency, person);
        let to = RequestForm { to_agency: at.city.agency.to_string(), ..form() };
        assert_eq!(faults(ask(w, &w.elder, Some(&code), to)), ["to_agency"]);
        let id = ask(w, &w.elder, Some(&code), form()).unwrap();
        assert!(received(w, &at.city).is_empty());
        assert_eq!(received(w, &at.council), [id]);
    });
}

#[test]
fn every_passage_and_every_refusal_is_in_the_log() {
    each_world(|w| {
        let at = offices(w);
        let (id, _) = asked(w);
        w.act(&at.city, move |tx, who| coordination::take(tx, who, id)).unwrap();
        let _ = w.act(&at.council, move |tx, who| coordination::show(tx, who, id).map(drop).or(Ok(())));
        let found: Vec<(String, String, bool)> = w
            .ask(&w.privacy, |tx, _| {
                tx.all(
                    "SELECT action, outcome, case_id IS NOT NULL FROM audit_events WHERE kind = 'coordination' ORDER BY seq",
                    &[],
                )
            })
            .unwrap();
        let line = |action: &str, outcome: &str, case| (action.to_owned(), outcome.to_owned(), case);
        let expected =
            [line("create", "ok", true), line("change", "ok", false), line("read", "refused", false)];
        assert_eq!(found, expected, "the case is named for whoever may know it, and for nobody else");
    });
}

#[test]
fn a_refused_name_tells_nobody_who_else_belongs_to_the_case() {
    each_world(|w| {
        offices(w);
        let [mother, son] = w.mother_and_son();
        let (_, code) = w.case(&w.elder, mother);
        // Told by the son alone: that the case is about his mother is not theirs to know.
        let part = w.somebody("ichibu", "tax", Role::CounterWorker);
        w.consent(&w.elder, &code, w.consent_form(son, &[part.agency]));
        let about = |name: &str| RequestForm { question: format!("{name}さんのこと"), ..form() };
        assert_eq!(faults(ask(w, &part, Some(&code), about("二郎"))), ["question"]);
        assert!(ask(w, &part, Some(&code), about("ハナ")).is_ok(), "a guess is answered like any other word");
        assert_eq!(faults(ask(w, &w.elder, Some(&code), about("ハナ"))), ["question"]);
    });
}
