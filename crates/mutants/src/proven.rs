//! Which files were proven, in which words: `proven.tsv`. What changed since then is what a test run has to try.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The table, from the root of the tree.
const TABLE: &str = "crates/mutants/proven.tsv";
const HEAD: &str = "# Files of which no mutant survives without an explanation, and the name that git has for the words they had then.
# Written by `cargo xtask mutants`; by hand it would prove nothing.
";

/// Files and the names of their words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(BTreeMap<String, String>);

impl Words {
    /// Of the files below some folders as they lie in the tree at `root`.
    ///
    /// # Errors
    /// If git does not tell.
    pub(crate) fn now(root: &Path, folders: &[&str]) -> Result<Self> {
        let known = ["ls-files", "--cached", "--others", "--exclude-standard", "--"];
        let told = git(root, known.iter().chain(folders))?;
        let files: Vec<&str> = told.lines().filter(|file| root.join(file).is_file()).collect();
        let names = git(root, ["hash-object", "--no-filters", "--"].iter().chain(&files))?;
        Ok(Self(files.into_iter().zip(names.lines()).map(|(f, n)| (f.to_owned(), n.to_owned())).collect()))
    }

    /// Of the files as they were proven.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub(crate) fn proven(root: &Path) -> Result<Self> {
        read(&std::fs::read_to_string(root.join(TABLE)).context(TABLE)?)
    }

    /// The files that say something else than in `proven`, or are new.
    pub(crate) fn unlike(&self, proven: &Self) -> Vec<&str> {
        let differs = |(file, name): &(&String, &String)| proven.0.get(*file) != Some(name);
        self.0.iter().filter(differs).map(|(file, _)| file.as_str()).collect()
    }

    /// Writes the table.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write(&self, root: &Path) -> Result<()> {
        let lines = self.0.iter().map(|(file, name)| format!("{file}\t{name}\n"));
        std::fs::write(root.join(TABLE), format!("{HEAD}{}", lines.collect::<String>())).context(TABLE)
    }
}

fn read(table: &str) -> Result<Words> {
    let lines = table.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    let word = |(number, line): (usize, &str)| match line.split_once('\t') {
        Some((file, name)) => Ok((file.to_owned(), name.to_owned())),
        None => bail!("{TABLE}, line {}: a file and the name of its words, by a tab", number + 1),
    };
    lines.map(word).collect::<Result<_>>().map(Words)
}

fn git<'a>(root: &Path, words: impl Iterator<Item = &'a &'a str>) -> Result<String> {
    let told = Command::new("git").current_dir(root).args(words).output().context("git cannot be started")?;
    if !told.status.success() {
        bail!("git does not tell which files there are: {}", String::from_utf8_lossy(&told.stderr));
    }
    String::from_utf8(told.stdout).context("the name of a file is no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(of: &[(&str, &str)]) -> Words {
        Words(of.iter().map(|(file, name)| ((*file).to_owned(), (*name).to_owned())).collect())
    }

    #[test]
    fn what_says_something_else_and_what_is_new_has_to_be_tried() {
        let now = words(&[("a.rs", "1"), ("b.rs", "2"), ("c.rs", "3")]);
        assert_eq!(now.unlike(&words(&[("a.rs", "1"), ("b.rs", "0"), ("gone.rs", "9")])), ["b.rs", "c.rs"]);
        assert!(now.unlike(&now).is_empty());
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let root = std::env::temp_dir().join(format!("kasane-proven-{}", std::process::id()));
        std::fs::create_dir_all(root.join("crates/mutants")).unwrap();
        let some = words(&[("a.rs", "1"), ("b.rs", "2")]);
        some.write(&root).unwrap();
        assert_eq!(Words::proven(&root).unwrap(), some);
        std::fs::remove_dir_all(root).unwrap();
        assert!(read("a.rs 1\n").is_err());
    }

    #[test]
    fn git_knows_the_words_of_this_crate() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let now = Words::now(root, &["crates/mutants/src"]).unwrap();
        assert_eq!(now.0["crates/mutants/src/proven.rs"].len(), 40);
    }
}
