//! What the access engine costs: a list with every basis against the same list with 所管 alone, both through the bare driver, as a
//! worker and as a coordinator who sits in thirty conferences, and as somebody whom a relative bars from something.

use anyhow::Result;
use bench::figures::Times;
use bench::floor::{Bare, Value};
use bench::pages::text;
use domain::access::{self, measure};
use kernel::Id;
use store::{Config, Db};

use crate::report::Report;
use crate::subject::Subject;

/// Conferences of the coordinator.
const CONFERENCES: usize = 30;

/// One question in two forms.
struct Pair {
    name: &'static str,
    all: String,
    own: String,
    /// What the words of a search are bound to, behind the three of the engine and behind the one of the other.
    words: Vec<Value>,
}

/// Measures both lists for all three.
pub(crate) fn measure(
    subject: &Subject,
    config: &Config,
    database: &str,
    rounds: usize,
    report: &mut Report,
) -> Result<()> {
    let db = Db::open(config, bench::clock::Real::shared())?;
    let mut bare = Bare::open(config)?;
    let mut ask = |report: &mut Report, who: &str, unbarred: bool| -> Result<()> {
        let found = db.read(|tx| access::nothing_bars(tx, &subject.who))?;
        anyhow::ensure!(found == unbarred, "{who}: a sign-in would find otherwise what bars");
        for pair in pairs(unbarred) {
            let (with, without) = in_turn(&mut bare, &db, subject, &pair, rounds)?;
            report.engine(database, &format!("{}, {who}", pair.name), (&with, &without), unbarred);
        }
        Ok(())
    };
    // As the product asks for each of them: for almost nobody there is anything that bars.
    ask(report, "a worker", true)?;
    coordinator(&db, subject)?;
    ask(report, "a coordinator in 30 conferences", true)?;
    let relative = relative(&db, subject)?;
    ask(report, "somebody with a relative in the town", false)?;
    end(&db, relative)
}

/// Both forms of a question, in turn.
fn in_turn(
    bare: &mut Bare,
    db: &Db,
    subject: &Subject,
    pair: &Pair,
    rounds: usize,
) -> Result<(Times, Times)> {
    let now = db.ambient().now();
    let mut eye = vec![text(&subject.agency), text(&subject.staff), Value::Int(now.0)];
    let mut own = vec![text(&subject.agency)];
    eye.extend(pair.words.iter().cloned());
    own.extend(pair.words.iter().cloned());
    let (mut with, mut without) = (Times::default(), Times::default());
    for round in 0..rounds + 10 {
        let (mut one, mut other) = (Times::default(), Times::default());
        let rows = one.measure(|| bare.query(&pair.all, &eye))?;
        let same = other.measure(|| bare.query(&pair.own, &own))?;
        anyhow::ensure!(rows == same, "{}: {rows} rows with every basis, {same} with one", pair.name);
        if round >= 10 {
            with.absorb(one);
            without.absorb(other);
        }
    }
    Ok((with, without))
}

fn pairs(unbarred: bool) -> [Pair; 2] {
    let columns =
        "c.id, c.code, p.name, p.kana, p.birth_precision, p.birth_earliest, p.birth_latest, c.status, a.name,
        c.next_due_on, c.last_contact_on";
    let from = "FROM case_team t JOIN cases c ON c.id = t.case_id JOIN agencies a ON a.id = c.lead_agency_id
        LEFT JOIN people p ON p.id = c.person_id";
    let order = "AND t.due_on IS NOT NULL ORDER BY t.due_on, t.case_id LIMIT 50";
    let list = Pair {
        name: "engine: work list",
        all: format!(
            "SELECT {columns}, {} {from} AND {} WHERE {} {order}",
            measure::bases_of_line(),
            measure::named(),
            measure::work_list(unbarred)
        ),
        own: format!("SELECT {columns} {from} WHERE t.agency_id = $1 AND t.left_at IS NULL {order}"),
        words: Vec::new(),
    };
    [list, search(unbarred)]
}

