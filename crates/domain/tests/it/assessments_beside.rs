//! Assessments over time, and 食い違い that people see in words (OTA-08).

use std::collections::BTreeMap;

use domain::access::{self, Act};
use domain::assessments::{
    self, Answer, AssessmentForm, Comparison, Contradiction, ContradictionForm, Given, History, PolicyForm,
};
use domain::cases;
use domain::consents::ConsentForm;
use domain::people::Person;
use kernel::{Error, Id, Result, Scope};
use testkit::{Home, World, each_world, fault, faults};

/// Everybody of the household agrees that the agency knows everything.
fn agreed(w: &World<'_>, h: &Home, who: &Scope) {
    for person in [h.mother, h.son] {
        w.consent(&w.elder, &h.code, w.consent_form(person, &[who.agency]));
    }
}

fn assess(w: &World<'_>, who: &Scope, h: &Home, about: Id<Person>, fields: &[(&str, &str)]) {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Given::One((*value).to_owned())));
    let fields: BTreeMap<String, Given> = fields.collect();
    let form = AssessmentForm { person: about.to_string(), fields, ..AssessmentForm::default() };
    let code = h.code.clone();
    w.act(who, move |tx, who| assessments::assess(tx, who, &code, &form)).unwrap();
    w.at.ambient.advance(86_400);
}

fn history(w: &World<'_>, who: &Scope, h: &Home, of: &Scope, later: usize) -> Result<History> {
    let (case, son, agency) = (h.case, h.son, of.agency);
    w.ask(who, move |tx, who| {
        let pass = access::case(tx, who, case, Act::Read)?;
        assessments::history(tx, who, &pass, (son, agency), later)
    })
}

/// An item over time: what was said, and whether it had changed.
fn line(history: &History, item: &str) -> Option<Vec<(String, bool)>> {
    let mut rows = history.sheets.iter().flat_map(|sheet| &sheet.rows);
    let found = rows.find(|line| line.row.item == item)?;
    let words = found.row.cells.iter().map(|cell| cell.as_ref().map_or("", |cell| &cell.words).to_owned());
    Some(words.zip(found.changed.iter().copied()).collect())
}

#[test]
fn what_an_agency_said_before_stands_beside_what_it_says_now() {
    each_world(|w| {
        let h = w.home_of_son();
        assess(w, &w.elder, &h, h.son, &[("a_health", "untreated"), ("a_work_wish", "外には出ない")]);
        assess(w, &w.elder, &h, h.son, &[("a_work_wish", "外には出ない")]);
        assess(w, &w.elder, &h, h.son, &[("a_health", "treated"), ("a_work_wish", "店までは行く")]);
        assess(w, &w.elder, &h, h.mother, &[("a_health", "good")]);
        let told = history(w, &w.elder, &h, &w.elder, 0).unwrap();
        let days: Vec<String> = told.columns.iter().map(|column| column.assessed_on.to_string()).collect();
        assert_eq!(days, ["2026-04-03", "2026-04-02", "2026-04-01"], "of the son alone, the latest first");
        let said = |words: &str, changed| (words.to_owned(), changed);
        assert_eq!(
            line(&told, "work_wish").unwrap(),
            [said("店までは行く", true), said("外には出ない", false), said("外には出ない", false)],
            "words are held against each other as well: they are of one agency"
        );
        assert_eq!(
            line(&told, "health").unwrap(),
            [said("よくない・通院している", true), said("", false), said("よくないが通院していない", false)],
            "what was not asked again had not changed"
        );
        assert_eq!((told.later, told.earlier), (0, 0));
        let none = history(w, &w.elder, &h, &w.hardship, 0).unwrap();
        assert!(none.columns.is_empty(), "it wrote nothing");
        let logged: i64 = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT count(*) FROM audit_events WHERE kind = 'assessment' AND action = 'read' AND outcome = 'ok'",
                    &[],
                )
            })
            .unwrap();
        assert_eq!(logged, 1, "the one that showed something");
    });
}

#[test]
fn a_long_history_is_read_in_parts_and_its_last_one_knows_what_was_before() {
    each_world(|w| {
        let h = w.home_of_son();
        for n in 0..7 {
            let income = format!("{}", 80_000 + n / 2 * 1_000);
            assess(w, &w.elder, &h, h.son, &[("a_income", &income)]);
        }
        let first = history(w, &w.elder, &h, &w.elder, 0).unwrap();
        assert_eq!((first.columns.len(), first.later, first.earlier), (5, 0, 2));
        let changed = |told: &History| -> Vec<bool> {
            line(told, "income").unwrap().into_iter().map(|(_, changed)| changed).collect()
        };
        assert_eq!(changed(&first), [true, false, true, false, true], "against one that is not on the page");
        let second = history(w, &w.elder, &h, &w.elder, 5).unwrap();
        assert_eq!((second.columns.len(), second.later, second.earlier), (2, 5, 0));
        assert_eq!(changed(&second), [false, false]);
        let beyond = history(w, &w.elder, &h, &w.elder, usize::MAX).unwrap();
        assert_eq!((beyond.columns.len(), beyond.later, beyond.earlier), (0, 7, 0));
    });
}

