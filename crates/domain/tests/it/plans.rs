//! 支援プラン: every step with what it needs, the gates of four municipalities, and who sees which.

use domain::cases::{self, ClosureForm};
use domain::conferences::{
    self, ClosingForm, ConferenceItem, ConsentedForm, DecisionForm as Convening, RequestForm,
};
use domain::consents::{self, WithdrawalForm};
use domain::people::Person;
use domain::plans::{
    self, Agreement, AgreementForm, DecisionForm, EvaluationForm, MeetingForm, Plan, PlanForm, PlanStatus,
    ReviewForm, StartForm, WithdrawForm,
};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{Home, World, each_world, fault, faults};

fn form(kind: &str) -> PlanForm {
    let one = |text: &str| vec![text.to_owned()];
    PlanForm {
        kind: kind.into(),
        gate: "wish".into(),
        wish: "自転車を直す仕事がしたい".into(),
        goal_whose: one("二郎さん"),
        goal_words: one("週に1回は外に出たい"),
        goal: one("店に行く"),
        line_issue: one("外出"),
        line_what: one("いっしょに行く"),
        line_agency: one("訪問支援"),
        line_frequency: one("週1回"),
        line_due: one("R8.5.1"),
        ..PlanForm::default()
    }
}

fn draft(w: &World<'_>, code: &str, form: PlanForm) -> Result<Id<Plan>> {
    let code = code.to_owned();
    w.act(&w.elder, move |tx, who| plans::draft(tx, who, &code, &form))
}

fn plan(w: &World<'_>, id: Id<Plan>) -> Plan {
    w.ask(&w.elder, |tx, who| plans::show(tx, who, id)).unwrap().1.plan
}

fn agree(w: &World<'_>, id: Id<Plan>, answer: &str) -> Result<()> {
    let form = AgreementForm {
        agreement: answer.into(),
        by: "包括の担当が、家で".into(),
        words: "「やってみたい」".into(),
        ..AgreementForm::default()
    };
    w.act(&w.elder, move |tx, who| plans::note_agreement(tx, who, id, &form))
}

fn outside() -> MeetingForm {
    MeetingForm { meeting: "個別会議".into(), met_on: "R8.3.30".into(), ..MeetingForm::default() }
}

fn discuss(w: &World<'_>, id: Id<Plan>, form: MeetingForm) -> Result<()> {
    w.act(&w.elder, move |tx, who| plans::discuss(tx, who, id, &form))
}

fn decide(w: &World<'_>, who: &Scope, id: Id<Plan>) -> Result<()> {
    let form = DecisionForm { number: "R8-1".into(), note: "必要と認める".into() };
    w.act(who, move |tx, who| plans::decide(tx, who, id, &form))
}

fn start(w: &World<'_>, id: Id<Plan>, review_on: &str) -> Result<()> {
    let form = StartForm { review_on: review_on.into(), ..StartForm::default() };
    w.act(&w.elder, move |tx, who| plans::start(tx, who, id, &form))
}

fn evaluation(outcome: &str) -> EvaluationForm {
    EvaluationForm {
        reached: "partly".into(),
        changes: vec!["society".into(), "will".into()],
        own_judgement: "「外に出られるようになった」".into(),
        outcome: outcome.into(),
        afterwards: "包括の担当".into(),
        ..EvaluationForm::default()
    }
}

fn evaluate(w: &World<'_>, id: Id<Plan>, form: EvaluationForm) -> Result<Option<Id<Plan>>> {
    w.act(&w.elder, move |tx, who| plans::evaluate(tx, who, id, &form))
}

/// A plan that is carried out.
fn active(w: &World<'_>, code: &str, kind: &str) -> Id<Plan> {
    let id = draft(w, code, form(kind)).unwrap();
    agree(w, id, "agreed").unwrap();
    discuss(w, id, outside()).unwrap();
    decide(w, &w.manager, id).unwrap();
    start(w, id, "R8.6.1").unwrap();
    id
}

