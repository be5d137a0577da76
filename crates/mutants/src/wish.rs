//! What is asked for.

use anyhow::{Context, Result, bail};

use crate::list::Mutant;

/// What is asked for by words on the command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Everything, and not only what changed since it was proven.
    pub(crate) all: bool,
    /// Only what has a word in its file or its change.
    pub(crate) only: Option<String>,
    /// Those that are explained are tried as well.
    pub(crate) explained: bool,
    /// What turns out to be proven is not written down.
    pub(crate) check: bool,
    /// How many tests run side by side.
    pub(crate) side_by_side: usize,
}

impl Wish {
    /// Reads `[--all] [--only WORD] [--explained] [--check] [--jobs N]`.
    ///
    /// # Errors
    /// For a word that is not understood.
    pub(crate) fn of(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut wish = Self { all: false, only: None, explained: false, check: false, side_by_side: cores };
        while let Some(word) = words.next() {
            let mut next = |what: &str| words.next().with_context(|| format!("{word} needs {what}"));
            match word.as_str() {
                "--all" => wish.all = true,
                "--explained" => wish.explained = true,
                "--check" => wish.check = true,
                "--only" => wish.only = Some(next("a word")?),
                "--jobs" => wish.side_by_side = next("a number")?.parse().context("--jobs needs a number")?,
                other => {
                    bail!("mutants takes --all, --only WORD, --explained, --check and --jobs N, not {other}")
                }
            }
        }
        Ok(wish)
    }

    /// Whether a mutant is among what is asked for, if these files changed since they were proven.
    pub(crate) fn is_for(&self, mutant: &Mutant, changed: &[&str]) -> bool {
        let touched = self.all || changed.contains(&mutant.file.as_str());
        touched && self.only.as_ref().is_none_or(|word| mutant.to_string().contains(word.as_str()))
    }

    /// Whether all that is well with what is asked for is proven then.
    pub(crate) fn proves(&self) -> bool {
        self.only.is_none() && !self.check
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Genre;

    fn wish(words: &str) -> Result<Wish> {
        Wish::of(words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned))
    }

    fn mutant(file: &str) -> Mutant {
        Mutant { file: file.into(), ..Mutant::at("a == b", Genre::BinaryOperator, "==", "!=") }
    }

    #[test]
    fn what_changed_is_looked_at_unless_said_otherwise() {
        let (a, b) = (mutant("a.rs"), mutant("b.rs"));
        let of = |words: &str| [&a, &b].map(|one| wish(words).unwrap().is_for(one, &["b.rs"]));
        assert_eq!(of("--jobs 3"), [false, true]);
        assert_eq!(of("--all --explained"), [true, true]);
        assert_eq!(of("--all --only a.rs"), [true, false]);
        assert_eq!(wish("--jobs 3").unwrap().side_by_side, 3);
    }

    #[test]
    fn a_part_proves_nothing_and_a_check_writes_nothing() {
        assert!(wish("").unwrap().proves() && wish("--all --explained").unwrap().proves());
        assert!(!wish("--all --only seal").unwrap().proves() && !wish("--check").unwrap().proves());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["--only", "--jobs many", "audit"] {
            assert!(wish(words).is_err(), "{words}");
        }
    }
}