#[test]
fn older_statements_are_seen_as_the_present_ones_are() {
    each_world(|w| {
        let h = w.home_of_son();
        assess(w, &w.elder, &h, h.son, &[("a_health", "untreated"), ("a_work_wish", "外には出ない")]);
        assess(w, &w.elder, &h, h.son, &[("a_work_wish", "店までは行く")]);
        assert!(matches!(history(w, &w.tax, &h, &w.elder, 0), Err(Error::NotFound)));
        let health =
            ConsentForm { categories: vec!["health".into()], ..w.consent_form(h.son, &[w.hardship.agency]) };
        w.consent(&w.elder, &h.code, health);
        let told = history(w, &w.hardship, &h, &w.elder, 0).unwrap();
        assert_eq!(told.columns.len(), 1, "the later one holds nothing that they may see");
        assert!(line(&told, "health").is_some() && line(&told, "work_wish").is_none());
    });
}

fn compare(w: &World<'_>, who: &Scope, h: &Home) -> Comparison {
    let (case, son) = (h.case, h.son);
    w.ask(who, move |tx, who| {
        let pass = access::case(tx, who, case, Act::Read)?;
        assessments::compare(tx, who, &pass, son)
    })
    .unwrap()
}

/// The statement of an agency to an item in the comparison that somebody sees.
fn statement(c: &Comparison, item: &str, of: &Scope) -> Option<Id<Answer>> {
    let row = c.sheets.iter().flat_map(|sheet| &sheet.rows).find(|row| row.item == item)?;
    let at = c.columns.iter().position(|column| column.agency == of.agency)?;
    row.cells[at].as_ref().map(|cell| cell.id)
}

fn mark(
    w: &World<'_>,
    who: &Scope,
    h: &Home,
    [one, other]: [&str; 2],
    reason: &str,
) -> Result<Id<Contradiction>> {
    let form = ContradictionForm {
        one: one.into(),
        other: other.into(),
        reason: reason.into(),
        ..ContradictionForm::default()
    };
    let code = h.code.clone();
    w.act(who, move |tx, who| assessments::mark(tx, who, &code, &form))
}

/// The household as two agencies see it: the wish of the son to the one, his health to the other.
fn two_views(w: &World<'_>) -> (Home, [String; 2]) {
    let h = w.home_of_son();
    agreed(w, &h, &w.hardship);
    assess(w, &w.elder, &h, h.son, &[("a_work_wish", "もう外には出ない"), ("a_wish", "静かに暮らしたい")]);
    assess(
        w,
        &w.hardship,
        &h,
        h.son,
        &[("a_strengths", "毎朝、店まで歩いている"), ("a_work_wish", "仕事がしたい")],
    );
    let c = compare(w, &w.elder, &h);
    let pair = [(&w.elder, "work_wish"), (&w.hardship, "work_wish")]
        .map(|(who, item)| statement(&c, item, who).unwrap().to_string());
    (h, pair)
}

#[test]
fn what_people_see_in_words_is_marked_and_taken_up_in_the_policy() {
    each_world(|w| {
        let (h, [one, other]) = two_views(w);
        let id = mark(w, &w.hardship, &h, [&one, &other], "外に出る気持ち").unwrap();
        assert_eq!(fault(mark(w, &w.elder, &h, [&other, &one], "もう一度")), "contradiction_known");
        for (who, own) in [(&w.elder, false), (&w.hardship, true)] {
            let c = compare(w, who, &h);
            let marked: Vec<&str> = c
                .sheets
                .iter()
                .flat_map(|sheet| &sheet.rows)
                .filter(|row| row.marked)
                .map(|row| row.item.as_str())
                .collect();
            assert_eq!(marked, ["work_wish"]);
            let told = &c.contradictions[0];
            assert_eq!((told.reason.as_str(), told.own), ("外に出る気持ち", own));
            let mut words = [told.one_words.as_str(), told.other_words.as_str()];
            words.sort_unstable();
            assert!(words[0].contains("地域包括") && words[0].contains("もう外には出ない"), "{words:?}");
            assert!(words[1].contains("自立相談") && words[1].contains("仕事がしたい"), "{words:?}");
        }
        let set = |who: &Scope, ids: Vec<String>| {
            let form =
                PolicyForm { text: "急がない".into(), contradictions: ids, ..PolicyForm::default() };
            let code = h.code.clone();
            w.act(who, move |tx, who| assessments::set_policy(tx, who, &code, &form))
        };
        let unknown = set(&w.elder, vec![id.to_string(), h.case.to_string()]);
        assert_eq!(faults(unknown), [("contradictions".into(), "error_unknown_choice")]);
        set(&w.elder, vec![id.to_string()]).unwrap();
        let policy = compare(w, &w.hardship, &h).policies.remove(0);
        assert_eq!(policy.contradictions, ["外に出る気持ち"]);
        assert_eq!(policy.cites.len(), 2, "both statements: {:?}", policy.cites);
        let code = h.code.clone();
        let not_own = w.act(&w.elder, move |tx, who| assessments::unmark(tx, who, &code, id));
        assert!(matches!(not_own, Err(Error::NotFound)), "whoever saw it takes it back");
        let code = h.code.clone();
        w.act(&w.hardship, move |tx, who| assessments::unmark(tx, who, &code, id)).unwrap();
        let c = compare(w, &w.elder, &h);
        assert!(c.contradictions.is_empty() && c.sheets.iter().flat_map(|s| &s.rows).all(|row| !row.marked));
        assert_eq!(c.policies[0].contradictions, ["外に出る気持ち"], "what was taken up stays");
        mark(w, &w.elder, &h, [&one, &other], "また").unwrap();
    });
}

