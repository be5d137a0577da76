//! Sharing as a state machine: random consents, withdrawals, refusals, statutes, emergencies and days that pass, held again
//! and again against a small model of who sees what (I-05, I-07, I-08). `KASANE_SHARING_RUNS` is the number of runs on
//! each database, each with a new family; 2,000 unless it is set.

use std::collections::BTreeSet;

use domain::access::{Act, Any, Bases, Basis, Kind, decide};
use domain::cases::{self, Case, Filter, Invitation, NewRecord};
use domain::consents::{self, ConsentForm, ConsentView, WithdrawalForm, categories};
use domain::emergency::{self, EmergencyForm, ReviewForm};
use domain::people::Person;
use kernel::{Ambient, Day, Id, Instant, Scope};
use testkit::{Dice, LOOK, World};

/// Who is told: two agencies, by their number.
const AGENCIES: [usize; 2] = [0, 1];
/// Whose it is: the mother in the middle, and her son.
const MOTHER: usize = 0;
const SON: usize = 1;
/// A sort of record: of whom it tells (both if of nobody by name), of what (everything if of nothing), and whether it is sealed.
type Sort = (Option<usize>, &'static [&'static str], bool);
const SORTS: [Sort; 7] = [
    (Some(MOTHER), &["money"], false),
    (Some(MOTHER), &["money", "health"], false),
    (Some(SON), &["health"], false),
    (Some(SON), &[], false),
    (None, &["money"], false),
    (None, &[], false),
    (Some(MOTHER), &["money"], true),
];
/// Records of a family, each of another sort.
const RECORDS: usize = 3;
/// The emergency lasts an hour.
const HOUR: i64 = 3600;

type Kinds = BTreeSet<&'static str>;

fn every_kind() -> Kinds {
    categories::DEFAULTS.iter().map(|(key, _)| *key).collect()
}

/// A consent as the rules know it.
struct Given {
    id: Id<ConsentView>,
    person: usize,
    kinds: Kinds,
    agencies: BTreeSet<usize>,
    until: Instant,
}

/// What was opened, and until when.
#[derive(Default)]
struct Model {
    consents: Vec<Given>,
    /// By agency, the end of what a statute opens.
    law: [Option<Instant>; 2],
    emergency: [Option<Instant>; 2],
}

impl Model {
    fn agreed(&self, agency: usize, person: usize, now: Instant) -> Kinds {
        let live = |g: &&Given| g.person == person && g.agencies.contains(&agency) && g.until > now;
        self.consents.iter().filter(live).flat_map(|g| g.kinds.iter().copied()).collect()
    }

    fn by_consent(&self, agency: usize, now: Instant) -> bool {
        [MOTHER, SON].iter().any(|person| !self.agreed(agency, *person, now).is_empty())
    }

    /// The bases of the case.
    fn case(&self, agency: usize, now: Instant) -> Bases {
        let open = |until: Option<Instant>| until.is_some_and(|until| until > now);
        let holds = [
            (self.by_consent(agency, now), Basis::Consent),
            (open(self.law[agency]), Basis::Law),
            (open(self.emergency[agency]), Basis::Emergency),
        ];
        holds.iter().filter(|h| h.0).fold(Bases::NONE, |all, h| all.and(Bases::from(h.1)))
    }

    /// Whether a record of some people and kinds is read.
    fn reads(&self, agency: usize, record: &Told, now: Instant) -> bool {
        if record.sealed {
            return false;
        }
        let bases = self.case(agency, now);
        let agreed = record.people.iter().all(|p| record.kinds.is_subset(&self.agreed(agency, *p, now)));
        bases.has(Basis::Law) || bases.has(Basis::Emergency) || agreed
    }
}

/// A record of the case.
struct Told {
    id: Id<Any>,
    people: Vec<usize>,
    kinds: Kinds,
    sealed: bool,
}

struct Walk<'a> {
    w: &'a World<'a>,
    agencies: [&'a Scope; 2],
    dice: Dice,
    model: Model,
    people: [Id<Person>; 2],
    case: Id<Case>,
    code: String,
    told: Vec<Told>,
}

