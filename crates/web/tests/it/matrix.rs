//! Every route of a case × every relation to it × every state of it, with forms that lack everything: whoever may not
//! finds nothing, whoever may is served, and what each reads is what the oracle of this file says. A route of a case
//! that is not classified here fails.

use axum::http::StatusCode;
use domain::access::Act;
use domain::cases::{self, ClosureForm, Invitation, NewRecord};
use domain::consents::{self, ConsentForm, WithdrawalForm};
use domain::emergency::{self, EmergencyForm};
use domain::installed::{self, NewAgency};
use domain::people::{self, MemberForm};
use domain::staff;
use kernel::{Id, Role, Scope};
use testkit::{PASSWORD, World, each_world};
use web::Route;

use crate::routes::listed;
use crate::site::{Client, Site};

/// What a route asks for.
fn need(route: &Route) -> Option<Act> {
    let rest = route.path.strip_prefix("/cases/{code}")?;
    Some(match (route.method, rest) {
        ("GET", "/conference-items/new" | "/consented-items/new" | "/plans/new" | "/look-backs/new") => {
            Act::Change
        }
        ("GET", "/coordination-requests/new" | "/assessments/new") => Act::Add,
        ("GET", _) => Act::Read,
        (
            _,
            "/records"
            | "/messages"
            | "/consents"
            | "/explanations"
            | "/coordination-requests"
            | "/assessments"
            | "/contradictions"
            | "/joint-policies",
        ) => Act::Add,
        (_, "/paper") => Act::Print,
        // Of one's own: ends one's own opening, and asks for none of the case.
        (_, "/emergency/end") => return None,
        (
            _,
            "/tasks" | "/team" | "/involvements" | "/urgent-flags" | "/merges" | "/lead" | "/issues"
            | "/phases" | "/closure" | "/reopening" | "/handovers" | "/handovers/preview"
            | "/conference-items" | "/consented-items" | "/plans" | "/plans/closing" | "/look-backs",
        ) => Act::Change,
        (_, sub) if sub.contains("{id}") => Act::Change,
        (method, sub) => panic!("{method} /cases/{{code}}{sub} is not classified in this test"),
    })
}

/// A relation to the case: who, what they may do, and which records they read.
struct Relation {
    name: &'static str,
    client: Client,
    acts: &'static [Act],
    reads: &'static [&'static str],
}

const ALL: &[Act] = &[Act::Read, Act::Add, Act::Change, Act::Print];
const JOIN: &[Act] = &[Act::Read, Act::Add, Act::Print];
/// In an emergency one reads and writes, and takes nothing away.
const LOOK: &[Act] = &[Act::Read, Act::Add];
const NONE: &[Act] = &[];

/// Marks in the records, one for each scope.
const MOTHER: &str = "しるし母健康";
const SON: &str = "しるし子家計";
const HOME: &str = "しるし世帯";
const SEALED: &str = "しるし覚書";
const COUNCIL: &str = "しるし要対協";
const MARKS: [&str; 5] = [MOTHER, SON, HOME, SEALED, COUNCIL];
const OPEN: &[&str] = &[MOTHER, SON, HOME];

struct Setting<'a> {
    w: &'a World<'a>,
    site: Site<'a>,
    code: String,
    case: Id<cases::Case>,
    relations: Vec<Relation>,
}

impl<'a> Setting<'a> {
    fn worker(&self, key: &'static str, role: Role) -> Scope {
        let login = format!("{key}-{}", role.key());
        let w = self.w;
        let (staff, agency) = w
            .act(&w.elder, move |tx, _| {
                let new =
                    NewAgency { key: key.into(), name: format!("{key}【架空】"), ..NewAgency::default() };
                let agency = installed::install_agency(tx, &new)?;
                let hash = staff::hash_password(PASSWORD, staff::COST_FLOOR, [1; 16])?;
                Ok((installed::account(tx, &login, "見本 職員【架空】", &hash, agency, role)?.id, agency))
            })
            .unwrap();
        Scope { staff, agency, role, ..w.elder.clone() }
    }

    fn relate(
        &mut self,
        name: &'static str,
        who: &Scope,
        acts: &'static [Act],
        reads: &'static [&'static str],
    ) {
        let client = self.site.sign_in(who);
        self.relations.push(Relation { name, client, acts, reads });
    }

    fn join(&self, who: &Scope, ground: &str, channel: &str) {
        let form = Invitation {
            agency: who.agency.to_string(),
            role_text: "支援".into(),
            ground: ground.into(),
            ground_note: "条文や契約".into(),
            reason: "法令の事務として、この世帯の支援に必要なため".into(),
            until: "R8.12.31".into(),
            channel: channel.into(),
        };
        let case = self.case;
        self.w.act(&self.w.elder, move |tx, who| cases::invite(tx, who, case, &form)).unwrap();
    }

    fn tell(&self, who: &Scope, form: NewRecord) {
        let code = self.code.clone();
        self.w.act(who, move |tx, who| cases::record(tx, who, &code, &form)).unwrap();
    }
}

