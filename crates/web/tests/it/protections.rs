//! 住所の開示 by its pages, from the request of one custodian to the one answer that shows something.

use axum::http::StatusCode;
use domain::people::{self, Registration};
use domain::staff;
use kernel::{Ambient, Scope};
use testkit::{World, each_world};

use crate::site::Site;

const REQUEST: [(&str, &str); 4] = [
    ("recipient", "県の相談員【架空】"),
    ("purpose", "safety"),
    ("method", "oral"),
    ("reason", "迎えに行くため"),
];

/// A code that was not used before.
fn code(w: &World<'_>, who: &Scope) -> String {
    w.at.ambient.advance(31);
    let secret: String =
        w.ask(who, |tx, who| tx.one("SELECT totp_secret FROM staff WHERE id = $1", &[&who.staff])).unwrap();
    staff::current_code(&secret, w.at.ambient.now()).unwrap()
}

#[test]
fn an_address_is_told_by_two_custodians_once_and_the_page_leaves_by_itself() {
    each_world(|w| {
        let form = Registration {
            name: "匿名 十子【架空】".into(),
            address: "金平糖町1丁目2番3号".into(),
            ..Registration::default()
        };
        let person = w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap();
        let id = w.protect(&w.elder, person);
        w.custodian(&w.hardship);
        w.custodian(&w.tax);
        let site = Site::new(w);
        let (first, second) = (site.sign_in(&w.hardship), site.sign_in(&w.tax));
        let asked = site.post(&first, &format!("/protected-addresses/{id}/releases"), &REQUEST);
        let page = asked.location().split('?').next().unwrap().to_owned();
        let (decision, showing) = (format!("{page}/decision"), format!("{page}/showing"));
        let verdict = |code: &str| {
            [("decision", "approved"), ("called", "true"), ("code", code)].map(|(k, v)| (k, v.to_owned()))
        };
        let decide = |client, code: &str| {
            let fields = verdict(code);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            site.post(client, &decision, &fields)
        };
        let wrong = decide(&second, "000000");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a wrong code");
        assert!(wrong.text.contains("もう一度入力してください"));
        assert_eq!(decide(&first, &code(w, &w.hardship)).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&first, &showing, &[]).status, StatusCode::UNPROCESSABLE_ENTITY, "too early");
        assert_eq!(decide(&second, &code(w, &w.tax)).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&first, &page).text.contains("金平糖町"), "no page but the answer shows it");
        assert_eq!(site.post(&second, &showing, &[]).status, StatusCode::NOT_FOUND);
        let shown = site.post(&first, &showing, &[("_once", "s")]);
        assert_eq!(shown.status, StatusCode::CREATED);
        assert!(shown.text.contains("金平糖町1丁目2番3号") && shown.text.contains("sealed"));
        assert_eq!(shown.headers["refresh"].to_str().unwrap(), format!("120; url={page}"));
        assert_eq!(shown.headers["cache-control"].to_str().unwrap(), "no-store");
        for again in [&[("_once", "s")][..], &[("_once", "t")]] {
            assert!(!site.post(&first, &showing, again).text.contains("金平糖町"), "once");
        }
        assert!(site.get(&first, &page).text.contains("1回表示しました"));
    });
}

#[test]
fn the_entry_of_the_navigation_is_there_for_custodians_only() {
    each_world(|w| {
        w.custodian(&w.hardship);
        let site = Site::new(w);
        for (who, there) in [(&w.hardship, true), (&w.elder, false), (&w.admin, false), (&w.manager, false)] {
            let client = site.sign_in(who);
            assert_eq!(site.get(&client, "/").text.contains("href=\"/protected-addresses\""), there);
            let status = site.get(&client, "/protected-addresses").status;
            assert_eq!(status == StatusCode::OK, there);
        }
    });
}

#[test]
fn a_worker_finds_a_relative_declares_it_and_sees_nothing_more() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let page = site.get(&client, &format!("/me/ties/new?person={person}")).text;
        assert!(page.contains("見本 一郎"));
        let form = [("person", person.as_str()), ("kind", "family")];
        assert_eq!(site.post(&client, "/me/ties", &form).status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&client, &format!("/people/{person}")).status, StatusCode::NOT_FOUND);
        let admin = site.sign_in(&w.admin);
        let ties = site.get(&admin, "/staff/ties").text;
        assert!(ties.contains("家族・親族") && !ties.contains("見本 一郎"));
    });
}
