//! The engine against a second, naive opinion: random worlds, every kind, every act, rows and bases, the list and the
//! single decision.

use std::collections::{BTreeMap, BTreeSet};

use domain::Choice;
use domain::access::{self, Act, Any, Bases, Kind};
use kernel::{Agency, Id, Instant, Role, Scope, Staff};
use store::Tx;
use store::testing::{NOON, each_db};
use testkit::oracle::{Adverse, Case, Consent, Facts, Ground, Member, Record, Request, Viewer, Why};

use crate::oracle_items;

/// Cells of the test run; `KASANE_CELLS` says otherwise (the long form has ten million).
const CELLS: usize = 100_000;

pub(crate) const AGENCIES: usize = 5;
pub(crate) const STAFF: usize = 6;
const PEOPLE: usize = 8;
pub(crate) const CASES: usize = 6;
const CHANNELS: [&str; 3] = ["own", "child_council", "care_conference"];

/// A small generator with a seed that a failure names.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The facts of a random world.
pub(crate) fn facts(dice: &mut Dice) -> Facts {
    let mut facts = Facts { kinds: vec![1, 2, 4], ..Facts::default() };
    for _ in 0..4 {
        facts.consultations.push((dice.below(AGENCIES), dice.chance(70).then(|| dice.below(PEOPLE))));
    }
    for home in 0..3 {
        let members = (0..PEOPLE).filter(|p| p % 4 == home || dice.chance(15)).collect();
        facts.households.push(members);
        for person in 0..PEOPLE {
            if !facts.households[home].contains(&person) && dice.chance(25) {
                facts.moved_out.push((home, person));
            }
        }
    }
    for _ in 0..CASES {
        // Now and then a case is about nobody whose name is known.
        let middle = dice.chance(70).then(|| dice.below(PEOPLE));
        let mut people: BTreeSet<usize> = (0..dice.below(3)).map(|_| dice.below(PEOPLE)).collect();
        people.extend(middle);
        let consultation = dice.chance(50).then(|| dice.below(4));
        facts.cases.push(Case { middle, people, consultation });
    }
    for case in 0..CASES {
        for agency in 0..AGENCIES {
            for _ in 0..2 {
                member(&mut facts, dice, case, agency);
            }
        }
        for _ in 0..4 {
            let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
            let person = if dice.chance(30) { None } else { any_of(dice, &people) };
            facts.records.push(Record {
                case,
                agency: dice.below(AGENCIES),
                person,
                kinds: if dice.chance(30) { 0 } else { 1 + dice.below(7) as i64 },
                channel: if dice.chance(70) { 0 } else { 1 + dice.below(2) },
                sealed: dice.chance(15),
            });
        }
        facts.handovers.push((case, dice.below(AGENCIES), dice.below(AGENCIES)));
        if dice.chance(40) {
            facts.emergencies.push((case, dice.below(AGENCIES), dice.below(STAFF), dice.chance(40)));
        }
    }
    for _ in 0..4 {
        let case = dice.chance(80).then(|| dice.below(CASES));
        let first = dice.below(AGENCIES);
        let asked: Vec<(usize, bool)> =
            (0..1 + dice.below(3)).map(|n| ((first + n) % AGENCIES, dice.chance(30))).collect();
        facts.requests.push(Request { case, from: dice.below(AGENCIES), asked });
    }
    for _ in 0..6 {
        let known = (dice.below(AGENCIES), dice.below(PEOPLE));
        if !facts.knows.contains(&known) {
            facts.knows.push(known);
        }
    }
    // Two of the workers have all the ties: one that is over then stands beside one that is not.
    for _ in 0..dice.below(4) {
        facts.ties.push((dice.below(2), dice.below(PEOPLE), dice.chance(30)));
    }
    for _ in 0..dice.below(4) {
        let adverse = adverse(&facts, dice);
        facts.adverse.push(adverse);
        if let Some(person) = adverse.person.filter(|_| dice.chance(60)) {
            let beside: Vec<usize> = (0..PEOPLE).filter(|p| lived_together(&facts, *p, person)).collect();
            let tie = if dice.chance(40) { Some(person) } else { any_of(dice, &beside) };
            facts.ties.extend(tie.map(|tie| (dice.below(2), tie, dice.chance(30))));
        }
    }
    oracle_items::imagine(&mut facts, dice);
    facts
}

/// Whether two people are or were in one household.
fn lived_together(facts: &Facts, one: usize, other: usize) -> bool {
    (0..facts.households.len()).any(|home| {
        let was = |p| facts.households[home].contains(&p) || facts.moved_out.contains(&(home, p));
        was(one) && was(other)
    })
}

