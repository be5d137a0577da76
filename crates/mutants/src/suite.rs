//! The tests: how long each takes, and which mutants it comes by.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, End, Place, Test};

/// A test of which is known what it does when nothing is broken.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) test: Test,
    pub(crate) took: Duration,
    /// The mutants it comes by.
    pub(crate) reached: HashSet<usize>,
}

impl Known {
    /// How long it may take with something broken: a loop without end must end.
    pub(crate) fn limit(&self) -> Duration {
        self.took * 4 + Duration::from_secs(20)
    }
}

/// No test takes so long when nothing is broken.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// Runs every test once with nothing broken, each by itself, so many side by side; the quick ones stand first.
///
/// # Errors
/// If a test fails: then nothing can be learnt from failing.
pub(crate) fn learn(programs: &[PathBuf], place: &Place, side_by_side: usize) -> Result<Vec<Known>> {
    let mut tests = Vec::new();
    for program in programs {
        tests.extend(process::names(program, place)?);
    }
    let known = Mutex::new(Vec::new());
    each(tests.len(), side_by_side, |n| {
        let one = look(&tests[n], place, &place.scratch.join(format!("reached-{n}")))?;
        if let Ok(mut known) = known.lock() {
            known.push(one);
        }
        Ok(())
    })?;
    let mut known = known.into_inner().unwrap_or_default();
    known.sort_by(|a, b| (a.took, &a.test.name).cmp(&(b.took, &b.test.name)));
    Ok(known)
}

fn look(test: &Test, place: &Place, notes: &Path) -> Result<Known> {
    let variable = ("KASANE_MUTANTS_REACHED", &*notes.to_string_lossy());
    let (end, took) = process::run(test, place, variable, PATIENCE)?;
    if end != End::Passed {
        bail!("{} fails although nothing is broken", test.name);
    }
    let text = std::fs::read_to_string(notes).unwrap_or_default();
    Ok(Known { test: test.clone(), took, reached: text.lines().filter_map(|n| n.parse().ok()).collect() })
}

/// Writes down how long each test takes, and how many mutants it comes by.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn tell(suite: &[Known], path: &Path) -> Result<()> {
    let line = |known: &Known| {
        format!("{}\t{} ms\t{}\n", known.test.name, known.took.as_millis(), known.reached.len())
    };
    std::fs::write(path, suite.iter().map(line).collect::<String>())
        .context("the tests cannot be written down")
}

/// Does something for each number below `count`, so many side by side.
///
/// # Errors
/// The first that there is; whatever had begun by then ends first.
pub(crate) fn each(
    count: usize,
    side_by_side: usize,
    work: impl Fn(usize) -> Result<()> + Sync,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let hand = || -> Result<()> {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                return Ok(());
            }
            // Nobody begins anything more after an error.
            work(n).inspect_err(|_| next.store(count, Ordering::Relaxed))?;
        }
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..side_by_side.max(1)).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().try_for_each(|hand| match hand.join() {
            Ok(done) => done,
            Err(_) => bail!("a thread that ran tests has stopped"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_done_once_and_an_error_ends_the_work() {
        let done = Mutex::new(Vec::new());
        each(50, 3, |n| {
            done.lock().unwrap().push(n);
            Ok(())
        })
        .unwrap();
        let mut done = done.into_inner().unwrap();
        done.sort_unstable();
        assert_eq!(done, (0..50).collect::<Vec<_>>());
        let begun = AtomicUsize::new(0);
        let failed = each(50, 1, |n| {
            begun.fetch_add(1, Ordering::Relaxed);
            if n == 4 {
                bail!("no")
            }
            Ok(())
        });
        assert!(failed.is_err());
        assert_eq!(begun.into_inner(), 5);
    }
}
