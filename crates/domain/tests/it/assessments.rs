//! Assessments: each agency's own, side by side, nobody's overwritten; a statement is seen as a record is (OTA-08).

use std::collections::BTreeMap;

use domain::assessments::{self, Assessment, AssessmentForm, Comparison, Given, ItemRow, PolicyForm};
use domain::cases;
use domain::consents::ConsentForm;
use domain::people::Person;
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{Home, World, each_world};

fn form(person: Id<Person>, fields: &[(&str, &str)]) -> AssessmentForm {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Given::One((*value).to_owned())));
    AssessmentForm { person: person.to_string(), fields: fields.collect(), ..AssessmentForm::default() }
}

fn assess(w: &World<'_>, who: &Scope, code: &str, form: AssessmentForm) -> Result<Id<Assessment>> {
    let code = code.to_owned();
    w.act(who, move |tx, who| assessments::assess(tx, who, &code, &form))
}

fn compare(w: &World<'_>, who: &Scope, h: &Home) -> Comparison {
    let (case, son) = (h.case, h.son);
    w.ask(who, move |tx, who| {
        let pass = domain::access::case(tx, who, case, domain::access::Act::Read)?;
        assessments::compare(tx, who, &pass, son)
    })
    .unwrap()
}

fn row<'a>(c: &'a Comparison, item: &str) -> Option<&'a ItemRow> {
    c.sheets.iter().flat_map(|sheet| &sheet.rows).find(|row| row.item == item)
}

fn words(c: &Comparison, item: &str) -> Vec<String> {
    let cells = row(c, item).map(|row| row.cells.clone()).unwrap_or_default();
    cells.into_iter().map(|cell| cell.map_or_else(String::new, |cell| cell.words)).collect()
}

fn faults(refused: Result<impl Sized>) -> Vec<String> {
    match refused {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("not refused for its fields: {:?}", other.err()),
    }
}

/// Everybody of the household agrees that the agency knows everything.
fn agreed(w: &World<'_>, h: &Home, who: &Scope) {
    for person in [h.mother, h.son] {
        w.consent(&w.elder, &h.code, w.consent_form(person, &[who.agency]));
    }
}

#[test]
fn two_agencies_contradict_each_other_and_both_stay() {
    each_world(|w| {
        let h = w.home_of_son();
        agreed(w, &h, &w.hardship);
        assess(
            w,
            &w.elder,
            &h.code,
            form(
                h.son,
                &[("a_work_wish", "もう外には出ない"), ("s_work_wish", "person"), ("a_work", "not_seeking")],
            ),
        )
        .unwrap();
        w.at.ambient.advance(86_400);
        assess(
            w,
            &w.hardship,
            &h.code,
            form(h.son, &[("a_work_wish", "仕事がしたい"), ("a_work", "seeking"), ("a_health", "good")]),
        )
        .unwrap();
        for who in [&w.elder, &w.hardship] {
            let c = compare(w, who, &h);
            let names: Vec<&str> = c.columns.iter().map(|column| column.agency_name.as_str()).collect();
            assert_eq!(
                names,
                ["自立相談支援機関【架空】", "地域包括支援センター【架空】"],
                "the latest first"
            );
            assert_eq!(words(&c, "work_wish"), ["仕事がしたい", "もう外には出ない"]);
            assert_eq!(words(&c, "work"), ["これから働きたい・探している", "働いていない(探していない)"]);
            let differs = |item: &str| row(&c, item).unwrap().differs;
            assert!(differs("work"), "coded answers are held against each other");
            assert!(!differs("work_wish") && !differs("health"), "words and single answers are not");
            assert_eq!(row(&c, "work_wish").unwrap().cells[1].as_ref().unwrap().source, "本人の話");
        }
    });
}

#[test]
fn a_later_one_of_the_same_agency_stands_for_it_and_the_earlier_one_is_not_lost() {
    each_world(|w| {
        let h = w.home_of_son();
        assess(
            w,
            &w.elder,
            &h.code,
            form(h.son, &[("a_health", "untreated"), ("a_strengths", "自転車の修理")]),
        )
        .unwrap();
        w.at.ambient.advance(86_400);
        assess(w, &w.elder, &h.code, form(h.son, &[("a_health", "treated")])).unwrap();
        let c = compare(w, &w.elder, &h);
        assert_eq!((c.columns.len(), words(&c, "health")), (1, vec!["よくない・通院している".to_owned()]));
        assert!(row(&c, "strengths").is_none(), "it was not said again");
        let kept: i64 =
            w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM assessment_answers", &[])).unwrap();
        assert_eq!(kept, 3);
        let (case, son) = (h.case, h.son);
        let before = w
            .ask(&w.elder, move |tx, who| {
                let pass = domain::access::case(tx, who, case, domain::access::Act::Read)?;
                assessments::before(tx, who, &pass, son)
            })
            .unwrap();
        assert_eq!((before.answers("health"), before.answers("strengths")), (vec!["treated"], vec![]));
    });
}

