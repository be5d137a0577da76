//! A small fictional municipality for tests: three agencies, a worker in each, and shortcuts for what tests do
//! often. Every name is invented.
#![expect(clippy::expect_used, reason = "a test whose world cannot be built cannot go on")]

mod dice;
mod home;
pub mod oracle;

use domain::access::{self, Act, CasePass};
use domain::cases::handover::HandoverForm;
use domain::cases::{self, Case, ClosureForm, Invitation, NewRecord, Opening};
use domain::consents::{self, ConsentForm, ConsentView};
use domain::housekeeping;
use domain::installed::{Installation, Installed, IssueType, NewAgency};
use domain::look_backs::LookBackForm;
use domain::municipality::SHIPPED;
use domain::people::{self, Person, Registration};
use domain::protections::{self, Protection, ReleaseForm};
use domain::{installed, staff};
use kernel::{Agency, Error, Id, Result, Role, Scope};
use store::Tx;
use store::testing::{self, TestDb};

mod runs;
mod said;
mod sides;

pub use dice::Dice;
pub use home::Home;
pub use runs::{LOOK, in_towns, run};
pub use said::{fault, faults};

/// Runs a test in a fresh world, on SQLite and, where a server is at hand, on PostgreSQL. Whatever it does, the
/// rules that `kasane check` looks at hold afterwards.
pub fn each_world(test: impl Fn(&World<'_>)) {
    testing::each_db(domain::MIGRATIONS, |db| {
        test(&World::new(db));
        let mut found = db.db.read(housekeeping::findings).expect("a database that answers");
        // Tests refuse writes on purpose, and a sequence of PostgreSQL leaves a gap for each.
        found.retain(|finding| !finding.ends_with(housekeeping::GAPS));
        assert!(found.is_empty(), "kasane check would say: {found:?}");
    });
}

/// Runs a test in two worlds at once that begin alike, on SQLite and, where a server is at hand, on PostgreSQL: for what
/// must not differ however they differ.
pub fn each_pair(test: impl Fn(&World<'_>, &World<'_>)) {
    testing::each_db(domain::MIGRATIONS, |one| {
        testing::each_db_like(domain::MIGRATIONS, one, |other| test(&World::new(one), &World::new(other)));
    });
}

/// The fictional municipality.
pub struct World<'a> {
    /// Its database and clock.
    pub at: &'a TestDb,
    /// 地域包括支援センター: a worker of it.
    pub elder: Scope,
    /// 自立相談支援機関.
    pub hardship: Scope,
    /// 税務課: knows nobody.
    pub tax: Scope,
    /// A system administrator.
    pub admin: Scope,
    /// A manager of the first agency.
    pub manager: Scope,
    /// 個人情報・監査担当: watches over the log.
    pub privacy: Scope,
}

/// The password of every fictional account.
pub const PASSWORD: &str = "つゆ草の咲く朝の道";

impl<'a> World<'a> {
    fn new(at: &'a TestDb) -> Self {
        at.db.write(|tx| installed::install(tx, &installation())).expect("an installed municipality");
        let scope = |login: &'static str, agency: &'static str, role| {
            at.db.write(move |tx| account(tx, login, agency, role)).expect("an account")
        };
        Self {
            elder: scope("houkatsu", "elder", Role::CounterWorker),
            hardship: scope("jiritsu", "hardship", Role::CounterWorker),
            tax: scope("zeimu", "tax", Role::CounterWorker),
            admin: scope("kanri", "tax", Role::SystemAdministrator),
            manager: scope("kacho", "elder", Role::Manager),
            privacy: scope("kansa", "tax", Role::PrivacyOfficer),
            at,
        }
    }

    /// Does something as somebody, at the present moment of the clock.
    ///
    /// # Errors
    /// Those of what is done.
    pub fn act<T: Send + 'static>(
        &self,
        who: &Scope,
        f: impl Fn(&Tx<'_>, &Scope) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let who = who.clone();
        self.at.db.write(move |tx| f(tx, &Scope { now: tx.now(), ..who.clone() }))
    }

    /// As [`World::act`], where a refusal is an answer like others. What is wrong with the database is none.
    pub fn may<T: Send + 'static>(
        &self,
        who: &Scope,
        f: impl Fn(&Tx<'_>, &Scope) -> Result<T> + Send + 'static,
    ) -> Option<T> {
        match self.act(who, f) {
            Err(error @ (Error::Database(_) | Error::Unwritable(_))) => panic!("no refusal: {error}"),
            answer => answer.ok(),
        }
    }

