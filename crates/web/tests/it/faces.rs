use axum::http::StatusCode;
use domain::cases::Case;
use domain::people::{self, RelationForm};
use kernel::Id;
use serde_json::json;
use testkit::{World, each_world};

use crate::site::{Site, nobody};

#[test]
fn one_url_answers_people_and_programs() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let path = format!("/cases/{code}");
        assert!(site.get(&client, &path).text.contains("見本 一郎"));
        let json = site.get_json(&client, &path).json();
        assert_eq!(
            (json["about"].as_str(), json["case"]["code"].as_str()),
            (Some("見本 一郎"), Some(code.as_str()))
        );
    });
}

fn records(w: &World, case: Id<Case>) -> i64 {
    let sql = "SELECT count(*) FROM case_records WHERE case_id = $1";
    w.ask(&w.elder, |tx, _| tx.one(sql, &[&case])).unwrap()
}

#[test]
fn the_same_write_twice_counts_once_and_another_under_its_key_is_refused() {
    each_world(|w| {
        let site = Site::new(w);
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let path = format!("/cases/{code}/records");
        let body = json!({ "text": "訪問した" });
        for _ in 0..2 {
            let answer = site.post_json(&client, &path, "k1", &body);
            assert_eq!(
                (answer.status, answer.json()["location"].as_str()),
                (StatusCode::CREATED, Some(&*format!("/cases/{code}")))
            );
        }
        assert_eq!(records(w, case), 1);
        assert_eq!(
            site.post_json(&client, &path, "k1", &json!({ "text": "別の文" })).status,
            StatusCode::CONFLICT
        );
        assert_eq!(site.post_json(&client, &path, "", &body).status, StatusCode::UNPROCESSABLE_ENTITY);
        // Somebody else's key is another key, and says nothing about what it was used for.
        let other = site.sign_in(&w.tax);
        let (_, own) = w.case(&w.tax, w.person(&w.tax, "例示 二郎", "れいじ じろう", "S50"));
        let answer = site.post_json(&other, &format!("/cases/{own}/records"), "k1", &body);
        assert_eq!(
            (answer.status, answer.json()["location"].as_str()),
            (StatusCode::CREATED, Some(&*format!("/cases/{own}")))
        );
    });
}

#[test]
fn the_same_write_at_the_same_moment_counts_once() {
    each_world(|w| {
        let site = Site::new(w);
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let path = format!("/cases/{code}/records");
        for round in 1..=5 {
            let (key, body) = (format!("k{round}"), json!({ "text": "訪問した" }));
            let press = || site.post_json(&client, &path, &key, &body).status;
            let pressed: Vec<StatusCode> = std::thread::scope(|both| {
                let presses: Vec<_> = (0..4).map(|_| both.spawn(press)).collect();
                presses.into_iter().map(|press| press.join().unwrap()).collect()
            });
            assert_eq!(pressed, [StatusCode::CREATED; 4]);
            assert_eq!(records(w, case), round);
        }
    });
}

#[test]
fn what_was_carried_out_is_answered_again_even_where_it_would_not_be_possible_any_more() {
    each_world(|w| {
        let site = Site::new(w);
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let path = format!("/cases/{code}/records");
        let send = |key, body| site.post_json(&client, &path, key, &body);
        let first = send("k1", json!({ "text": "訪問した" }));
        w.close(&w.elder, case);
        let again = send("k1", json!({ "text": "訪問した" }));
        assert_eq!((again.status, &again.text), (first.status, &first.text));
        assert_eq!(records(w, case), 1);
        assert_eq!(
            send("k2", json!({ "text": "訪問した" })).status,
            StatusCode::CONFLICT,
            "of a closed case"
        );
        assert_eq!(
            send("k1", json!({ "text": "" })).status,
            StatusCode::CONFLICT,
            "of a key for something else"
        );
    });
}

#[test]
fn a_form_with_faults_comes_back_with_everything_that_was_typed() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let fields = [("text", "長い<b>記録</b>"), ("on", "R6.2.30"), ("next_due", "あした?")];
        let answer = site.post(&client, &format!("/cases/{code}/records"), &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for expected in ["長い&#60;b&#62;記録&#60;/b&#62;", "R6.2.30", "あした?", "日時は暦にない日です"]
        {
            assert!(answer.text.contains(expected), "{expected} is missing in {}", answer.text);
        }
        let faults = site
            .post_json(&client, &format!("/cases/{code}/records"), "k", &json!({ "on": "R6.2.30" }))
            .json();
        let fields: Vec<&str> =
            faults["faults"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["on", "text"]);
    });
}

