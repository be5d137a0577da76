//! One test, run by itself.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// A test of a program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Test {
    pub(crate) program: PathBuf,
    pub(crate) name: String,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Passed,
    Failed,
    /// It was stopped: it did not end by itself.
    Stopped,
}

/// Where tests run.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The folder of the crate, as cargo would have it.
    pub(crate) folder: PathBuf,
    /// Where temporary files go.
    pub(crate) scratch: PathBuf,
}

/// Behind all other work of the machine, and with no more than 8 GB: a mutant may gather without end.
const BOUNDED: &str = "ulimit -v 8388608 2>/dev/null; exec nice \"$0\" \"$@\"";

/// Runs a test with a variable set, for no longer than `limit`; how it ended and how long it took.
///
/// # Errors
/// If it cannot be started.
pub(crate) fn run(
    test: &Test,
    place: &Place,
    variable: (&str, &str),
    limit: Duration,
) -> Result<(End, Duration)> {
    let mut command = Command::new("sh");
    command.args(["-c", BOUNDED]).arg(&test.program);
    command.args([test.name.as_str(), "--exact", "--test-threads", "1", "--quiet"]);
    command.current_dir(&place.folder).env("CARGO_MANIFEST_DIR", &place.folder);
    command.env("TMPDIR", &place.scratch).env(variable.0, variable.1);
    // On SQLite alone: the rules are one text for both databases.
    command.env_remove("TEST_PG_URL").env_remove("UPDATE_GOLDEN");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = now();
    let mut child = command.spawn().with_context(|| format!("cannot start {}", test.program.display()))?;
    let end = wait(&mut child, began, limit)?;
    Ok((end, began.elapsed()))
}

fn wait(child: &mut Child, began: Instant, limit: Duration) -> Result<End> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { End::Passed } else { End::Failed });
        }
        if began.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(End::Stopped);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The names of the tests of a program.
///
/// # Errors
/// If it cannot be run.
pub(crate) fn names(program: &Path, place: &Place) -> Result<Vec<Test>> {
    let told = Command::new(program)
        .args(["--list", "--format", "terse"])
        .current_dir(&place.folder)
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(names.map(|name| Test { program: program.to_owned(), name: name.to_owned() }).collect())
}

#[expect(clippy::disallowed_methods, reason = "a developer's tool measures; no rule depends on this clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn end(script: &str, limit: u64) -> End {
        let file = std::env::temp_dir().join(format!("kasane-mutants-{}-{limit}.sh", std::process::id()));
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o700)).unwrap();
        let here = Place { folder: "/".into(), scratch: std::env::temp_dir() };
        let test = Test { program: file.clone(), name: "name".into() };
        let ended = run(&test, &here, ("KASANE_MUTANT", "7"), Duration::from_millis(limit)).unwrap().0;
        std::fs::remove_file(file).unwrap();
        ended
    }

    #[test]
    fn what_passes_what_fails_and_what_does_not_end_are_told_apart() {
        assert_eq!(end("test \"$KASANE_MUTANT-$1\" = 7-name", 20_001), End::Passed);
        assert_eq!(end("test \"$KASANE_MUTANT\" = 8", 20_002), End::Failed);
        assert_eq!(end("while :; do :; done", 100), End::Stopped);
    }
}