fn member(facts: &mut Facts, dice: &mut Dice, case: usize, agency: usize) {
    let (over, channel) = (dice.chance(25), if dice.chance(75) { 0 } else { 1 + dice.below(2) });
    let ground = match dice.below(6) {
        0 => Ground::Own,
        1 => Ground::Law,
        2 | 3 => {
            let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
            let kinds = if dice.chance(50) { 7 } else { 1 + dice.below(7) as i64 };
            let Some(person) = any_of(dice, &people) else { return };
            facts.consents.push(Consent { person, kinds });
            Ground::Consent(facts.consents.len() - 1)
        }
        _ => return,
    };
    let channel = if ground == Ground::Law { channel } else { 0 };
    facts.team.push(Member { case, agency, ground, channel, over });
}

/// Often two of one case: the one in the middle, and somebody protected from them.
fn adverse(facts: &Facts, dice: &mut Dice) -> Adverse {
    let case = &facts.cases[dice.below(CASES)];
    let other = case.people.iter().copied().find(|person| Some(*person) != case.middle);
    let (protected, person) = match other {
        Some(other) if dice.chance(60) => (other, case.middle),
        _ => (dice.below(PEOPLE), dice.chance(60).then(|| dice.below(PEOPLE))),
    };
    Adverse {
        protected,
        person: person.filter(|person| *person != protected),
        agency: dice.chance(40).then(|| dice.below(AGENCIES)),
        staff: dice.chance(30).then(|| dice.below(STAFF)),
        over: dice.chance(30),
    }
}

/// Ids of the rows of a world.
pub(crate) struct Rows {
    pub(crate) agencies: Vec<Id<Agency>>,
    pub(crate) staff: Vec<Id<Staff>>,
    pub(crate) of: BTreeMap<&'static str, Vec<Id<Any>>>,
}

pub(crate) const PAST: Instant = Instant(NOON.0 - 1_000_000);
pub(crate) const LATER: Instant = Instant(NOON.0 + 86_400_000_000);
const FOREVER: Instant = Instant(i64::MAX);