#[test]
fn of_several_relations_the_one_without_a_reason_is_opened() {
    each_world(|w| {
        let site = Site::new(w);
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        for (name, kana) in [("見本 花", "みほん はな"), ("例示 次郎", "れいじ じろう")] {
            let other = w.person(&w.elder, name, kana, "S50").to_string();
            let form = RelationForm { other, kind: "acquaintance".into() };
            w.act(&w.elder, move |tx, who| people::relate(tx, who, person, &form)).unwrap();
        }
        let tried: String = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT id FROM relations WHERE person_id = $1 ORDER BY id DESC", &[&person])
            })
            .unwrap();
        let client = site.sign_in(&w.elder);
        let path = format!("/people/{person}/relations/{tried}/end");
        let answer = site.post(&client, &path, &[("end_reason", " ")]);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The summary of faults leads to the field, in the one fold that is open.
        let (_, form) = answer.text.split_once(&format!("action=\"{path}\"")).unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        assert!(form.contains("id=\"f-end_reason\"") && answer.text.contains("href=\"#f-end_reason\""));
        let open = |n: usize| answer.text.contains(&format!("id=\"relation-{n}\" open"));
        assert!(open(1) != open(2));
    });
}

#[test]
fn a_kept_draft_is_restored_and_goes_with_its_record() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.elder);
        let draft = json!({ "form": "record", "subject": code, "body": { "text": "書きかけの文", "method": "phone" } });
        let kind = [("content-type", "application/json")];
        let kept = site.send(
            &client,
            axum::http::Method::PUT,
            "/drafts",
            &kind,
            axum::body::Body::from(draft.to_string()),
        );
        assert_eq!(kept.status, StatusCode::OK);
        assert!(site.get(&client, &format!("/cases/{code}/records/new")).text.contains("書きかけの文"));
        assert!(site.get(&client, "/").text.contains(&format!("支援経過記録 {code}")));
        let other = site.sign_in(&w.hardship);
        assert!(!site.get(&other, "/").text.contains(&code));
        // Whoever comes for something new is told, and can give up what was kept.
        let form = format!("/cases/{code}/records/new");
        assert!(site.get(&client, &form).text.contains("に書きかけた続きです。"));
        let end = format!("/drafts/record/{code}/end");
        assert_eq!(site.post(&client, &end, &[("anew", "1")]).headers["location"], form);
        let fresh = site.get(&client, &form).text;
        assert!(!fresh.contains("書きかけの文") && !fresh.contains("に書きかけた続きです。"));
        site.send(
            &client,
            axum::http::Method::PUT,
            "/drafts",
            &kind,
            axum::body::Body::from(draft.to_string()),
        );
        site.post(&client, &format!("/cases/{code}/records"), &[("text", "書きかけの文")]);
        assert!(!site.get(&client, "/").text.contains(&format!("支援経過記録 {code}")));
    });
}

#[test]
fn the_document_describes_every_route() {
    each_world(|w| {
        let site = Site::new(w);
        let document = site.get(&nobody(), "/openapi.json").json();
        assert_eq!(document["openapi"], "3.1.0");
        for route in web::routes().iter().filter(|route| !route.path.contains("{*")) {
            let operation = &document["paths"][route.path][route.method.to_lowercase()];
            assert!(operation["summary"].is_string(), "{} {}", route.method, route.path);
        }
    });
}

#[test]
fn a_program_acts_by_its_token() {
    each_world(|w| {
        let site = Site::new(w);
        let new = domain::staff::NewToken { name: "道具".into() };
        let secret = w.act(&w.elder, move |tx, who| domain::staff::issue_token(tx, who, &new)).unwrap();
        let header = [("authorization", format!("Bearer {secret}"))];
        let header: Vec<(&str, &str)> = header.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let client = crate::site::Client { json: true, ..nobody() };
        let answer =
            site.send(&client, axum::http::Method::GET, "/cases", &header, axum::body::Body::empty());
        assert_eq!(answer.status, StatusCode::OK);
    });
}