#[test]
fn what_somebody_did_not_agree_to_is_not_in_the_comparison() {
    each_world(|w| {
        let h = w.home_of_son();
        let all = [
            ("a_wish", "静かに暮らしたい"),
            ("a_health", "untreated"),
            ("a_income", "80000"),
            ("a_work", "not_seeking"),
        ];
        assess(w, &w.elder, &h.code, form(h.son, &all)).unwrap();
        let only = |person, kind: &str| ConsentForm {
            categories: vec![kind.into()],
            ..w.consent_form(person, &[w.hardship.agency])
        };
        w.consent(&w.elder, &h.code, only(h.son, "health"));
        let c = compare(w, &w.hardship, &h);
        assert_eq!(words(&c, "health").len(), 1);
        for hidden in ["wish", "income", "work"] {
            assert!(row(&c, hidden).is_none(), "{hidden}");
        }
        // The money is the household's: it takes both.
        w.consent(&w.elder, &h.code, only(h.son, "money"));
        assert!(row(&compare(w, &w.hardship, &h), "income").is_none());
        w.consent(&w.elder, &h.code, only(h.mother, "money"));
        assert_eq!(words(&compare(w, &w.hardship, &h), "income"), ["80000"]);
        assert!(matches!(
            w.ask(&w.tax, |tx, who| domain::access::case(tx, who, h.case, domain::access::Act::Read)
                .map(drop)),
            Err(Error::NotFound)
        ));
    });
}

#[test]
fn a_joint_policy_cites_what_its_writer_sees() {
    each_world(|w| {
        let h = w.home_of_son();
        agreed(w, &h, &w.hardship);
        assess(
            w,
            &w.elder,
            &h.code,
            form(h.son, &[("a_work_wish", "もう外には出ない"), ("s_work_wish", "person")]),
        )
        .unwrap();
        let third = w.somebody("dai3", "tax", Role::CounterWorker);
        let health =
            ConsentForm { categories: vec!["health".into()], ..w.consent_form(h.son, &[third.agency]) };
        w.consent(&w.elder, &h.code, health);
        let cell = |who: &Scope| {
            row(&compare(w, who, &h), "work_wish").map(|row| row.cells[0].clone().unwrap().id.to_string())
        };
        let id = cell(&w.hardship).unwrap();
        assert!(cell(&third).is_none());
        let set = |who: &Scope, text: &str, cites: Vec<String>| {
            let (code, form) =
                (h.code.clone(), PolicyForm { text: text.into(), cites, ..PolicyForm::default() });
            w.act(who, move |tx, who| assessments::set_policy(tx, who, &code, &form))
        };
        assert_eq!(faults(set(&w.hardship, "", vec![])), ["text"]);
        assert_eq!(
            faults(set(&third, "外出を急がない", vec![id.clone()])),
            ["cites"],
            "nobody cites what they do not see"
        );
        set(&w.hardship, "外出を急がない。修理の話から始める", vec![id]).unwrap();
        let seen = compare(w, &w.elder, &h).policies;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].agency_name, "自立相談支援機関【架空】");
        assert_eq!(
            seen[0].cites,
            ["地域包括支援センター【架空】 仕事・日中の過ごし方についての思い「もう外には出ない」(本人の話)"]
        );
        assert!(compare(w, &third, &h).policies.is_empty(), "a policy speaks of all of them");
    });
}

