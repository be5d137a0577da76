//! Broken code that no test notices, in the modules on which lawful sharing rests. The conditions of the rules are text
//! that this tool does not read; `rule_mutants.rs` breaks those, in every test run.

use anyhow::{Context, Result};

use crate::shell::{cargo, find, program, run};

const FILES: [&str; 3] = [
    "crates/domain/src/access/**/*.rs",
    "crates/domain/src/consents/**/*.rs",
    "crates/domain/src/audit/**/*.rs",
];

/// `cargo xtask mutants [--since COMMIT | --all]`: of what changed since a commit (the one before, unless said otherwise), or
/// of everything, which takes a night.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    if find("cargo-mutants").is_none() {
        println!("Installing cargo-mutants, once; this takes some minutes.");
        run(cargo().args(["install", "--locked", "cargo-mutants"]))?;
    }
    let out = std::env::temp_dir().join("kasane-mutants");
    std::fs::create_dir_all(&out)?;
    let mut mutants = cargo();
    mutants
        .args(["mutants", "--package", "domain", "--no-shuffle", "--colors", "never", "--output"])
        .arg(&out);
    FILES.iter().for_each(|file| {
        mutants.args(["--file", file]);
    });
    if !args.iter().any(|arg| arg == "--all") {
        let since = args.iter().position(|arg| arg == "--since").and_then(|at| args.get(at + 1));
        let changed = out.join("changed.diff");
        let diff = program("git").arg("diff").arg(since.map_or("HEAD~1", String::as_str)).output()?;
        std::fs::write(&changed, diff.stdout).context("the difference cannot be written down")?;
        mutants.arg("--in-diff").arg(changed);
    }
    // On SQLite alone: the rules are one text for both databases.
    run(mutants.args(["--", "--lib", "--test", "it"]).env_remove("TEST_PG_URL"))
}