fn close(w: &World<'_>, code: &str) -> Result<()> {
    let code = code.to_owned();
    w.act(&w.elder, move |tx, who| plans::close_set(tx, who, &code))
}

fn seen(w: &World<'_>, who: &Scope, code: &str) -> Vec<Id<Plan>> {
    w.ask(who, |tx, who| plans::of_case(tx, who, code))
        .map(|(_, view)| view.plans.into_iter().map(|plan| plan.id).collect())
        .unwrap_or_default()
}

#[test]
fn a_plan_goes_step_by_step_and_each_step_needs_what_it_needs() {
    each_world(|w| {
        let h = w.home_of_mother();
        let id = draft(w, &h.code, form("multi_agency_plan")).unwrap();
        assert_eq!((plan(w, id).status, plan(w, id).count().as_str()), (PlanStatus::Draft, "初回"));
        assert_eq!(fault(start(w, id, "R8.6.1")), "plan_step", "not before the decision");
        assert_eq!(fault(evaluate(w, id, evaluation("end"))), "plan_step");
        let named = MeetingForm { meeting: "ハナさんの会議".into(), ..outside() };
        assert_eq!(faults(discuss(w, id, named)), [("meeting".into(), "name_without_ground")]);
        discuss(w, id, outside()).unwrap();
        assert_eq!(fault(discuss(w, id, outside())), "plan_step");
        assert!(
            matches!(decide(w, &w.elder, id), Err(Error::NotFound)),
            "whoever drafted it does not decide"
        );
        assert!(matches!(decide(w, &w.tax, id), Err(Error::NotFound)));
        let waiting = w.ask(&w.manager, plans::waiting).unwrap();
        let told = serde_json::to_string(&waiting).unwrap();
        assert!(
            waiting.len() == 1
                && !told.contains("ハナ")
                && !told.contains(&h.code)
                && !told.contains("自転車")
        );
        let silent = DecisionForm::default();
        let refused = w.act(&w.manager, move |tx, who| plans::decide(tx, who, id, &silent));
        assert_eq!(faults(refused), [("note".into(), "error_required")]);
        decide(w, &w.manager, id).unwrap();
        assert!(matches!(decide(w, &w.manager, id), Err(Error::NotFound)));
        assert_eq!(fault(start(w, id, "R8.6.1")), "plan_needs_agreement", "recorded, not assumed");
        agree(w, id, "agreed").unwrap();
        assert_eq!(faults(start(w, id, "")), [("review_on".into(), "plan_needs_review")]);
        start(w, id, "R8.6.1").unwrap();
        let review = |next: &str| {
            let form =
                ReviewForm {
                    findings: "1度出かけた".into(), next_on: next.into(), ..ReviewForm::default()
                };
            w.act(&w.elder, move |tx, who| plans::review(tx, who, id, &form))
        };
        assert_eq!(faults(review("")), [("next_on".into(), "plan_needs_review")]);
        review("R8.7.1").unwrap();
        assert_eq!(plan(w, id).review_on.map(|day| day.to_string()), Some("2026-07-01".into()));
        let blank = faults(evaluate(w, id, EvaluationForm::default()));
        assert_eq!(
            blank.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
            ["reached", "own_judgement", "outcome"]
        );
        let nobody = EvaluationForm { afterwards: String::new(), ..evaluation("end") };
        assert_eq!(faults(evaluate(w, id, nobody)), [("afterwards".into(), "error_required")]);
        evaluate(w, id, evaluation("end")).unwrap();
        let view = w.ask(&w.elder, |tx, who| plans::show(tx, who, id)).unwrap().1;
        assert_eq!(view.evaluation.unwrap().changed(), ["意欲の向上", "社会参加の機会"]);
        close(w, &h.code).unwrap();
        assert_eq!(plan(w, id).status, PlanStatus::Closed);
        assert!(matches!(close(w, &h.code), Err(Error::Stale)));
    });
}