#[test]
fn a_sheet_that_cannot_be_read_is_answered_by_field_and_keeps_nothing() {
    each_world(|w| {
        let h = w.home_of_son();
        let refused = |fields: &[(&str, &str)]| faults(assess(w, &w.elder, &h.code, form(h.son, fields)));
        assert_eq!(refused(&[]), ["a_wish"]);
        assert_eq!(refused(&[("a_health", "superb")]), ["a_health"]);
        assert_eq!(refused(&[("a_income", "たくさん")]), ["a_income"]);
        assert_eq!(refused(&[("a_income", "-3")]), ["a_income"]);
        assert_eq!(refused(&[("a_wish", "働きたい"), ("s_wish", "oracle")]), ["s_wish"]);
        assert_eq!(refused(&[("a_horoscope", "獅子座")]), ["a_horoscope"]);
        let twice = AssessmentForm {
            fields: BTreeMap::from([("a_health".into(), Given::Many(vec!["good".into(), "treated".into()]))]),
            ..form(h.son, &[])
        };
        assert_eq!(faults(assess(w, &w.elder, &h.code, twice)), ["a_health"]);
        let stranger = w.person(&w.elder, "例示 次郎", "れいじ じろう", "S20.1.1");
        let wish = [("a_wish", "働きたい")];
        assert_eq!(faults(assess(w, &w.elder, &h.code, form(stranger, &wish))), ["person"]);
        let late = AssessmentForm { assessed_on: "R9.1.1".into(), ..form(h.son, &wish) };
        assert_eq!(faults(assess(w, &w.elder, &h.code, late)), ["assessed_on"]);
        let crossed = AssessmentForm { case: "K-000-0000".into(), ..form(h.son, &wish) };
        assert!(matches!(assess(w, &w.elder, &h.code, crossed), Err(Error::Conflict(_))));
        assert!(matches!(assess(w, &w.tax, &h.code, form(h.son, &wish)), Err(Error::NotFound)));
        let kept: i64 = w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM assessments", &[])).unwrap();
        assert_eq!(kept, 0);
        let several = AssessmentForm {
            fields: BTreeMap::from([
                ("a_benefits".into(), Given::Many(vec!["other".into(), "old_age".into()])),
                ("a_income".into(), Given::One("８0,000円".into())),
            ]),
            ..form(h.son, &[])
        };
        assess(w, &w.elder, &h.code, several).unwrap();
        let c = compare(w, &w.elder, &h);
        assert_eq!(words(&c, "benefits"), ["老齢・遺族年金、その他"], "in the order of the form");
        assert_eq!(words(&c, "income"), ["80000"]);
    });
}

#[test]
fn an_old_answer_is_read_by_the_form_by_which_it_was_given() {
    each_world(|w| {
        let h = w.home_of_son();
        assess(w, &w.elder, &h.code, form(h.son, &[("a_health", "good")])).unwrap();
        // As if it had been given by an earlier version, which asked something else besides.
        w.at.db
            .write(|tx| {
                let body: String = tx.one("SELECT body FROM form_versions", &[])?;
                let body = body.replacen("\"label\":\"健康状態\"", "\"label\":\"からだの調子\"", 1).replacen(
                    "\"key\":\"health\"",
                    "\"key\":\"body\"",
                    1,
                );
                tx.exec("UPDATE form_versions SET body = $1, digest = 'old'", &[&body])?;
                tx.exec("UPDATE assessment_answers SET item = 'body'", &[])
            })
            .unwrap();
        let c = compare(w, &w.elder, &h);
        assert_eq!(c.sheets.len(), 1);
        assert_eq!(c.sheets[0].title, "前の版の項目");
        let row = row(&c, "body").unwrap();
        assert_eq!(
            (row.label.as_str(), row.cells[0].as_ref().unwrap().words.as_str()),
            ("からだの調子", "良い")
        );
        w.at.ambient.advance(86_400);
        assess(w, &w.elder, &h.code, form(h.son, &[("a_health", "treated")])).unwrap();
        let versions: i64 =
            w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM form_versions", &[])).unwrap();
        assert_eq!(versions, 2, "the present form has a row of its own");
    });
}

#[test]
fn statements_go_along_when_two_cases_become_one() {
    each_world(|w| {
        let h = w.home_of_son();
        let (_, other) = w.case(&w.elder, h.son);
        assess(w, &w.elder, &other, form(h.son, &[("a_wish", "働きたい")])).unwrap();
        let (case, merge) =
            (h.case, cases::CaseMergeForm { other: other.clone(), reason: "同じ世帯".into() });
        w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, case, &merge)).unwrap();
        assert_eq!(words(&compare(w, &w.elder, &h), "wish"), ["働きたい"]);
    });
}

#[test]
fn a_municipality_adds_items_and_old_answers_keep_their_form() {
    each_world(|w| {
        let h = w.home_of_son();
        assess(w, &w.elder, &h.code, form(h.son, &[("a_health", "good")])).unwrap();
        let snow = [("a_snow", "alone")];
        assert_eq!(
            faults(assess(w, &w.elder, &h.code, form(h.son, &snow))),
            ["a_snow"],
            "nobody asks for it yet"
        );
        w.at.db
            .write(|tx| {
                let item = serde_json::json!({
                    "key": "snow", "label": "雪かき", "kind": "choice", "kinds": "life", "of": "household",
                    "options": [["helped", "手伝いがある"], ["alone", "ひとりでする"]],
                });
                tx.exec(
                    "INSERT INTO form_items (form, position, sheet, body) VALUES ('assessment', 0, 'household', $1)",
                    &[&item.to_string()],
                )
            })
            .unwrap();
        w.at.ambient.advance(86_400);
        agreed(w, &h, &w.hardship);
        assess(w, &w.hardship, &h.code, form(h.son, &snow)).unwrap();
        let c = compare(w, &w.elder, &h);
        assert_eq!(words(&c, "snow"), ["ひとりでする", ""]);
        assert_eq!(words(&c, "health"), ["", "良い"], "the answer of before is read by its own form");
    });
}
