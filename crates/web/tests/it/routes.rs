//! Every route against every relation to a case: the team, strangers, roles without casework, nobody.
//! A route whose parameters are not listed here fails the test: none may stand outside.

use axum::http::StatusCode;
use domain::access::{self, Act};
use domain::cases::{self, TaskForm};
use domain::consultations::{self, Intake};
use domain::people::{Person, RelationForm};
use domain::protections::{self, AdverseForm, EndForm};
use domain::{conferences, consents, people, search};
use kernel::Id;
use testkit::{World, each_world};
use web::{Reach, Route, routes};

use crate::around;
use crate::site::{Answer, Client, Site, nobody};

/// A name that may appear on no page of a stranger.
pub(crate) const CANARY: &str = "隠岐島 波留";

/// How somebody of the register of advisers is reached: on no page but that of whoever keeps the register.
pub(crate) const ADVISER_CONTACT: &str = "000-1234-9876";

/// One of everything, around one case of the first agency.
pub(crate) struct Sample {
    pub(crate) code: String,
    ids: Vec<(&'static str, String)>,
}

impl Sample {
    pub(crate) fn new(w: &World<'_>) -> Self {
        let person = w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.6");
        let other = w.person(&w.elder, CANARY, "おきのしま はる", "S45.5.7");
        let (case, code) = w.case(&w.elder, person);
        let record = w.record(&w.elder, &code, "はじめての記録");
        let household = w.ask(&w.elder, |tx, _| people::household_of(tx, person)).unwrap().unwrap();
        let task = TaskForm { title: "訪問".into(), due: "明日".into(), ..TaskForm::default() };
        let task = w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &task)).unwrap();
        let intake = Intake {
            content: format!("{CANARY}さんの相談"),
            person: person.to_string(),
            ..Intake::default()
        };
        let consultation =
            w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &intake)).unwrap().id;
        let handover = domain::cases::handover::HandoverForm {
            issue_type: "issue_8050".into(),
            ..w.handover_form(&w.hardship)
        };
        let target = code.clone();
        let handover = w
            .act(&w.elder, move |tx, who| domain::cases::handover::send(tx, who, &target, &handover))
            .unwrap();
        let question = domain::coordination::RequestForm {
            matter: "role_sharing".into(),
            question: "だれと分けて支えるか".into(),
            reason: "一つの機関ではむずかしい".into(),
            consent: "not_asked".into(),
            ..domain::coordination::RequestForm::default()
        };
        w.somebody("renkei", "hardship", kernel::Role::Coordinator);
        let target = code.clone();
        let question = w
            .act(&w.elder, move |tx, who| domain::coordination::ask(tx, who, Some(&target), &question))
            .unwrap();
        let sheet = domain::assessments::AssessmentForm {
            person: person.to_string(),
            fields: std::collections::BTreeMap::from([(
                "a_wish".to_owned(),
                domain::assessments::Given::One(format!("{CANARY}さんの願い")),
            )]),
            ..domain::assessments::AssessmentForm::default()
        };
        let target = code.clone();
        w.act(&w.elder, move |tx, who| domain::assessments::assess(tx, who, &target, &sheet)).unwrap();
        let asked = w.act(&w.elder, |tx, who| search::ask(tx, who, "おきのしま")).unwrap();
        let first = |sql: &'static str| -> String { w.ask(&w.elder, |tx, _| tx.one(sql, &[&case])).unwrap() };
        let member = w
            .ask(&w.elder, |tx, who| cases::team(tx, who, &access::case(tx, who, case, Act::Read)?)?.all())
            .unwrap()[0]
            .id;
        let household_member: String = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT id FROM household_members WHERE household_id = $1", &[&household])
            })
            .unwrap();
        let friend = w.person(&w.elder, "見本 花", "みほん はな", "S50");
        let form = RelationForm { other: friend.to_string(), kind: "acquaintance".into() };
        w.act(&w.elder, move |tx, who| people::relate(tx, who, person, &form)).unwrap();
        let relation: String = w
            .ask(&w.elder, |tx, _| tx.one("SELECT id FROM relations WHERE person_id = $1", &[&person]))
            .unwrap();
        let period = domain::audit::report::ReportRequest {
            from: "R8.3.1".into(),
            to: "R8.4.1".into(),
            identity: "運転免許証".into(),
        };
        let report =
            w.act(&w.elder, move |tx, who| domain::audit::report::request(tx, who, person, &period)).unwrap();
        let consent = w.consent(&w.elder, &code, w.consent_form(person, &[w.hardship.agency]));
        let sheet = w
            .act(&w.elder, move |tx, who| consents::add_evidence(tx, who, consent, b"%PDF-1.7 signed"))
            .unwrap();
        let request = conferences::RequestForm {
            no_consent_reason: "会えていない".into(),
            necessity: "見守りの役割を、急いで分けあう必要があるため".into(),
            question: "だれが訪ねるか".into(),
            meets_on: "R8.4.20".into(),
            ..conferences::RequestForm::default()
        };
        let target = code.clone();
        let item = w.act(&w.elder, move |tx, who| conferences::request(tx, who, &target, &request)).unwrap();
        let decision = conferences::DecisionForm { note: "必要と認める".into() };
        let chief = w.manager.clone();
        w.act(&chief, move |tx, who| conferences::approve(tx, who, item, &decision)).unwrap();
        let own = w
            .ask(&w.elder, |tx, who| tx.one::<String>("SELECT login FROM staff WHERE id = $1", &[&who.staff]))
            .unwrap();
        let invite = conferences::InviteForm { login: own, ..conferences::InviteForm::default() };
        w.act(&w.elder, move |tx, who| conferences::invite(tx, who, item, &invite)).unwrap();
        let seat: String = w
            .ask(&w.elder, |tx, _| tx.one("SELECT id FROM conference_members WHERE item_id = $1", &[&item]))
            .unwrap();
        let adviser = domain::advisers::AdviserForm {
            name: "例示 律子【架空】".into(),
            field: "law".into(),
            affiliation: "法テラス見本【架空】".into(),
            contact: ADVISER_CONTACT.into(),
            ..domain::advisers::AdviserForm::default()
        };
        w.act(&chief, move |tx, who| domain::advisers::register(tx, who, &adviser)).unwrap();
        let talk = talk(w, item, &code, person);
        let words = domain::plans::PlanForm {
            kind: "multi_agency_plan".into(),
            wish: format!("{CANARY}さんの願い"),
            line_what: vec!["訪ねる".into()],
            line_agency: vec!["包括".into()],
            ..domain::plans::PlanForm::default()
        };
        let target = code.clone();
        let plan = w.act(&w.elder, move |tx, who| domain::plans::draft(tx, who, &target, &words)).unwrap();
        carry_out(w, plan);
        let (protection, end, release, party) = protected(w, person, other);
        let (look_back, proposal) = learnt(w);
        let around = around::made(w);
        let ids = vec![
            ("/conferences/items/", item.to_string()),
            ("/conferences/items/{id}/members/", seat),
            ("/conferences/items/{id}/points/", talk.point),
            ("/conferences/items/{id}/roles/", talk.role.clone()),
            ("/conferences/items/{id}/inquiries/", talk.inquiry),
            ("/conferences/items/{id}/copies/", talk.copy),
            ("/conferences/roles/", talk.role),
            // Of nobody: proposals have tests of their own.
            ("/conferences/items/{id}/proposals/", asked.to_string()),
            ("/conferences/proposals/", asked.to_string()),
            ("/conferences/sittings/", talk.sitting),
            // Of nobody: the register has tests of its own.
            ("/advisers/", asked.to_string()),
            ("/plans/", plan.to_string()),
            ("/consents/", consent.to_string()),
            ("/consents/{id}/evidence/", sheet.to_string()),
            // Of nobody: the review has tests of its own.
            ("/emergency-accesses/", asked.to_string()),
            ("/access-reports/", report.to_string()),
            ("/audit/reviews/", asked.to_string()),
            ("/staff/export-rights/", asked.to_string()),
            ("/protected-addresses/", protection),
            ("/protected-addresses/{id}/ends/", end),
            ("/protected-addresses/{id}/releases/", release),
            ("/people/{id}/adverse-parties/", party),
            ("/staff/custodians/", asked.to_string()),
            ("/staff/ties/", asked.to_string()),
            ("/cases/{code}/records/", record.to_string()),
            ("/cases/{code}/tasks/", task.to_string()),
            ("/cases/{code}/team/", member.to_string()),
            ("/cases/{code}/issues/", first("SELECT id FROM case_issues WHERE case_id = $1")),
            // Rows of other cases, or of none: within this case nobody finds them.
            ("/cases/{code}/involvements/", task.to_string()),
            ("/cases/{code}/urgent-flags/", task.to_string()),
            ("/cases/{code}/merges/", task.to_string()),
            ("/cases/{code}/contradictions/", task.to_string()),
            ("/people/", person.to_string()),
            ("/people/{id}/relations/", relation),
            ("/duplicates/", person.to_string()),
            ("/duplicates/{one}/", other.to_string()),
            ("/households/", household.to_string()),
            ("/households/{id}/members/", household_member),
            ("/consultations/", consultation.to_string()),
            ("/handovers/", handover.to_string()),
            ("/coordination-requests/", question.to_string()),
            ("/look-backs/", look_back),
            ("/revision-proposals/", proposal),
            ("/department-notices/", around.notice),
            ("/committees/", around.committee),
            ("/committees/{key}/members/", around.member),
            ("/committees/{key}/meetings/", around.meeting),
            ("/committee-packs/", around.pack),
            ("/system-proposals/", around.proposal),
            ("/searches/", asked.to_string()),
            // Not of this case: whoever asks for these of somebody else finds nothing.
            ("/merges/", asked.to_string()),
            ("/me/tokens/", asked.to_string()),
            ("/staff/", w.elder.staff.to_string()),
            ("/staff/affiliations/", asked.to_string()),
            ("/papers/", "intake".to_owned()),
            // Of nobody: runs of printing have tests of their own.
            ("/papers/runs/", asked.to_string()),
            ("/papers/runs/{id}/", "1".to_owned()),
            ("/drafts/", "record".to_owned()),
            ("/drafts/{form}/", code.clone()),
        ];
        Self { code, ids }
    }

    /// The address of a route around the sample.
    pub(crate) fn address(&self, route: &Route) -> String {
        let (mut pattern, mut address) = (String::new(), String::new());
        for part in route.path.split_inclusive('/') {
            let (name, slash) = part.strip_suffix('/').map_or((part, ""), |name| (name, "/"));
            if name.starts_with('{') {
                address.push_str(&self.value(&pattern, name));
            } else {
                address.push_str(name);
            }
            address.push_str(slash);
            pattern.push_str(part);
        }
        // Pages that begin with nobody are asked as if somebody had been found or chosen before.
        if address == "/people/new" {
            return format!("/people/new?s={}", self.value("/searches/", "{id}"));
        }
        if address.ends_with("/new") && !address.contains(&self.code) {
            address.push_str(&format!("?person={}", self.value("/people/", "{id}")));
        }
        address
    }

    fn value(&self, before: &str, name: &str) -> String {
        if before == "/cases/" && name == "{code}" {
            return self.code.clone();
        }
        let known = self.ids.iter().find(|(pattern, _)| *pattern == before);
        known
            .unwrap_or_else(|| panic!("the parameter {name} after {before} is not listed in this test"))
            .1
            .clone()
    }
}

