//! A protection as a state machine: random steps of several people, held against a small model of the rules.
//! `KASANE_PROTECTION_RUNS` is the number of runs on each database, each with a new person; 2,000 unless it is set.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::people::{self, Person, Registration};
use domain::protections::{
    self, EndForm, EndVerdict, GrantForm, ProposedEnd, Protection, Release, RenewForm, Verdict,
};
use kernel::{Id, Scope};
use testkit::{Dice, LOOK, World};

const MINUTE: i64 = 60;
const HALF_HOUR: i64 = 30 * MINUTE;

/// What the rules say must be so. Who acts is an index: 0 the worker, 1 to 3 the custodians, 4 an administrator.
#[derive(Default)]
struct Model {
    /// Seconds since the test began.
    now: i64,
    /// Whether the third custodian has the duty at this time.
    third: bool,
    /// The protection that is open: who began it, and whether somebody confirmed it.
    open: Option<(Id<Protection>, bool)>,
    /// Who proposed to end it.
    end: Option<(Id<ProposedEnd>, usize)>,
    release: Option<Asked>,
    /// Ever ended, and by how many people.
    ends: u64,
    shown: u64,
}

/// The last request for a release.
#[derive(Clone, Copy)]
struct Asked {
    id: Id<Release>,
    by: usize,
    approved: Option<bool>,
    until: i64,
    shown: bool,
}

impl Model {
    fn custodian(&self, who: usize) -> bool {
        (1..=2).contains(&who) || (who == 3 && self.third)
    }

    fn wakes(&self, who: usize) -> bool {
        self.custodian(who) && self.open.is_some()
    }
}

struct Walk<'a> {
    w: &'a World<'a>,
    people: [&'a Scope; 5],
    dice: Dice,
    model: Model,
    person: Id<Person>,
}

impl Walk<'_> {
    fn act<T: Send + 'static>(
        &self,
        who: usize,
        f: impl Fn(&store::Tx<'_>, &Scope) -> kernel::Result<T> + Send + 'static,
    ) -> Option<T> {
        self.w.may(self.people[who], f)
    }

    fn step(&mut self, last: bool) {
        // Those who may do most are asked most.
        let who = [0, 1, 1, 1, 2, 2, 2, 3, 4][self.dice.below(9)];
        let begins = self.model.open.is_none() && self.dice.below(2) == 0;
        match self.dice.below(12) {
            _ if begins => self.begin(0),
            0 => self.begin(who),
            1 => self.confirm(who),
            2 | 3 => self.request(who),
            4 | 5 => self.decide(who),
            6 | 7 => self.show(who),
            8 => self.wait(),
            9 => self.renew(who),
            10 => self.propose_or_decide_end(who),
            _ => self.change_the_third(),
        }
        if last || self.dice.below(LOOK) == 0 {
            self.look();
        }
    }

    fn begin(&mut self, who: usize) {
        let person = self.person;
        let done = self.act(who, move |tx, who| protections::begin(tx, who, person, ""));
        assert_eq!(done.is_some(), who == 0 && self.model.open.is_none(), "begin by {who}");
        if let Some(id) = done {
            self.model.open = Some((id, false));
            (self.model.end, self.model.release) = (None, None);
        }
    }

    fn confirm(&mut self, who: usize) {
        let Some((id, confirmed)) = self.model.open else { return };
        let done = self.act(who, move |tx, who| protections::confirm(tx, who, id));
        assert_eq!(done.is_some(), self.model.custodian(who) && !confirmed, "confirm by {who}");
        self.model.open = Some((id, confirmed || done.is_some()));
    }

    fn request(&mut self, who: usize) {
        let Some((id, _)) = self.model.open else { return };
        let form = self.w.release_form();
        let done = self.act(who, move |tx, who| protections::request(tx, who, id, &form));
        assert_eq!(done.is_some(), self.model.wakes(who), "request by {who}");
        if let Some(release) = done {
            let until = self.model.now + HALF_HOUR;
            self.model.release = Some(Asked { id: release, by: who, approved: None, until, shown: false });
        }
    }

    fn decide(&mut self, who: usize) {
        let (Some((id, _)), Some(asked)) = (self.model.open, self.model.release) else { return };
        let approve = self.dice.below(4) > 0;
        let verdict = Verdict {
            decision: if approve { "approved" } else { "refused" }.into(),
            called: "true".into(),
            refusal_reason: "電話で確かめられなかった".into(),
            ..Verdict::default()
        };
        let done = self.act(who, move |tx, who| protections::decide(tx, who, id, asked.id, &verdict));
        let may = self.model.custodian(who)
            && who != asked.by
            && asked.approved.is_none()
            && self.model.now < asked.until;
        assert_eq!(done.is_some(), may, "decision by {who}");
        if may {
            let until = self.model.now + HALF_HOUR;
            self.model.release = Some(Asked { approved: Some(approve), until, ..asked });
        }
    }

    fn show(&mut self, who: usize) {
        let (Some((id, _)), Some(asked)) = (self.model.open, self.model.release) else { return };
        let told = self.act(who, move |tx, who| protections::show_once(tx, who, id, asked.id));
        let may = self.model.custodian(who)
            && who == asked.by
            && asked.approved == Some(true)
            && !asked.shown
            && self.model.now < asked.until;
        assert_eq!(told.is_some_and(|(_, contacts)| contacts.len() == 1), may, "shown to {who}");
        if may {
            self.model.release = Some(Asked { shown: true, ..asked });
            self.model.shown += 1;
        }
    }

    fn wait(&mut self) {
        let seconds = match self.dice.below(6) {
            0..=2 => 5 * MINUTE,
            3 | 4 => 29 * MINUTE + 30,
            _ => 400 * 86_400,
        };
        self.w.at.ambient.advance(seconds);
        self.model.now += seconds;
    }

    fn renew(&mut self, who: usize) {
        let Some((id, _)) = self.model.open else { return };
        let done = self.act(who, move |tx, who| protections::renew(tx, who, id, &RenewForm::default()));
        assert_eq!(done.is_some(), self.model.custodian(who), "renewal by {who}");
    }

    fn propose_or_decide_end(&mut self, who: usize) {
        let Some((id, _)) = self.model.open else { return };
        let Some((end, by)) = self.model.end else {
            let form = EndForm { end_reason: "危険がなくなった".into() };
            let done = self.act(who, move |tx, who| protections::propose_end(tx, who, id, &form));
            assert_eq!(done.is_some(), self.model.custodian(who), "proposal by {who}");
            self.model.end = done.map(|end| (end, who));
            return;
        };
        let ends = self.dice.below(2) == 0;
        let decision = if ends { "ended" } else { "kept" }.to_owned();
        let verdict = EndVerdict { decision, note: "確かめた".into(), ..EndVerdict::default() };
        let done = self.act(who, move |tx, who| protections::decide_end(tx, who, id, end, &verdict));
        let may = self.model.custodian(who) && (!ends || (who != by && self.model.custodian(by)));
        assert_eq!(done.is_some(), may, "end by {who}, proposed by {by}");
        if may {
            self.model.end = None;
            if ends {
                (self.model.open, self.model.ends) = (None, self.model.ends + 1);
            }
        }
    }

    /// The third custodian comes and goes.
    fn change_the_third(&mut self) {
        if self.model.third {
            let duties = self.w.ask(&self.w.admin, protections::custodians).unwrap().0;
            let duty = duties.iter().find(|duty| duty.login == "kacho").unwrap().id;
            self.w.act(&self.w.admin, move |tx, who| protections::end_duty(tx, who, duty)).unwrap();
        } else {
            let form = GrantForm { login: "kacho".into(), ..GrantForm::default() };
            self.w.act(&self.w.admin, move |tx, who| protections::grant(tx, who, &form)).unwrap();
        }
        self.model.third = !self.model.third;
    }

    /// Whatever happened: while it is open, the worker sees no contact and finds nobody by it, and nobody else either.
    fn look(&self) {
        let (person, hidden) = (self.person, self.model.open.is_some());
        let seen = self.act(0, move |tx, who| people::reveal(tx, who, person, "訪問のため")).unwrap();
        assert_eq!(seen.is_empty(), hidden);
        let needle = needle(self.person);
        let found = self.w.ask(&self.w.elder, |tx, who| people::find(tx, who, &needle)).unwrap();
        assert_eq!(found.is_empty(), hidden);
        for other in [1, 2, 3, 4] {
            assert!(self.act(other, move |tx, who| people::reveal(tx, who, person, "見たい")).is_none());
        }
    }
}

