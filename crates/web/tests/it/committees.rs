//! 合議体 through its pages (ODA-18, TOK-04): the register, its report, counts for the representatives, proposals.

use axum::http::{StatusCode, header};
use domain::consultations::{self, Intake};
use kernel::Role;
use testkit::{World, each_world};

use crate::site::Site;

const BODY: &str = "/committees/representative_meeting";

#[test]
fn the_register_is_the_profile_s_and_whoever_decides_writes_in_it() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        let site = Site::new(w);
        let (chief, worker) = (site.sign_in(&w.manager), site.sign_in(&w.elder));
        let list = site.get(&worker, "/committees").text;
        assert!(
            list.contains("大田市地域福祉推進支援機関代表者会議")
                && list.contains(&format!("href=\"{BODY}\""))
        );
        assert!(
            !list.contains("合議体を加える")
                && site.get(&chief, "/committees").text.contains("合議体を加える")
        );
        for (organisation, field) in
            [("福祉部長", "welfare"), ("建築住宅課長", "non_welfare"), ("社会福祉協議会", "outside")]
        {
            let fields = [("organisation", organisation), ("field", field), ("from", "R8.4.1")];
            let path = format!("{BODY}/members");
            assert_eq!(site.post(&worker, &path, &fields).status, StatusCode::NOT_FOUND);
            assert_eq!(site.post(&chief, &path, &fields).status, StatusCode::SEE_OTHER);
        }
        let report = site.get_json(&worker, "/committees/report?on=R8.4.1").json();
        let body = &report["bodies"][1];
        assert_eq!(
            (body["welfare"].as_i64(), body["non_welfare"].as_i64(), body["outside"].as_i64()),
            (Some(1), Some(1), Some(1))
        );
        let page = site.get(&worker, "/committees/report?on=R8.4.1").text;
        assert!(page.contains("福祉以外") && page.contains("/committees/report/file?on=2026-04-01"));
        let file = site.get(&worker, "/committees/report/file?on=2026-04-01");
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert!(file.text.contains("\"代表者会議\",\"1\",\"1\",\"1\",\"3\""));
        let before = site.get_json(&worker, "/committees/report?on=R8.3.31").json();
        assert_eq!(before["bodies"][1]["outside"], 0);
        assert_eq!(site.get(&worker, "/committees/no-such-body").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn minutes_with_a_name_come_back_with_the_word_and_the_field() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        w.mother_and_son();
        let site = Site::new(w);
        let chief = site.sign_in(&w.somebody("renkei", "elder", Role::Coordinator));
        let path = format!("{BODY}/meetings");
        let named =
            [("meets_on", "R8.3.20"), ("agenda", "連携のしかた"), ("minutes", "見本ハナの支援を話した")];
        let back = site.post(&chief, &path, &named);
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in
            ["名前の「見本ハナ」があります", "href=\"#f-minutes\"", "連携のしかた", "見本ハナの支援を話した"]
        {
            assert!(back.text.contains(said), "{said}");
        }
        let plain = [("meets_on", "R8.3.20"), ("agenda", "連携のしかた")];
        assert_eq!(site.post(&chief, &path, &plain).status, StatusCode::SEE_OTHER);
        let meeting = site.get_json(&chief, BODY).json()["meetings"][0]["id"].as_str().unwrap().to_owned();
        let minutes = format!("{path}/{meeting}/minutes");
        let back = site.post(&chief, &minutes, &[("minutes", "ハナさんのこと"), ("version", "1")]);
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.text.contains("ハナさんのこと"));
        let kept = site.post(&chief, &minutes, &[("minutes", "窓口の役割を決めた"), ("version", "1")]);
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        assert!(site.get(&site.sign_in(&w.tax), BODY).text.contains("窓口の役割を決めた"));
    });
}

fn receive(w: &World<'_>, n: usize, channel: &str) {
    for _ in 0..n {
        let form = Intake {
            received_on: "R8.3.10".into(),
            channel: channel.into(),
            content: "隠岐島 波留さんの相談".into(),
            ..Intake::default()
        };
        w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap();
    }
}

