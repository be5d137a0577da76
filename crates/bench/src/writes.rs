//! Writing: the seed against bare inserts of the same rows, and a saved record against its bare rows.

use std::time::Instant;

use anyhow::Result;
use bench::client::Client;
use bench::clock::Real;
use bench::figures::Times;
use bench::floor::{Bare, Value};
use bench::pages::text;
use domain::installed::{Installation, Installed, IssueType};
use domain::{installed, municipality};
use kernel::fold;
use store::{Config, Db};
use town::settle::{Options, settle};
use town::{Plan, Town};

use crate::database;
use crate::event::{AUDIT, audit_row};
use crate::scale::Scale;

/// Seeds a town unless people live there already; answers rows and seconds.
#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
pub(crate) fn fill(db: &Db, residents: u32, cases: u32, scale: Scale) -> Result<Option<(u64, f64)>> {
    db.migrate(domain::MIGRATIONS)?;
    if db.read(|tx| tx.one::<i64>("SELECT count(*) FROM people", &[]))? > 0 {
        return Ok(None);
    }
    db.write(|tx| installed::install(tx, &installation()))?;
    let now = db.ambient().now();
    let plan =
        Plan::new(residents, cases, 1, now.day()).with_agencies(town::default_agencies(scale.agencies));
    let start = Instant::now();
    let settled =
        settle(db, &Town::new(plan), &[], &Options { now, password_hash: String::new() }, &mut |_| {})?;
    Ok(Some((settled.rows, start.elapsed().as_secs_f64())))
}

fn installation() -> Installation {
    let types = &municipality::defaults().issue_types;
    Installation {
        municipality: Installed {
            key: "bench".into(),
            name: "架空の町".into(),
            profile: String::new(),
            fictional: true,
        },
        agencies: Vec::new(),
        issue_types: types.iter().map(|t| IssueType { key: t.code.clone(), name: t.name.clone() }).collect(),
        responsibilities: Vec::new(),
        categories: domain::installed::default_categories(),
        form_items: Vec::new(),
    }
}

/// Times that the seed and its floor are measured in turn.
const SEEDS: usize = 3;

/// Rows per second of the seed and of bare inserts of the same rows, on a town of a tenth of the size: of several
/// rounds, the one whose ratio is in the middle.
pub(crate) fn seed(large: &Config, scale: Scale) -> Result<(f64, f64)> {
    let mut rounds = (0..SEEDS).map(|_| seed_once(large, scale)).collect::<Result<Vec<_>>>()?;
    rounds.sort_by(|(a, b), (c, d)| (a / b).total_cmp(&(c / d)));
    rounds.into_iter().nth(SEEDS / 2).ok_or_else(|| anyhow::anyhow!("nothing was measured"))
}

fn seed_once(large: &Config, scale: Scale) -> Result<(f64, f64)> {
    let (one, other) = (fresh(large, "seeded")?, fresh(large, "bare")?);
    let db = Db::open(&one, Real::shared())?;
    let (rows, seconds) = fill(&db, scale.residents / 10, scale.cases / 10, scale)?.unwrap_or((0, 1.0));
    Db::open(&other, Real::shared())?.migrate(domain::MIGRATIONS)?;
    let copied = bench::copy::rows(&one, &other)?;
    Ok((rows as f64 / seconds, copied.0 as f64 / copied.1))
}

/// A database beside another, empty.
fn fresh(beside: &Config, name: &str) -> Result<Config> {
    match beside {
        Config::Sqlite(path) => {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(path.with_file_name(format!("{name}.sqlite{ending}")));
            }
            Ok(Config::Sqlite(path.with_file_name(format!("{name}.sqlite"))))
        }
        Config::Postgres(url) => {
            let (server, _) = url.rsplit_once('/').unwrap_or((url, ""));
            let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls)?;
            client.batch_execute(&format!("DROP DATABASE IF EXISTS kasane_bench_{name} WITH (FORCE)"))?;
            database::postgres(server, &format!("kasane_bench_{name}"))
        }
    }
}

/// Saves of one side before the other has its turn.
const BLOCK: usize = 10;
const WORDS: &str =
    "玄関先で10分ほど話される。電気料金の請求書が3通たまっている。次は一緒に窓口へ行くことになった。";

