//! Whether the tests would notice: every condition of the rules is broken in turn, in the text of the question that is asked,
//! and the naive opinion must find a world in which that makes a difference. What no world can tell apart is listed with
//! its reason.

use std::collections::BTreeMap;

use domain::access::{Act, Any, Bases, Eye, Kind, measure};
use kernel::{Id, Scope};
use store::Tx;
use store::testing::sqlite;
use testkit::Dice;
use testkit::oracle::{Facts, Viewer};

use crate::oracle::{KINDS, Rows, expected, facts, keys, opinion, replace, viewer};

/// Random worlds that a mutant may live through.
const WORLDS: u64 = 1_000;

/// Worlds after which an explanation is believed.
const PATIENCE: u64 = 60;

/// A question with one condition broken.
struct Mutant {
    kind: Kind,
    act: Act,
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

/// Where the part begins that beats every basis.
const FORBIDDEN: &str = " AND NOT ((EXISTS (SELECT 1 FROM staff_ties g";

/// Where the column of the bases ends.
const BASES_END: &str = " AS BIGINT) FROM ";

/// Acts that a rule of their own allows, without anything of it in reading.
const BESIDES: [(Kind, &str, Act); 2] =
    [(Kind::Packet, "items", Act::Add), (Kind::Notice, "notices", Act::Exist)];

/// Every condition between two places made always true and never true, and every `EXISTS` turned round.
fn broken(sql: &str, begin: usize, upto: usize) -> Vec<(String, String)> {
    let bases = sql.find(BASES_END).unwrap_or_default();
    let around = |from: usize, to: usize| {
        let (start, end) = (from.saturating_sub(100), (to + 100).min(sql.len()));
        let part = if from < bases { " in the bases" } else { "" };
        format!("{}{part}", sql.get(start..end).unwrap_or_default())
    };
    let mut out = Vec::new();
    for (from, to) in pieces(sql).into_iter().filter(|piece| piece.0 >= begin && piece.1 <= upto) {
        let piece = &sql[from..to];
        let (from, to) = (to - piece.trim_start().len(), from + piece.trim_end().len());
        if from < to && is_condition(&sql[from..to]) {
            for always in ["1 = 1", "1 = 0"] {
                let text = format!("{}{always}{}", &sql[..from], &sql[to..]);
                out.push((format!("[{}] := {always}   …{}…", &sql[from..to], around(from, to)), text));
            }
        }
    }
    for (at, word) in sql[begin..upto].match_indices("EXISTS (").map(|(at, word)| (begin + at, word)) {
        let text = match sql[..at].strip_suffix("NOT ") {
            Some(before) => format!("{before}{}", &sql[at..]),
            None => format!("{}NOT {}", &sql[..at], &sql[at..]),
        };
        out.push((format!("[{word}] turned round   …{}…", around(at, at)), text));
    }
    out
}

fn mutants() -> Vec<Mutant> {
    let mut all = Vec::new();
    let reading = KINDS.map(|(kind, rows)| (kind, rows, Act::Read));
    for (kind, rows, act) in reading.into_iter().chain(BESIDES) {
        // The look-up of every row at once.
        let questions = [(false, measure::list(kind, act)), (true, measure::look_ups(kind, act))];
        for (look_up, sql) in questions {
            let sql = sql.unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            let forbidden = sql.find(FORBIDDEN).unwrap();
            // What is forbidden is one text for all kinds: of cases and of people. So are the bases for all acts.
            let all_of_it = !look_up && act == Act::Read && matches!(kind, Kind::Case | Kind::Person);
            let begin = if act == Act::Read { 0 } else { sql.find(BASES_END).unwrap() };
            let upto = if all_of_it { sql.len() } else { forbidden };
            let broken = broken(&sql, begin, upto).into_iter();
            all.extend(broken.map(|(what, sql)| Mutant { kind, act, rows, look_up, what, sql }));
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
    let said = |n: usize| expected(opinion(facts, v, mutant.kind, n, mutant.act));
    let answered: BTreeMap<Id<Any>, Bases> =
        tx.all::<(Id<Any>, Bases)>(&mutant.sql, &eye.with(&[]))?.into_iter().collect();
    Ok(ids.iter().enumerate().all(|(n, id)| keys(answered.get(id)) == said(n)))
}

/// Conditions that no world tells apart from their mutants: the mutant, what stands beside it, and why.
const EXPLAINED: [(&str, &str, &str); 40] = [
    ("[g.staff_id = $2] := 1 = 1", "", A_SHORTCUT),
    ("[g.agency_id = $1] := 1 = 1", "", A_SHORTCUT),
    ("[g.until_at > $3] := 1 = 1", "", A_SHORTCUT),
    ("[t.basis = 'own'] := 1 = 1", "SELECT t.case_id FROM case_team t", ALIKE),
    ("[t.basis = 'consent'] := 1 = 1", "SELECT t.case_id FROM case_team t", ALIKE),
    ("[t.basis = 'law'] := 1 = 1", "SELECT t.case_id FROM case_team t", ALIKE),
    (
        "[t.basis = 'consent'] := 1 = 1",
        "SELECT t.person_id FROM case_team t",
        "only a consent's ground has a person",
    ),
    (
        "[t.basis = 'consent'] := 1 = 1",
        "consents s ON s.id = t.consent_id",
        "only a consent's ground has a consent",
    ),
    ("[t.agency_id = $1] := 1 = 1", "AND t.basis = 'consent' AND t.case_id = r.case_id", ASKED_FIRST),
    ("[t.basis = 'consent'] := 1 = 1", "channel = 'own' AND EXISTS (SELECT 1 FROM case_team t", ASKED_FIRST),
    ("[t.case_id = r.case_id] := 1 = 1", "AND t.until_at > $3) AND (CASE WHEN", ASKED_FIRST),
    ("[t.left_at IS NULL] := 1 = 1", "AND t.until_at > $3) AND (CASE WHEN", ASKED_FIRST),
    ("[t.until_at > $3] := 1 = 1", "t.until_at > $3) AND (CASE WHEN", ASKED_FIRST),
    (
        "[t.",
        "AND t.basis = 'law' AND t.case_id = r.case_id AND t.left_at IS NULL AND t.until_at > $3) AND EXISTS",
        ASKED_FIRST,
    ),
    ("[t.agency_id = $1] := 1 = 1", "NOT r.sealed AND EXISTS (SELECT 1 FROM case_team t", ASKED_FIRST),
    (
        "[cp.case_id = r.case_id] := 1 = 1",
        "cp.case_id = r.case_id AND cp.person_id = r.person_id",
        OF_ITS_CASE,
    ),
    ("[cp.person_id = r.person_id] := 1 = 1", "cp.person_id = r.person_id) THEN", OF_ITS_CASE),
    ("[NOT r.sealed] := 1 = 1", "CAST(CASE WHEN (r.agency_id = $1 OR (NOT r.sealed", NOBODY_ELSE),
    ("[NOT r.sealed] := 1 = 1", "THEN 8 ELSE 0 END + CASE WHEN (NOT r.sealed", NOBODY_ELSE),
    (
        "[cp.case_id = r.case_id] := 1 = 1",
        "cp.case_id = r.case_id) THEN",
        "nobody consents in a case that is about nobody",
    ),
    ("[fc.id = fp.case_id] := 1 = 1", "y.adverse_id = f.person_id", BARRED_ANYWAY),
    ("[fc.person_id IS NULL] := 1 = 1", "UNION ALL SELECT fp.case_id FROM staff_tie", BARRED_ANYWAY),
    (
        "[y.adverse_id IS NULL] := 1 = 1",
        "UNION ALL SELECT fp.case_id FROM staff_ties f JOIN household_m",
        BARRED_ANYWAY,
    ),
    (
        "[fc.person_id <> y.adverse_id] := 1 = 1",
        "UNION ALL SELECT fp.case_id FROM staff_ties f JOIN household_m",
        BARRED_ANYWAY,
    ),
    ("[o.consultation_id IS NOT NULL] := 1 = 1", "", "no id is equal to nothing"),
    (
        "[y.adverse_id IS NULL] := 1 = 0",
        "f.until_at > $3 AND y.until_at > $3 AND (fc",
        "it was joined by that column",
    ),
    ("[o.ground = 'consent'] := 1 = 1", "", "an item of the statute is of nobody by name"),
    ("[ip.item_id = o.id] := 1 = 0", "information_categories g ON…in the bases", COVERED),
    ("[s.id = t.consent_id] := 1 = 1", "ip.item_id = o.id AND NOT EXISTS…in the bases", COVERED),
    ("[t.agency_id = m.agency_id] := 1 = 1", "in the bases", COVERED),
    ("[t.basis = 'own'] := 1 = 1", "t.agency_id = m.agency_id AND t.basis = 'own'…in the bases", COVERED),
    (
        "[t.case_id = o.case_id] := 1 = 1",
        "t.basis = 'own' AND t.case_id = o.case_id AND t.left_at…in the bases",
        COVERED,
    ),
    (
        "[t.case_id = o.case_id] := 1 = 1",
        "t.basis = 'consent' AND t.case_id = o.case_id AND…in the bases",
        COVERED,
    ),
    ("[t.left_at IS NULL] := 1 = 1", "AND t.case_id = o.case_id AND t.left_at IS NULL…in the bases", COVERED),
    ("[t.until_at > $3] := 1 = 1", "AND t.case_id = o.case_id AND t.left_at IS NULL…in the bases", COVERED),
    ("[t.person_id = ip.person_id] := 1 = 1", "in the bases", COVERED),
    ("[yp.person_id = y.protected_id] := 1 = 0", "in the bases", SITS_NOWHERE_ELSE),
    ("[y.agency_id = m.agency_id] := 1 = 0", "in the bases", SITS_NOWHERE_ELSE),
    ("[y.until_at > $3] := 1 = 0", "yp.case_id = o.case_id…in the bases", SITS_NOWHERE_ELSE),
    ("[yp.case_id = o.case_id] := 1 = 0", "in the bases", SITS_NOWHERE_ELSE),
];
const SITS_NOWHERE_ELSE: &str =
    "whoever sits for the other side is let through by nothing else, so that no bases are looked at";
const COVERED: &str =
    "whoever was let through by a seat in a consented item is covered, or has the case as its own task";
const A_SHORTCUT: &str =
    "whether anybody might be barred is asked before the rows that bar, and those decide";
const BARRED_ANYWAY: &str = "a case in whose middle stands one's own tie is barred by the tie";
const ALIKE: &str = "the three grounds open a case alike for reading; which one it is, the bases tell";
const ASKED_FIRST: &str = "asked first because it is quicker; what follows implies it";
const OF_ITS_CASE: &str = "a record's person is of its case, which the check of the database watches";
const NOBODY_ELSE: &str =
    "another agency's note for itself is let through to nobody, so its bases are not looked at";

/// Whether it is the mutant with all that stands beside it.
fn is_meant(mutant: &Mutant, what: &str, beside: &str) -> bool {
    mutant.what.starts_with(what) && beside.split('…').all(|part| mutant.what.contains(part))
}

fn is_explained(mutant: &Mutant) -> bool {
    EXPLAINED.iter().any(|(what, beside, _)| is_meant(mutant, what, beside))
}

#[test]
fn every_condition_of_the_rules_is_needed() {
    let db = sqlite(domain::MIGRATIONS).unwrap();
    let mut alive = mutants();
    let all = alive.len();
    for (what, beside, why) in EXPLAINED {
        let stands = alive.iter().any(|m| is_meant(m, what, beside));
        assert!(stands, "there is no such mutant any more: {what} {beside} ({why})");
    }
    let mut explained = 0;
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
        if seed == PATIENCE {
            let lived = alive.len();
            alive.retain(|mutant| !is_explained(mutant));
            explained = lived - alive.len();
        }
        if alive.is_empty() {
            break;
        }
    }
    println!("{all} mutants of the rules: {explained} explained, {} live", alive.len());
    for mutant in &alive {
        let question = if mutant.look_up { "look-up" } else { "list" };
        println!("{:?} {:?} {question} {}", mutant.kind, mutant.act, mutant.what);
    }
    assert!(alive.is_empty(), "{} mutants of the rules live", alive.len());
}