#[test]
fn a_pack_is_made_printed_and_read_by_everybody() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        receive(w, 12, "counter");
        receive(w, 2, "phone");
        receive(w, 6, "visit");
        let site = Site::new(w);
        let (chief, tax) = (site.sign_in(&w.manager), site.sign_in(&w.tax));
        assert!(!site.get(&tax, "/committee-packs").text.contains("資料をつくる</h2>"));
        // What the page offers is what it takes.
        let months = [("from", "令和7年4月1日"), ("to", "令和8年3月31日")];
        let form = site.get(&chief, "/committee-packs").text;
        assert!(months.iter().all(|(_, day)| form.contains(&format!("value=\"{day}\""))));
        assert_eq!(site.post(&tax, "/committee-packs", &months).status, StatusCode::NOT_FOUND);
        let made = site.post(&chief, "/committee-packs", &months);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let page = made.location().split('?').next().unwrap().to_owned();
        let seen = site.get(&tax, &page).text;
        for said in [
            "大田市地域福祉推進支援機関代表者会議の資料",
            "課題の種類",
            "8050問題",
            "庁内の連絡票",
            "<td>伏</td>",
        ] {
            assert!(seen.contains(said), "{said}");
        }
        let json = site.get_json(&tax, &page).json();
        let lines = json["tables"][0]["lines"].as_array().unwrap().clone();
        let cell =
            |label: &str| lines.iter().find(|line| line["label"] == label).unwrap()["cells"][0].clone();
        assert!(cell("電話").is_null());
        assert_ne!(cell("窓口").is_null(), cell("訪問").is_null(), "and one of the others, by chance");
        assert_eq!(json["tables"][0]["total"][0], 20);
        assert!(!seen.contains("隠岐島") && !json.to_string().contains("隠岐島"));
        let overlap = site.post(&chief, "/committee-packs", &[("from", "R8.2.1"), ("to", "R8.3.31")]);
        assert_eq!(overlap.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(overlap.text.contains("差を取ると、伏せた数が分かります"));
        assert!(site.get(&tax, "/committee-packs").text.contains(&page));
    });
}

#[test]
fn a_proposal_goes_its_way_before_everybody_s_eyes() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        let site = Site::new(w);
        let (worker, chief, tax) = (site.sign_in(&w.elder), site.sign_in(&w.manager), site.sign_in(&w.tax));
        let fields = [
            ("title", "夜の相談の場"),
            ("text", "仕事の後に相談できる場がない"),
            ("origin", "committee"),
            ("committee", "representative_meeting"),
        ];
        let mut named = fields.to_vec();
        named[1] = ("text", "見本さんのような方に");
        let back = site.post(&worker, "/system-proposals", &named);
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.text.contains("名前の「見本さん」") && back.text.contains("夜の相談の場"));
        assert_eq!(site.post(&worker, "/system-proposals", &fields).status, StatusCode::SEE_OTHER);
        let list = site.get_json(&tax, "/system-proposals").json();
        let id = list["proposals"][0]["id"].as_str().unwrap().to_owned();
        let steps = format!("/system-proposals/{id}/steps");
        let review = [("standing", "under_review")];
        assert_eq!(site.post(&worker, &steps, &review).status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(&chief, &steps, &review).status, StatusCode::SEE_OTHER);
        let bare = site.post(&chief, &steps, &[("standing", "adopted")]);
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        let adopted = [("standing", "adopted"), ("note", "来年度に始める")];
        assert_eq!(site.post(&chief, &steps, &adopted).status, StatusCode::SEE_OTHER);
        let page = site.get(&tax, "/system-proposals").text;
        for said in ["採用", "来年度に始める", "検討中", "大田市地域福祉推進支援機関代表者会議"]
        {
            assert!(page.contains(said), "{said}");
        }
    });
}