/// ALL-07: a set does not end beside a plan that nobody looked back on; nor does the case.
#[test]
fn no_set_ends_while_one_of_its_plans_is_unevaluated() {
    each_world(|w| {
        let h = w.home_of_mother();
        let ids = ["multi_agency_plan", "participation_plan", "outreach_support_plan"]
            .map(|kind| active(w, &h.code, kind));
        for id in &ids[..2] {
            evaluate(w, *id, evaluation("end")).unwrap();
        }
        assert_eq!(faults(close(w, &h.code)), [("conflict".into(), "closure_needs_evaluation")]);
        let case = h.case;
        let end = || {
            let form =
                ClosureForm {
                    reason: "settled".into(), note: "落ち着いた".into(), ..ClosureForm::default()
                };
            w.act(&w.elder, move |tx, who| cases::close(tx, who, case, &form))
        };
        assert_eq!(fault(end()), "closure_needs_evaluation");
        assert_eq!(plan(w, ids[0]).status, PlanStatus::Evaluated, "nothing has ended meanwhile");
        evaluate(w, ids[2], evaluation("interrupt")).unwrap();
        close(w, &h.code).unwrap();
        let ended = ids.map(|id| plan(w, id).status);
        assert_eq!(ended, [PlanStatus::Closed, PlanStatus::Closed, PlanStatus::Interrupted]);
        end().unwrap();
    });
}

#[test]
fn a_renewed_plan_goes_on_as_the_next_of_its_kind() {
    each_world(|w| {
        let h = w.home_of_mother();
        let first = active(w, &h.code, "multi_agency_plan");
        let next = evaluate(w, first, evaluation("renew")).unwrap().unwrap();
        let view = w.ask(&w.elder, |tx, who| plans::show(tx, who, next)).unwrap().1;
        assert_eq!((view.plan.status, view.plan.count().as_str()), (PlanStatus::Draft, "再プラン(2回目)"));
        assert_eq!(
            (view.goals[0].goal.as_str(), view.lines[0].what.as_str()),
            ("店に行く", "いっしょに行く")
        );
        assert_eq!(view.plan.agreement, Agreement::NotYet, "what was agreed to was the plan before");
        assert_eq!(plan(w, first).status, PlanStatus::Renewed);
        assert_eq!(fault(close(w, &h.code)), "closure_needs_evaluation");
        let why = WithdrawForm { reason: "ほかのプランにまとめた".into() };
        w.act(&w.elder, move |tx, who| plans::withdraw(tx, who, next, &why)).unwrap();
        assert_eq!(plan(w, next).status, PlanStatus::Withdrawn);
        let carried = active(w, &h.code, "outreach_support_plan");
        let why = WithdrawForm { reason: "やめた".into() };
        let refused = w.act(&w.elder, move |tx, who| plans::withdraw(tx, who, carried, &why));
        assert_eq!(fault(refused), "plan_step", "what was carried out is evaluated");
    });
}

#[test]
fn outreach_begins_without_agreement_and_support_may_come_before_the_plan() {
    each_world(|w| {
        let h = w.home_of_mother();
        let form =
            PlanForm { wish: String::new(), began_on: "R8.2.1".into(), ..form("outreach_support_plan") };
        let id = draft(w, &h.code, form).unwrap();
        assert!(plan(w, id).after_the_fact(), "the page says so from the draft on");
        discuss(w, id, outside()).unwrap();
        decide(w, &w.manager, id).unwrap();
        start(w, id, "R8.6.1").unwrap();
        assert!(plan(w, id).after_the_fact());
        let later = draft(w, &h.code, PlanForm::default());
        assert_eq!(fault(later), "error_choose_one");
        let ask = |answer: &str| agree(w, id, answer);
        ask("cannot_say").unwrap();
        assert!(!plan(w, id).agreement.given());
        let silent = AgreementForm { agreement: "agreed".into(), ..AgreementForm::default() };
        let refused = w.act(&w.elder, move |tx, who| plans::note_agreement(tx, who, id, &silent));
        assert_eq!(faults(refused).len(), 2, "who asked, and what was said");
    });
}

