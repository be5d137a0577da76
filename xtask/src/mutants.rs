//! Broken code that no test notices, in the modules on which lawful sharing rests. A program of its own breaks it
//! (`crates/mutants`), so that these chores compile in a moment.

use anyhow::Result;

use crate::shell::{cargo, find, run};

/// `cargo xtask mutants [--since COMMIT | --all]`: of what changed since a commit (the one before, unless said otherwise), or
/// of everything.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    if find("cargo-mutants").is_none() {
        println!("Installing cargo-mutants, once; this takes some minutes.");
        run(cargo().args(["install", "--locked", "cargo-mutants"]))?;
    }
    run(cargo().args(["run", "--quiet", "--package", "mutants", "--"]).args(args))
}
