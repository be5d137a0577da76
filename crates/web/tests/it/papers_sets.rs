//! 帳票, many at once or of a municipality's own: the set for the state, a long course, a shorter form, a run of two hundred.

use axum::http::StatusCode;
use domain::cases::{self, NewRecord};
use domain::plans::{self, PlanForm};
use testkit::{World, each_world};
use web::Options;

use crate::papers::{paper, prepared, send};
use crate::routes::{CANARY, Sample};
use crate::site::{Answer, Client, Site};

#[test]
fn what_the_state_asks_for_leaves_as_one_set_without_a_name_and_by_the_right_alone() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let (worker, admin) = (site.sign_in(&w.elder), site.sign_in(&w.admin));
        let take = |key: &str| {
            let form = [("what", "reported"), ("purpose", "国への報告のため"), ("_once", key)];
            site.post(&worker, "/exports", &form)
        };
        assert_eq!(take("before").status, StatusCode::NOT_FOUND, "no right to take anything out");
        let right = [("login", "houkatsu"), ("from", "今日"), ("to", "明日")];
        assert_eq!(site.post(&admin, "/staff/export-rights", &right).status, StatusCode::SEE_OTHER);
        let file = take("after");
        assert_eq!(file.status, StatusCode::CREATED, "{}", file.text);
        let mut lines = file.text.lines().skip_while(|line| !line.contains("ケース番号"));
        let head = lines.next().unwrap();
        assert!(head.contains("参加支援プラン: 初回・再プラン"), "what the form marks: {head}");
        assert!(!head.contains("本人の願い"), "and nothing that it does not: {head}");
        let rows: Vec<&str> = lines.collect();
        assert!(rows.iter().any(|row| row.contains(&sample.code) && row.contains("初回")), "{rows:?}");
        assert!(!file.text.contains(CANARY) && !file.text.contains("隠岐島"), "{}", file.text);
    });
}

/// As many records as are printed, and one more.
fn many_records(w: &World<'_>, code: &str) {
    let code = code.to_owned();
    let written = move |tx: &store::Tx<'_>, who: &kernel::Scope| {
        let again = NewRecord { text: "写した記録".into(), ..NewRecord::default() };
        (0..=500).try_for_each(|_| cases::record(tx, who, &code, &again).map(drop))
    };
    w.at.ambient.advance(60);
    w.act(&w.elder, written).unwrap();
}

#[test]
fn a_paper_that_leaves_earlier_records_out_says_so() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let path = format!("/cases/{}", sample.code);
        let cut = "これより前の記録は、この紙に入っていません";
        let whole = paper(&site, &client, &path, "record", "xlsx").text;
        assert!(whole.contains("はじめての記録") && !whole.contains(cut), "{whole}");
        many_records(w, &sample.code);
        let part = paper(&site, &client, &path, "record", "xlsx").text;
        assert!(part.contains(cut) && part.contains("写した記録"));
        assert!(!part.contains("はじめての記録"), "the first of all is the one that is left out");
    });
}

/// The product's own form of participation plans without one of its boxes, as a municipality would keep it.
fn shorter(folder: &std::path::Path) {
    let shipped =
        documents::files().into_iter().find(|(name, _)| name == "participation_plan.toml").unwrap().1;
    let from = shipped.find("[[part.field]]\nkey = \"aim\"").unwrap();
    let until = from + 1 + shipped[from + 1..].find("\n[[part").unwrap();
    let (before, after) = (&shipped[..from], &shipped[until..]);
    std::fs::write(folder.join("participation_plan.toml"), format!("{before}{after}")).unwrap();
}

