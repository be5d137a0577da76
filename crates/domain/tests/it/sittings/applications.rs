//! 申出: one for each case, to the office that the municipality names, answered by a day (EDO-18).

use domain::conferences::{Application, Status};
use domain::installed::{self, NewAgency};
use kernel::Day;

use super::*;

fn request_form() -> RequestForm {
    RequestForm {
        no_consent_reason: "6回訪ねたが会えていない".into(),
        necessity: "郵便がたまり、命の心配があるため役割を決めたい".into(),
        question: "だれがどう声をかけるか".into(),
        meets_on: "R8.4.30".into(),
        ..RequestForm::default()
    }
}

fn request(w: &World<'_>, code: &str, form: RequestForm) -> Result<Id<ConferenceItem>> {
    let code = code.to_owned();
    w.act(&w.elder, move |tx, who| conferences::request(tx, who, &code, &form))
}

/// 福祉推進課 with somebody who decides there.
fn office(w: &World<'_>) -> Scope {
    let key = "welfare_promotion_section";
    let new =
        NewAgency { key: key.into(), name: "福祉推進課【架空】".into(), ..NewAgency::default() };
    w.at.db.write(move |tx| installed::install_agency(tx, &new)).unwrap();
    w.somebody("suishin", key, Role::Coordinator)
}

fn seen(w: &World<'_>, who: &Scope) -> Vec<Application> {
    w.ask(who, conferences::applications).unwrap()
}

/// Where the one application stands for somebody: status, day, whether they move next; nothing if they do not see it.
fn stands(w: &World<'_>, who: &Scope) -> Option<(Status, Option<Day>, bool)> {
    seen(w, who).first().map(|one| (one.item.status, one.due_on, one.mine))
}

fn late(w: &World<'_>, who: &Scope) -> usize {
    let today = w.ask(who, |tx, _| Ok(tx.now().day())).unwrap();
    seen(w, who).iter().filter(|one| one.overdue(today)).count()
}

fn at_home(w: &World<'_>, who: &Scope) -> usize {
    w.ask(who, |tx, who| domain::home::home(tx, who, 30)).unwrap().applications.len()
}