#[test]
fn the_words_of_a_plan_change_until_it_is_decided() {
    each_world(|w| {
        let h = w.home_of_mother();
        let id = draft(w, &h.code, form("multi_agency_plan")).unwrap();
        let revise = |version: i64, aim: &str| {
            let form =
                PlanForm { aim: aim.into(), version: version.to_string(), ..form("participation_plan") };
            w.act(&w.elder, move |tx, who| plans::revise(tx, who, id, &form))
        };
        revise(1, "外に出る").unwrap();
        assert!(matches!(revise(1, "もう一度"), Err(Error::Stale)));
        assert_eq!(plan(w, id).kind, plans::PlanKind::MultiAgency, "its kind stays");
        discuss(w, id, outside()).unwrap();
        revise(plan(w, id).version, "店まで歩く").unwrap();
        assert_eq!(
            (plan(w, id).status, plan(w, id).met_on),
            (PlanStatus::Draft, None),
            "what was discussed was another"
        );
        discuss(w, id, outside()).unwrap();
        decide(w, &w.manager, id).unwrap();
        assert_eq!(fault(revise(plan(w, id).version, "あとから")), "plan_step");
    });
}

#[test]
fn faults_of_a_plan_name_their_row() {
    each_world(|w| {
        let h = w.home_of_mother();
        let many = |texts: [&str; 3]| texts.map(str::to_owned).to_vec();
        let form = PlanForm {
            line_what: many(["行く", "", "話す"]),
            line_agency: many(["包括", "", ""]),
            line_frequency: many(["", "週1回", ""]),
            line_due: many(["", "", "いつか"]),
            goal_words: Vec::new(),
            goal: Vec::new(),
            goal_due: vec!["R8.5.1".into()],
            ..form("multi_agency_plan")
        };
        let Err(Error::Invalid(found)) = draft(w, &h.code, form) else { panic!("it has faults") };
        let told: Vec<(String, String)> = found.into_iter().map(|f| (f.field, f.message.text)).collect();
        let rows: Vec<&str> = told.iter().map(|(_, text)| text.split(':').next().unwrap()).collect();
        assert_eq!(rows, ["1行目", "2行目", "2行目", "3行目", "3行目"], "{told:?}");
        assert!(seen(w, &w.elder, &h.code).is_empty(), "nothing half done");
        let bare = PlanForm {
            line_issue: Vec::new(),
            line_what: Vec::new(),
            line_agency: Vec::new(),
            line_frequency: Vec::new(),
            line_due: Vec::new(),
            ..self::form("multi_agency_plan")
        };
        let id = draft(w, &h.code, bare).unwrap();
        assert_eq!(faults(discuss(w, id, outside())), [("item".into(), "plan_needs_lines")]);
    });
}

/// An item on the case that was dealt with, and what it came to.
fn held(w: &World<'_>, h: &Home, consented: bool, outcome: &str) -> Id<ConferenceItem> {
    let code = h.code.clone();
    let id = if consented {
        let form = ConsentedForm {
            people: vec![h.mother.to_string()],
            purpose: "plan".into(),
            question: "参加支援が要るか".into(),
            meets_on: "R8.4.10".into(),
            ..ConsentedForm::default()
        };
        w.act(&w.elder, move |tx, who| conferences::bring(tx, who, &code, &form)).unwrap()
    } else {
        let form = RequestForm {
            no_consent_reason: "会えていない".into(),
            necessity: "郵便がたまり、命の心配があるため役割を決めたい".into(),
            question: "だれが訪ねるか".into(),
            meets_on: "R8.4.10".into(),
            ..RequestForm::default()
        };
        let id = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &code, &form)).unwrap();
        let note = Convening { note: "必要".into() };
        w.act(&w.manager, move |tx, who| conferences::approve(tx, who, id, &note)).unwrap();
        id
    };
    let end = ClosingForm { outcome: outcome.into(), next_on: "R8.6.1".into(), ..ClosingForm::default() };
    w.act(&w.elder, move |tx, who| {
        let form = conferences::SittingForm {
            name: "個別会議".into(),
            meets_on: "R8.4.10".into(),
            ..conferences::SittingForm::default()
        };
        let sitting = conferences::convene(tx, who, &form)?;
        let place = conferences::PlaceForm { item: id.to_string(), ..conferences::PlaceForm::default() };
        conferences::place(tx, who, sitting, &place)?;
        conferences::finish(tx, who, id, &end)
    })
    .unwrap();
    id
}

