//! 連絡票 through its pages (ODA-17, S11): the department sends, the counter takes it up, and the department learns two words.

use axum::http::StatusCode;
use kernel::Role;
use serde_json::json;
use testkit::{World, each_world};

use crate::site::{Answer, Site, nobody};

/// What the tax section noticed, about somebody with a name.
fn fields<'a>(to: &'a str, name: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("to_agency", to),
        ("content", "30代の方が、ずっとおびえた様子だった"),
        ("consent", "refused"),
        ("ground", "emergency"),
        ("ground_note", "家に帰れないと言っている"),
        ("person_name", name),
        ("reached_by", "平日の昼に、課の窓口に来る"),
        ("urgency", "soon"),
    ]
}

/// The case of 匿名 十子, whose whereabouts are protected.
fn protected(w: &World<'_>) -> String {
    let person = w.person(&w.elder, "匿名 十子【架空】", "とくめい とおこ", "H4.5.6");
    let (_, code) = w.case(&w.elder, person);
    w.protect(&w.elder, person);
    code
}

/// The address of the counter's latest notice.
fn latest(site: &Site<'_>, w: &World<'_>) -> String {
    let list = site.get_json(&site.sign_in(&w.elder), "/department-notices").json();
    format!("/department-notices/{}", list["notices"][0]["id"].as_str().unwrap())
}

