//! ふり返り through its pages: from the closed case to the library, by two people, with nothing of the case on the way.

use axum::http::StatusCode;
use domain::cases::Case;
use kernel::{Id, Role, Scope};
use testkit::{World, each_world};

use crate::site::{Client, Site, nobody};

/// A closed case; its people have agreed to be learnt from if `agreed`.
fn closed(w: &World<'_>, agreed: bool) -> (Id<Case>, String) {
    let [mother, son] = w.mother_and_son();
    let (case, code) = w.case(&w.elder, mother);
    w.close(&w.elder, case);
    if agreed {
        for person in [mother, son] {
            w.consent(&w.elder, &code, w.learning_consent(person));
        }
    }
    (case, code)
}

const FIELDS: [(&str, &str); 8] = [
    ("title", "介護と引きこもりを分けて支えた"),
    ("issues", "issue_8050"),
    ("household", "grown_family"),
    ("actions", "2つの窓口がいっしょに訪ねた"),
    ("effect", "partly"),
    ("results", "子が店に出かけるようになった"),
    ("challenges", "役割を決めるまでに時間がかかった"),
    ("lessons", "はじめに役割を決める"),
];

/// The fields, one of them otherwise.
fn but(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FIELDS.iter().copied().filter(|(field, _)| *field != name).chain([(name, value)]).collect()
}

/// Hands one in; answers the address of its page.
fn hand_in(site: &Site<'_>, worker: &Client, code: &str) -> String {
    let answer = site.post(worker, &format!("/cases/{code}/look-backs"), &FIELDS);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().split('?').next().unwrap().to_owned()
}

fn number(site: &Site<'_>, worker: &Client, page: &str) -> String {
    site.get_json(worker, page).json()["number"].as_str().unwrap().to_owned()
}

#[test]
fn the_page_says_what_has_to_be_done_first() {
    each_world(|w| {
        let site = Site::new(w);
        let [mother, _] = w.mother_and_son();
        let (case, code) = w.case(&w.elder, mother);
        w.invite(&w.elder, case, w.hardship.agency);
        let (worker, along) = (site.sign_in(&w.elder), site.sign_in(&w.hardship));
        let new = format!("/cases/{code}/look-backs/new");
        let button = format!("href=\"{new}\"");
        assert!(
            !site.get(&worker, &format!("/cases/{code}")).text.contains(&button),
            "an open case has none"
        );
        assert!(site.get(&worker, &new).text.contains("まだ終結していません"));
        assert_eq!(
            site.post(&worker, &format!("/cases/{code}/look-backs"), &FIELDS).status,
            StatusCode::CONFLICT
        );
        w.close(&w.elder, case);
        assert!(site.get(&worker, &format!("/cases/{code}")).text.contains(&button));
        assert!(site.get(&along, &new).text.contains("主担当の"));
        let page = site.get(&worker, &new);
        for said in [
            "学ぶために使うには、あらためて根拠が要ります",
            &format!("/cases/{code}/consents/new"),
            &format!("/cases/{code}/conference-items/new"),
            "条文に書かれていません",
            "見本 二郎さん",
        ] {
            assert!(page.text.contains(said), "{said}");
        }
        let refused = site.post(&worker, &format!("/cases/{code}/look-backs"), &FIELDS);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("ふり返りの根拠がありません"));
        assert_eq!(site.get(&site.sign_in(&w.tax), &new).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_the_case_has_is_chosen_already_and_what_was_typed_comes_back_with_its_fault() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = closed(w, true);
        let worker = site.sign_in(&w.elder);
        let page = site.get(&worker, &format!("/cases/{code}/look-backs/new")).text;
        assert!(
            page.contains("value=\"issue_8050\" checked") && page.contains("value=\"grown_family\" checked")
        );
        assert!(page.contains("関わった機関の種類: 関係機関"));
        let named =
            site.post(&worker, &format!("/cases/{code}/look-backs"), &but("results", "ハナさんが笑った"));
        assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["名前の「ハナ」があります", "ハナさんが笑った", "2つの窓口がいっしょに訪ねた"]
        {
            assert!(named.text.contains(said), "{said}");
        }
        assert!(named.text.contains("href=\"#f-results\""), "the summary leads to the field");
        let aged = site.post(&worker, &format!("/cases/{code}/look-backs"), &but("results", "82歳で歩いた"));
        assert_eq!(aged.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(aged.text.contains("82歳") && aged.text.contains("name=\"checked\""));
        let mut checked = but("results", "82歳で歩いた");
        checked.push(("checked", "true"));
        let sent = site.post(&worker, &format!("/cases/{code}/look-backs"), &checked);
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_second_person_publishes_and_everybody_who_works_here_reads() {
    each_world(|w| {
        let site = Site::new(w);
        let (case, code) = closed(w, true);
        let (worker, chief) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let empty = site.get(&worker, "/look-backs").text;
        assert!(empty.contains("まだ事例はありません") && empty.contains("ふり返りを書きます"));
        let page = hand_in(&site, &worker, &code);
        let number = number(&site, &worker, &page);
        assert!(
            site.get(&worker, &page).text.contains(&format!("/cases/{code}")),
            "its writers find the way back"
        );
        assert!(!site.get(&worker, "/").text.contains("承認を待つふり返り"));
        assert!(site.get(&chief, "/").text.contains("承認を待つふり返りが1件あります"));
        let desk = site.get(&chief, "/look-backs/desk");
        assert!(desk.text.contains("2つの窓口がいっしょに訪ねた") && desk.text.contains("少ない(5件未満)"));
        // The frame of the page names the agency where the reader stands; what is read does not.
        let read = site.get_json(&chief, "/look-backs/desk").text;
        for hidden in [&code, case.as_str(), "見本 ハナ", "地域包括"] {
            assert!(!read.contains(hidden), "{hidden} in {read}");
        }
        assert!(!desk.text.contains(&code) && !desk.text.contains("見本 ハナ"));
        let approval = format!("{page}/approval");
        assert_eq!(site.post(&worker, &approval, &[("note", "よい")]).status, StatusCode::NOT_FOUND);
        assert_eq!(
            site.post(&chief, &approval, &[]).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "few are like it"
        );
        assert_eq!(site.post(&chief, &approval, &[("note", "よい")]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&chief, "/").text.contains("承認を待つふり返り"));
        let everybody: Vec<Scope> = Role::ALL
            .into_iter()
            .zip(["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"])
            .map(|(role, login)| w.somebody(login, "tax", role))
            .collect();
        for who in &everybody {
            let client = site.sign_in(who);
            for path in [
                "/look-backs".to_owned(),
                format!("/look-backs?number={number}"),
                "/look-backs?issue=issue_8050".into(),
            ] {
                let library = site.get(&client, &path);
                assert!(library.text.contains("子が店に出かけるようになった"), "{path} for {:?}", who.role);
                assert!(library.text.contains("href=\"/look-backs\""), "it is in the menu");
                let told = site.get_json(&client, &path).text;
                for hidden in [
                    code.as_str(),
                    case.as_str(),
                    page.rsplit('/').next().unwrap(),
                    "見本 ",
                    "地域包括",
                    "2026",
                ] {
                    let year = hidden == "2026" && told.contains("\"year\":2026");
                    assert!(year || !told.contains(hidden), "{hidden} in {told}");
                }
            }
            assert_eq!(site.get(&client, &page).status, StatusCode::NOT_FOUND, "{:?}", who.role);
        }
        assert!(!site.get(&worker, "/look-backs?issue=economic_hardship").text.contains("子が店に"));
        assert_eq!(site.get(&nobody(), "/look-backs").location(), "/session/new");
        let withdrawal = [("number", number.as_str()), ("reason", "だれのことか分かるという声")];
        assert_eq!(site.post(&chief, "/look-backs/withdrawals", &withdrawal).status, StatusCode::SEE_OTHER);
        assert!(site.get(&worker, "/look-backs").text.contains("まだ事例はありません"));
        assert!(site.get(&worker, &page).text.contains("だれのことか分かるという声"));
    });
}

#[test]
fn a_returned_one_waits_on_the_first_page_of_its_writers() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = closed(w, true);
        let (worker, chief) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let page = hand_in(&site, &worker, &code);
        let back = site.post(&chief, &format!("{page}/return"), &[("note", "もう少し広く")]);
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert!(site.get(&worker, "/").text.contains("差し戻されたふり返りが1件あります"));
        assert!(site.get(&worker, &page).text.contains("もう少し広く"));
        let edit = site.get(&worker, &format!("{page}/edit")).text;
        assert!(
            edit.contains("子が店に出かけるようになった") && edit.contains("name=\"version\" value=\"2\"")
        );
        let mut fields = but("results", "外に出るようになった");
        fields.push(("version", "2"));
        assert_eq!(site.post(&worker, &page, &fields).status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&worker, &page, &fields).status, StatusCode::CONFLICT);
        assert!(site.get(&chief, "/look-backs/desk").text.contains("外に出るようになった"));
    });
}