/// S4: the same act in two municipalities. 今治市 wants the conference first, 大田市 the wish.
#[test]
fn the_gate_of_participation_is_the_municipality_s() {
    each_world(|w| {
        let h = w.home_of_mother();
        let begin = |form: PlanForm| draft(w, &h.code, PlanForm { gate: String::new(), ..form });
        w.works_by("imabari", str::to_owned);
        assert_eq!(faults(begin(form("participation_plan"))), [("conflict".into(), "participation_gate")]);
        begin(form("outreach_support_plan")).expect("the gate is that of participation support alone");
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        held(w, &h, true, "continue");
        assert_eq!(
            fault(begin(form("participation_plan"))),
            "participation_gate",
            "it did not find the need"
        );
        held(w, &h, true, "participation");
        let id = begin(form("participation_plan")).unwrap();
        assert_eq!(plan(w, id).gate, Some(plans::Gate::Conference));
        w.works_by("oda-shi", str::to_owned);
        let id = begin(form("participation_plan")).unwrap();
        assert_eq!(plan(w, id).gate, Some(plans::Gate::None));
        let silent = PlanForm { wish: String::new(), ..form("participation_plan") };
        assert_eq!(
            faults(begin(silent)),
            [("wish".into(), "plan_needs_wish")],
            "nowhere without the person's wish"
        );
        w.works_by("ota-ku", str::to_owned);
        let id = begin(form("participation_plan")).unwrap();
        assert_eq!(plan(w, id).gate, Some(plans::Gate::Wish));
    });
}

/// 江戸川区 does not say: the software asks, and does not guess.
#[test]
fn where_the_papers_do_not_say_the_writer_says_which_gate_holds() {
    each_world(|w| {
        let h = w.home_of_mother();
        w.works_by("edogawa", str::to_owned);
        let with =
            |gate: &str| draft(w, &h.code, PlanForm { gate: gate.into(), ..form("participation_plan") });
        assert_eq!(faults(with("")), [("gate".into(), "error_choose_one")]);
        assert_eq!(faults(with("conference_decision")), [("gate".into(), "participation_gate")]);
        let id = with("wish").unwrap();
        assert_eq!(plan(w, id).gate, Some(plans::Gate::Wish));
        assert_eq!(w.ask(&w.elder, |tx, _| plans::gates(tx)).unwrap(), None);
    });
}

/// C28: what was said without consent makes no plan that stands on it.
#[test]
fn a_conference_under_the_statute_decides_on_outreach_alone() {
    each_world(|w| {
        let h = w.home_of_mother();
        let statute = held(w, &h, false, "outreach");
        let at = |item: Id<ConferenceItem>| MeetingForm { item: item.to_string(), ..MeetingForm::default() };
        let team = draft(w, &h.code, form("multi_agency_plan")).unwrap();
        assert_eq!(faults(discuss(w, team, at(statute))), [("item".into(), "plan_needs_consented_item")]);
        let visits = draft(w, &h.code, form("outreach_support_plan")).unwrap();
        discuss(w, visits, at(statute)).unwrap();
        assert!(plan(w, visits).meeting.starts_with("案件 M-"));
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        discuss(w, team, at(held(w, &h, true, "appropriate"))).unwrap();
        let third = draft(w, &h.code, form("participation_plan")).unwrap();
        let unknown = MeetingForm { item: third.to_string(), ..MeetingForm::default() };
        assert_eq!(faults(discuss(w, third, unknown)), [("item".into(), "error_unknown_choice")]);
    });
}