impl Walk<'_> {
    fn now(&self) -> Instant {
        self.w.at.ambient.now()
    }

    fn step(&mut self, last: bool) {
        self.step_over_an_end();
        match self.dice.below(12) {
            0..=2 => self.consent(),
            3 => self.withdraw(),
            4 => self.refuse(),
            5 => self.relative(),
            6 => self.statute(),
            7 => self.leave(),
            8 => self.emergency(),
            9 => self.end_emergency(),
            10 => self.review(),
            _ => self.wait(),
        }
        if last || self.dice.below(LOOK) == 0 {
            self.look();
        }
    }

    /// The clock goes on while one asks: nothing may end between a step and its look.
    fn step_over_an_end(&self) {
        let (now, midnight) = (self.now(), Instant::start_of(self.now().day().plus(1)));
        let close = |end: Instant| end > now && end <= now.plus_seconds(10);
        if close(midnight) || self.model.emergency.iter().flatten().any(|end| close(*end)) {
            self.w.at.ambient.advance(20);
        }
    }

    fn last_day(&mut self) -> (Day, Instant) {
        let day = self.now().day().plus([0, 1, 40][self.dice.below(3)]);
        (day, Instant::start_of(day.plus(1)))
    }

    fn consent(&mut self) {
        let person = self.dice.below(2);
        let kinds: Kinds = match self.dice.below(4) {
            0 => BTreeSet::from(["money"]),
            1 => BTreeSet::from(["health"]),
            _ => every_kind(),
        };
        let agencies = match self.dice.below(3) {
            2 => BTreeSet::from(AGENCIES),
            one => BTreeSet::from([one]),
        };
        let (day, until) = self.last_day();
        let ids: Vec<_> = agencies.iter().map(|a| self.agencies[*a].agency).collect();
        let form = ConsentForm {
            categories: kinds.iter().map(|k| (*k).to_owned()).collect(),
            until: day.to_string(),
            ..self.w.consent_form(self.people[person], &ids)
        };
        let id = self.w.consent(&self.w.elder, &self.code, form);
        self.model.consents.push(Given { id, person, kinds, agencies, until });
    }

    fn withdraw(&mut self) {
        if self.model.consents.is_empty() {
            return;
        }
        let n = self.dice.below(self.model.consents.len());
        let one = (self.dice.below(2) == 0).then(|| self.dice.below(2));
        let (now, given) = (self.now(), &mut self.model.consents[n]);
        let agency = one.map_or(String::new(), |a| self.agencies[a].agency.to_string());
        let id = given.id;
        let may = given.until > now
            && !given.agencies.is_empty()
            && one.is_none_or(|a| given.agencies.contains(&a));
        if one.is_some_and(|a| !given.agencies.contains(&a)) {
            return;
        }
        match one {
            Some(a) if may => drop(given.agencies.remove(&a)),
            None if may => given.agencies.clear(),
            _ => {}
        }
        let form = WithdrawalForm { agency, words: "「もうやめたい」".into() };
        let done = self.w.may(&self.w.elder, move |tx, who| consents::withdraw(tx, who, id, &form));
        assert_eq!(done.is_some(), may, "a withdrawal");
    }

    /// The person's no ends what the person had agreed to, and nothing of anybody else.
    fn refuse(&mut self) {
        let person = self.dice.below(2);
        let form = ConsentForm {
            answer: "refused".into(),
            refusal_reason: "知られたくない".into(),
            ..self.w.consent_form(self.people[person], &[])
        };
        self.w.consent(&self.w.elder, &self.code, form);
        for given in self.model.consents.iter_mut().filter(|g| g.person == person) {
            given.agencies.clear();
        }
    }

    /// What a relative says opens nothing and ends nothing.
    fn relative(&mut self) {
        let (person, agency) = (self.dice.below(2), self.dice.below(2));
        let form = ConsentForm {
            until: self.last_day().0.to_string(),
            given_by: "family".into(),
            given_by_name: "叔母 見本 ミチ".into(),
            ..self.w.consent_form(self.people[person], &[self.agencies[agency].agency])
        };
        self.w.consent(&self.w.elder, &self.code, form);
    }

    fn statute(&mut self) {
        let agency = self.dice.below(2);
        let (day, until) = self.last_day();
        let form = Invitation {
            agency: self.agencies[agency].agency.to_string(),
            role_text: "安否の確認".into(),
            ground: "law".into(),
            ground_note: "個人情報保護法69条2項4号".into(),
            reason: "本人の命にかかわるおそれがあり、同意を待てないため".into(),
            until: day.to_string(),
            channel: String::new(),
        };
        let open = self.model.law[agency].is_some_and(|end| end > self.now());
        let case = self.case;
        let done = self.w.may(&self.w.elder, move |tx, who| cases::invite(tx, who, case, &form));
        assert_eq!(done.is_some(), !open, "a statute twice");
        if done.is_some() {
            self.model.law[agency] = Some(until);
        }
    }

    fn leave(&mut self) {
        let agency = self.dice.below(2);
        if self.model.law[agency].is_none_or(|end| end <= self.now()) {
            return;
        }
        let pass = self.w.pass(&self.w.elder, self.case);
        let (id, now) = (self.agencies[agency].agency, self.now());
        let rows: Vec<cases::TeamMember> =
            self.w.ask(&self.w.elder, |tx, who| cases::team(tx, who, &pass)?.all()).unwrap();
        let row =
            rows.iter().find(|m| m.agency == id && m.basis == Basis::Law && m.in_force(now)).unwrap().id;
        let case = self.case;
        self.w.may(&self.w.elder, move |tx, who| cases::leave(tx, who, case, row, "役割を終えた")).unwrap();
        self.model.law[agency] = None;
    }

    fn emergency(&mut self) {
        let agency = self.dice.below(2);
        let form = EmergencyForm {
            case: self.code.clone(),
            reason: "電話の向こうで倒れる音がして、その後は返事がない".into(),
            contacted: "119番".into(),
            ..EmergencyForm::default()
        };
        let locked = self.has_late_review(agency);
        let done = self.w.may(self.agencies[agency], move |tx, who| emergency::begin(tx, who, &form));
        assert_eq!(done.is_some(), !locked, "an emergency by {agency}");
        if done.is_some() {
            let until = self.now().plus_seconds(HOUR);
            self.model.emergency[agency] = Some(until);
        }
    }

    fn has_late_review(&self, agency: usize) -> bool {
        let (today, staff) = (self.now().day(), self.agencies[agency].staff);
        self.w
            .at
            .db
            .read(|tx| {
                let due: Vec<Day> = tx.all(
                "SELECT review_due_on FROM emergency_accesses WHERE staff_id = $1 AND reviewed_at IS NULL",
                &[&staff],
            )?;
                Ok::<_, kernel::Error>(due.iter().any(|day| *day < today))
            })
            .unwrap()
    }

    fn end_emergency(&mut self) {
        let (agency, case) = (self.dice.below(2), self.case);
        let open = self.model.emergency[agency].is_some_and(|end| end > self.now());
        let done = self.w.may(self.agencies[agency], move |tx, who| emergency::end(tx, who, case));
        assert_eq!(done.is_some(), open, "the end of an emergency by {agency}");
        self.model.emergency[agency] = None;
    }

    fn review(&mut self) {
        let waiting = self.w.may(&self.w.privacy, emergency::list).unwrap();
        for waits in waiting.iter().filter(|e| e.reviewed_at.is_none()) {
            let form = ReviewForm { finding: "justified".into(), note: "記録を確かめた".into() };
            let id = waits.id;
            self.w.may(&self.w.privacy, move |tx, who| emergency::review(tx, who, id, &form)).unwrap();
        }
    }

    fn wait(&mut self) {
        let seconds = [60, HOUR - 60, HOUR, 11 * HOUR, 24 * HOUR, 41 * 24 * HOUR][self.dice.below(6)];
        self.w.at.ambient.advance(seconds);
        self.step_over_an_end();
    }

    /// Who sees what, by the engine and by the model.
    fn look(&mut self) {
        for agency in AGENCIES {
            self.look_at_case(agency);
            let (now, timeline) = (self.now(), self.timeline(agency));
            for record in &self.told {
                let reads = self.model.reads(agency, record, now);
                assert_eq!(timeline.contains(&record.id), reads, "on the timeline, by {agency}");
            }
            // Each of them alone would be asked the same question again; a list and a single decision are held
            // against each other elsewhere.
            let one = &self.told[self.dice.below(self.told.len())];
            let seen = self.decides(agency, Kind::Record, Act::Read, one.id).is_some();
            assert_eq!(seen, self.model.reads(agency, one, now), "{:?} {:?}", one.people, one.kinds);
        }
    }

    fn look_at_case(&self, agency: usize) {
        let now = self.now();
        let why = |act| self.decides(agency, Kind::Case, act, self.case.cast());
        let bases = self.model.case(agency, now);
        assert_eq!(why(Act::Read), (bases != Bases::NONE).then_some(bases), "the case, by {agency}");
        let listed = bases.has(Basis::Consent) || bases.has(Basis::Law);
        assert_eq!(why(Act::List).is_some(), listed, "its line, by {agency}");
        let named = bases.has(Basis::Law) || !self.model.agreed(agency, MOTHER, now).is_empty();
        assert_eq!(self.line(agency), listed.then_some((bases, named)), "the work list, by {agency}");
        assert_eq!(why(Act::Change), None, "a change, by {agency}");
    }

    fn decides(&self, agency: usize, kind: Kind, act: Act, id: Id<Any>) -> Option<Bases> {
        self.w.ask(self.agencies[agency], |tx, who| decide(tx, who, kind, act, id)).unwrap()
    }

    /// The records on the page of the case.
    fn timeline(&self, agency: usize) -> Vec<Id<Any>> {
        let code = self.code.clone();
        let page = self.w.may(self.agencies[agency], move |tx, who| cases::show(tx, who, &code, None));
        page.map_or_else(Vec::new, |page| page.records.iter().map(|record| record.id.cast()).collect())
    }

    /// On which bases the case is in the agency's work list, and whether the mother is named there.
    fn line(&self, agency: usize) -> Option<(Bases, bool)> {
        let list = self
            .w
            .ask(self.agencies[agency], |tx, who| cases::work_list(tx, who, &Filter::default()))
            .unwrap();
        list.iter().find(|line| line.id == self.case).map(|line| (line.bases, !line.kana.is_empty()))
    }
}

