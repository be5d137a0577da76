use std::process::ExitCode;

use anyhow::Result;
use domain::housekeeping;
use store::{Db, Kind};

use crate::{args::Args, place, say::say, seals::Office};

/// `kasane check`: looks at everything that can be looked at without knowing the people.
pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let config = place::of(&mut args)?;
    let office = Office::of(&mut args, &config)?;
    args.done()?;
    let db = place::open(&config)?;
    for (what, n) in db.read(housekeeping::counts)? {
        say(format_args!("{what}: {n}"));
    }
    let mut faults = faults(&db)?;
    let report = office.verify(&db)?;
    faults.extend(report.findings.iter().map(ToString::to_string));
    say(format_args!("封をした操作の記録: {}  まだのもの: {}", report.sealed, report.unsealed));
    for notice in &report.notices {
        say(format_args!("お知らせ: {notice}"));
    }
    for fault in &faults {
        say(format_args!("問題: {fault}"));
    }
    if faults.is_empty() {
        say("ページの構造、外部キー、検索の索引、操作の記録、ケースの決まりを調べました。問題はありません。");
        return Ok(ExitCode::SUCCESS);
    }
    say(format_args!(
        "{}件の問題があります。バックアップを消さずに、docs/OPERATIONS.md をご覧ください。",
        faults.len()
    ));
    Ok(ExitCode::FAILURE)
}

fn faults(db: &Db) -> Result<Vec<String>> {
    let mut faults = db.integrity()?;
    faults.extend(db.read(housekeeping::findings)?);
    if db.kind() == Kind::Postgres {
        // A sequence of PostgreSQL never gives a number twice, so each write that was taken back leaves a gap.
        faults.retain(|fault| !fault.ends_with(housekeeping::GAPS));
    }
    Ok(faults)
}
