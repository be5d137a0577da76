//! Everything that must hold before a change is merged, with one command.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};

use crate::postgres::Cluster;
use crate::report::{Count, Report};
use crate::{mutants, setup, shell};

/// `cargo xtask test [--fast] [-p CRATE]… [FILTER]`.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    let wish = Wish::of(args)?;
    setup::tests()?;
    let mut report = Report::default();
    if !wish.fast {
        report.check("fmt", || shell::succeeds(shell::cargo().args(["fmt", "--all", "--check"])));
        report.check("clippy", || {
            shell::succeeds(shell::cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        });
    }
    report.count("rust", |count| rust(count, &wish));
    if !wish.fast && report.check("build", || shell::build().map(|_| true)) {
        report.count("browser", |count| browser(count, wish.filter.as_deref()));
    }
    if wish.is_whole() {
        report.check("mutants", mutants::check);
    }
    if !report.close() {
        // The closing line is the last word, so nothing is said after it.
        std::process::exit(1);
    }
    Ok(())
}

struct Wish {
    fast: bool,
    crates: Vec<String>,
    filter: Option<String>,
}

impl Wish {
    /// Whether everything is to be run.
    fn is_whole(&self) -> bool {
        !self.fast && self.crates.is_empty() && self.filter.is_none()
    }

    fn of(args: &[String]) -> Result<Self> {
        let mut wish = Self { fast: false, crates: Vec::new(), filter: None };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--fast" => wish.fast = true,
                "-p" => wish.crates.push(args.next().context("-p needs the name of a crate")?.clone()),
                flag if flag.starts_with('-') => {
                    bail!("test takes only --fast, -p CRATE and a filter, not {flag}")
                }
                _ if wish.filter.is_some() => bail!("test takes one filter, not several"),
                word => wish.filter = Some(word.to_owned()),
            }
        }
        Ok(wish)
    }
}

/// The tests of the crates, on SQLite and on a PostgreSQL of their own.
fn rust(count: &mut Count, wish: &Wish) -> Result<bool> {
    let postgres = Cluster::start()?;
    let mut tests = shell::cargo();
    tests.args(["test", "--no-fail-fast"]).args(&wish.filter).env("TEST_PG_URL", postgres.url());
    if wish.crates.is_empty() {
        tests.arg("--workspace");
    }
    tests.args(wish.crates.iter().flat_map(|name| ["--package", name]));
    shell::watched(&mut tests, |line| count.look_at_cargo(line))
}

/// The tests that a person would do with a browser. Each starts a town of its own from the built program.
fn browser(count: &mut Count, filter: Option<&str>) -> Result<bool> {
    let postgres = Cluster::start()?;
    let bin = setup::postgres_bin().context("no PostgreSQL server found; run `cargo xtask setup --tests`")?;
    let mut node = shell::program("node");
    node.env("KASANE_TOWN_SERVER", postgres.url()).env("KASANE_PG_BIN", bin);
    node.args(["--test", "--test-reporter=spec"]);
    if runs_side_by_side() {
        node.arg(format!("--test-concurrency={}", cores()));
    }
    if let Some(filter) = filter {
        node.arg(format!("--test-name-pattern={filter}"));
    }
    let files = test_files(&shell::root().join("tests/browser")).context("cannot look for browser tests")?;
    node.args(files).env("KASANE_BIN", shell::kasane()?);
    shell::watched(&mut node, |line| count.look_at_node(line))
}

/// Whether this node takes a number of files to run at once; by itself it leaves one core idle.
fn runs_side_by_side() -> bool {
    let help = shell::program("node").arg("--help").output();
    help.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).contains("--test-concurrency"))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Named one by one, because node's own search differs from version to version.
fn test_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(test_files(&path)?);
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(args: &[&str]) -> Result<Wish> {
        Wish::of(&args.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_flag_and_a_filter_come_in_any_order() {
        let wish = wish(&["household", "--fast", "-p", "store", "-p", "domain"]).unwrap();
        assert!(wish.fast);
        assert_eq!(wish.crates, ["store", "domain"]);
        assert_eq!(wish.filter.as_deref(), Some("household"));
        assert!(!wish.is_whole());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(wish(&["--quick"]).is_err());
        assert!(wish(&["one", "two"]).is_err());
        assert!(wish(&["-p"]).is_err());
    }
}