#[test]
fn the_department_gets_a_receipt_and_nothing_else() {
    each_world(|w| {
        let site = Site::new(w);
        let code = protected(w);
        let elder = w.elder.agency.to_string();
        let tax = site.sign_in(&w.tax);
        let page = site.get(&tax, "/department-notices/new").text;
        for said in [
            "伝える根拠",
            "個人情報保護法第69条第2項第1号",
            "地域包括支援センター【架空】",
            "住所は書きません",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let sent = site.post(&tax, "/department-notices", &fields(&elder, "匿名 十子"));
        assert_eq!(
            (sent.status, sent.location()),
            (StatusCode::SEE_OTHER, "/department-notices/sent?done=sent-notice")
        );
        let receipts = site.get_json(&tax, "/department-notices/sent").json();
        let line = receipts["receipts"][0].as_object().unwrap();
        let keys: Vec<&str> = line.keys().map(String::as_str).collect();
        assert_eq!(keys, ["number", "sent_on", "state"]);
        assert_eq!(line["state"], "received");
        assert!(site.get(&tax, "/department-notices/sent").text.contains("受付済"));

        let notice = latest(&site, w);
        let worker = site.sign_in(&w.elder);
        assert!(site.get(&worker, "/").text.contains(&notice), "it stands in the work list");
        let seen = site.get(&worker, &notice).text;
        for said in ["おびえた様子", "匿名 十子", "本人の同意なし", "平日の昼に", "税務課【架空】"]
        {
            assert!(seen.contains(said), "{said}");
        }
        let taken = site.post(&worker, &format!("{notice}/consultation"), &[]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let consultation = taken.location().split('?').next().unwrap().to_owned();
        assert!(site.get(&worker, &consultation).text.contains("おびえた様子"));
        assert!(site.get(&worker, &notice).text.contains(&consultation));
        assert!(!site.get(&worker, "/").text.contains(&notice));

        assert!(site.get(&tax, "/department-notices/sent").text.contains("受付済"), "not before tomorrow");
        w.at.ambient.advance(86_400);
        let tax = site.sign_in(&w.tax);
        let after = site.get(&tax, "/department-notices/sent");
        assert!(after.text.contains("対応済"));
        for path in ["/", "/department-notices/sent", "/department-notices", "/department-notices/new"] {
            for answer in [site.get(&tax, path), site.get_json(&tax, path)] {
                for hidden in
                    ["十子", "おびえた", "平日の昼", code.as_str(), notice.as_str(), consultation.as_str()]
                {
                    assert!(!answer.text.contains(hidden), "{hidden} on {path}");
                }
            }
        }
        for path in [&notice, &consultation] {
            assert_eq!(site.get(&tax, path).status, StatusCode::NOT_FOUND);
        }
        for act in ["consultation", "handling"] {
            let answer = site.post(&tax, &format!("{notice}/{act}"), &[("done", "見たい")]);
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(site.get(&nobody(), "/department-notices/sent").location(), "/session/new");
    });
}

/// Two notices that differ in whether the person is known are answered byte for byte alike, and so are their receipts.
#[test]
fn nothing_tells_the_department_whether_somebody_is_known() {
    each_world(|w| {
        let site = Site::new(w);
        protected(w);
        let elder = w.elder.agency.to_string();
        let tax = site.sign_in(&w.tax);
        let said = |answer: &Answer| (answer.status, answer.text.clone(), answer.headers.clone());
        let send = |name: &str, once: &str| {
            let mut all = fields(&elder, name);
            all.push(("_once", once));
            said(&site.post(&tax, "/department-notices", &all))
        };
        assert_eq!(send("匿名 十子", "once-1"), send("与謝野 晶子", "once-2"));
        // The same with a fault, and without a ground.
        let with = |name: &str, content: &str, ground: &str| {
            let mut all = fields(&elder, name);
            all.retain(|(field, _)| !["content", "ground"].contains(field));
            all.extend([("content", content), ("ground", ground)]);
            let answer = site.post_json(&tax, "/department-notices", content, &as_json(&all));
            (answer.status, answer.text.replace("匿名", "○○").replace("与謝野", "○○"))
        };
        for (content, ground) in [("", "emergency"), ("匿名さんのこと", "none"), ("様子", "none")] {
            let other = content.replace("匿名", "与謝野");
            let (known, unknown) = (with("匿名 十子", content, ground), with("与謝野 晶子", &other, ground));
            assert_eq!(known.0, StatusCode::UNPROCESSABLE_ENTITY, "{content}");
            assert_eq!(known, unknown, "{content}");
        }
        let states = || {
            let list = site.get_json(&site.sign_in(&w.tax), "/department-notices/sent").json();
            let lines = list["receipts"].as_array().unwrap().clone();
            lines.iter().map(|line| line["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(states(), ["received", "received"]);
        let worker = site.sign_in(&w.elder);
        site.post(&worker, &format!("{}/consultation", latest(&site, w)), &[]);
        let worker = site.sign_in(&w.elder);
        site.post(&worker, &format!("{}/handling", latest(&site, w)), &[("done", "案内した")]);
        assert_eq!(states(), ["received", "received"]);
        w.at.ambient.advance(86_400);
        assert_eq!(states(), ["handled", "handled"]);
    });
}

fn as_json(fields: &[(&str, &str)]) -> serde_json::Value {
    fields
        .iter()
        .map(|(field, value)| ((*field).to_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn an_account_without_casework_sends_and_what_was_typed_comes_back() {
    each_world(|w| {
        let site = Site::new(w);
        let elder = w.elder.agency.to_string();
        let water = site.sign_in(&w.somebody("suido", "tax", Role::Manager));
        assert!(site.get(&water, "/").text.contains("href=\"/department-notices/sent\""));
        let mut named = fields(&elder, "匿名 十子");
        named.retain(|(field, _)| *field != "ground");
        named.push(("ground", "none"));
        let back = site.post(&water, "/department-notices", &named);
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["伝える根拠が要ります", "href=\"#f-person_name\"", "value=\"匿名 十子\"", "おびえた様子"]
        {
            assert!(back.text.contains(said), "{said}");
        }
        let plain: Vec<_> =
            named.into_iter().filter(|(field, _)| !["person_name", "reached_by"].contains(field)).collect();
        assert_eq!(site.post(&water, "/department-notices", &plain).status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&water, "/department-notices").status, StatusCode::NOT_FOUND);
        let worker = site.sign_in(&w.elder);
        assert!(site.get(&worker, &latest(&site, w)).text.contains("名前は書かれていません"));
        w.act(&w.admin, |tx, _| tx.exec("UPDATE agencies SET kind = 'npo' WHERE key = 'tax'", &[])).unwrap();
        assert_eq!(site.post(&water, "/department-notices", &plain).status, StatusCode::NOT_FOUND);
        assert!(site.get(&water, "/department-notices/new").text.contains("市の課に所属する人です"));
    });
}

#[test]
fn what_was_done_without_a_consultation_is_noted() {
    each_world(|w| {
        let site = Site::new(w);
        let elder = w.elder.agency.to_string();
        site.post(&site.sign_in(&w.tax), "/department-notices", &fields(&elder, "匿名 十子"));
        let (worker, notice) = (site.sign_in(&w.elder), latest(&site, w));
        let empty = site.post(&worker, &format!("{notice}/handling"), &[]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = site.post(&worker, &format!("{notice}/handling"), &[("done", "電話で案内した")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let page = site.get(&worker, &notice).text;
        assert!(page.contains("電話で案内した") && !page.contains("相談として受ける"));
        let again = site.post(&worker, &format!("{notice}/consultation"), &[]);
        assert_eq!(again.status, StatusCode::CONFLICT);
    });
}

#[test]
fn the_counter_finds_out_whom_a_notice_concerns_on_the_way() {
    each_world(|w| {
        let site = Site::new(w);
        let elder = w.elder.agency.to_string();
        let person = w.person(&w.elder, "見本 ハナ", "みほん はな", "S18.3.2");
        let stranger = w.person(&w.hardship, "よその 人", "よその ひと", "S50");
        site.post(&site.sign_in(&w.tax), "/department-notices", &fields(&elder, "見本 ハナ"));
        let (worker, notice) = (site.sign_in(&w.elder), latest(&site, w));
        let id = notice.rsplit('/').next().unwrap();
        let page = site.get(&worker, &notice).text;
        assert!(page.contains(&format!("href=\"/people/new?to=notice:{id}\"")));
        let search = site.get(&worker, &format!("/people/new?to=notice:{id}")).text;
        assert!(search.contains("連絡票の方を探しています"));
        let unseen = site.get(&worker, &format!("{notice}?person={stranger}")).text;
        assert!(!unseen.contains("よその") && !unseen.contains(stranger.as_str()));
        let chosen = site.get(&worker, &format!("{notice}?person={person}")).text;
        assert!(chosen.contains("みほん はな") && chosen.contains(&format!("value=\"{person}\"")));
        let taken = site.post(&worker, &format!("{notice}/consultation"), &[("person", person.as_str())]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let consultation = site.get(&worker, taken.location().split('?').next().unwrap()).text;
        assert!(consultation.contains(&format!("href=\"/people/{person}\"")));
    });
}

#[test]
fn a_notice_is_passed_on_and_its_sender_sees_what_it_saw() {
    each_world(|w| {
        let site = Site::new(w);
        let (elder, hardship) = (w.elder.agency.to_string(), w.hardship.agency.to_string());
        let tax = site.sign_in(&w.tax);
        site.post(&tax, "/department-notices", &fields(&elder, "匿名 十子"));
        let (worker, notice) = (site.sign_in(&w.elder), latest(&site, w));
        let receipts = || site.get_json(&tax, "/department-notices/sent").json()["receipts"].clone();
        let before = receipts();
        assert!(site.get(&worker, &notice).text.contains("ほかの窓口に回す"));
        let passing = format!("{notice}/passing");
        let empty = site.post(&worker, &passing, &[("to_agency", hardship.as_str())]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("id=\"passing\" open"), "the part with the fault stands open");
        let fields = [("to_agency", hardship.as_str()), ("reason", "くらしの相談のため")];
        assert_eq!(site.post(&tax, &passing, &fields).status, StatusCode::NOT_FOUND);
        let passed = site.post(&worker, &passing, &fields);
        assert_eq!(passed.location(), "/department-notices?done=passed-notice");
        assert_eq!(site.get(&worker, &notice).status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(&worker, &passing, &fields).status, StatusCode::NOT_FOUND);
        let list = site.get(&worker, "/department-notices").text;
        assert!(
            list.contains("ほかの窓口に回した連絡票(1)") && list.contains("くらしの相談のため"),
            "{list}"
        );
        assert!(!list.contains("十子") && !list.contains("おびえた") && !list.contains(&notice));
        let now = site.sign_in(&w.hardship);
        let seen = site.get(&now, &notice).text;
        assert!(seen.contains("どの窓口にあったか") && seen.contains("匿名 十子"), "{seen}");
        assert!(
            site.get(&now, "/").text.contains(&notice),
            "it stands in the work list of the other counter"
        );
        assert_eq!(receipts(), before);
    });
}
