//! 助言者の登録簿: who reads it, who opens a contact, and that no other page holds one.

use axum::http::StatusCode;
use domain::advisers;
use kernel::Role;
use testkit::each_world;

use crate::routes::{ADVISER_CONTACT, Sample, ask, listed};
use crate::site::Site;

#[test]
fn a_contact_of_an_adviser_is_on_the_page_of_whoever_keeps_the_register_and_on_no_other() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let id = w.ask(&w.manager, advisers::list).unwrap()[0].id;
        let chief = site.sign_in(&w.manager);
        let list = site.get(&chief, "/advisers");
        assert!(list.text.contains("例示 律子") && !list.text.contains(ADVISER_CONTACT), "{}", list.text);
        let opened = site.get(&chief, &format!("/advisers?adviser={id}"));
        assert!(opened.text.contains(ADVISER_CONTACT) && opened.text.contains("0件"), "{}", opened.text);
        let worker = site.get(&site.sign_in(&w.elder), "/advisers");
        assert!(worker.text.contains("例示 律子") && !worker.text.contains("登録する"), "{}", worker.text);
        let others = [w.elder.clone(), w.tax.clone(), w.admin.clone(), w.privacy.clone()];
        let member = w.somebody("kousei", "hardship", Role::ConferenceMember);
        for who in others.iter().chain([&member]) {
            let client = site.sign_in(who);
            for route in listed().iter().filter(|route| route.method == "GET") {
                let answer = ask(&site, &client, route, &sample.address(route));
                assert!(!answer.text.contains(ADVISER_CONTACT), "{} tells it", route.path);
            }
            let opened = site.get(&client, &format!("/advisers?adviser={id}"));
            assert_eq!(opened.status, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn the_register_is_kept_on_its_page() {
    each_world(|w| {
        let site = Site::new(w);
        let chief = site.sign_in(&w.manager);
        let wrong =
            site.post(&chief, "/advisers", &[("name", "例示 律子【架空】"), ("contact", "000-1111-2222")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("000-1111-2222"), "what was typed is not lost");
        let fields = [
            ("name", "例示 律子【架空】"),
            ("field", "law"),
            ("affiliation", "法テラス見本【架空】"),
            ("login", "jiritsu"),
        ];
        let made = site.post(&chief, "/advisers", &fields);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let page = made.location().to_owned();
        let path = page.split('?').next().unwrap().to_owned();
        let id = page.split(['=', '&']).nth(1).unwrap().to_owned();
        let entry = format!("{path}/{id}");
        let pledged = site.post(
            &chief,
            &format!("{entry}/pledges"),
            &[("pledged_on", "R8.3.1"), ("wording", "令和8年度版")],
        );
        assert_eq!(pledged.status, StatusCode::SEE_OTHER, "{}", pledged.text);
        assert!(site.get(&chief, &page).text.contains("令和8年度版"));
        let stale = site.post(&chief, &entry, &[&fields[..], &[("version", "9")]].concat());
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let worker = site.sign_in(&w.elder);
        for act in ["", "/pledges", "/end"] {
            let answer = site.post(&worker, &format!("{entry}{act}"), &fields);
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        let ended = site.post(&chief, &format!("{entry}/end"), &[("end_reason", "任期が終わった")]);
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    });
}
