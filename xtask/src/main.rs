//! Chores of a developer: `cargo xtask <chore>`. Few dependencies, so that the first run compiles in a moment.

#![expect(clippy::print_stdout, reason = "a developer's tool talks to a terminal")]

mod audit;
mod chores;
mod demo;
mod gallery;
mod guard;
mod mutants;
mod postgres;
mod report;
mod setup;
mod shell;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "cargo xtask <chore>

  demo [--port N] [--data DIR]   build Kasane and run it on a fictional town
  test [FILTER]                  everything that must hold before a change is merged
       --fast  -p CRATE          Rust tests only; of this crate only
  setup [--tests]                install what the demo (and the tests) need; the other chores do it by themselves
  golden                         rewrite the golden files; read the diff before you commit it
  gallery [--out DIR]            pictures of every page: on a desk, on a phone, on paper
  audit                          licences, sources and known faults of the dependencies
  mutants [--all]                broken code of access, consents and audit that no test notices: of what changed, or all
  bench | torture [ARGS]         measure; kill and look what is left";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let chore = args.next();
    match run(chore.as_deref(), args.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Option<&str>, args: Vec<String>) -> Result<()> {
    match chore {
        Some("setup") => setup::chore(&args),
        Some("demo") => demo::chore(&args),
        Some("test") => test::chore(&args),
        Some("golden") => chores::golden(),
        Some("gallery") => gallery::chore(&args),
        Some("audit") => audit::chore(),
        Some("mutants") => mutants::chore(&args),
        Some("bench") => chores::bench(&args),
        Some("torture") => chores::torture(&args),
        None | Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => bail!("there is no chore {other:?}\n\n{USAGE}"),
    }
}
