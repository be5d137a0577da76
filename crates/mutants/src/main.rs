//! Broken code that no test notices. All mutants are woven into one build, each behind a switch, so that a run of the whole
//! takes minutes (`docs/decisions/0023-all-mutants-in-one-build.md`). Started by `cargo xtask mutants`.

#![expect(clippy::print_stdout, reason = "a developer's tool talks to a terminal")]

mod cloth;
mod compile;
mod explained;
mod find;
mod hunt;
mod list;
mod process;
mod proven;
mod report;
mod suite;
mod tree;
mod weave;
mod wish;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Context, Result};

use cloth::{Cloth, State};
use hunt::{Hunt, Outcome};
use list::Mutant;
use process::Place;
use proven::Words;
use report::Report;
use tree::Tree;
use wish::Wish;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("mutants: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let wish = Wish::of(std::env::args().skip(1))?;
    let root = root()?;
    let now = Words::now(&root, &list::FOLDERS)?;
    let proven = Words::proven(&root)?;
    let changed = now.unlike(&proven);
    if changed.is_empty() && !wish.all {
        println!("Nothing changed since it was proven that no mutant of it survives.");
        return Ok(true);
    }
    if !wish.all {
        println!("Changed since it was proven: {}.", changed.join(", "));
    }
    let fine = try_out(&wish, &root, &changed)?;
    if fine && wish.proves() {
        now.write(&root)?;
    }
    Ok(fine)
}

/// Tries what is asked for in a copy; whether all is well.
fn try_out(wish: &Wish, root: &Path, changed: &[&str]) -> Result<bool> {
    let tree = Tree::copy(root)?;
    let all = list::list(root)?;
    let table =
        std::fs::read_to_string(root.join("crates/mutants/explained.tsv")).context("explained.tsv")?;
    let mut report = Report::new(&tree.beside("outcomes.tsv"), explained::read(&table)?, &all)?;
    let mutants: Vec<_> = all.into_iter().filter(|mutant| wish.is_for(mutant, changed)).collect();
    if !mutants.is_empty() {
        hunt(wish, root, &tree, &mutants, &mut report)?;
    }
    Ok(report.close())
}

/// Weaves, learns what the tests do, and lets them loose: first on all that are woven, then on each that has to be built by
/// itself.
fn hunt(wish: &Wish, root: &Path, tree: &Tree, mutants: &[Mutant], report: &mut Report<'_>) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let mut cloth = Cloth::new(tree, &target, mutants)?;
    report.says(&format!("Weaving {} mutants into one build.", mutants.len()));
    let programs = cloth.build()?;
    let count = |state| cloth.states().iter().filter(|of| **of == state).count();
    let (woven, alone) = (count(State::Woven), count(State::Alone));
    report.says(&format!("{woven} are woven, {alone} stand alone. Running every test with nothing broken."));
    let place = Place { folder: tree.root().join(tree::CRATE), scratch: tree.scratch()? };
    let suite = suite::learn(&programs, &place, wish.side_by_side)?;
    suite::tell(&suite, &tree.beside("tests.tsv"))?;
    report.says(&format!("{} tests passed. Each mutant against those that come by it.", suite.len()));
    let hunt = Hunt::new(&suite, &place);
    let believed: Vec<bool> =
        mutants.iter().map(|mutant| !wish.explained && report.reason(mutant).is_some()).collect();
    let shared = Mutex::new(&mut *report);
    suite::each(mutants.len(), wish.side_by_side, |number| {
        let outcome = match cloth.states()[number] {
            _ if believed[number] => Outcome::Believed,
            State::Woven => hunt.woven(number, &mutants[number])?,
            State::NoCode => Outcome::NoCode,
            State::Alone => return Ok(()),
        };
        shared.lock().map_or(Ok(()), |mut report| report.add(&mutants[number], outcome))
    })?;
    for (number, mutant) in mutants.iter().enumerate() {
        if cloth.states()[number] == State::Alone && !believed[number] {
            let outcome = if cloth.build_alone(number)? {
                hunt.alone(mutant, wish.side_by_side)?
            } else {
                Outcome::NoCode
            };
            report.add(mutant, outcome)?;
        }
    }
    Ok(())
}

/// The root of the work tree that this was started in.
fn root() -> Result<PathBuf> {
    // Asked at run time: several work trees may share one build folder, and so one built program.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).ancestors().nth(2).map(Path::to_owned).context("no root of the work tree")
}