#[test]
fn a_box_that_the_municipality_leaves_out_of_its_form_is_not_emptied() {
    each_world(|w| {
        let sample = Sample::new(w);
        let folder = tempfile::tempdir().unwrap();
        shorter(folder.path());
        let layouts = Some(folder.path().to_owned());
        let site = Site::with(w, Options { layouts, ..Options::default() });
        let client = site.sign_in(&w.elder);
        let words = PlanForm {
            kind: "participation_plan".into(),
            wish: "自転車を直したい".into(),
            aim: "店の人と顔なじみになる".into(),
            gate: "wish".into(),
            line_what: vec!["同行する".into()],
            line_agency: vec!["包括".into()],
            ..PlanForm::default()
        };
        let code = sample.code.clone();
        let plan = w.act(&w.elder, move |tx, who| plans::draft(tx, who, &code, &words)).unwrap();
        let sheet = paper(&site, &client, &format!("/plans/{plan}"), "", "xlsx");
        assert!(
            sheet.text.contains("自転車を直したい") && !sheet.text.contains("顔なじみ"),
            "{}",
            sheet.text
        );
        let answer = send(&site, &client, &sheet.bytes);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let (_, view) = w.ask(&w.elder, |tx, who| plans::show(tx, who, plan)).unwrap();
        assert_eq!((view.plan.wish.as_str(), view.plan.version), ("自転車を直したい", 2));
        assert_eq!(view.plan.aim, "店の人と顔なじみになる");
    });
}

/// Two hundred more who are bound by an item.
fn two_hundred(w: &World<'_>, item: &str) {
    let item = item.to_owned();
    let bound = move |tx: &store::Tx<'_>, who: &kernel::Scope| {
        for n in 0..200 {
            let (staff, member): (kernel::Id<kernel::Staff>, kernel::Id<()>) = (tx.new_id(), tx.new_id());
            tx.exec(
                "INSERT INTO staff (id, login, name, password_hash, totp_secret, totp_step, active, created_at, version)
                 VALUES ($1, $2, $3, '-', '-', 0, $4, $5, 1)",
                &[&staff, &format!("member-{n}"), &format!("見本 {n}人目【架空】"), &true, &who.now],
            )?;
            tx.exec(
                "INSERT INTO conference_members (id, item_id, staff_id, agency_id, invited_by, invited_at, acknowledged_at,
                     acknowledged_as) VALUES ($1, $2, $3, $4, $5, $6, $6, '見本 構成員【架空】')",
                &[&member, &item, &staff, &who.agency, &who.staff, &who.now],
            )?;
        }
        Ok(())
    };
    w.act(&w.elder, bound).unwrap();
}

fn wait(
    site: &Site<'_>,
    client: &Client,
    run: &str,
    until: impl Fn(&serde_json::Value) -> bool,
) -> serde_json::Value {
    for _ in 0..2400 {
        let page = site.get_json(client, run).json();
        if until(&page) {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{run} does not come that far")
}

#[test]
fn a_run_of_two_hundred_packets_shows_how_far_it_is_and_can_be_stopped() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let (sitting, item) = prepared(w, &sample.code);
        two_hundred(w, &item);
        let begun = site.post(&client, &format!("/conferences/sittings/{sitting}/packets"), &[]);
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let run = begun.location().to_owned();
        let under_way = wait(&site, &client, &run, |page| page["done"].as_u64() >= Some(10));
        assert_eq!(under_way["total"], 201, "everybody who is bound");
        assert_eq!(under_way["ended"], false, "and most of them still to come");
        let bar: Answer = site.get(&client, &run);
        assert!(bar.text.contains("<progress max=\"201\"") && bar.text.contains("止める"), "{}", bar.text);
        assert_eq!(site.post(&client, &format!("{run}/stop"), &[]).status, StatusCode::SEE_OTHER);
        let ended = wait(&site, &client, &run, |page| page["ended"] == true);
        let done = ended["done"].as_u64().unwrap();
        assert!(done < 201 && ended["stopped"] == true, "{ended}");
        let parts = ended["parts"].as_array().unwrap();
        assert_eq!(parts.last().unwrap()[1], done, "what was printed can be taken");
        let first = site.get(&client, &format!("{run}/1"));
        assert!(first.text.contains("1番") && first.text.contains("10番"), "{}", first.text);
        let after = site.get(&client, &format!("{run}/{}", parts.len() + 1));
        assert_eq!(after.status, StatusCode::NOT_FOUND, "and the rest was not begun");
    });
}
