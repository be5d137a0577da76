//! Broken code that no test notices, in the modules on which lawful sharing rests. A program of its own breaks it
//! (`crates/mutants`), so that these chores compile in a moment.

use anyhow::Result;

use crate::shell;

/// `cargo xtask mutants [--all] [--explained]`: of the files that changed since they were proven, or of everything.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    shell::run(hunter().args(args))
}

/// The same of what changed, within a test run: it writes nothing down.
pub(crate) fn check() -> Result<bool> {
    shell::succeeds(hunter().arg("--check"))
}

fn hunter() -> std::process::Command {
    let mut cargo = shell::cargo();
    cargo.args(["run", "--quiet", "--package", "mutants", "--"]);
    cargo
}