fn write(tx: &Tx<'_>, facts: &Facts) -> kernel::Result<Rows> {
    let ids = |n: usize| -> Vec<Id<Any>> { (0..n).map(|_| tx.new_id()).collect() };
    let rows = Rows {
        agencies: ids(AGENCIES).into_iter().map(Id::cast).collect(),
        staff: ids(STAFF).into_iter().map(Id::cast).collect(),
        of: BTreeMap::from([
            ("people", ids(PEOPLE)),
            ("cases", ids(CASES)),
            ("records", ids(facts.records.len())),
            ("consents", ids(facts.consents.len())),
            ("consultations", ids(facts.consultations.len())),
            ("handovers", ids(facts.handovers.len())),
            ("requests", ids(facts.requests.len())),
            ("items", ids(facts.items.len())),
            ("assignments", ids(facts.assignments.len())),
            ("look_backs", ids(facts.look_backs.len())),
            ("notices", ids(facts.notices.len())),
        ]),
    };
    let (people, cases) = (&rows.of["people"], &rows.of["cases"]);
    for (bit, key) in [(1_i64, "basic"), (2, "health"), (4, "money")] {
        tx.exec(
            "INSERT INTO information_categories (key, name, bit, position, active) VALUES ($1, $1, $2, $2, $3)",
            &[&key, &bit, &true],
        )?;
    }
    for id in &rows.agencies {
        tx.exec("INSERT INTO agencies (id, key, name, kind, field, phone, about, active, version) VALUES ($1, $1, $1, '', '', '', '', $2, 1)", &[id, &true])?;
    }
    for id in &rows.staff {
        tx.exec(
            "INSERT INTO staff (id, login, name, password_hash, totp_secret, totp_step, active, created_at, version)
             VALUES ($1, $1, $1, '', '', 0, $2, $3, 1)",
            &[id, &true, &NOON],
        )?;
    }
    for id in people {
        tx.exec(
            "INSERT INTO people (id, name, kana, nickname, name_state, sex, birth_precision, name_key, kana_key, registered_by, registered_at, version)
             VALUES ($1, $1, '', '', 'known', 'unknown', 'unknown', '', '', $2, $3, 1)",
            &[id, &rows.agencies[0], &NOON],
        )?;
    }
    for (agency, person) in &facts.knows {
        tx.exec(
            "INSERT INTO person_agencies (agency_id, person_id, since_at) VALUES ($1, $2, $3)",
            &[&rows.agencies[*agency], &people[*person], &NOON],
        )?;
    }
    for (n, home) in facts.households.iter().enumerate() {
        let id: Id<Any> = tx.new_id();
        tx.exec("INSERT INTO households (id, label, registered_by, registered_at, version) VALUES ($1, '', $2, $3, 1)", &[&id, &rows.agencies[n], &NOON])?;
        for person in home {
            let member: Id<Any> = tx.new_id();
            tx.exec(
                "INSERT INTO household_members (id, household_id, person_id, standing, living_together, is_reference, recorded_by, recorded_at)
                 VALUES ($1, $2, $3, '', $4, $5, $6, $7)",
                &[&member, &id, &people[*person], &true, &false, &rows.staff[0], &NOON],
            )?;
        }
        for (_, person) in facts.moved_out.iter().filter(|(home, _)| *home == n) {
            let member: Id<Any> = tx.new_id();
            tx.exec(
                "INSERT INTO household_members (id, household_id, person_id, standing, living_together, is_reference, to_on, recorded_by, recorded_at)
                 VALUES ($1, $2, $3, '', $4, $5, '2026-03-01', $6, $7)",
                &[&member, &id, &people[*person], &true, &false, &rows.staff[0], &PAST],
            )?;
        }
    }
    for (n, (agency, person)) in facts.consultations.iter().enumerate() {
        tx.exec(
            "INSERT INTO consultations (id, received_at, received_on, agency_id, staff_id, channel, visitor_kind, visitor_name,
                 visitor_contact, visitor_relation, person_id, nickname, content, urgency, consent_state, no_consent_reason,
                 information_from, work, housing, insurance, pension, noticed, triage, triage_reason, recorded_at, version)
             VALUES ($1, $2, '2026-04-01', $3, $4, 'phone', 'self', '', '', '', $5, '', '', 'normal', 'not_asked', '', '', '', '', '', '', '',
                     'open', '', $2, 1)",
            &[&rows.of["consultations"][n], &NOON, &rows.agencies[*agency], &rows.staff[0], &person.map(|p| people[p])],
        )?;
    }
    for (n, case) in facts.cases.iter().enumerate() {
        tx.exec(
            "INSERT INTO cases (id, code, person_id, nickname, status, lead_agency_id, consultation_id, wish, opened_on, updated_at, version)
             VALUES ($1, $1, $2, '', 'consulting', $3, $4, '', '2026-04-01', $5, 1)",
            &[&cases[n], &case.middle.map(|p| people[p]), &rows.agencies[0], &case.consultation.map(|k| rows.of["consultations"][k]), &NOON],
        )?;
        for person in &case.people {
            tx.exec(
                "INSERT INTO case_people (case_id, person_id, added_at) VALUES ($1, $2, $3)",
                &[&cases[n], &people[*person], &NOON],
            )?;
        }
    }
    consents_and_team(tx, facts, &rows)?;
    the_rest(tx, facts, &rows)?;
    Ok(rows)
}

fn consents_and_team(tx: &Tx<'_>, facts: &Facts, rows: &Rows) -> kernel::Result<()> {
    let (people, cases, consents) = (&rows.of["people"], &rows.of["cases"], &rows.of["consents"]);
    for (at, member) in facts.team.iter().enumerate() {
        let (id, case): (Id<Any>, _) = (tx.new_id(), cases[member.case]);
        let (basis, ground, consent) = match member.ground {
            Ground::Own => ("own", "commission", None),
            Ground::Law => ("law", "law", None),
            Ground::Consent(n) => ("consent", "consent", Some(n)),
        };
        // Over by leaving or by time, in turn.
        let left = (member.over && at % 2 == 0).then_some(PAST);
        let until = match (member.over && at % 2 == 1, member.ground) {
            (true, _) => NOON,
            (false, Ground::Own) => FOREVER,
            (false, _) => LATER,
        };
        if let Some(n) = consent {
            tx.exec(
                "INSERT INTO consents (id, case_id, person_id, given_by, given_by_name, answer, purpose, categories, method, outside,
                     refusal_reason, from_at, until_at, agency_id, staff_id, recorded_at)
                 VALUES ($1, $2, $3, 'self', '', 'agreed', '', $4, 'oral', '', '', $5, $6, $7, $8, $5)",
                &[&consents[n], &case, &people[facts.consents[n].person], &facts.consents[n].kinds, &PAST, &until, &rows.agencies[0], &rows.staff[0]],
            )?;
        }
        tx.exec(
            "INSERT INTO case_team (id, case_id, agency_id, role_text, is_lead, ground, ground_note, joined_at, joined_by, left_at,
                 left_reason, basis, channel, until_at, consent_id, person_id)
             VALUES ($1, $2, $3, '', $4, $5, '', $6, $7, $8, '', $9, $10, $11, $12, $13)",
            &[
                &id, &case, &rows.agencies[member.agency], &false, &ground, &PAST, &rows.staff[0], &left, &basis,
                &CHANNELS[member.channel], &until, &consent.map(|n| consents[n]),
                &consent.map(|n| &people[facts.consents[n].person]),
            ],
        )?;
    }
    Ok(())
}