/// A plan that is carried out, and to be looked at within the week.
fn carry_out(w: &World<'_>, plan: Id<domain::plans::Plan>) {
    use domain::plans::{self, AgreementForm, DecisionForm, MeetingForm, StartForm};
    let agreed = AgreementForm {
        agreement: "agreed".into(),
        by: "家で".into(),
        words: "「やってみる」".into(),
        ..AgreementForm::default()
    };
    let met =
        MeetingForm { meeting: "個別会議".into(), met_on: "R8.3.30".into(), ..MeetingForm::default() };
    w.act(&w.elder, move |tx, who| {
        plans::note_agreement(tx, who, plan, &agreed)?;
        plans::discuss(tx, who, plan, &met)
    })
    .unwrap();
    let decision = DecisionForm { note: "必要".into(), ..DecisionForm::default() };
    w.act(&w.manager, move |tx, who| plans::decide(tx, who, plan, &decision)).unwrap();
    let start = StartForm { review_on: "R8.4.5".into(), ..StartForm::default() };
    w.act(&w.elder, move |tx, who| plans::start(tx, who, plan, &start)).unwrap();
}

/// A closed case of the first agency with two look-backs: one that was returned, and one that everybody reads, from which its
/// reader proposes something.
fn learnt(w: &World<'_>) -> (String, String) {
    use domain::{look_backs, revision_proposals};
    let past = w.person(&w.elder, CANARY, "おきのしま はる", "S46.1.1");
    let (case, code) = w.case(&w.elder, past);
    w.close(&w.elder, case);
    w.consent(&w.elder, &code, w.learning_consent(past));
    let form = w.look_back_form();
    let [returned, published] = [(); 2].map(|()| {
        let (code, form) = (code.clone(), form.clone());
        w.act(&w.elder, move |tx, who| look_backs::file(tx, who, &code, &form)).unwrap()
    });
    let note = look_backs::DecisionForm { note: "もう少し広く書いてください".into() };
    let proposal = w.act(&w.manager, move |tx, who| {
        look_backs::send_back(tx, who, returned, &note)?;
        look_backs::approve(tx, who, published, &note)?;
        let numbers: String = tx.one("SELECT code FROM look_backs WHERE id = $1", &[&published])?;
        let form = revision_proposals::ProposalForm {
            title: "役割を先に決める".into(),
            text: "会議の前に、次に動く人を決める手順を計画に入れる".into(),
            numbers,
        };
        revision_proposals::propose(tx, who, &form)
    });
    (returned.to_string(), proposal.unwrap().to_string())
}