/// As the product searches for whoever sees few: what is in sight, held against the words.
fn search(unbarred: bool) -> Pair {
    let pattern = domain::search::Query::new(&kernel::fold::name(crate::subject::WORDS))
        .map_or_else(String::new, |q| q.pattern);
    let find = |condition: &str, more: &str, n: usize| {
        format!(
            "SELECT p.id, p.name, p.kana, p.birth_earliest{more} FROM people p WHERE p.merged_into IS NULL AND {condition}
             AND EXISTS (SELECT 1 FROM search_entries e WHERE e.object_id = p.id AND e.text LIKE ${n} ESCAPE '!')
             ORDER BY p.kana_key, p.name_key, p.birth_earliest, p.id LIMIT 50"
        )
    };
    let own = "p.id IN (SELECT person_id FROM person_agencies WHERE agency_id = $1
        UNION SELECT cp.person_id FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id
        WHERE t.agency_id = $1 AND t.left_at IS NULL AND (t.basis <> 'consent' OR cp.person_id = t.person_id))";
    Pair {
        name: "engine: person search",
        all: find(&measure::people(unbarred), &format!(", {}", measure::bases_of_person()), 4),
        own: find(own, "", 2),
        words: vec![Value::Text(pattern)],
    }
}

/// Seats the worker in thirty conferences on other agencies' cases.
fn coordinator(db: &Db, subject: &Subject) -> Result<()> {
    let (staff, agency) = (subject.staff.clone(), subject.agency.clone());
    Ok(db.write(move |tx| {
        let cases: Vec<String> = tx.all(
            &format!("SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM case_team WHERE agency_id = $1) ORDER BY id LIMIT {CONFERENCES}"),
            &[&agency],
        )?;
        for case in cases {
            let (item, member): (Id<Pair>, Id<Pair>) = (tx.new_id(), tx.new_id());
            tx.exec(
                "INSERT INTO conference_items (id, code, case_id, no_consent_reason, tried, necessity, question, meets_on, agency_id,
                     requested_by, requested_at, status, decision_note, law_ref, penalty_ref, opens_at, closes_at)
                 VALUES ($1, $1, $2, '', '', '', '', '2026-04-01', $3, $4, $5, 'approved', '', '', '', $5, 9223372036854775807)",
                &[&item, &case, &agency, &staff, &tx.now()],
            )?;
            tx.exec(
                "INSERT INTO conference_members (id, item_id, staff_id, agency_id, invited_by, invited_at, acknowledged_at, acknowledged_as)
                 VALUES ($1, $2, $3, $4, $3, $5, $5, '')",
                &[&member, &item, &staff, &agency, &tx.now()],
            )?;
        }
        Ok(())
    })?)
}

/// The worker declares a tie with somebody whom the agency does not know, so that as many rows are in sight as before.
fn relative(db: &Db, subject: &Subject) -> Result<Id<Pair>> {
    let (staff, agency) = (subject.staff.clone(), subject.agency.clone());
    Ok(db.write(move |tx| {
        let id: Id<Pair> = tx.new_id();
        tx.exec(
            "INSERT INTO staff_ties (id, staff_id, person_id, kind, note, recorded_by, recorded_at, until_at)
             SELECT $1, $2, min(p.id), 'relative', '', $2, $4, 9223372036854775807 FROM people p
             WHERE p.id NOT IN (SELECT person_id FROM person_agencies WHERE agency_id = $3)
               AND p.id NOT IN (SELECT cp.person_id FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id WHERE t.agency_id = $3)",
            &[&id, &staff, &agency, &tx.now()],
        )?;
        Ok(id)
    })?)
}

/// Takes the tie back: the pages are those of somebody whom nothing bars.
fn end(db: &Db, tie: Id<Pair>) -> Result<()> {
    Ok(db.write(move |tx| tx.exec_one("DELETE FROM staff_ties WHERE id = $1", &[&tie]))?)
}