fn the_rest(tx: &Tx<'_>, facts: &Facts, rows: &Rows) -> kernel::Result<()> {
    let (people, cases) = (&rows.of["people"], &rows.of["cases"]);
    for (n, record) in facts.records.iter().enumerate() {
        tx.exec(
            "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text, next_step,
                 agency_id, staff_id, corrections, recorded_at, person_id, categories, channel, sealed)
             VALUES ($1, $2, $3, '2026-04-01', 'visit', 'person', '', '', '', $4, $5, 0, $3, $6, $7, $8, $9)",
            &[
                &rows.of["records"][n], &cases[record.case], &NOON, &rows.agencies[record.agency], &rows.staff[0],
                &record.person.map(|p| people[p]), &record.kinds, &CHANNELS[record.channel], &record.sealed,
            ],
        )?;
    }
    for (n, (case, from, to)) in facts.handovers.iter().enumerate() {
        tx.exec(
            "INSERT INTO handovers (id, code, case_id, from_agency_id, from_staff_id, to_agency_id, to_outside, outside_by, issue_type,
                 request, urgency, method, ground, ground_note, packet, reply_due_on, status, sent_at, answer_reason, next_owner,
                 first_step, result, version)
             VALUES ($1, $1, $2, $3, $4, $5, '', '', '', '', 'normal', 'introduce', 'none', '', '{}', '2026-04-01', 'sent', $6, '', '', '', '', 1)",
            &[&rows.of["handovers"][n], &cases[*case], &rows.agencies[*from], &rows.staff[0], &rows.agencies[*to], &NOON],
        )?;
    }
    oracle_items::write(tx, facts, rows)?;
    for (n, asked) in facts.requests.iter().enumerate() {
        request(tx, rows, n, asked)?;
    }
    for (case, agency, staff, over) in &facts.emergencies {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if *over { NOON } else { LATER });
        tx.exec(
            "INSERT INTO emergency_accesses (id, case_id, agency_id, staff_id, reason, contacted, began_at, until_at, review_due_on, finding, review_note)
             VALUES ($1, $2, $3, $4, '', '', $5, $6, '2026-04-06', '', '')",
            &[&id, &cases[*case], &rows.agencies[*agency], &rows.staff[*staff], &PAST, &until],
        )?;
    }
    for (staff, person, over) in &facts.ties {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if *over { NOON } else { FOREVER });
        tx.exec(
            "INSERT INTO staff_ties (id, staff_id, person_id, kind, note, recorded_by, recorded_at, until_at) VALUES ($1, $2, $3, 'relative', '', $2, $4, $5)",
            &[&id, &rows.staff[*staff], &people[*person], &PAST, &until],
        )?;
    }
    for adverse in &facts.adverse {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if adverse.over { NOON } else { FOREVER });
        tx.exec(
            "INSERT INTO adverse_parties (id, protected_id, adverse_id, agency_id, staff_id, name, name_key, recorded_by, recorded_at, until_at)
             VALUES ($1, $2, $3, $4, $5, '', '', $6, $7, $8)",
            &[
                &id, &people[adverse.protected], &adverse.person.map(|p| people[p]), &adverse.agency.map(|a| rows.agencies[a]),
                &adverse.staff.map(|s| rows.staff[s]), &rows.staff[0], &PAST, &until,
            ],
        )?;
    }
    Ok(())
}