    /// Looks at something as somebody.
    ///
    /// # Errors
    /// Those of what is looked at.
    pub fn ask<T>(&self, who: &Scope, f: impl FnOnce(&Tx<'_>, &Scope) -> Result<T>) -> Result<T> {
        self.at.db.read(|tx| f(tx, &Scope { now: tx.now(), ..who.clone() }))
    }

    /// Registers a fictional person.
    pub fn person(&self, who: &Scope, name: &str, kana: &str, birth: &str) -> Id<Person> {
        let form = Registration {
            name: name.into(),
            kana: kana.into(),
            birth: birth.into(),
            identity: vec!["own_words".into()],
            ..Registration::default()
        };
        self.act(who, move |tx, who| people::register(tx, who, &form)).expect("a registered person")
    }

    /// 8050: a mother and her son, who live together.
    pub fn mother_and_son(&self) -> [Id<Person>; 2] {
        let mother = self.person(&self.elder, "見本 ハナ", "みほん はな", "S18.3.2");
        let son = self.person(&self.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let member = people::MemberForm {
            person: son.to_string(),
            standing: "長男".into(),
            living: "together".into(),
            from: String::new(),
        };
        let family = move |tx: &Tx<'_>, who: &Scope| {
            let household = people::found_household_around(tx, who, mother)?;
            people::add_member(tx, who, household, &member)
        };
        self.act(&self.elder, family).expect("a household");
        [mother, son]
    }

    /// Opens a case about a person; answers its id and code.
    pub fn case(&self, who: &Scope, person: Id<Person>) -> (Id<Case>, String) {
        let form =
            Opening { person: person.to_string(), issues: vec!["issue_8050".into()], ..Opening::default() };
        let id = self.act(who, move |tx, who| cases::open(tx, who, &form)).expect("an open case");
        let code =
            self.ask(who, |tx, _| tx.one("SELECT code FROM cases WHERE id = $1", &[&id])).expect("its code");
        (id, code)
    }

    /// The pass of somebody who may read a case.
    pub fn pass(&self, who: &Scope, case: Id<Case>) -> CasePass {
        self.ask(who, |tx, who| access::case(tx, who, case, Act::Read)).expect("a pass")
    }

    /// Writes a record of today.
    pub fn record(&self, who: &Scope, code: &str, text: &str) -> Id<cases::RecordView> {
        let (code, form) = (code.to_owned(), NewRecord { text: text.into(), ..NewRecord::default() });
        self.act(who, move |tx, who| cases::record(tx, who, &code, &form)).expect("a record")
    }

    /// Takes an agency into a case's team by commission.
    pub fn invite(&self, who: &Scope, case: Id<Case>, agency: Id<Agency>) {
        let form = Invitation {
            agency: agency.to_string(),
            role_text: "家計の相談".into(),
            ground: "commission".into(),
            ground_note: "委託契約による".into(),
            ..Invitation::default()
        };
        self.act(who, move |tx, who| cases::invite(tx, who, case, &form)).expect("a new member of the team");
    }

    /// The municipality works by a shipped profile, as `change` leaves it.
    pub fn works_by(&self, key: &str, change: fn(&str) -> String) {
        let shipped = SHIPPED.iter().find(|file| file.key == key).expect("a shipped profile");
        let text = change(shipped.text);
        let set = move |tx: &Tx<'_>| tx.exec("UPDATE municipality SET profile = $1", &[&text]);
        self.at.db.write(set).expect("a profile");
    }

    /// Somebody else who works here, in another role.
    pub fn somebody(&self, login: &'static str, agency: &'static str, role: Role) -> Scope {
        self.at.db.write(move |tx| account(tx, login, agency, role)).expect("an account")
    }

    /// Makes somebody a 住所管理者.
    pub fn custodian(&self, who: &Scope) {
        let login: String = self
            .ask(who, |tx, who| tx.one("SELECT login FROM staff WHERE id = $1", &[&who.staff]))
            .expect("an account");
        let form = protections::GrantForm { login, ..protections::GrantForm::default() };
        self.act(&self.admin, move |tx, who| protections::grant(tx, who, &form)).expect("a custodian");
    }

    /// Protects a person in sight.
    pub fn protect(&self, who: &Scope, person: Id<Person>) -> Id<Protection> {
        self.act(who, move |tx, who| protections::begin(tx, who, person, "")).expect("a protection")
    }

    /// A request for a release that lacks nothing.
    pub fn release_form(&self) -> ReleaseForm {
        ReleaseForm {
            recipient: "県女性相談支援センター【架空】 見本 相談員".into(),
            purpose: "safety".into(),
            method: "oral".into(),
            reason: "今夜の避難先に迎えに行くため".into(),
            ..ReleaseForm::default()
        }
    }

    /// A consent that lacks nothing: the person's own, to every kind of information, until the end of the year.
    pub fn consent_form(&self, person: Id<Person>, agencies: &[Id<Agency>]) -> ConsentForm {
        ConsentForm {
            person: person.to_string(),
            words: "「話が通じるなら、知らせてもらってかまわない」".into(),
            given_by: "self".into(),
            answer: "agreed".into(),
            purpose: "生活の立て直し".into(),
            agencies: agencies.iter().map(Id::to_string).collect(),
            categories: consents::categories::DEFAULTS.iter().map(|(key, _)| (*key).to_owned()).collect(),
            until: "R8.12.31".into(),
            ..ConsentForm::default()
        }
    }

    /// Records the consent of a person.
    pub fn consent(&self, who: &Scope, code: &str, form: ConsentForm) -> Id<ConsentView> {
        let code = code.to_owned();
        self.act(who, move |tx, who| consents::give(tx, who, &code, &form)).expect("a consent")
    }

    /// Closes a case with which nothing is left to do.
    pub fn close(&self, who: &Scope, case: Id<Case>) {
        let form =
            ClosureForm {
                reason: "settled".into(), note: "落ち着いた".into(), ..ClosureForm::default()
            };
        self.act(who, move |tx, who| cases::close(tx, who, case, &form)).expect("a closed case");
    }

    /// A consent that lacks nothing, to looking back on what became of a closed case.
    pub fn learning_consent(&self, person: Id<Person>) -> ConsentForm {
        ConsentForm {
            purpose: "終わった支援のふり返り".into(),
            outside: "事例集を読む職員".into(),
            ..self.consent_form(person, &[])
        }
    }

    /// A look-back that lacks nothing and tells of nobody.
    pub fn look_back_form(&self) -> LookBackForm {
        LookBackForm {
            title: "介護と引きこもりを、別の機関が分けて支えた".into(),
            issues: vec!["issue_8050".into()],
            household: "grown_family".into(),
            actions: "親には介護の窓口、子には就労の窓口が、月に1度いっしょに訪ねた".into(),
            effect: "partly".into(),
            results: "子が店に出かけるようになった".into(),
            challenges: "役割を決めるまでに時間がかかった".into(),
            lessons: "はじめに、次に動く人を決める".into(),
            ..LookBackForm::default()
        }
    }

    /// A handover that lacks nothing.
    pub fn handover_form(&self, to: &Scope) -> HandoverForm {
        HandoverForm {
            to_agency: to.agency.to_string(),
            issue_type: "economic_hardship".into(),
            request: "家計の相談に同席してほしい".into(),
            ground: "consent".into(),
            consent_words: "「家計のことなら聞いてもらいたい」".into(),
            ..HandoverForm::default()
        }
    }
}

fn installation() -> Installation {
    let agency =
        |key: &str, name: &str| NewAgency { key: key.into(), name: name.into(), ..NewAgency::default() };
    let issue = |key: &str, name: &str| IssueType { key: key.into(), name: name.into() };
    Installation {
        municipality: Installed {
            key: "mihon".into(),
            name: "見本市".into(),
            profile: String::new(),
            fictional: true,
        },
        agencies: vec![
            agency("elder", "地域包括支援センター【架空】"),
            agency("hardship", "自立相談支援機関【架空】"),
            agency("tax", "税務課【架空】"),
        ],
        issue_types: vec![issue("issue_8050", "8050問題"), issue("economic_hardship", "生活困窮")],
        responsibilities: Vec::new(),
        categories: installed::default_categories(),
        form_items: Vec::new(),
    }
}

fn account(tx: &Tx<'_>, login: &str, agency: &str, role: Role) -> Result<Scope> {
    let agency: Id<Agency> = tx.one("SELECT id FROM agencies WHERE key = $1", &[&agency])?;
    let hash = staff::hash_password(PASSWORD, staff::COST_FLOOR, [1; 16])?;
    let opened = domain::installed::account(tx, login, "見本 職員【架空】", &hash, agency, role)?;
    Ok(Scope {
        staff: opened.id,
        agency,
        role,
        accepted_rules: true,
        unbarred: false,
        now: tx.now(),
        request: "test".into(),
    })
}
