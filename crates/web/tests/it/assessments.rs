//! The pages of assessments: side by side, over time, and what people mark in them.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::assessments::{self, AssessmentForm, Given};
use kernel::{Id, Scope};
use testkit::{World, each_world};

use crate::site::Site;

fn assess(w: &World<'_>, who: &Scope, code: &str, person: &str, fields: &[(&str, &str)]) {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Given::One((*value).to_owned())));
    let fields: BTreeMap<String, Given> = fields.collect();
    let form = AssessmentForm { person: person.to_owned(), fields, ..AssessmentForm::default() };
    let code = code.to_owned();
    w.act(who, move |tx, who| assessments::assess(tx, who, &code, &form)).unwrap();
    w.at.ambient.advance(86_400);
}

#[test]
fn a_mark_is_set_and_taken_back_on_the_page_and_only_differences_can_be_shown() {
    each_world(|w| {
        let [mother, son] = w.mother_and_son();
        let (_, code) = w.case(&w.elder, son);
        for person in [mother, son] {
            w.consent(&w.elder, &code, w.consent_form(person, &[w.hardship.agency]));
        }
        let son = son.to_string();
        let before = [("a_work_wish", "外には出ない"), ("a_strengths", "自転車の修理")];
        assess(w, &w.elder, &code, &son, &before);
        assess(w, &w.elder, &code, &son, &[("a_work_wish", "店までは行く"), ("a_strengths", "自転車の修理")]);
        assess(w, &w.hardship, &code, &son, &[("a_work_wish", "毎日出歩く")]);
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let compare = format!("/cases/{code}/assessments/compare?person={son}");
        let page = site.get_json(&client, &compare).json();
        assert_eq!(page["columns"].as_array().unwrap().len(), 2);
        let row = page["sheets"].as_array().unwrap().iter().flat_map(|s| s["rows"].as_array().unwrap());
        let row = row.clone().find(|row| row["item"] == "work_wish").unwrap();
        let [one, other] = [0, 1].map(|at: usize| row["cells"][at]["id"].as_str().unwrap().to_owned());
        let only = format!("{compare}&only=1");
        assert!(!site.get(&client, &only).text.contains("毎日出歩く</span>"), "no program finds it");

        let marks = format!("/cases/{code}/contradictions?person={son}");
        let wrong = site.post(&client, &marks, &[("one", &one), ("other", ""), ("reason", "出かける気持ち")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("出かける気持ち"), "what was typed is not lost");
        let marked =
            site.post(&client, &marks, &[("one", &one), ("other", &other), ("reason", "出かける気持ち")]);
        assert_eq!(marked.status, StatusCode::SEE_OTHER, "{}", marked.text);
        assert!(marked.location().starts_with(&compare), "{}", marked.location());
        let shown = site.get(&client, &only).text;
        assert!(shown.contains("毎日出歩く</span>") && shown.contains("出かける気持ち"), "{shown}");
        assert!(!shown.contains("自転車の修理</span>"), "only differences");

        let mark =
            site.get_json(&client, &compare).json()["contradictions"][0]["id"].as_str().unwrap().to_owned();
        let policy = [("text", "急がない"), ("contradictions", mark.as_str())];
        let set = site.post(&client, &format!("/cases/{code}/joint-policies"), &policy);
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        assert!(site.get(&client, &compare).text.contains("取り上げた食い違い: 出かける気持ち"));
        let other = site.sign_in(&w.hardship);
        let end = format!("/cases/{code}/contradictions/{mark}/end");
        assert_eq!(site.post(&other, &end, &[]).status, StatusCode::NOT_FOUND, "it is not theirs");
        assert_eq!(site.post(&client, &end, &[]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&client, &compare).text.contains("印を付けた食い違い"));
    });
}

#[test]
fn what_an_agency_said_before_is_one_press_away_and_shows_what_changed() {
    each_world(|w| {
        let [_, son] = w.mother_and_son();
        let (_, code) = w.case(&w.elder, son);
        let son = son.to_string();
        for (n, wish) in
            ["外には出ない", "外には出ない", "店までは行く", "店までは行く", "店までは行く", "駅まで行く"]
                .iter()
                .enumerate()
        {
            assess(
                w,
                &w.elder,
                &code,
                &son,
                &[("a_work_wish", wish), ("a_strengths", "修理"), ("a_income", &n.to_string())],
            );
        }
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let compare = site.get(&client, &format!("/cases/{code}/assessments/compare?person={son}")).text;
        let history = format!("/cases/{code}/assessments/history?person={son}&#38;agency={}", w.elder.agency);
        assert!(
            compare.contains(&history) || compare.contains(&history.replace("&#38;", "&amp;")),
            "{compare}"
        );
        let history = format!("/cases/{code}/assessments/history?person={son}&agency={}", w.elder.agency);
        let page = site.get(&client, &history).text;
        for said in ["2026/04/06", "駅まで行く", "店までは行く", "変わった", "これより前のもの(1)"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(
            !site.get(&client, &format!("{history}&only=1")).text.contains("修理</span>"),
            "only what changed"
        );
        let older = site.get(&client, &format!("{history}&later=5"));
        assert!(
            older.text.contains("外には出ない") && older.text.contains("これより新しいもの"),
            "{}",
            older.text
        );
        for wrong in ["agency=nobody", "later=-1"] {
            let answer =
                site.get(&client, &format!("/cases/{code}/assessments/history?person={son}&{wrong}"));
            assert!(!answer.status.is_server_error(), "{wrong}: {}", answer.status);
        }
        let unknown: Id<kernel::Agency> = w.ask(&w.elder, |tx, _| Ok(tx.new_id())).unwrap();
        let [of_none, of_silent] = [unknown, w.tax.agency].map(|agency| {
            let page =
                site.get(&client, &format!("/cases/{code}/assessments/history?person={son}&agency={agency}"));
            assert_eq!(page.status, StatusCode::OK);
            page.text.contains("見えるアセスメントは、ありません")
        });
        assert!(of_none && of_silent);
    });
}