fn request(tx: &Tx<'_>, rows: &Rows, n: usize, request: &Request) -> kernel::Result<()> {
    let (id, case) = (&rows.of["requests"][n], request.case.map(|case| rows.of["cases"][case]));
    tx.exec(
        "INSERT INTO coordination_requests (id, code, case_id, kind, question, reason, consent_state, urgency, from_agency_id,
             from_staff_id, asked_at, status, advice, next_agency_id, next_owner, next_step, next_due_on, result, version)
         VALUES ($1, $1, $2, 'role_sharing', '', '', 'not_asked', 'normal', $3, $4, $5, 'waiting', '', $3, '', '', '2026-04-01', '', 1)",
        &[id, &case, &rows.agencies[request.from], &rows.staff[0], &NOON],
    )?;
    for (agency, left) in &request.asked {
        tx.exec(
            "INSERT INTO coordination_receivers (request_id, agency_id, ended_at) VALUES ($1, $2, $3)",
            &[id, &rows.agencies[*agency], &left.then_some(PAST)],
        )?;
    }
    Ok(())
}

impl Rows {
    /// The viewer as the product knows them.
    pub(crate) fn scope(&self, v: Viewer) -> Scope {
        Scope {
            staff: self.staff[v.staff],
            agency: self.agencies[v.agency],
            role: if v.opens { Role::CounterWorker } else { Role::Manager },
            accepted_rules: true,
            unbarred: false,
            now: NOON,
            request: "oracle".into(),
        }
    }
}

/// Another world in the place of the one before.
pub(crate) fn replace(tx: &Tx<'_>, facts: &Facts) -> kernel::Result<Rows> {
    for table in [
        "look_backs",
        "department_notices",
        "conference_assignments",
        "conference_item_people",
        "conference_members",
        "conference_items",
        "adverse_parties",
        "staff_ties",
        "emergency_accesses",
        "coordination_receivers",
        "coordination_requests",
        "handovers",
        "case_records",
        "case_team",
        "consents",
        "case_people",
        "cases",
        "consultations",
        "household_members",
        "households",
        "person_agencies",
        "people",
        "staff",
        "agencies",
        "information_categories",
    ] {
        tx.exec(&format!("DELETE FROM {table}"), &[])?;
    }
    write(tx, facts)
}

/// What the oracle says of the n-th row of a kind.
pub(crate) fn opinion(facts: &Facts, v: Viewer, kind: Kind, n: usize, act: Act) -> Why {
    let act = act.key();
    match kind {
        Kind::Case => facts.case(v, n, act),
        Kind::Record => facts.record(v, n, act),
        Kind::Person => facts.person(v, n, act),
        Kind::Consultation => facts.consultation(v, n, act),
        Kind::Handover => facts.handover(v, n, act),
        Kind::Coordination => facts.coordination(v, n, act),
        Kind::LookBack => facts.look_back(v, n, act),
        Kind::Notice => facts.notice(v, n, act),
        Kind::Packet => facts.item(v, n, act),
        Kind::Assignment => facts.assignment(v, n, act),
        Kind::Contact => Vec::new(),
    }
}

pub(crate) const KINDS: [(Kind, &str); 10] = [
    (Kind::Case, "cases"),
    (Kind::Record, "records"),
    (Kind::Person, "people"),
    (Kind::Consultation, "consultations"),
    (Kind::Handover, "handovers"),
    (Kind::Coordination, "requests"),
    (Kind::Packet, "items"),
    (Kind::Assignment, "assignments"),
    (Kind::LookBack, "look_backs"),
    (Kind::Notice, "notices"),
];
const ACTS: [Act; 7] = [Act::Exist, Act::List, Act::Read, Act::Add, Act::Change, Act::Print, Act::Export];

/// The bases of an answer; a row that was answered without any is still an answer.
pub(crate) fn keys(bases: Option<&Bases>) -> Option<Why> {
    bases.map(|b| b.iter().map(Choice::key).collect())
}

/// What an opinion means for an answer: no basis, no row.
pub(crate) fn expected(said: Why) -> Option<Why> {
    (!said.is_empty()).then_some(said)
}

/// Holds the engine against the oracle for one viewer; answers how many cells were compared.
fn compare(tx: &Tx<'_>, facts: &Facts, rows: &Rows, v: Viewer, seed: u64) -> kernel::Result<usize> {
    let who = rows.scope(v);
    // Every other world as a request asks: what forbids is left out for whoever has nothing that could bar them.
    let who = Scope { unbarred: seed.is_multiple_of(2) && access::nothing_bars(tx, &who)?, ..who };
    let mut cells = 0;
    for (kind, name) in KINDS {
        for act in ACTS {
            let listed: BTreeMap<Id<Any>, Bases> =
                access::decide_all(tx, &who, kind, act)?.into_iter().collect();
            for (n, id) in rows.of[name].iter().enumerate() {
                let said: Why = opinion(facts, v, kind, n, act);
                let single = access::decide(tx, &who, kind, act, *id)?;
                let context = || format!("seed {seed}: {kind:?} {n} {act:?} for {v:?}");
                assert_eq!(keys(listed.get(id)), expected(said.clone()), "the list, {}", context());
                assert_eq!(keys(single.as_ref()), expected(said), "the single decision, {}", context());
                cells += 2;
            }
        }
    }
    Ok(cells)
}

