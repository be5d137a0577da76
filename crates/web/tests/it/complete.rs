//! The log is complete: as many requests stand in it as touched personal data, and where it cannot be written no data
//! goes out (U-01, F14).

use axum::http::StatusCode;
use testkit::{World, each_world};
use web::{Reach, Route};

use crate::routes::{CANARY, Sample, ask, listed, of_the_officer};
use crate::site::Site;

/// Requests on the two databases together; `KASANE_AUDITED_REQUESTS` for the long form.
const REQUESTS: u64 = 10_000;
/// Requests on each database while the log cannot be written.
const WITHOUT_LOG: u64 = 500;

fn wanted() -> u64 {
    let all = std::env::var("KASANE_AUDITED_REQUESTS").map_or(REQUESTS, |text| text.parse().unwrap());
    let databases = if std::env::var_os("TEST_PG_URL").is_some() { 2 } else { 1 };
    all.div_ceil(databases)
}

/// Pages with personal data; asking them changes nothing, so that they can be asked for ever.
fn pages() -> Vec<Route> {
    let personal = |route: &Route| route.reach == Reach::Personal && route.method == "GET";
    // What a run has printed is there only after one: it has tests of its own.
    let lasting = |route: &Route| !of_the_officer(route) && !route.path.starts_with("/papers/runs");
    listed().into_iter().filter(|route| personal(route) && lasting(route)).collect()
}

fn requests_in_the_log(w: &World<'_>) -> u64 {
    let count: i64 =
        w.ask(&w.elder, |tx, _| tx.one("SELECT count(DISTINCT request) FROM audit_events", &[])).unwrap();
    count as u64
}

/// Chance that is the same in every run.
fn dice(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % limit
}

#[test]
fn as_many_requests_stand_in_the_log_as_touched_personal_data() {
    each_world(|w| {
        let (site, sample, pages, wanted) = (Site::new(w), Sample::new(w), pages(), wanted());
        // Those who see the case, and those who are refused: both leave their line.
        let people = [&w.elder, &w.tax, &w.manager];
        let mut clients = people.map(|who| site.sign_in(who));
        let (mut state, mut shown) = (7, 0);
        let before = requests_in_the_log(w);
        let (mut unlogged, mut last) = (0, 0);
        for n in 0..wanted {
            if n % 200 == 199 {
                // A day at work: signing in leaves an event without a request of a page, which is not counted.
                w.at.ambient.advance(60);
                let was = requests_in_the_log(w);
                clients = people.map(|who| site.sign_in(who));
                unlogged += requests_in_the_log(w) - was;
                last = w.ask(&w.elder, |tx, _| tx.one("SELECT max(seq) FROM audit_events", &[])).unwrap();
            }
            let who = dice(&mut state, 5).min(2);
            let route = &pages[dice(&mut state, pages.len())];
            // Of those without sight, only requests for a row are told from requests for an empty list.
            let who = if who > 0 && !route.path.contains('{') { 0 } else { who };
            let answer = ask(&site, &clients[who], route, &sample.address(route));
            let expected = if who == 0 { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{} for {who}", route.path);
            let (top, mine): (i64, i64) = w
                .ask(&w.elder, |tx, _| {
                    tx.one(
                        "SELECT max(seq), count(*) FILTER (WHERE seq > $1) FROM audit_events WHERE seq > $1 - 1",
                        &[&last],
                    )
                })
                .unwrap();
            assert!(mine > 0, "request {n} to {} left no line", route.path);
            last = top;
            shown += u64::from(answer.text.contains(CANARY));
        }
        assert_eq!(requests_in_the_log(w) - before - unlogged, wanted);
        assert!(shown > wanted / 10, "most pages show the person: {shown}");
        println!("{wanted} requests, {wanted} of them in the log, on {:?}", w.at.db.kind());
    });
}

#[test]
fn where_the_log_cannot_be_written_no_data_goes_out() {
    each_world(|w| {
        let (site, sample, pages) = (Site::new(w), Sample::new(w), pages());
        let client = site.sign_in(&w.elder);
        let rename = |from: &'static str, to: &'static str| {
            w.at.db.write(move |tx| tx.exec(&format!("ALTER TABLE {from} RENAME TO {to}"), &[])).unwrap();
        };
        for route in &pages {
            assert_eq!(ask(&site, &client, route, &sample.address(route)).status, StatusCode::OK);
        }
        rename("audit_events", "audit_events_away");
        let mut state = 11;
        for _ in 0..WITHOUT_LOG {
            let route = &pages[dice(&mut state, pages.len())];
            let answer = ask(&site, &client, route, &sample.address(route));
            let told = answer.status.is_server_error();
            assert!(told, "{} answers {}", route.path, answer.status);
            assert!(!answer.text.contains(CANARY), "{} shows the person", route.path);
        }
        // What would write a record does not either.
        let code = sample.address(pages.iter().find(|route| route.path == "/cases/{code}").unwrap());
        let rows =
            || -> i64 { w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM case_records", &[])).unwrap() };
        let before = rows();
        let answer = site.post(&client, &format!("{code}/records"), &[("text", "ログのない記録")]);
        assert!(answer.status.is_server_error(), "{}", answer.status);
        assert_eq!(rows(), before);
        rename("audit_events_away", "audit_events");
        assert_eq!(site.get(&client, &code).status, StatusCode::OK);
    });
}