/// What an item of a conference holds.
struct Talk {
    sitting: String,
    point: String,
    role: String,
    inquiry: String,
    copy: String,
}

/// The item on a sitting, its papers frozen and printed, a point, a role, and something asked.
fn talk(w: &World<'_>, item: Id<conferences::ConferenceItem>, code: &str, person: Id<Person>) -> Talk {
    let read = conferences::AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    let sitting = conferences::SittingForm {
        name: "個別会議".into(),
        meets_on: "R8.4.20".into(),
        ..conferences::SittingForm::default()
    };
    let papers = conferences::FreezeForm {
        summary: format!("{CANARY}さんの経過"),
        ..conferences::FreezeForm::default()
    };
    let point = conferences::PointForm {
        question: format!("{CANARY}さんにどう声をかけるか"),
        ..conferences::PointForm::default()
    };
    let role = conferences::AssignmentForm {
        what: format!("{CANARY}さんを訪ねる"),
        due: "R8.4.25".into(),
        ..conferences::AssignmentForm::default()
    };
    let (code, consent) = (
        code.to_owned(),
        conferences::ConsentedForm {
            people: vec![person.to_string()],
            purpose: "plan".into(),
            question: "このプランでよいか".into(),
            meets_on: "R8.4.20".into(),
            ..conferences::ConsentedForm::default()
        },
    );
    w.act(&w.elder, move |tx, who| {
        conferences::acknowledge(tx, who, item, &read)?;
        conferences::bring(tx, who, &code, &consent)?;
        let sitting = conferences::convene(tx, who, &sitting)?;
        let place = conferences::PlaceForm { item: item.to_string(), ..conferences::PlaceForm::default() };
        conferences::place(tx, who, sitting, &place)?;
        conferences::freeze(tx, who, item, &papers)?;
        conferences::number_copies(tx, who, item)?;
        conferences::add_point(tx, who, item, &point)?;
        let of_item = |sql: &str| tx.one::<String>(sql, &[&item]);
        let member = of_item("SELECT id FROM conference_members WHERE item_id = $1")?;
        conferences::assign(
            tx,
            who,
            item,
            &conferences::AssignmentForm { member: member.clone(), ..role.clone() },
        )?;
        let ask = conferences::InquiryForm { member, question: "様子".into(), due: "R8.4.18".into() };
        conferences::inquire(tx, who, item, &ask)?;
        let end = conferences::ClosingForm {
            outcome: "continue".into(),
            next_on: "R8.5.20".into(),
            ..conferences::ClosingForm::default()
        };
        conferences::finish(tx, who, item, &end)?;
        Ok(Talk {
            sitting: sitting.to_string(),
            point: of_item("SELECT id FROM conference_points WHERE item_id = $1")?,
            role: of_item("SELECT id FROM conference_assignments WHERE item_id = $1")?,
            inquiry: of_item("SELECT id FROM conference_inquiries WHERE item_id = $1")?,
            copy: of_item("SELECT id FROM conference_copies WHERE item_id = $1")?,
        })
    })
    .unwrap()
}

