//! Running other programs.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the work tree that this chore was started in.
pub(crate) fn root() -> PathBuf {
    // Asked at run time: several work trees may share one build folder, and so one built xtask.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// A program, started in the root of the work tree.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that runs this chore.
pub(crate) fn cargo() -> Command {
    program(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
}

/// The built `kasane`: cargo lays it beside this program, because both are built with the dev profile.
pub(crate) fn kasane() -> Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(format!("kasane{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds the product and answers where its program lies.
pub(crate) fn build() -> Result<PathBuf> {
    run(cargo().args(["build", "--package", "app"]))?;
    kasane()
}

/// Runs a program to its end; fails if it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? { Ok(()) } else { bail!("{} failed", words(command)) }
}

/// Runs a program to its end; whether it succeeded.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("cannot start {}", words(command)))?;
    Ok(status.success())
}

/// Runs a program whose output is shown line by line and looked at; whether it succeeded.
pub(crate) fn watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", words(command)))?;
    let mut lines = BufReader::new(child.stdout.take().context("no output to read")?);
    let mut line = Vec::new();
    // By bytes: a test may print what is not text.
    while lines.read_until(b'\n', &mut line)? > 0 {
        std::io::stdout().write_all(&line)?;
        look(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    Ok(child.wait()?.success())
}

/// Where a program lies, if it is on the path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn words(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}
