//! What became of the mutants, and the one line that sums it up.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::explained::Explained;
use crate::hunt::Outcome;
use crate::list::Mutant;
use crate::process::now;

/// What became of the mutants so far.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    began: Instant,
    /// Where each one is written down as soon as it is known.
    table: PathBuf,
    explained: Vec<Explained<'a>>,
    outcomes: Vec<(Mutant, Outcome)>,
    /// What is wrong besides the survivors.
    wrong: Vec<String>,
}

/// After so many mutants the run says how far it has come.
const STRETCH: usize = 100;

impl<'a> Report<'a> {
    /// A report of nothing yet, written down at `table` as well. An explanation of what is not among `all` is wrong.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub(crate) fn new(table: &Path, explained: Vec<Explained<'a>>, all: &[Mutant]) -> Result<Self> {
        File::create(table).context("the outcomes cannot be written down")?;
        let stale = explained.iter().filter(|one| !all.iter().any(|mutant| one.is_of(mutant)));
        let wrong = stale.map(|one| format!("explained, but there is no such mutant: {one}")).collect();
        Ok(Self { began: now(), table: table.to_owned(), explained, outcomes: Vec::new(), wrong })
    }

    /// Says what goes on, and when.
    pub(crate) fn says(&self, what: &str) {
        println!("{:>5} s  {what}", self.began.elapsed().as_secs());
    }

    /// Why nobody can tell a mutant apart, if somebody wrote that down.
    pub(crate) fn reason(&self, mutant: &Mutant) -> Option<&str> {
        self.explained.iter().find(|one| one.is_of(mutant)).map(|one| one.reason)
    }

    /// Takes in what became of a mutant, and tells it at once if it survived.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub(crate) fn add(&mut self, mutant: &Mutant, outcome: Outcome) -> Result<()> {
        match (&outcome, self.reason(mutant)) {
            (Outcome::Survived(tests), None) => {
                println!("SURVIVED {mutant}\n         {} ({tests} tests come by)", mutant.place);
            }
            (Outcome::Caught(test), Some(_)) => {
                self.wrong.push(format!("explained, but {test} notices it: {mutant}"));
            }
            _ => {}
        }
        let (word, more) = match &outcome {
            Outcome::Caught(test) => ("caught", test.clone()),
            Outcome::NoCode => ("no code", String::new()),
            Outcome::Survived(tests) => ("survived", format!("{tests} tests")),
            Outcome::Believed => ("explained", String::new()),
        };
        let Mutant { file, line, change, place, .. } = mutant;
        let mut table = File::options().append(true).open(&self.table)?;
        writeln!(table, "{file}\t{line}\t{change}\t{place}\t{word}\t{more}")?;
        self.outcomes.push((mutant.clone(), outcome));
        if self.outcomes.len().is_multiple_of(STRETCH) {
            self.says(&format!("{} mutants are done.", self.outcomes.len()));
        }
        Ok(())
    }

    /// Says the closing line. Answers whether all is well.
    pub(crate) fn close(&self) -> bool {
        self.wrong.iter().for_each(|wrong| println!("WRONG    {wrong}"));
        self.says(&format!("Each one stands in {}.", self.table.display()));
        println!("{}", self.sum());
        self.wrong.is_empty() && self.survivors(false) == 0
    }

    fn sum(&self) -> String {
        let count =
            |is: fn(&Outcome) -> bool| self.outcomes.iter().filter(|(_, outcome)| is(outcome)).count();
        let (caught, no_code) = (
            count(|outcome| matches!(outcome, Outcome::Caught(_))),
            count(|outcome| matches!(outcome, Outcome::NoCode)),
        );
        format!(
            "{} mutants: {caught} caught, {} explained, {} survived; {no_code} more that no compiler takes",
            self.outcomes.len() - no_code,
            self.survivors(true),
            self.survivors(false)
        )
    }

    /// How many survived, with an explanation or without one.
    fn survivors(&self, with_reason: bool) -> usize {
        let survived = |outcome: &Outcome| matches!(outcome, Outcome::Survived(_) | Outcome::Believed);
        let of = |(mutant, outcome): &&(Mutant, Outcome)| {
            survived(outcome) && self.reason(mutant).is_some() == with_reason
        };
        self.outcomes.iter().filter(of).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explained;
    use crate::list::Genre;

    fn mutant(change: &str) -> Mutant {
        Mutant {
            file: "a.rs".into(),
            line: 1,
            change: change.into(),
            place: "x".into(),
            genre: Genre::FnValue,
            range: 0..0,
            replacement: String::new(),
        }
    }

    fn report(name: &str, table: &str, outcomes: &[(&str, Outcome)]) -> (String, usize, bool) {
        let all = ["one", "two", "three", "four"].map(mutant);
        let file = std::env::temp_dir().join(format!("kasane-mutants-{name}-{}.tsv", std::process::id()));
        let mut report = Report::new(&file, explained::read(table).unwrap(), &all).unwrap();
        outcomes.iter().for_each(|(change, outcome)| report.add(&mutant(change), outcome.clone()).unwrap());
        assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), outcomes.len());
        std::fs::remove_file(file).unwrap();
        (report.sum(), report.wrong.len(), report.close())
    }

    #[test]
    fn all_is_well_if_whoever_survives_is_explained() {
        let outcomes = [
            ("one", Outcome::Caught("test".into())),
            ("two", Outcome::Survived(3)),
            ("three", Outcome::NoCode),
        ];
        let sum = "2 mutants: 1 caught, 1 explained, 0 survived; 1 more that no compiler takes";
        assert_eq!(report("well", "a.rs\ttwo\tx\twhy\n", &outcomes), (sum.into(), 0, true));
        let sum = "2 mutants: 1 caught, 0 explained, 1 survived; 1 more that no compiler takes";
        assert_eq!(report("well", "", &outcomes), (sum.into(), 0, false));
        let sum = "1 mutants: 0 caught, 1 explained, 0 survived; 0 more that no compiler takes";
        let believed = report("well", "a.rs\ttwo\tx\twhy\n", &[("two", Outcome::Believed)]);
        assert_eq!(believed, (sum.into(), 0, true));
    }

    #[test]
    fn an_explanation_without_its_mutant_is_wrong() {
        let (five, four) = ("a.rs\tfive\tx\twhy\n", "a.rs\tfour\tx\twhy\n");
        assert_eq!((report("gone", five, &[]).1, report("gone", four, &[]).1), (1, 0));
        let caught = [("four", Outcome::Caught("test".into()))];
        assert_eq!(report("gone", four, &caught).1, 1);
        assert!(!report("gone", four, &caught).2);
    }
}
