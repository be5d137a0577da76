//! Drafts of several people beside each other, and what only the page that was asked shows.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::consents;
use serde_json::json;
use testkit::{World, each_world};

use crate::site::{Client, Site};

fn keeps(site: &Site<'_>, client: &Client, form: &str, subject: &str, body: serde_json::Value) {
    let draft = json!({ "form": form, "subject": subject, "body": body });
    let kind = [("content-type", "application/json")];
    let kept = site.send(client, Method::PUT, "/drafts", &kind, Body::from(draft.to_string()));
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
}

#[test]
fn words_about_somebody_never_stand_under_the_name_of_another_person() {
    each_world(|w| {
        let site = Site::new(w);
        let hana = w.person(&w.elder, "見本 ハナ", "みほん はな", "S18.3.1");
        let client = site.sign_in(&w.elder);
        keeps(&site, &client, "consultation", "", json!({ "content": "別の方の話の途中" }));
        let page = site.get(&client, &format!("/people/{hana}")).text;
        let link = format!("/consultations/new?slot={hana}");
        assert!(page.contains(&link), "the page of a person begins a consultation of their own");
        let theirs = site.get(&client, &link).text;
        assert!(theirs.contains("見本 ハナ") && !theirs.contains("別の方の話の途中"));
        keeps(
            &site,
            &client,
            "consultation",
            hana.as_str(),
            json!({ "content": "ハナさんの話", "person": hana }),
        );
        let again = site.get(&client, &link).text;
        assert!(again.contains("ハナさんの話") && again.contains("別の相談を受ける"));
        assert!(site.get(&client, "/").text.contains(&link), "the first page leads back to it");
        // On the way to find somebody the words go along.
        let first = site.get(&client, &format!("/consultations/new?person={hana}")).text;
        assert!(first.contains("別の方の話の途中") && first.contains("見本 ハナ"));
        let sent = site.post(
            &client,
            "/consultations",
            &[("slot", hana.as_str()), ("person", hana.as_str()), ("content", "ハナさんの話")],
        );
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert!(!site.get(&client, &link).text.contains("ハナさんの話"), "the draft goes with its form");
        assert!(
            site.get(&client, "/consultations/new").text.contains("別の方の話の途中"),
            "and no other one"
        );
    });
}

#[test]
fn a_case_that_is_being_opened_is_gone_on_with() {
    each_world(|w| {
        let site = Site::new(w);
        let hana = w.person(&w.elder, "見本 ハナ", "みほん はな", "S18.3.1");
        let client = site.sign_in(&w.elder);
        keeps(&site, &client, "case", hana.as_str(), json!({ "person": hana, "wish": "家で暮らしたい" }));
        let home = site.get(&client, "/").text;
        let link = format!("/cases/new?slot={hana}");
        assert!(home.contains(&link));
        for way in [link, format!("/cases/new?person={hana}")] {
            let page = site.get(&client, &way).text;
            assert!(page.contains("家で暮らしたい") && page.contains("見本 ハナ"), "{way}");
        }
        let sent = site.post(&client, "/cases", &[("person", hana.as_str()), ("wish", "家で暮らしたい")]);
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert!(!site.get(&client, "/").text.contains("/cases/new?slot="));
    });
}

fn received(w: &World<'_>, site: &Site<'_>, client: &Client, person: &str) -> String {
    let fields = [
        ("visitor_kind", "family"),
        ("visitor_name", "見本 姉"),
        ("visitor_contact", "090-0000-1111"),
        ("person", person),
        ("content", "弟のことで"),
    ];
    let sent = site.post(client, "/consultations", &fields);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let id: String = w
        .ask(&w.elder, |tx, _| tx.one("SELECT id FROM consultations ORDER BY id DESC LIMIT 1", &[]))
        .unwrap();
    format!("/consultations/{id}")
}

#[test]
fn whoever_came_is_called_back_by_the_counter_that_asked_with_a_reason() {
    each_world(|w| {
        let site = Site::new(w);
        let son = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let client = site.sign_in(&w.elder);
        let path = received(w, &site, &client, son.as_str());
        let reveal = format!("{path}/visitor-contact");
        assert!(!site.get(&client, &path).text.contains("090-0000-1111"));
        let bare = site.post(&client, &reveal, &[]);
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!bare.text.contains("090-0000-1111"));
        let reason = [("visitor_reason", "折り返しの電話")];
        assert!(site.post(&client, &reveal, &reason).text.contains("090-0000-1111"));
        assert!(!site.get(&client, &path).text.contains("090-0000-1111"), "for one answer");
        let logged: String = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT purpose FROM audit_events WHERE action = 'reveal' ORDER BY seq DESC LIMIT 1",
                    &[],
                )
            })
            .unwrap();
        assert_eq!(logged, "折り返しの電話");
        let other = site.sign_in(&w.hardship);
        assert_eq!(site.post(&other, &reveal, &reason).status, StatusCode::NOT_FOUND);
        // Who speaks for a protected person is reached by the custodians.
        w.protect(&w.elder, son);
        let shielded = site.post(&client, &reveal, &reason).text;
        assert!(!shielded.contains("090-0000-1111") && shielded.contains("表示できる連絡先はありません"));
    });
}

#[test]
fn a_relative_s_answer_is_shown_as_one() {
    each_world(|w| {
        let site = Site::new(w);
        let [mother, son] = w.mother_and_son();
        let (_, code) = w.case(&w.elder, mother);
        let client = site.sign_in(&w.elder);
        let family = consents::ConsentForm {
            given_by: "family".into(),
            given_by_name: "見本 ハナ(母)".into(),
            ..w.consent_form(son, &[w.hardship.agency])
        };
        w.consent(&w.elder, &code, family);
        let page = site.get(&client, &format!("/cases/{code}/consents")).text;
        assert!(page.contains("家族の返事") && !page.contains("有効"));
        assert!(
            page.contains("見本 ハナさん、見本 二郎") || page.contains("見本 二郎さん。"),
            "he has not agreed"
        );
    });
}