fn needle(person: Id<Person>) -> String {
    let digits: String = person.as_str().bytes().rev().take(6).map(|b| char::from(b'0' + b % 10)).collect();
    format!("金平糖町{digits}番地")
}

fn resident(w: &World<'_>) -> Id<Person> {
    let form =
        Registration { nickname: "青い屋根の家の方【架空】".into(), ..Registration::default() };
    let person = w.act(&w.elder, move |tx, who| people::register(tx, who, &form)).unwrap();
    let contact = people::ContactForm { kind: "address".into(), value: needle(person) };
    w.act(&w.elder, move |tx, who| people::add_contact(tx, who, person, &contact)).unwrap();
    person
}

#[test]
fn random_steps_of_several_people_keep_to_the_rules() {
    let (ends, shown) = (AtomicU64::new(0), AtomicU64::new(0));
    testkit::in_towns("KASANE_PROTECTION_RUNS", |w, runs| {
        w.custodian(&w.hardship);
        w.custodian(&w.tax);
        let people = [&w.elder, &w.hardship, &w.tax, &w.manager, &w.admin];
        let mut third = false;
        for run in runs {
            let model = Model { third, ..Model::default() };
            let (dice, steps) = testkit::run(run);
            let mut walk = Walk { w, people, dice, model, person: resident(w) };
            (0..steps).for_each(|n| walk.step(n + 1 == steps));
            third = walk.model.third;
            ends.fetch_add(walk.model.ends, Ordering::Relaxed);
            shown.fetch_add(walk.model.shown, Ordering::Relaxed);
        }
    });
    let (ends, shown) = (ends.into_inner(), shown.into_inner());
    assert!(ends > 0 && shown > 0, "a walk that ends nothing and shows nothing proves nothing");
    eprintln!("{ends} ended by two, {shown} shown once");
}
