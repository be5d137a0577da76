//! The office that watches over the log, by its pages.

use axum::http::StatusCode;
use domain::audit::{self, Key, Outside, Sealer, Sweep};
use testkit::{World, each_world};

use crate::routes::CANARY;
use crate::site::{Answer, Client, Site};

const PERIOD: [(&str, &str); 3] = [("from", "R8.3.1"), ("to", "R8.4.1"), ("identity", "運転免許証")];
const FOOTNOTE: &str = "法律により、この報告に載せていない記録がある場合があります。";

fn seal(w: &World<'_>, key: &Key) {
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::open(folder.path(), &key.public()).unwrap();
    Sealer::new(w.at.db.clone(), key.clone(), outside).seal(Sweep::Whole, || ()).unwrap();
}

#[test]
fn the_officer_verifies_the_log_and_sees_the_row_that_was_changed() {
    each_world(|w| {
        let key = Key::new("kasane/mihon", &[5; 32]);
        let site = Site::sealed_by(w, vec![key.public()]);
        let officer = site.sign_in(&w.privacy);
        w.case(&w.elder, w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6"));
        assert!(site.get(&officer, "/audit/verification").text.contains("まだ封をしていません"));
        seal(w, &key);
        let good = site.get(&officer, "/audit/verification");
        assert!(good.text.contains("問題はありません"), "{}", good.text);
        w.act(&w.admin, |tx, _| {
            let sql =
                "UPDATE audit_events SET staff_id = '' WHERE seq = (SELECT seq FROM audit_links WHERE n = 3)";
            tx.exec(sql, &[])
        })
        .unwrap();
        let bad = site.get(&officer, "/audit/verification");
        assert!(bad.text.contains("3行目") && bad.text.contains("書き換えられています"), "{}", bad.text);
        assert_eq!(audit::PAGE, 50);
    });
}

#[test]
fn a_person_asks_who_has_looked_and_gets_it_on_paper() {
    each_world(|w| {
        let site = Site::new(w);
        let person = w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6");
        let (worker, officer) = (site.sign_in(&w.elder), site.sign_in(&w.privacy));
        let form = format!("/people/{person}/access-report");
        assert_eq!(site.post(&worker, &form, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&worker, &form, &PERIOD).status, StatusCode::SEE_OTHER);
        let id: String = w.ask(&w.privacy, |tx, _| tx.one("SELECT id FROM access_reports", &[])).unwrap();
        let page = format!("/access-reports/{id}");
        assert!(site.get(&officer, &page).text.contains("答えを決める"));
        let decision = format!("{page}/decision");
        assert_eq!(site.post(&officer, &decision, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = site.post(&officer, &decision, &[("decision", "disclosed")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let paper = site.get(&officer, &page).text;
        assert!(paper.contains(FOOTNOTE) && paper.contains("地域包括支援センター【架空】"), "{paper}");
        assert!(!paper.contains(CANARY));
    });
}

/// The letter, without what every page has of its own.
fn letter(answer: &Answer) -> String {
    let (_, body) = answer.text.split_once("<main").unwrap();
    body.split_once("</main>").unwrap().0.to_owned()
}

#[test]
fn the_letter_that_neither_confirms_nor_denies_is_the_same_for_everybody() {
    each_world(|w| {
        let site = Site::new(w);
        let person = w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6");
        let (worker, officer) = (site.sign_in(&w.elder), site.sign_in(&w.privacy));
        site.post(&worker, &format!("/people/{person}/access-report"), &PERIOD);
        site.post(&officer, "/access-reports", &PERIOD);
        let ids: Vec<String> = w
            .ask(&w.privacy, |tx, _| tx.all("SELECT id FROM access_reports ORDER BY requested_at", &[]))
            .unwrap();
        let letters: Vec<String> = ids
            .iter()
            .map(|id| {
                let page = format!("/access-reports/{id}");
                site.post(&officer, &format!("{page}/decision"), &[("decision", "neither")]);
                letter(&site.get(&officer, &page))
            })
            .collect();
        assert_eq!(letters.len(), 2);
        assert!(letters[0].contains("あるかないか") && letters[0].contains(FOOTNOTE));
        assert_eq!(letters[0], letters[1]);
    });
}

#[test]
fn the_review_queue_is_filled_and_worked_off() {
    each_world(|w| {
        let site = Site::new(w);
        let (case, _) = w.case(&w.elder, w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6"));
        w.act(&w.hardship, move |tx, who| {
            audit::Event::new(audit::Action::Read, audit::Kind::Case, case).of_case(case).record(tx, who)
        })
        .unwrap();
        let officer = site.sign_in(&w.privacy);
        let done = site.post(&officer, "/audit/reviews", &[("month", "2026-04")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let page = site.get(&officer, "/audit/reviews?month=2026-04").text;
        assert!(page.contains("1件のうち0件が確認済み") && page.contains("書いたことも予定もない"), "{page}");
        assert!(!page.contains(CANARY));
        let id: String = w.ask(&w.privacy, |tx, _| tx.one("SELECT id FROM audit_reviews", &[])).unwrap();
        let confirm = format!("/audit/reviews/{id}/confirmation");
        assert_eq!(site.post(&officer, &confirm, &[("note", "")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        site.post(&officer, &confirm, &[("note", "応援で入った")]);
        assert!(site.get(&officer, "/audit/reviews?month=2026-04").text.contains("1件のうち1件が確認済み"));
    });
}

#[test]
fn a_breach_of_a_period_is_counted_with_its_deadlines() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6"));
        let (worker, officer) = (site.sign_in(&w.elder), site.sign_in(&w.privacy));
        site.get(&worker, &format!("/cases/{code}"));
        let pack = site.get_json(&officer, "/audit/breach?staff=houkatsu&from=2026-04-01").json();
        assert_eq!(pack["pack"]["persons"].as_array().unwrap().len(), 1, "{pack}");
        assert_eq!(pack["pack"]["cases"][0][0], code.as_str());
        assert_eq!(pack["deadlines"]["last"], "2026-05-01");
        let page = site.get(&officer, "/audit/breach?from=2026-04-01").text;
        assert!(page.contains(&code) && !page.contains(CANARY));
        assert_eq!(site.get(&officer, "/audit/breach?from=x").status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_file_leaves_once_and_only_by_the_right() {
    each_world(|w| {
        let site = Site::new(w);
        w.case(&w.elder, w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6"));
        let (worker, admin, officer) =
            (site.sign_in(&w.elder), site.sign_in(&w.admin), site.sign_in(&w.privacy));
        let purpose = [("purpose", "年度末の点検"), ("_once", "same")];
        let take = |client: &Client| site.post(client, "/exports", &purpose);
        assert_eq!(take(&worker).status, StatusCode::NOT_FOUND);
        let right = [("login", "houkatsu"), ("from", "今日"), ("to", "明日")];
        assert_eq!(site.post(&admin, "/staff/export-rights", &right).status, StatusCode::SEE_OTHER);
        assert!(site.get(&worker, "/exports/new").text.contains("ファイルを作る"));
        let file = take(&worker);
        assert_eq!(file.status, StatusCode::CREATED, "{}", file.text);
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert!(file.text.starts_with('\u{feff}') && file.text.contains(CANARY));
        assert!(!take(&worker).text.contains(CANARY), "the same request leads on, without a second file");
        let register = site.get(&officer, "/exports").text;
        assert!(register.contains("年度末の点検") && !register.contains(CANARY));
        assert_eq!(site.get(&admin, "/exports").status, StatusCode::NOT_FOUND);
    });
}
