//! The engine against a second, naive opinion: random worlds, every kind, every act, rows and bases, the list and the
//! single decision.

mod items;
mod rows;
mod world;

use std::collections::BTreeMap;

use domain::Choice;
use domain::access::{self, Act, Any, Bases, Kind};
use domain::cases::Case;
use kernel::{Error, Id, Scope};
use store::Tx;
use store::testing::each_db;
use testkit::Dice;
use testkit::oracle::{Facts, Viewer, Why};

pub(crate) use rows::{Rows, replace};
pub(crate) use world::{facts, viewer};

/// Cells of the test run; `KASANE_CELLS` says otherwise (the long form has ten million).
const CELLS: usize = 100_000;

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

/// On which bases the door lets somebody through, and whether to the whole of the case.
fn door(tx: &Tx<'_>, who: &Scope, case: Id<Case>, act: Act) -> kernel::Result<Option<(Why, bool)>> {
    match access::case(tx, who, case, act) {
        Ok(pass) => Ok(keys(Some(&pass.bases())).map(|why| (why, pass.sees_whole()))),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
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
                if kind == Kind::Case {
                    let through = (!said.is_empty()).then(|| (said.clone(), facts.whole(v, n)));
                    assert_eq!(
                        door(tx, &who, id.cast(), act)?,
                        through,
                        "the door, seed {seed}: {n} {act:?} for {v:?}"
                    );
                    cells += 1;
                }
                let context = || format!("seed {seed}: {kind:?} {n} {act:?} for {v:?}");
                assert_eq!(keys(listed.get(id)), expected(said.clone()), "the list, {}", context());
                assert_eq!(keys(single.as_ref()), expected(said), "the single decision, {}", context());
                cells += 2;
            }
        }
    }
    Ok(cells)
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