#[test]
fn a_proposal_is_made_from_the_library_and_decided_by_somebody_else() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = closed(w, true);
        let (worker, chief) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let page = hand_in(&site, &worker, &code);
        let number = number(&site, &worker, &page);
        site.post(&chief, &format!("{page}/approval"), &[("note", "よい")]);
        assert!(!site.get(&worker, "/look-backs").text.contains("計画の見直しを提案する"));
        let way = format!("/revision-proposals?number={number}");
        assert!(site.get(&chief, "/look-backs").text.contains(&way));
        assert!(site.get(&chief, &way).text.contains(&format!("value=\"{number}\"")));
        let text = format!("ケース{code}のように、役割を先に決める");
        let named = [("title", "役割を先に決める"), ("text", text.as_str()), ("numbers", number.as_str())];
        assert_eq!(site.post(&chief, "/revision-proposals", &named).status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields =
            [("title", "役割を先に決める"), ("text", "手順を計画に入れる"), ("numbers", number.as_str())];
        assert_eq!(site.post(&chief, "/revision-proposals", &fields).status, StatusCode::SEE_OTHER);
        let list = site.get_json(&worker, "/revision-proposals");
        assert!(list.text.contains(&number) && !list.text.contains(&code));
        let id = list.json()["proposals"][0]["id"].as_str().unwrap().to_owned();
        let decision = format!("/revision-proposals/{id}/decision");
        let taken = [("decision", "taken_up"), ("note", "次の改定で")];
        assert_eq!(
            site.post(&chief, &decision, &taken).status,
            StatusCode::NOT_FOUND,
            "not by who proposed it"
        );
        let other = site.sign_in(&w.somebody("buchou", "tax", Role::Manager));
        assert_eq!(site.post(&other, &decision, &taken).status, StatusCode::SEE_OTHER);
        assert!(site.get(&worker, "/revision-proposals").text.contains("次の改定で"));
    });
}
