//! Kasane on a fictional town, for whoever wants to look at it.

use std::os::unix::process::CommandExt;

use anyhow::{Result, bail};

use crate::{setup, shell};

/// `cargo xtask demo [ARGS]`: the arguments are those of `kasane demo`.
///
/// The dev profile, because the first build decides how long a newcomer waits: on two cores it takes about half
/// the time of a release build, and what would be slow without optimisation (password hashing, SQLite) is
/// optimised in it. The tests use the same build afterwards. For real use: `cargo build --release`.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    setup::demo()?;
    let kasane = shell::build()?;
    // Takes the place of this program, so that Ctrl+C and exit codes are its own.
    let error = shell::program(&kasane).arg("demo").args(args).exec();
    bail!("cannot start {}: {error}", kasane.display())
}