/// A protection of the second person, with all that two custodians decide about it, and an adverse party of the first.
fn protected(w: &World<'_>, person: Id<Person>, other: Id<Person>) -> (String, String, String, String) {
    w.custodian(&w.elder);
    w.custodian(&w.hardship);
    let protection = w.protect(&w.elder, other);
    let end = EndForm { end_reason: "危険がなくなった".into() };
    let end = w.act(&w.elder, move |tx, who| protections::propose_end(tx, who, protection, &end)).unwrap();
    let form = w.release_form();
    let release = w.act(&w.elder, move |tx, who| protections::request(tx, who, protection, &form)).unwrap();
    let party =
        AdverseForm {
            kind: "outside".into(), name: "相手方 太郎【架空】".into(), ..AdverseForm::default()
        };
    let party = w.act(&w.elder, move |tx, who| protections::record_adverse(tx, who, person, &party)).unwrap();
    (protection.to_string(), end.to_string(), release.to_string(), party.to_string())
}

/// Fields that pass every form far enough to meet the rule about who may see.
pub(crate) const FIELDS: [(&str, &str); 34] = [
    ("format", "xlsx"),
    ("text", "文"),
    ("reason", "理由"),
    ("title", "すること"),
    ("due", "明日"),
    ("phase", "supported"),
    ("note", "メモ"),
    ("role_text", "役割"),
    ("ground", "consent"),
    ("ground_note", "本人から口頭で"),
    ("content", "相談"),
    ("request", "お願い"),
    ("issue_type", "issue_8050"),
    ("owner", ""),
    ("first_step", "電話"),
    ("result", "結果"),
    ("words", "返事"),
    ("until", "明日"),
    ("name", "新しい人"),
    ("kana", "あたらしい ひと"),
    ("kind", "parent"),
    ("standing", "子"),
    ("triage", "answered"),
    ("triage_reason", "理由"),
    ("q", "さがす"),
    ("identity", "own_words"),
    ("to", "R8.3.1"),
    ("birth", "S50"),
    ("version", "1"),
    ("nickname", "呼び名"),
    ("outside_by", "paper"),
    ("to_outside", "よその人"),
    ("next_owner", "田中"),
    ("keep", ""),
];

