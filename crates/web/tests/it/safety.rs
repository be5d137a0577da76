use axum::body::Body;
use axum::http::{Method, StatusCode};
use testkit::each_world;

use crate::site::{Site, nobody};

#[test]
fn every_answer_is_dressed_and_no_page_is_kept_by_a_cache() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        for path in ["/", "/cases", "/session/new", "/nothing-here", "/openapi.json"] {
            let answer = site.get(&client, path);
            let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
            assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
            assert_eq!(
                (header("cache-control"), header("x-content-type-options")),
                ("no-store".into(), "nosniff".into())
            );
        }
    });
}

#[test]
fn pages_hold_no_inline_script_or_style_and_nothing_from_elsewhere() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        for path in
            ["/".to_owned(), "/cases".into(), format!("/cases/{code}"), format!("/cases/{code}/records/new")]
        {
            let text = site.get(&client, &path).text;
            for forbidden in
                ["<style", " style=", "javascript:", " onclick=", " onload=", "http://", "https://", "//cdn"]
            {
                assert!(!text.contains(forbidden), "{path} contains {forbidden}");
            }
            assert!(
                text.match_indices("<script").all(|(at, _)| text[at..].starts_with("<script src=\"/assets/")),
                "{path}"
            );
        }
    });
}

#[test]
fn a_write_from_another_site_changes_nothing() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let headers =
            [("sec-fetch-site", "cross-site"), ("content-type", "application/x-www-form-urlencoded")];
        let body = Body::from("text=%E3%81%84%E3%81%9F%E3%81%9A%E3%82%89");
        let answer = site.send(&client, Method::POST, &format!("/cases/{code}/records"), &headers, body);
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let rows: i64 = w
            .ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM case_records WHERE case_id = $1", &[&case]))
            .unwrap();
        assert_eq!(rows, 0);
    });
}

#[test]
fn unknown_and_unseen_answer_alike() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let client = site.sign_in(&w.tax);
        // The reference of the request is the only thing that may differ.
        let plain = |path: &str| {
            let answer = site.get(&client, path);
            let text = answer.text.split("受付番号").next().unwrap().to_owned();
            (answer.status, text)
        };
        assert_eq!(plain(&format!("/cases/{code}")), plain("/cases/K-000-0000"));
        let typed = kernel::CaseCode::from_random(&[7; 8]).to_string();
        assert_eq!(plain(&format!("/cases/{code}")), plain(&format!("/cases/{typed}")));
    });
}

#[test]
fn bad_input_is_answered_with_words_and_never_with_a_crash() {
    each_world(|w| {
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let target = format!("/cases/{code}/records");
        let long = "あ".repeat(30_000);
        for (kind, body) in [
            ("application/json", "{".to_owned()),
            ("application/json", "[]".into()),
            ("application/json", "{\"text\": 5}".into()),
            ("application/x-www-form-urlencoded", "text=%FF%FE".into()),
            ("application/x-www-form-urlencoded", format!("text={long}")),
            ("application/x-www-form-urlencoded", "text=a%00b&on=%00".into()),
            ("text/plain", "hello".into()),
        ] {
            let headers = [("content-type", kind), ("idempotency-key", "k")];
            let json = crate::site::Client { json: true, ..client.clone() };
            let answer = site.send(&json, Method::POST, &target, &headers, Body::from(body.clone()));
            let said = answer.json();
            assert!(
                answer.status.is_client_error() || answer.status == StatusCode::CREATED,
                "{kind} {}: {}",
                answer.status,
                answer.text
            );
            assert!(said["faults"].is_array() || said["message"].is_string() || said["location"].is_string());
        }
        for path in [
            "/cases/%F0%9F%92%A9",
            "/cases?after=~&quiet=x",
            "/cases/K-%00",
            "/searches/x",
            "/dates/echo?mode=x&on=%00",
        ] {
            assert!(!site.get(&client, path).status.is_server_error(), "{path}");
            assert!(!site.get(&nobody(), path).status.is_server_error(), "{path}");
        }
    });
}

#[test]
fn signing_in_and_out_by_the_door() {
    each_world(|w| {
        let site = Site::new(w);
        let form = [("login", "houkatsu"), ("password", "ちがうことば"), ("code", "000000")];
        let answer = site.post(&nobody(), "/session", &form);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("サインインできませんでした") && !answer.text.contains("ちがうことば"));
        let client = site.sign_in(&w.elder);
        assert_eq!(site.get(&client, "/").status, StatusCode::OK);
        site.post(&client, "/session/end", &[]);
        assert_eq!(site.get(&client, "/").location(), "/session/new");
    });
}
