//! Thin chores.

use anyhow::Result;

use crate::postgres::Cluster;
use crate::setup;
use crate::shell::{cargo, run};

/// Runs the tests that compare with a golden file, and lets them write it instead. Their names contain `golden`.
pub(crate) fn golden() -> Result<()> {
    setup::tests()?;
    let postgres = Cluster::start()?;
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--no-fail-fast", "golden"]);
    run(tests.env("UPDATE_GOLDEN", "1").env("TEST_PG_URL", postgres.url()))?;
    println!("Rewritten. `git diff` shows what changed; every line of it is a change of behaviour.");
    Ok(())
}

/// `cargo xtask bench [ARGS]`: on both databases, PostgreSQL on a cluster of its own.
pub(crate) fn bench(args: &[String]) -> Result<()> {
    setup::tests()?;
    release()?;
    let postgres = Cluster::start()?;
    run(measuring(args).env("TEST_PG_URL", postgres.url()))
}

/// `cargo xtask torture [KILLS]`: 300 unless said otherwise.
pub(crate) fn torture(args: &[String]) -> Result<()> {
    setup::demo()?;
    release()?;
    run(measuring(&[]).arg("torture").args(args))
}

/// Measured is what users run: the release, which the measuring program finds beside itself.
fn release() -> Result<()> {
    run(cargo().args(["build", "--release", "--package", "app", "--package", "bench"]))
}

fn measuring(args: &[String]) -> std::process::Command {
    let mut command = cargo();
    command.args(["run", "--release", "--package", "bench", "--"]).args(args);
    command
}