/// A family with records of some sorts.
fn family(w: &World<'_>, dice: &mut Dice) -> ([Id<Person>; 2], Id<Case>, String, Vec<Told>) {
    let [mother, son] = w.mother_and_son();
    let (case, code) = w.case(&w.elder, mother);
    let mut sorts = SORTS;
    for n in 0..RECORDS {
        let other = n + dice.below(SORTS.len() - n);
        sorts.swap(n, other);
    }
    let sorts = &sorts[..RECORDS];
    let form = |(person, kinds, sealed): &Sort| NewRecord {
        text: "この記録の中身".into(),
        person: person.map_or(String::new(), |p| [mother, son][p].to_string()),
        categories: kinds.iter().map(|k| (*k).to_owned()).collect(),
        sealed: if *sealed { "true".into() } else { String::new() },
        ..NewRecord::default()
    };
    let (of, forms) = (code.clone(), sorts.iter().map(form).collect::<Vec<_>>());
    let write = move |tx: &store::Tx<'_>, who: &Scope| {
        forms.iter().map(|form| cases::record(tx, who, &of, form)).collect::<kernel::Result<Vec<_>>>()
    };
    let ids = w.act(&w.elder, write).unwrap();
    let told = ids.into_iter().zip(sorts).map(|(id, (person, kinds, sealed))| {
        let people = person.map_or_else(|| vec![MOTHER, SON], |p| vec![p]);
        let kinds = if kinds.is_empty() { every_kind() } else { kinds.iter().copied().collect() };
        Told { id: id.cast(), people, kinds, sealed: *sealed }
    });
    let told = told.collect();
    ([mother, son], case, code, told)
}

#[test]
fn after_any_steps_everybody_sees_what_the_grounds_say() {
    testkit::in_towns("KASANE_SHARING_RUNS", |w, runs| runs.for_each(|run| walk(w, run)));
}

fn walk(w: &World<'_>, run: u64) {
    let agencies = [&w.hardship, &w.tax];
    let (mut dice, steps) = testkit::run(run);
    let (people, case, code, told) = family(w, &mut dice);
    let mut walk = Walk { w, agencies, dice, model: Model::default(), people, case, code, told };
    (0..steps).for_each(|n| walk.step(n + 1 == steps));
}
