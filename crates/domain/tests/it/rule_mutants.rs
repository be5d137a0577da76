//! Whether the tests would notice: every condition of the rules is broken in turn, in the text of the question that is asked,
//! and the naive opinion must find a world in which that makes a difference. What no world can tell apart is listed with
//! its reason.

use std::collections::BTreeMap;

use domain::access::{Act, Any, Bases, Eye, Kind, measure};
use kernel::{Id, Scope};
use store::Tx;
use store::testing::sqlite;
use testkit::oracle::{Facts, Viewer};

use crate::oracle::{Dice, KINDS, Rows, expected, facts, keys, opinion, replace, viewer};

/// Random worlds that a mutant may live through.
const WORLDS: u64 = 60;

/// A question with one condition broken.
struct Mutant {
    kind: Kind,
    rows: &'static str,
    look_up: bool,
    /// The condition and what stands around it.
    what: String,
    sql: String,
}

/// What ends a condition that stands alone.
const ENDS: [&str; 20] = [
    " AND ",
    " OR ",
    " WHERE ",
    " ON ",
    "(",
    ")",
    " UNION ALL ",
    " JOIN ",
    " FROM ",
    "SELECT ",
    " LIMIT ",
    " ORDER BY ",
    " THEN ",
    " ELSE ",
    " END",
    " WHEN ",
    "NOT (",
    ",",
    " + ",
    " IN ",
];

/// Where the pieces between [`ENDS`] begin and end.
fn pieces(sql: &str) -> Vec<(usize, usize)> {
    let (mut found, mut from, mut at) = (Vec::new(), 0, 0);
    while at < sql.len() {
        match ENDS.iter().find(|end| sql[at..].starts_with(**end)) {
            Some(end) => {
                found.push((from, at));
                // Separators share their blanks.
                at += end.trim_end().len().max(1);
                from = at;
            }
            None => at += 1,
        }
    }
    found.push((from, sql.len()));
    found
}

fn is_condition(piece: &str) -> bool {
    let compares =
        [" = ", " <> ", " > ", " <= ", " IS NULL", " IS NOT NULL"].iter().any(|c| piece.contains(c));
    (compares || piece.starts_with("NOT r.")) && !piece.contains("CASE")
}

/// Every condition made always true and never true, and every `EXISTS` turned round.
fn broken(sql: &str) -> Vec<(String, String)> {
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let around = |from: usize, to: usize| {
        let (start, end) = (from.saturating_sub(60), (to + 40).min(sql.len()));
        sql.get(start..end).unwrap_or_default().to_owned()
    };
    let mut out = Vec::new();
    for (from, to) in pieces(&sql) {
        let piece = &sql[from..to];
        let (from, to) = (to - piece.trim_start().len(), from + piece.trim_end().len());
        if from < to && is_condition(&sql[from..to]) {
            for always in ["1 = 1", "1 = 0"] {
                let text = format!("{}{always}{}", &sql[..from], &sql[to..]);
                out.push((format!("[{}] := {always}   …{}…", &sql[from..to], around(from, to)), text));
            }
        }
    }
    for (at, word) in sql.match_indices("EXISTS (") {
        let text = match sql[..at].strip_suffix("NOT ") {
            Some(before) => format!("{before}{}", &sql[at..]),
            None => format!("{}NOT {}", &sql[..at], &sql[at..]),
        };
        out.push((format!("[{word}] turned round   …{}…", around(at, at + 60)), text));
    }
    out
}

fn mutants() -> Vec<Mutant> {
    let mut all = Vec::new();
    for (kind, rows) in KINDS {
        // The look-up of every row at once.
        let questions = [(false, measure::list(kind, Act::Read)), (true, measure::look_ups(kind, Act::Read))];
        for (look_up, sql) in questions {
            let broken = broken(&sql.unwrap()).into_iter();
            all.extend(broken.map(|(what, sql)| Mutant { kind, rows, look_up, what, sql }));
        }
    }
    all
}

/// Whether the question, broken or not, answers what the naive opinion says.
fn agrees(
    tx: &Tx<'_>,
    mutant: &Mutant,
    (facts, rows, v, who): (&Facts, &Rows, Viewer, &Scope),
) -> kernel::Result<bool> {
    let (eye, ids) = (Eye::of(who), &rows.of[mutant.rows]);
    let said = |n: usize| expected(opinion(facts, v, mutant.kind, n, Act::Read));
    let answered: BTreeMap<Id<Any>, Bases> =
        tx.all::<(Id<Any>, Bases)>(&mutant.sql, &eye.with(&[]))?.into_iter().collect();
    Ok(ids.iter().enumerate().all(|(n, id)| keys(answered.get(id)) == said(n)))
}

/// Mutants that no world tells apart, and why.
const EXPLAINED: [(&str, &str); 0] = [];

#[test]
fn every_condition_of_the_rules_is_needed() {
    let db = sqlite(domain::MIGRATIONS).unwrap();
    let mut alive = mutants();
    let all = alive.len();
    for seed in 0..WORLDS {
        let facts = facts(&mut Dice(seed));
        let written = facts.clone();
        let rows = db.db.write(move |tx| replace(tx, &written)).unwrap();
        let mut dice = Dice(seed ^ 0xbeef);
        for _ in 0..2 {
            let v = viewer(&facts, &mut dice);
            let who = rows.scope(v);
            db.db
                .read(|tx| {
                    alive.retain(|mutant| agrees(tx, mutant, (&facts, &rows, v, &who)).unwrap());
                    Ok(())
                })
                .unwrap();
        }
        eprintln!("{seed} {} {:?}", alive.len(), all);
        if alive.is_empty() {
            break;
        }
    }
    let killed = all - alive.len();
    alive.retain(|mutant| !EXPLAINED.iter().any(|(part, _)| mutant.what.contains(part)));
    println!("{all} mutants of the rules, {killed} killed, {} unexplained", alive.len());
    for mutant in &alive {
        println!("{:?} {} {}", mutant.kind, if mutant.look_up { "look-up" } else { "list" }, mutant.what);
    }
    assert!(alive.is_empty(), "{} mutants of the rules live", alive.len());
}