type Step = fn(&store::Tx<'_>, &Scope, Id<ConferenceItem>, &DecisionForm) -> Result<()>;

fn answer(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>, step: Step, note: &str) -> Result<()> {
    let form = DecisionForm { note: note.into() };
    w.act(who, move |tx, who| step(tx, who, id, &form))
}

fn april(day: i8) -> Option<Day> {
    Day::new(2026, 4, day)
}

/// S3, steps 3 to 6: applied for, consulted about, sent back with a remark, mended, agreed.
#[test]
fn an_application_goes_to_its_office_and_each_side_has_a_day() {
    each_world(|w| {
        w.works_by("edogawa", |text| {
            text.replacen("application_answer_days = \"unset\"", "application_answer_days = 5", 1)
        });
        let (h, office) = (home(w), office(w));
        let item = request(w, &h.code, request_form()).unwrap();
        assert_eq!(stands(w, &w.elder), Some((Status::Requested, april(6), false)));
        assert_eq!(stands(w, &office), Some((Status::Requested, april(6), true)));
        for stranger in [&w.manager, &w.hardship, &w.tax, &w.admin, &w.privacy] {
            assert_eq!(stands(w, stranger), None, "the applicant and the office alone");
        }
        assert!(matches!(answer(w, &w.manager, item, conferences::approve, "必要"), Err(Error::NotFound)));
        assert!(matches!(answer(w, &w.manager, item, conferences::consult, "必要"), Err(Error::NotFound)));
        assert_eq!(
            (late(w, &w.elder), late(w, &office), at_home(w, &w.elder), at_home(w, &office)),
            (0, 0, 0, 1)
        );
        w.at.ambient.advance(6 * 86_400);
        assert_eq!((late(w, &w.elder), late(w, &office), at_home(w, &w.elder)), (1, 1, 1), "one day later");
        assert_eq!(fault(answer(w, &office, item, conferences::consult, "")), "error_required");
        answer(w, &office, item, conferences::consult, "関係する機関をふやす").unwrap();
        assert_eq!(stands(w, &w.elder), Some((Status::Consulted, april(6), false)));
        assert!(matches!(answer(w, &office, item, conferences::consult, "もう一度"), Err(Error::Stale)));
        answer(w, &office, item, conferences::send_back, "目的をはっきりと").unwrap();
        assert_eq!(stands(w, &w.elder), Some((Status::Returned, april(12), true)), "as many days to mend it");
        assert_eq!((stands(w, &office), at_home(w, &w.elder)), (None, 1));
        w.at.ambient.advance(6 * 86_400);
        assert_eq!(late(w, &w.elder), 1);
        let again = |form: RequestForm| {
            w.act(&w.elder, move |tx, who| conferences::request_again(tx, who, item, &form))
        };
        assert_eq!(
            fault(again(RequestForm { necessity: "短い".into(), ..request_form() })),
            "error_too_short"
        );
        again(RequestForm { meets_on: "R8.4.15".into(), ..request_form() }).unwrap();
        assert!(matches!(again(request_form()), Err(Error::Stale)));
        assert_eq!(stands(w, &office), Some((Status::Requested, april(15), true)), "never after the meeting");
        answer(w, &office, item, conferences::approve, "必要").unwrap();
        assert_eq!((stands(w, &w.elder), stands(w, &office)), (None, None));
        let view = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap();
        let way: Vec<Status> = view.steps.iter().map(|step| step.step).collect();
        use Status::{Approved, Consulted, Requested, Returned};
        assert_eq!(way, [Requested, Consulted, Returned, Requested, Approved]);
        assert_eq!((view.steps[2].note.as_str(), view.due_on), ("目的をはっきりと", None));
    });
}

#[test]
fn whoever_applied_once_never_answers_and_two_cases_are_two_applications() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let (h, office) = (home(w), office(w));
        let [first, second] = ["suishin-2", "suishin-3"]
            .map(|login| w.somebody(login, "welfare_promotion_section", Role::Coordinator));
        let person = w.person(&office, "例示 三郎", "れいじ さぶろう", "S30.1.1");
        let (_, code) = w.case(&office, person);
        let other = RequestForm { case: h.code.clone(), ..request_form() };
        let target = code.clone();
        let refused = w.act(&office, move |tx, who| conferences::request(tx, who, &target, &other));
        assert!(matches!(refused, Err(Error::Conflict(_))), "one form, one case");
        let form = request_form();
        let item = w.act(&office, move |tx, who| conferences::request(tx, who, &code, &form)).unwrap();
        assert_eq!(stands(w, &office).map(|one| one.2), Some(false), "not one's own to answer");
        answer(w, &first, item, conferences::send_back, "直してください").unwrap();
        let form = request_form();
        w.act(&first, move |tx, who| conferences::request_again(tx, who, item, &form)).unwrap();
        for applicant in [&office, &first] {
            let answered = answer(w, applicant, item, conferences::approve, "必要");
            assert!(matches!(answered, Err(Error::NotFound)));
        }
        answer(w, &second, item, conferences::approve, "必要").unwrap();
    });
}

#[test]
fn where_no_application_is_asked_for_there_is_no_day_and_every_decider_answers() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        let h = home(w);
        let item = request(w, &h.code, request_form()).unwrap();
        assert_eq!(stands(w, &w.manager), Some((Status::Requested, None, true)));
        w.at.ambient.advance(20 * 86_400);
        assert_eq!((late(w, &w.elder), late(w, &w.manager)), (0, 0));
        answer(w, &w.manager, item, conferences::send_back, "直してください").unwrap();
        assert_eq!(stands(w, &w.elder), Some((Status::Returned, None, true)));
    });
}

/// The municipality names an office in which nobody decides: the application is not lost there.
#[test]
fn an_office_without_anybody_who_decides_receives_nothing() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let h = home(w);
        let item = request(w, &h.code, request_form()).unwrap();
        assert_eq!(stands(w, &w.manager), Some((Status::Requested, april(8), true)), "seven days of ours");
        answer(w, &w.manager, item, conferences::approve, "必要").unwrap();
    });
}

/// C38: whoever decides learns no name, whatever the applicant types.
#[test]
fn an_application_names_nobody() {
    each_world(|w| {
        let h = home(w);
        let form = RequestForm {
            question: "ハナさんにだれが声をかけるか".into(),
            tried: "みほんさんへ手紙3回".into(),
            ..request_form()
        };
        let found = faults(request(w, &h.code, form));
        let named = |field: &str| (field.to_owned(), "name_without_ground");
        assert_eq!(found, [named("tried"), named("question")]);
    });
}
