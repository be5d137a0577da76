//! What comes before a conference, on the pages of those who apply, propose and answer, and of nobody else.

use axum::http::StatusCode;
use domain::conferences::{self as c, ConferenceItem, RequestForm, SittingForm};
use domain::installed::{self, NewAgency};
use kernel::{Id, Role, Scope};
use testkit::{World, each_world};

use crate::site::Site;

const QUESTION: &str = "だれがどう声をかけるか";

struct Asked {
    id: Id<ConferenceItem>,
    code: String,
    name: &'static str,
}

/// An application of somebody about a case of their own.
fn asked(w: &World<'_>, who: &Scope, name: &'static str) -> Asked {
    let (_, case) = w.case(who, w.person(who, name, "みほん いちろう", "S18.3.2"));
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが会えていない".into(),
        necessity: "郵便がたまり、命の心配があるため役割を決めたい".into(),
        question: QUESTION.into(),
        meets_on: "R8.4.30".into(),
        ..RequestForm::default()
    };
    let id = w.act(who, move |tx, who| c::request(tx, who, &case, &form)).unwrap();
    let code = w
        .ask(who, |tx, _| tx.one::<String>("SELECT code FROM conference_items WHERE id = $1", &[&id]))
        .unwrap();
    Asked { id, code, name }
}

/// S3: late on both sides, consulted about, sent back, mended.
#[test]
fn an_application_is_late_for_its_applicant_and_its_office_and_for_nobody_else() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let key = "welfare_promotion_section";
        let new =
            NewAgency { key: key.into(), name: "福祉推進課【架空】".into(), ..NewAgency::default() };
        w.at.db.write(move |tx| installed::install_agency(tx, &new)).unwrap();
        let promotion = w.somebody("suishin", key, Role::Coordinator);
        let item = asked(w, &w.elder, "見本 一郎");
        w.at.ambient.advance(8 * 86_400);
        let site = Site::new(w);
        let (office, applicant) = (site.sign_in(&promotion), site.sign_in(&w.elder));
        for client in [&office, &applicant] {
            let list = site.get(client, "/conferences").text;
            assert!(list.contains("期限の過ぎた申出(1)") && list.contains(&item.code), "{list}");
            assert!(site.get(client, "/").text.contains("支援会議の申出(1)"));
        }
        for other in [&w.hardship, &w.manager, &w.tax] {
            let client = site.sign_in(other);
            for path in ["/conferences", "/"] {
                assert!(!site.get(&client, path).text.contains(&item.code), "{path}");
            }
        }
        let list = site.get(&office, "/conferences").text;
        assert!(
            list.contains("返事がおくれ") && list.contains(QUESTION) && !list.contains(item.name),
            "{list}"
        );
        let path = |act: &str| format!("/conferences/items/{}/{act}", item.id);
        let note = [("note", "機関をふやす")];
        assert_eq!(site.post(&office, &path("consultation"), &note).status, StatusCode::SEE_OTHER);
        assert!(site.get(&office, "/conferences").text.contains("事前協議ずみ"));
        assert_eq!(site.post(&office, &path("return"), &note).status, StatusCode::SEE_OTHER);
        let page = site.get(&applicant, &format!("/conferences/items/{}", item.id)).text;
        assert!(page.contains("直して、もう一度申し出る") && page.contains("機関をふやす"), "{page}");
        let mended = |necessity: &'static str| {
            let fields = [
                ("no_consent_reason", "会えていない"),
                ("necessity", necessity),
                ("question", "だれが訪ねるか"),
                ("meets_on", "R8.4.30"),
            ];
            site.post(&applicant, &path("application"), &fields)
        };
        let again = mended("短い");
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("だれが訪ねるか") && again.text.contains("20字以上"), "as it was typed");
        assert_eq!(mended("見守りの役割を、急いで分けあう必要があるため").status, StatusCode::SEE_OTHER);
        assert!(site.get(&office, "/conferences").text.contains("だれが訪ねるか"));
    });
}

/// What was typed into an application is kept, and comes back.
#[test]
fn an_application_that_is_being_written_is_a_draft_of_its_writer() {
    each_world(|w| {
        let site = Site::new(w);
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.2"));
        let (client, other) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let fields = [
            ("_draft_form", "conference-request"),
            ("_draft_subject", code.as_str()),
            ("question", "書きかけの論点"),
        ];
        let kept = site.post(&client, "/drafts", &fields);
        assert!(kept.location().starts_with(&format!("/cases/{code}/conference-items/new")));
        let page = format!("/cases/{code}/conference-items/new");
        assert!(site.get(&client, &page).text.contains("書きかけの論点"));
        assert!(site.get(&client, "/").text.contains(&format!("支援会議の申出 {code}")));
        assert!(!site.get(&other, "/").text.contains(&code));
        let whole = [
            ("no_consent_reason", "会えていない"),
            ("necessity", "見守りの役割を、急いで分けあう必要があるため"),
            ("question", "だれが訪ねるか"),
            ("meets_on", "R8.4.30"),
        ];
        let sent = site.post(&client, &format!("/cases/{code}/conference-items"), &whole);
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert!(!site.get(&client, &page).text.contains("書きかけの論点"), "it goes with what was sent");
    });
}

