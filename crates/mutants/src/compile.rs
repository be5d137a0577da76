//! Building the copy, and what the compiler says to it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// An error of the compiler.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// What it says, for people.
    pub(crate) text: String,
    /// Files and bytes to which it points, the most important first.
    pub(crate) at: Vec<(String, usize)>,
}

/// What came of building.
#[derive(Debug)]
pub(crate) enum Built {
    /// The programs that hold the tests.
    Programs(Vec<PathBuf>),
    /// It is no code.
    Refused(Vec<Complaint>),
}

/// How `cargo` is called: as the one who called us was.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    // What cargo told us about our own crate would be taken for news by what it builds.
    let own = std::env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    });
    own.for_each(|(name, _)| {
        command.env_remove(name);
    });
    command.current_dir(folder);
    command
}

/// Builds the tests of the domain.
///
/// # Errors
/// If cargo cannot be run, or fails for another reason than the code.
pub(crate) fn tests(root: &Path, target: &Path) -> Result<Built> {
    let mut build = cargo(root);
    build.args(["test", "--no-run", "--quiet", "--package", "domain", "--lib", "--test", "it"]);
    build.args(["--message-format", "json"]).env("CARGO_TARGET_DIR", target);
    let told = build.stderr(Stdio::piped()).output().context("cargo cannot be started")?;
    let (programs, complaints) = understand(&String::from_utf8_lossy(&told.stdout));
    if told.status.success() {
        return Ok(Built::Programs(programs));
    }
    if complaints.is_empty() {
        bail!("the copy cannot be built: {}", String::from_utf8_lossy(&told.stderr));
    }
    Ok(Built::Refused(complaints))
}

#[derive(Deserialize)]
struct News {
    executable: Option<PathBuf>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    rendered: Option<String>,
    spans: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file_name: String,
    byte_start: usize,
    is_primary: bool,
    expansion: Option<Expansion>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Box<Place>,
}

fn understand(output: &str) -> (Vec<PathBuf>, Vec<Complaint>) {
    let (mut programs, mut complaints) = (Vec::new(), Vec::new());
    for news in output.lines().filter_map(|line| serde_json::from_str::<News>(line).ok()) {
        programs.extend(news.executable);
        complaints.extend(news.message.filter(|message| message.level == "error").map(complaint));
    }
    (programs, complaints)
}

fn complaint(message: Message) -> Complaint {
    let (first, others): (Vec<_>, Vec<_>) = message.spans.into_iter().partition(|place| place.is_primary);
    let at = first.into_iter().chain(others).map(written).collect();
    Complaint { text: message.rendered.unwrap_or(message.message), at }
}

/// Where somebody wrote what a macro made into the place.
fn written(mut place: Place) -> (String, usize) {
    while let Some(outer) = place.expansion.take() {
        place = *outer.span;
    }
    (place.file_name, place.byte_start)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn errors_are_told_from_warnings_and_point_to_what_was_written() {
        let place = |file: &str, byte: usize, primary: bool, expansion: Value| json!({"file_name": file, "byte_start": byte, "is_primary": primary, "expansion": expansion});
        let written = json!({"span": place("a.rs", 3, false, Value::Null)});
        let spans = [place("b.rs", 1, false, Value::Null), place("vec.rs", 2, true, written)];
        let message = |level: &str| json!({"message": {"level": level, "message": "words", "rendered": null, "spans": spans}});
        let output = format!("{}\nno json\n{}", message("warning"), message("error"));
        let (programs, complaints) = understand(&output);
        assert_eq!(programs, Vec::<PathBuf>::new());
        let at = vec![("a.rs".to_owned(), 3), ("b.rs".to_owned(), 1)];
        assert_eq!(complaints, [Complaint { text: "words".into(), at }]);
    }

    #[test]
    fn programs_are_those_that_can_be_run() {
        let output = "{\"reason\": \"compiler-artifact\", \"executable\": \"/t/it\"}\n{\"reason\": \"x\", \"executable\": null}";
        assert_eq!(understand(output).0, [PathBuf::from("/t/it")]);
    }
}
