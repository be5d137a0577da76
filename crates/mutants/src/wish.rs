//! What is asked for.

use anyhow::{Context, Result, bail};

/// What is asked for by words on the command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Only what changed since a commit; everything if there is none.
    pub(crate) since: Option<String>,
    /// Only what has a word in its file or its change.
    pub(crate) only: Option<String>,
    /// Those that are explained are tried as well.
    pub(crate) explained: bool,
    /// How many tests run side by side.
    pub(crate) side_by_side: usize,
}

impl Wish {
    /// Reads `[--since COMMIT | --all] [--only WORD] [--explained] [--jobs N]`; what changed since the commit before, unless
    /// said otherwise.
    ///
    /// # Errors
    /// For a word that is not understood.
    pub(crate) fn of(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut wish =
            Self { since: Some("HEAD~1".into()), only: None, explained: false, side_by_side: cores };
        while let Some(word) = words.next() {
            let mut next = |what: &str| words.next().with_context(|| format!("{word} needs {what}"));
            match word.as_str() {
                "--all" => wish.since = None,
                "--since" => wish.since = Some(next("a commit")?),
                "--explained" => wish.explained = true,
                "--only" => wish.only = Some(next("a word")?),
                "--jobs" => wish.side_by_side = next("a number")?.parse().context("--jobs needs a number")?,
                other => bail!(
                    "mutants takes --all, --since COMMIT, --only WORD, --explained and --jobs N, not {other}"
                ),
            }
        }
        Ok(wish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(words: &str) -> Result<Wish> {
        Wish::of(words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned))
    }

    #[test]
    fn what_changed_last_is_looked_at_unless_said_otherwise() {
        assert_eq!(wish("").unwrap().since.as_deref(), Some("HEAD~1"));
        assert_eq!(wish("--since abc --jobs 3").unwrap().since.as_deref(), Some("abc"));
        assert_eq!(wish("--jobs 3").unwrap().side_by_side, 3);
        let all = wish("--all --only seal").unwrap();
        assert_eq!((all.since, all.only.as_deref(), all.explained), (None, Some("seal"), false));
        assert!(wish("--explained").unwrap().explained);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["--since", "--jobs many", "audit"] {
            assert!(wish(words).is_err(), "{words}");
        }
    }
}