/// S2, step 10, on the pages: proposed, taken up, acknowledged, and the hint for the secretary alone.
#[test]
fn what_is_brought_shows_its_secretary_a_number_and_later_what_a_member_sees() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        let secretary = w.somebody("jimukyoku", "elder", Role::Coordinator);
        let meetings = w.ask(&w.elder, |tx, _| c::meetings(tx)).unwrap();
        let form = SittingForm {
            container: meetings[0].key.clone(),
            meets_on: "R8.4.10".into(),
            ..SittingForm::default()
        };
        let sitting = w.act(&w.elder, move |tx, who| c::convene(tx, who, &form)).unwrap();
        let site = Site::new(w);
        let (office, colleague) = (site.sign_in(&secretary), site.sign_in(&w.elder));
        let room = format!("/conferences/sittings/{sitting}");
        for who in [&w.hardship, &w.tax] {
            let (item, client) = (asked(w, who, "見本 一郎"), site.sign_in(who));
            let page = format!("/conferences/items/{}", item.id);
            assert!(site.get(&client, &page).text.contains("ほかの部署が開く会議に提案する"));
            let fields = [("sitting", sitting.as_str()), ("reason", "役割を分けたい")];
            let proposed = site.post(&client, &format!("{page}/proposals"), &fields);
            assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text);
            assert!(site.get(&office, "/").text.contains("提案が1件"));
            let list = site.get(&office, "/conferences").text;
            assert!(list.contains("役割を分けたい") && !list.contains(item.name), "{list}");
            let (_, rest) = list.split_once("action=\"/conferences/proposals/").unwrap();
            let waiting = rest.split_once("/taking").unwrap().0.rsplit('/').next().unwrap().to_owned();
            let taking = format!("/conferences/proposals/{waiting}/taking");
            assert_eq!(site.post(&colleague, &taking, &[("note", "必要")]).status, StatusCode::NOT_FOUND);
            let taken = site.post(&office, &taking, &[("note", "必要"), ("starts_at", "14:30")]);
            assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
            let agenda = site.get(&colleague, &room).text;
            assert!(agenda.contains(&item.code) && !agenda.contains(item.name) && !agenda.contains(QUESTION));
            let id = item.id;
            let papers = c::FreezeForm { summary: "応答がない".into(), ..c::FreezeForm::default() };
            w.act(who, move |tx, who| c::freeze(tx, who, id, &papers)).unwrap();
            assert!(!site.get(&office, &format!("{page}/packet")).text.contains(item.name));
            let read = [("read", "true"), ("name", "見本 職員【架空】")];
            site.post(&office, &format!("{page}/acknowledgement"), &read);
            assert!(site.get(&office, &format!("{page}/packet")).text.contains(item.name));
            assert!(site.get(&client, &page).text.contains("引き受けた"));
        }
        let hint = "同じ世帯かもしれない案件";
        let shown = site.get(&office, &room).text;
        assert!(shown.contains(hint) && shown.contains("生年月日が同じ"), "{shown}");
        for who in [&w.elder, &w.hardship, &w.tax] {
            let page = site.get(&site.sign_in(who), &room);
            assert!(page.status == StatusCode::OK && !page.text.contains(hint), "{}", page.text);
        }
    });
}

/// TOK-13: the convener sees who is in charge, and puts it aside.
#[test]
fn whom_the_issues_suggest_stands_where_members_are_invited() {
    each_world(|w| {
        let agency = w.hardship.agency;
        w.at.db
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO responsibilities (issue_type, agency_id, from_on, to_on)
                     VALUES ('issue_8050', $1, '2026-04-01', NULL)",
                    &[&agency],
                )
            })
            .unwrap();
        let item = asked(w, &w.elder, "見本 一郎");
        let (id, note) = (item.id, c::DecisionForm { note: "必要".into() });
        w.act(&w.manager, move |tx, who| c::approve(tx, who, id, &note)).unwrap();
        let site = Site::new(w);
        let client = site.sign_in(&w.elder);
        let page = format!("/conferences/items/{}", item.id);
        let told = "担当の定め: 8050問題";
        assert!(site.get(&client, &page).text.contains(told));
        let aside = site.post(&client, &format!("{page}/dismissals"), &[("what", agency.as_str())]);
        assert_eq!(aside.status, StatusCode::SEE_OTHER, "{}", aside.text);
        assert!(!site.get(&client, &page).text.contains(told));
    });
}