/// Saves records by the product, and the same rows bare. In blocks and not one by one: on SQLite each writer throws
/// away what the other has read, and in service there is only one.
pub(crate) fn save(
    (client, memory): (&mut Client, &mut Client),
    bare: &mut Bare,
    case: &(String, String),
    (agency, staff): (&str, &str),
    (first, rounds): (i64, usize),
) -> Result<Saved> {
    let (mut saves, mut rows, mut exchanges) = (Times::default(), Times::default(), Times::default());
    for block in 0..rounds / BLOCK {
        let numbers = || (0..BLOCK).map(|i| (block * 10 * BLOCK + i) as i64 + first + process());
        for n in numbers() {
            let body = serde_json::json!({ "text": format!("{WORDS}{n}"), "method": "visit", "counterpart": "person" });
            let (path, body) = (format!("/cases/{}/records", case.1), body.to_string());
            let status = saves.measure(|| client.post(&path, &format!("bench-{n}"), &body))?;
            anyhow::ensure!(matches!(status, 201 | 303), "a record was not saved: {status}");
        }
        for n in numbers() {
            // The product takes the number after the highest: the gap between blocks leaves it room.
            let (id, doc) = (format!("{n:026}"), 1_000_000_000 + n);
            let folded = fold::text(&format!("{WORDS}{n}"));
            let changes = bare_rows(bare.is_sqlite(), &id, doc, case, (agency, staff), WORDS, &folded);
            rows.measure(|| bare.transaction(&changes))?;
            exchanges.measure(|| memory.get("/"))?;
        }
    }
    Ok(Saved { saves, rows, exchanges })
}

/// What saving took: by the product, its rows bare, and an exchange over HTTP without any work, which the bare rows lack.
pub(crate) struct Saved {
    pub(crate) saves: Times,
    pub(crate) rows: Times,
    pub(crate) exchanges: Times,
}

/// Apart from the numbers of other runs on the same database.
fn process() -> i64 {
    i64::from(std::process::id()) * 100_000
}

fn bare_rows(
    sqlite: bool,
    id: &str,
    doc: i64,
    case: &(String, String),
    (agency, staff): (&str, &str),
    words: &str,
    folded: &str,
) -> Vec<(&'static str, Vec<Value>)> {
    let grams = if sqlite {
        "INSERT INTO fts_search (rowid, grams) VALUES ($1, $2)"
    } else {
        "INSERT INTO fts_search (doc, grams) VALUES ($1, string_to_array($2, ' '))"
    };
    let now = Value::Int(1_775_012_400_000_000);
    vec![
        (
            "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
                 next_step, minutes, agency_id, staff_id, corrections, recorded_at, person_id, categories, channel, sealed,
                 third_party, on_condition)
             VALUES ($1, $2, $3, '2026-04-01', 'visit', 'person', '', $4, '', NULL, $5, $6, 0, $3, NULL, 0, 'own', $7, $7, $7)",
            vec![text(id), text(&case.0), now.clone(), text(words), text(agency), text(staff), Value::Bool(false)],
        ),
        (
            "INSERT INTO search_entries (doc, kind, object_id, parent_id, text) VALUES ($1, 'record', $2, $3, $4)",
            vec![Value::Int(doc), text(id), text(&case.0), text(folded)],
        ),
        (grams, vec![Value::Int(doc), Value::Text(kernel::grams::of_text(folded))]),
        ("UPDATE cases SET updated_at = $2, last_contact_on = '2026-04-01' WHERE id = $1", vec![text(&case.0), now.clone()]),
        (
            "DELETE FROM drafts WHERE staff_id = $1 AND agency_id = $2 AND form = 'record' AND subject = $3",
            vec![text(staff), text(agency), text(&case.1)],
        ),
        (
            "INSERT INTO carried_out (staff_id, key, route, body_hash, location, at) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                text(staff),
                text(id),
                Value::Text(format!("POST /cases/{}/records", case.1)),
                Value::Text("0123456789abcdef".repeat(4)),
                Value::Text(format!("/cases/{}?done=record", case.1)),
                now,
            ],
        ),
        (AUDIT, audit_row(agency, staff, &case.0)),
    ]
}
