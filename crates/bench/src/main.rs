//! `cargo xtask bench`: the promised figures, each as a ratio within one run, and `cargo xtask torture`.
#![expect(clippy::print_stdout, reason = "a measuring tool speaks to its operator")]

mod database;
mod engine;
mod event;
mod one_core;
mod paper;
mod report;
mod scale;
mod seam;
mod server;
mod subject;
mod together;
mod writes;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use bench::torture;

use crate::one_core::Kept;
use crate::report::Report;
use crate::scale::Scale;
use crate::subject::Subject;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("torture") => torture(&args[1..]),
        _ => measure(&args),
    }
}

/// The built product, beside this program unless `KASANE_BIN` says otherwise.
fn kasane() -> Result<PathBuf> {
    let beside = std::env::current_exe()?.with_file_name("kasane");
    let path = std::env::var_os("KASANE_BIN").map_or(beside, PathBuf::from);
    if !path.exists() {
        bail!("{} is not built: cargo build --release -p app", path.display());
    }
    Ok(path)
}

/// As [`kasane`]; refuses a product that was not optimised, which against a floor that was would tell nothing.
fn optimised() -> Result<PathBuf> {
    let path = kasane()?;
    let said = std::process::Command::new(&path).arg("--version").output()?;
    if String::from_utf8_lossy(&said.stdout).contains("not optimised") {
        bail!("{} was built for tests: cargo build --release -p app", path.display());
    }
    Ok(path)
}

fn torture(args: &[String]) -> Result<()> {
    let kills = args.first().map_or(Ok(300), |n| n.parse()).context("torture takes the number of kills")?;
    let outcome = torture::run(&kasane()?, kills)?;
    println!(
        "{} kills, {} acknowledged writes, {} lost, {} findings",
        outcome.kills,
        outcome.acknowledged,
        outcome.lost,
        outcome.findings.len()
    );
    outcome.findings.iter().take(10).for_each(|finding| println!("  {finding}"));
    if outcome.lost == 0 && outcome.findings.is_empty() {
        Ok(())
    } else {
        bail!("the database did not keep its word")
    }
}

/// What stands behind an option.
fn value(name: &str) -> Option<String> {
    std::env::args().skip_while(|arg| arg != name).nth(1)
}

/// `[--small] [--keep DIR] [--postgres URL] [--only sqlite|postgres] [--page WORDS] [--rounds N]
/// [--seed-only | --engine-only | --no-seed]`. With `--page` nothing but pages of that name is measured.
fn measure(args: &[String]) -> Result<()> {
    let mut scale = if args.iter().any(|a| a == "--small") { Scale::SMALL } else { Scale::FULL };
    if let Some(rounds) = value("--rounds") {
        scale.rounds = rounds.parse().context("--rounds takes a number")?;
    }
    let only = value("--only").unwrap_or_default();
    let temporary = tempfile::tempdir()?;
    let dir = value("--keep").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&dir)?;
    let mut report = Report::default();
    if only != "postgres" {
        run(
            "SQLite",
            &store::Config::Sqlite(dir.join("large.sqlite")),
            &store::Config::Sqlite(dir.join("small.sqlite")),
            scale,
            &mut report,
        )?;
    }
    match value("--postgres").or_else(|| std::env::var("TEST_PG_URL").ok()) {
        Some(url) if only != "sqlite" => {
            let of = |name: &str| database::postgres(&url, name);
            run("PostgreSQL", &of("kasane_bench_large")?, &of("kasane_bench_small")?, scale, &mut report)?;
        }
        _ => println!("PostgreSQL was not measured: name a server by --postgres URL"),
    }
    println!("\n{report}");
    if report.holds() { Ok(()) } else { bail!("a figure is out of reach") }
}

fn run(
    name: &'static str,
    large: &store::Config,
    small: &store::Config,
    scale: Scale,
    report: &mut Report,
) -> Result<()> {
    let program = optimised()?;
    println!("{name}: a town of {} residents and {} cases …", scale.residents, scale.cases);
    if std::env::args().any(|arg| arg == "--seed-only") {
        report.seed(name, writes::seed(large, scale)?);
        return Ok(());
    }
    let town = Subject::prepare(large, scale.residents, scale.cases, scale)?;
    if value("--page").is_some() {
        let _kept = Kept::to_one()?;
        return town.measure(&program, name, scale.rounds, report);
    }
    // A tenth of the agencies too: the worker then sees as many cases in either town.
    let fewer = Scale { agencies: scale.agencies / 10, ..scale };
    let tenth = Subject::prepare(small, scale.residents / 10, scale.cases / 10, fewer)?;
    seam::measure(large, name, scale.rounds, report)?;
    if !std::env::args().any(|arg| arg == "--engine-only" || arg == "--no-seed") {
        report.seed(name, writes::seed(large, scale)?);
    }
    let _kept = Kept::to_one()?;
    engine::measure(&town, large, name, scale.rounds, report)?;
    if std::env::args().any(|arg| arg == "--engine-only") {
        return Ok(());
    }
    town.measure(&program, name, scale.rounds, report)?;
    town.growth(&program, &tenth, name, scale.rounds, report)?;
    Ok(())
}