fn setting<'a>(w: &'a World<'a>) -> Setting<'a> {
    let mother = w.person(&w.elder, "見本 ハナ", "みほん はな", "S18.3.2");
    let son = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
    let home = w.act(&w.elder, move |tx, who| people::found_household_around(tx, who, mother)).unwrap();
    let member = MemberForm {
        person: son.to_string(),
        standing: "長男".into(),
        living: "together".into(),
        from: String::new(),
    };
    w.act(&w.elder, move |tx, who| people::add_member(tx, who, home, &member)).unwrap();
    let (case, code) = w.case(&w.elder, mother);
    let mut s = Setting { w, site: Site::new(w), code, case, relations: Vec::new() };
    let of = |person: Id<people::Person>, kind: &str, text: &str| NewRecord {
        text: text.into(),
        person: person.to_string(),
        categories: vec![kind.into()],
        ..NewRecord::default()
    };
    let child = s.worker("child", Role::CounterWorker);
    s.join(&child, "law", "child_council");
    s.tell(&w.elder, of(mother, "health", MOTHER));
    s.tell(&w.elder, of(son, "money", SON));
    s.tell(&w.elder, NewRecord { text: HOME.into(), ..NewRecord::default() });
    s.tell(&w.elder, NewRecord { text: SEALED.into(), sealed: "true".into(), ..NewRecord::default() });
    s.tell(&child, NewRecord { text: COUNCIL.into(), ..NewRecord::default() });
    s.relate("所管", &w.elder, ALL, &[MOTHER, SON, HOME, SEALED]);
    s.relate("要対協の構成機関", &child, JOIN, &[COUNCIL]);
    s.join(&w.hardship, "commission", "");
    s.relate("委託", &w.hardship, ALL, OPEN);
    let by_law = s.worker("law", Role::OutreachWorker);
    s.join(&by_law, "law", "");
    s.relate("法令", &by_law, JOIN, OPEN);
    let whole = s.worker("whole", Role::CounterWorker);
    for person in [mother, son] {
        w.consent(&w.elder, &s.code, w.consent_form(person, &[whole.agency]));
    }
    s.relate("全員の同意", &whole, JOIN, OPEN);
    let part = s.worker("part", Role::ParticipationWorker);
    let money = ConsentForm { categories: vec!["money".into()], ..w.consent_form(son, &[part.agency]) };
    w.consent(&w.elder, &s.code, money);
    s.relate("息子の家計だけの同意", &part, JOIN, &[SON]);
    let gone = s.worker("gone", Role::CounterWorker);
    let consent = w.consent(&w.elder, &s.code, w.consent_form(mother, &[gone.agency]));
    let words = WithdrawalForm { agency: String::new(), words: "「やめます」".into() };
    w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, consent, &words)).unwrap();
    s.relate("やめた同意", &gone, NONE, &[]);
    let urgent = s.worker("urgent", Role::CounterWorker);
    let form = EmergencyForm {
        case: s.code.clone(),
        reason: "応答がなく、室内で倒れているおそれがあるため".into(),
        ..EmergencyForm::default()
    };
    w.act(&urgent, move |tx, who| emergency::begin(tx, who, &form)).unwrap();
    s.relate("緊急", &urgent, LOOK, OPEN);
    let colleague = s.worker("urgent", Role::OutreachWorker);
    s.relate("緊急に開いた人の同僚", &colleague, NONE, &[]);
    let tied = s.worker("elder", Role::OutreachWorker);
    w.tie(&tied, son);
    s.relate("息子の親族である職員", &tied, NONE, &[]);
    s.relate("無関係の窓口", &w.tax, NONE, &[]);
    s.relate("管理職", &w.manager, NONE, &[]);
    s.relate("システム管理者", &w.admin, NONE, &[]);
    for (name, role) in [("会議構成員", Role::ConferenceMember), ("個人情報担当", Role::PrivacyOfficer)]
    {
        let who = s.worker("elder", role);
        s.relate(name, &who, NONE, &[]);
    }
    s
}

/// Walks every cell; answers how many there were.
fn walk(s: &Setting<'_>, state: &str) -> usize {
    let mut cells = 0;
    for route in listed() {
        let Some(act) = need(&route) else { continue };
        let id: Id<Relation> = kernel::new_id(&*s.w.at.ambient);
        let address = route.path.replace("{code}", &s.code).replace("{id}", id.as_str());
        for relation in &s.relations {
            let answer = match route.method {
                "GET" => s.site.get(&relation.client, &address),
                _ => s.site.post(&relation.client, &address, &[]),
            };
            let may = relation.acts.contains(&act);
            let cell =
                format!("{} {} / {} / {state}: {}", route.method, route.path, relation.name, answer.status);
            cells += 1;
            // A row that does not exist within the case is not found for anybody.
            if may && !route.path.contains("{id}") && !route.path.ends_with("/lead") {
                assert_ne!(answer.status, StatusCode::NOT_FOUND, "wrongly refused: {cell}");
            } else if act == Act::Print && !may {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "is printed: {cell}");
            } else if !(may || relation.acts.contains(&Act::Read) && route.method != "GET") {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "leaks: {cell}");
            }
            for mark in MARKS {
                let allowed = relation.reads.contains(&mark);
                assert!(allowed || !answer.text.contains(mark), "{mark} is read: {cell}");
            }
        }
    }
    cells
}

#[test]
fn every_route_relation_and_state_of_a_case_answers_as_the_rules_say() {
    each_world(|w| {
        let s = setting(w);
        for relation in &s.relations {
            let page = s.site.get(&relation.client, &format!("/cases/{}", s.code));
            for mark in MARKS {
                assert_eq!(
                    page.text.contains(mark),
                    relation.reads.contains(&mark),
                    "{} {mark}",
                    relation.name
                );
            }
        }
        let mut cells = walk(&s, "open");
        let case = s.case;
        let closing =
            ClosureForm {
                reason: "settled".into(), note: "落ち着いた".into(), ..ClosureForm::default()
            };
        w.act(&w.elder, move |tx, who| cases::close(tx, who, case, &closing)).unwrap();
        cells += walk(&s, "closed");
        w.act(&w.elder, move |tx, who| cases::reopen(tx, who, case, "また困りごとがある")).unwrap();
        cells += walk(&s, "reopened");
        println!("{cells} cells, 0 leaks, 0 wrong refusals");
    });
}