pub(crate) fn any_of<T: Copy>(dice: &mut Dice, among: &[T]) -> Option<T> {
    if among.is_empty() { None } else { Some(among[dice.below(among.len())]) }
}

/// Somebody, often of those who would see something if nothing forbade it.
pub(crate) fn viewer(facts: &Facts, dice: &mut Dice) -> Viewer {
    let opens = !dice.chance(10);
    let tempted = if dice.chance(70) { tempted(facts, dice) } else { None };
    let (agency, staff) = tempted.unwrap_or_else(|| (dice.below(AGENCIES), dice.below(STAFF)));
    Viewer { agency, staff, opens }
}

/// A worker with an emergency, or with a seat in a conference, or with a tie or on an adverse side who stands in an agency with a ground in a case of that
/// person.
fn tempted(facts: &Facts, dice: &mut Dice) -> Option<(usize, usize)> {
    if let Some(opened) = any_of(dice, &facts.emergencies).filter(|_| dice.chance(25)) {
        return Some((opened.1, opened.2));
    }
    if dice.chance(40) {
        let seats: Vec<_> =
            facts.items.iter().flat_map(|item| &item.seats).map(|s| (s.agency, s.staff)).collect();
        return any_of(dice, &seats);
    }
    let (person, agency, staff) = match any_of(dice, &facts.adverse).filter(|_| dice.chance(70)) {
        Some(adverse) => {
            let near = |p: usize| adverse.person.is_some_and(|a| a == p || lived_together(facts, a, p));
            let ties: Vec<usize> = facts.ties.iter().filter(|t| near(t.1)).map(|t| t.0).collect();
            let tied = any_of(dice, &ties).filter(|_| adverse.staff.is_none() || dice.chance(50));
            let agency = adverse.agency.filter(|_| adverse.person.is_none() || dice.chance(30));
            (adverse.protected, agency, tied.or(adverse.staff))
        }
        None => any_of(dice, &facts.ties).map(|tie| (tie.1, None, Some(tie.0)))?,
    };
    let agencies: Vec<usize> = (0..CASES)
        .filter(|case| facts.cases[*case].people.contains(&person))
        .flat_map(|case| facts.team.iter().filter(move |m| m.case == case && !m.over).map(|m| m.agency))
        .collect();
    Some((agency.or(any_of(dice, &agencies))?, staff.unwrap_or_else(|| dice.below(STAFF))))
}

#[test]
fn the_engine_and_a_naive_opinion_never_differ() {
    let wanted = std::env::var("KASANE_CELLS").ok().and_then(|n| n.parse().ok()).unwrap_or(CELLS);
    let compared = std::sync::atomic::AtomicUsize::new(0);
    // Half of the cells on each database; on SQLite all of them if it is alone.
    let per_database = if std::env::var("TEST_PG_URL").is_ok() { wanted / 2 } else { wanted };
    let (mut worlds, begun) = (0, std::cell::Cell::new(0));
    while compared.load(std::sync::atomic::Ordering::Relaxed) < wanted {
        let seed = 7 + worlds;
        worlds += 1;
        begun.set(0);
        each_db(domain::MIGRATIONS, |db| {
            // Several worlds in one database: ids never meet, and nobody sees rows of another.
            let mut cells = 0;
            let mut round = 0;
            while cells < per_database.min(50_000) {
                let seed = seed * 1_000 + round;
                round += 1;
                let facts = facts(&mut Dice(seed));
                let written = facts.clone();
                let rows = db.db.write(move |tx| replace(tx, &written)).unwrap();
                let mut dice = Dice(seed ^ 0xface);
                for _ in 0..4 {
                    let v = viewer(&facts, &mut dice);
                    cells += db.db.read(|tx| compare(tx, &facts, &rows, v, seed)).unwrap();
                }
            }
            compared.fetch_add(cells, std::sync::atomic::Ordering::Relaxed);
        });
    }
    println!("{} cells, 0 differences", compared.load(std::sync::atomic::Ordering::Relaxed));
}