pub(crate) fn ask(site: &Site<'_>, client: &Client, route: &Route, address: &str) -> Answer {
    match route.method {
        "GET" => site.get(client, address),
        "POST" => site.post(client, address, &FIELDS),
        other => panic!("no test for {other}"),
    }
}

/// Pages of the privacy officer, which nobody else finds.
pub(crate) fn of_the_officer(route: &Route) -> bool {
    let office = ["/audit", "/access-reports", "/exports"];
    office.iter().any(|path| route.path.starts_with(path)) && route.path != "/exports/new"
}

pub(crate) fn listed() -> Vec<Route> {
    // Files have no relation to anybody, and drafts are kept by PUT, which has tests of its own.
    routes().into_iter().filter(|route| !route.path.contains("{*") && route.method != "PUT").collect()
}

#[test]
fn nobody_gets_past_the_door() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        for route in listed().iter().filter(|route| route.reach != Reach::Public) {
            let answer = ask(&site, &nobody(), route, &sample.address(route));
            let led = answer.status == StatusCode::SEE_OTHER && answer.location() == "/session/new";
            assert!(
                led || answer.status == StatusCode::UNAUTHORIZED,
                "{} {}: {}",
                route.method,
                route.path,
                answer.status
            );
            assert!(!answer.text.contains(CANARY));
        }
    });
}

