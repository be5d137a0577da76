//! Thin chores.

use anyhow::{Result, bail};

use crate::postgres::Cluster;
use crate::setup;
use crate::shell::{cargo, root, run};

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

/// `cargo xtask bench [ARGS]`.
pub(crate) fn bench(args: &[String]) -> Result<()> {
    measure(&[], args)
}

/// `cargo xtask torture [ARGS]`.
pub(crate) fn torture(args: &[String]) -> Result<()> {
    measure(&["torture".to_owned()], args)
}

fn measure(first: &[String], args: &[String]) -> Result<()> {
    if !root().join("crates/bench").is_dir() {
        bail!("there is nothing to measure yet: crates/bench does not exist");
    }
    run(cargo().args(["run", "--release", "--package", "bench", "--"]).args(first).args(args))
}
