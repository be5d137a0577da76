//! Bare inserts: every row of a seeded database into an empty one, by prepared statements in one transaction.

use std::time::Instant;

use anyhow::Result;
use store::Config;

/// Copies all rows, under the settings that the product insists on; answers rows and seconds of writing.
///
/// # Errors
/// Those of the drivers.
pub fn rows(from: &Config, to: &Config) -> Result<(u64, f64)> {
    match (from, to) {
        (Config::Sqlite(from), Config::Sqlite(to)) => sqlite(from, to),
        (Config::Postgres(from), Config::Postgres(to)) => postgres(from, to),
        _ => anyhow::bail!("two databases of one kind are compared"),
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
fn sqlite(from: &std::path::Path, to: &std::path::Path) -> Result<(u64, f64)> {
    let source = rusqlite::Connection::open(from)?;
    let target = rusqlite::Connection::open(to)?;
    target.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; DELETE FROM schema_migrations;")?;
    let tables: Vec<String> = source
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'fts%'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut rows, mut seconds) = (0, 0.0);
    // The keys are watched as in the product; the order of the tables is not theirs.
    target.execute_batch("BEGIN; PRAGMA defer_foreign_keys = ON;")?;
    for table in tables {
        let mut read = source.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = read.column_count();
        let all: Vec<Vec<rusqlite::types::Value>> = read
            .query_map([], |row| (0..columns).map(|i| row.get(i)).collect())?
            .collect::<Result<_, _>>()?;
        let marks = vec!["?"; columns].join(", ");
        let start = Instant::now();
        let mut write = target.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))?;
        for row in &all {
            write.execute(rusqlite::params_from_iter(row))?;
        }
        seconds += start.elapsed().as_secs_f64();
        rows += all.len() as u64;
    }
    let (index, spent) = grams(&source, |doc, grams| {
        target
            .prepare_cached("INSERT INTO fts_search (rowid, grams) VALUES (?1, ?2)")?
            .execute((doc, grams))?;
        Ok(())
    })?;
    let start = Instant::now();
    target.execute_batch("COMMIT")?;
    Ok((rows + index, seconds + spent + start.elapsed().as_secs_f64()))
}

/// The search index is made again from its texts: a contentless index cannot be read back. Only writing is timed.
#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
fn grams(
    source: &rusqlite::Connection,
    mut write: impl FnMut(i64, &str) -> Result<()>,
) -> Result<(u64, f64)> {
    let mut read = source.prepare("SELECT doc, kind, text FROM search_entries")?;
    let mut rows = read.query([])?;
    let (mut n, mut seconds) = (0, 0.0);
    while let Some(row) = rows.next()? {
        let (doc, kind, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let grams =
            if kind == "person" { kernel::grams::of_name(&text) } else { kernel::grams::of_text(&text) };
        let start = Instant::now();
        write(doc, &grams)?;
        seconds += start.elapsed().as_secs_f64();
        n += 1;
    }
    Ok((n, seconds))
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
fn postgres(from: &str, to: &str) -> Result<(u64, f64)> {
    let mut source = postgres::Client::connect(from, postgres::NoTls)?;
    let mut target = postgres::Client::connect(to, postgres::NoTls)?;
    target.batch_execute("SET session_replication_role = replica; DELETE FROM schema_migrations; BEGIN")?;
    let tables = source.query(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
        &[],
    )?;
    let (mut rows, mut seconds) = (0, 0.0);
    for table in tables.iter().map(|row| row.get::<_, String>(0)) {
        // Values travel as text and are read by the type of their column: one form for every table.
        let columns = source.query(
            "SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position",
            &[&table],
        )?;
        let name = |row: &postgres::Row| row.get::<_, String>(0);
        let list: Vec<String> = columns.iter().map(|row| format!("{}::text", name(row))).collect();
        let marks: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(i, row)| {
                format!(
                    "CAST(CAST(${} AS text) AS {})",
                    i + 1,
                    row.get::<_, String>(1).replace("_text", "text[]")
                )
            })
            .collect();
        let all = source.query(&format!("SELECT {} FROM {table}", list.join(", ")), &[])?;
        let insert = target.prepare(&format!("INSERT INTO {table} VALUES ({})", marks.join(", ")))?;
        let start = Instant::now();
        for row in &all {
            let values: Vec<Option<&str>> = (0..columns.len()).map(|i| row.get(i)).collect();
            let params: Vec<&(dyn postgres::types::ToSql + Sync)> = values.iter().map(|v| v as _).collect();
            target.execute(&insert, &params)?;
        }
        seconds += start.elapsed().as_secs_f64();
        rows += all.len() as u64;
    }
    let start = Instant::now();
    target.batch_execute("COMMIT")?;
    Ok((rows, seconds + start.elapsed().as_secs_f64()))
}