/// A plan is seen as a record is: whose it is, and the kinds that it tells (S4, step 4).
#[test]
fn a_plan_is_seen_as_far_and_as_long_as_it_was_agreed_to() {
    each_world(|w| {
        let h = w.home_of_mother();
        let mut consent = w.consent_form(h.son, &[w.hardship.agency]);
        consent.categories = vec!["basic".into(), "life".into()];
        let consent = w.consent(&w.elder, &h.code, consent);
        let of = |person: Option<Id<Person>>, kinds: &[&str]| PlanForm {
            person: person.map(|id| id.to_string()).unwrap_or_default(),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            ..form("participation_plan")
        };
        let his = draft(w, &h.code, of(Some(h.son), &["basic", "life"])).unwrap();
        let more = draft(w, &h.code, of(Some(h.son), &["basic", "health"])).unwrap();
        let hers = draft(w, &h.code, of(Some(h.mother), &["life"])).unwrap();
        let home = draft(w, &h.code, of(None, &["life"])).unwrap();
        let counts = [his, more, hers, home].map(|id| plan(w, id).count());
        assert_eq!(
            counts,
            ["初回", "再プラン(2回目)", "初回", "初回"],
            "each person's plans count by themselves"
        );
        assert_eq!(seen(w, &w.hardship, &h.code), [his]);
        let mut all = seen(w, &w.elder, &h.code);
        all.sort();
        let mut every = vec![his, more, hers, home];
        every.sort();
        assert_eq!(all, every);
        assert!(seen(w, &w.tax, &h.code).is_empty());
        let page = |who: &Scope, id| w.ask(who, |tx, who| plans::show(tx, who, id)).is_ok();
        assert!(
            page(&w.hardship, his)
                && !page(&w.hardship, more)
                && !page(&w.hardship, home)
                && !page(&w.tax, his)
        );
        let again = form("participation_plan");
        let revised = w.act(&w.hardship, move |tx, who| plans::revise(tx, who, his, &again));
        assert!(matches!(revised, Err(Error::NotFound)), "whoever knows it by consent reads it");
        let end = WithdrawalForm { words: "やめます".into(), ..WithdrawalForm::default() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &end)).unwrap();
        assert!(seen(w, &w.hardship, &h.code).is_empty() && !page(&w.hardship, his));
        let chief = w.somebody("kacho2", "elder", Role::Manager);
        assert!(!page(&chief, his), "managing is no ground");
    });
}

#[test]
fn plans_come_due_on_the_first_page_and_are_counted() {
    each_world(|w| {
        let h = w.home_of_mother();
        let id = active(w, &h.code, "multi_agency_plan");
        let due =
            |who: &Scope| w.ask(who, |tx, who| plans::due(tx, who, who.now.day().plus(7))).unwrap().len();
        assert_eq!(due(&w.elder), 0);
        w.at.ambient.advance(60 * 86_400);
        assert_eq!((due(&w.elder), due(&w.hardship)), (1, 0));
        evaluate(w, id, evaluation("renew")).unwrap();
        assert_eq!(due(&w.elder), 0);
        let (from, to) = (kernel::Day::new(2026, 4, 1).unwrap(), kernel::Day::new(2027, 3, 31).unwrap());
        let counts = w.ask(&w.manager, |tx, who| plans::counts(tx, who, from, to)).unwrap();
        let numbers: Vec<_> =
            counts.iter().map(|c| (c.first, c.again, c.decided, c.evaluated, c.ended)).collect();
        assert_eq!(numbers, [(1, 1, 1, 1, 0)]);
        assert!(w.ask(&w.elder, |tx, who| plans::counts(tx, who, from, to)).unwrap().is_empty());
    });
}