#[test]
fn only_statements_in_sight_of_different_agencies_about_one_person_are_marked() {
    each_world(|w| {
        let (h, [one, other]) = two_views(w);
        let c = compare(w, &w.elder, &h);
        let own = statement(&c, "wish", &w.elder).unwrap().to_string();
        let refused = |pair: [&str; 2], reason: &str| faults(mark(w, &w.elder, &h, pair, reason));
        assert_eq!(refused([&one, &own], "同じ機関"), [("other".into(), "contradiction_not_possible")]);
        assert_eq!(refused([&one, &one], "同じ記述"), [("other".into(), "contradiction_not_possible")]);
        assert_eq!(
            refused(["", "nothing"], ""),
            [
                ("reason".into(), "error_required"),
                ("one".into(), "error_choose_one"),
                ("other".into(), "error_choose_one")
            ]
        );
        assess(w, &w.hardship, &h, h.mother, &[("a_work_wish", "内職をしたい")]);
        let of_mother: String = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT id FROM assessment_answers WHERE value = '内職をしたい'", &[])
            })
            .unwrap();
        assert_eq!(refused([&one, &of_mother], "別の人"), [("other".into(), "contradiction_not_possible")]);
        let health =
            ConsentForm { categories: vec!["health".into()], ..w.consent_form(h.son, &[w.tax.agency]) };
        w.consent(&w.elder, &h.code, health);
        assert_eq!(
            faults(mark(w, &w.tax, &h, [&one, &other], "見えない記述")),
            [("one".into(), "error_choose_one"), ("other".into(), "error_choose_one")],
            "what is not seen is not there"
        );
    });
}

#[test]
fn a_mark_is_read_by_those_alone_who_read_both_statements() {
    each_world(|w| {
        let h = w.home_of_son();
        agreed(w, &h, &w.hardship);
        assess(w, &w.elder, &h, h.son, &[("a_work_wish", "もう外には出ない")]);
        assess(w, &w.hardship, &h, h.son, &[("a_health", "good")]);
        let c = compare(w, &w.elder, &h);
        let pair = [("work_wish", &w.elder), ("health", &w.hardship)]
            .map(|(item, who)| statement(&c, item, who).unwrap().to_string());
        mark(w, &w.elder, &h, [&pair[0], &pair[1]], "体と気持ち").unwrap();
        let kinds = |kinds: &[&str]| {
            let categories = kinds.iter().map(|kind| (*kind).to_owned()).collect();
            let form = ConsentForm { categories, ..w.consent_form(h.son, &[w.tax.agency]) };
            w.consent(&w.elder, &h.code, form);
        };
        kinds(&["health"]);
        let c = compare(w, &w.tax, &h);
        assert!(c.contradictions.is_empty() && c.sheets.iter().flat_map(|s| &s.rows).all(|row| !row.marked));
        assert!(
            statement(&c, "health", &w.hardship).is_some() && statement(&c, "work_wish", &w.elder).is_none()
        );
        kinds(&["health", "occupation"]);
        let c = compare(w, &w.tax, &h);
        assert!(statement(&c, "work_wish", &w.elder).is_some());
        assert_eq!(c.contradictions.len(), 1, "whoever reads both");
    });
}

#[test]
fn marks_go_along_when_two_cases_become_one() {
    each_world(|w| {
        let (h, [one, other]) = two_views(w);
        mark(w, &w.elder, &h, [&one, &other], "外に出る気持ち").unwrap();
        let (into, _) = w.case(&w.elder, h.son);
        let form = cases::CaseMergeForm { other: h.code.clone(), reason: "同じ世帯".into() };
        w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, into, &form)).unwrap();
        let kept = Home { case: into, ..h };
        assert_eq!(compare(w, &w.elder, &kept).contradictions.len(), 1);
    });
}
