//! Each mutant against the tests that come by it, until one of them notices.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use anyhow::Result;

use crate::list::Mutant;
use crate::process::{self, End, Place};
use crate::suite::{self, Known};

/// What the tests say to a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A test failed, or did not end; its name.
    Caught(String),
    /// No compiler takes it.
    NoCode,
    /// Of so many tests that come by it, none noticed.
    Survived(usize),
    /// It is explained, and nobody tried.
    Believed,
}

/// The tests, and which of them noticed something so far.
#[derive(Debug)]
pub(crate) struct Hunt<'a> {
    suite: &'a [Known],
    place: &'a Place,
    /// By file: how many mutants a test has caught there. Whoever caught one catches the next.
    catches: Mutex<HashMap<(String, String), usize>>,
}

impl<'a> Hunt<'a> {
    /// A hunt with these tests, the quick ones first.
    pub(crate) fn new(suite: &'a [Known], place: &'a Place) -> Self {
        Self { suite, place, catches: Mutex::default() }
    }

    /// A mutant that is woven, by its number.
    ///
    /// # Errors
    /// If a test cannot be started.
    pub(crate) fn woven(&self, number: usize, mutant: &Mutant) -> Result<Outcome> {
        let near = self.suite.iter().filter(|known| known.reached.contains(&number));
        self.run(near.collect(), &mutant.file, &number.to_string(), 1)
    }

    /// A mutant that was built by itself, in the place of the woven programs. Nobody knows who comes by it, so all tests are
    /// asked, so many side by side.
    ///
    /// # Errors
    /// If a test cannot be started.
    pub(crate) fn alone(&self, mutant: &Mutant, side_by_side: usize) -> Result<Outcome> {
        self.run(self.suite.iter().collect(), &mutant.file, "", side_by_side)
    }

    fn run(&self, mut tests: Vec<&Known>, file: &str, number: &str, side_by_side: usize) -> Result<Outcome> {
        // The quick ones first, but before them those of the module, and before these whoever was successful in this file.
        let near = |known: &Known| known.test.name.split("::").next().is_some_and(|word| file.contains(word));
        tests.sort_by_key(|known| Reverse((self.catches(file, &known.test.name), near(known))));
        let noticed: OnceLock<String> = OnceLock::new();
        suite::each(tests.len(), side_by_side, |n| {
            if noticed.get().is_some() {
                return Ok(());
            }
            let known = tests[n];
            let (end, _) = process::run(&known.test, self.place, ("KASANE_MUTANT", number), known.limit())?;
            let how = match end {
                End::Passed => return Ok(()),
                End::Failed => "",
                End::Stopped => " (did not end)",
            };
            self.caught(file, &known.test.name);
            let _ = noticed.set(format!("{}{how}", known.test.name));
            Ok(())
        })?;
        Ok(noticed.into_inner().map_or(Outcome::Survived(tests.len()), Outcome::Caught))
    }

    fn catches(&self, file: &str, test: &str) -> usize {
        let key = (file.to_owned(), test.to_owned());
        self.catches.lock().ok().and_then(|catches| catches.get(&key).copied()).unwrap_or_default()
    }

    fn caught(&self, file: &str, test: &str) {
        if let Ok(mut catches) = self.catches.lock() {
            *catches.entry((file.to_owned(), test.to_owned())).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::list::Genre;
    use crate::process::Test;

    fn known(program: &str, reached: &[usize]) -> Known {
        let test = Test { program: PathBuf::from(program), name: program.into() };
        Known { test, took: Duration::from_millis(1), reached: reached.iter().copied().collect() }
    }

    #[test]
    fn only_those_that_come_by_are_asked_and_whoever_caught_one_is_asked_first() {
        let suite = [known("true", &[1, 2]), known("false", &[2])];
        let place = Place { folder: "/".into(), scratch: std::env::temp_dir() };
        let hunt = Hunt::new(&suite, &place);
        let mutant = Mutant {
            file: "a.rs".into(),
            line: 1,
            change: String::new(),
            place: String::new(),
            genre: Genre::FnValue,
            range: 0..0,
            replacement: String::new(),
        };
        assert_eq!(hunt.woven(0, &mutant).unwrap(), Outcome::Survived(0));
        assert_eq!(hunt.woven(1, &mutant).unwrap(), Outcome::Survived(1));
        assert_eq!(hunt.woven(2, &mutant).unwrap(), Outcome::Caught("false".into()));
        assert_eq!((hunt.catches("a.rs", "false"), hunt.catches("b.rs", "false")), (1, 0));
        assert_eq!(hunt.alone(&mutant, 2).unwrap(), Outcome::Caught("false".into()));
    }
}