#[test]
fn strangers_find_nothing_by_any_route() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        for stranger in [&w.tax, &w.admin, &w.manager, &w.privacy] {
            let client = site.sign_in(stranger);
            for route in listed().iter().filter(|route| !route.path.starts_with("/session")) {
                let address = sample.address(route);
                let answer = ask(&site, &client, route, &address);
                assert!(
                    !answer.text.contains(CANARY),
                    "{} {} shows a stranger the name",
                    route.method,
                    route.path
                );
                let own = stranger.role == kernel::Role::PrivacyOfficer && of_the_officer(route);
                let about_the_case = route.path.contains('{')
                    && !own
                    // Bodies and packs hold nothing of anybody, and everybody who works here reads them.
                    && !["/drafts", "/staff", "/papers/{form}", "/committees", "/committee-packs"]
                        .iter()
                        .any(|start| route.path.starts_with(start));
                if about_the_case {
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
                }
                assert!(!answer.status.is_server_error(), "{} {}: {}", route.method, route.path, answer.text);
            }
        }
    });
}

#[test]
fn the_team_is_served_by_every_page() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        for route in listed().iter().filter(|route| {
            // Pages of administrators and of the privacy officer are not for this one.
            let others = ["/staff", "/session", "/emergency-accesses", "/papers/runs"];
            let other = others.iter().any(|start| route.path.starts_with(start));
            route.method == "GET"
                && !of_the_officer(route)
                && (!other || route.path == "/emergency-accesses/new")
        }) {
            let address = sample.address(route);
            for answer in [site.get(&client, &address), site.get_json(&client, &address)] {
                if route.path.ends_with("/evidence/{file}") {
                    assert!(answer.text.starts_with("%PDF"), "a file as it was added");
                    continue;
                }
                assert_eq!(
                    answer.status,
                    StatusCode::OK,
                    "{address}: {}",
                    answer.text.chars().take(400).collect::<String>()
                );
            }
        }
    });
}

#[test]
fn the_officer_is_served_by_the_pages_over_the_log_and_by_no_other() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let (officer, worker) = (site.sign_in(&w.privacy), site.sign_in(&w.elder));
        for route in listed().iter().filter(|route| route.method == "GET" && of_the_officer(route)) {
            let address = sample.address(route);
            for answer in [site.get(&officer, &address), site.get_json(&officer, &address)] {
                assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
                assert!(!answer.text.contains(CANARY), "{address} names a person");
            }
            assert_eq!(site.get(&worker, &address).status, StatusCode::NOT_FOUND, "{address}");
        }
    });
}

/// The list of personal routes that leave no event: it is empty.
#[test]
fn every_personal_route_leaves_an_event() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let client = site.sign_in(&w.elder);
        let count =
            || -> i64 { w.ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM audit_events", &[])).unwrap() };
        let mut silent = Vec::new();
        for route in listed().iter().filter(|route| route.reach == Reach::Personal) {
            let before = count();
            let answer = ask(&site, &client, route, &sample.address(route));
            // A form with faults changes nothing and shows nothing new; every other answer must leave its mark.
            // So does an act that the state of things forbids.
            let silent_by_right =
                [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT].contains(&answer.status);
            if count() == before && !silent_by_right {
                silent.push(format!("{} {} ({})", route.method, route.path, answer.status));
            }
        }
        assert!(silent.is_empty(), "routes without an audit event: {silent:#?}");
    });
}
