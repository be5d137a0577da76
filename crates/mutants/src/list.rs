//! Which mutants there are. `cargo-mutants` says; only the breaking is done elsewhere.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::compile;

/// What is broken: the modules on which lawful sharing rests. The conditions of the rules are text that no such tool reads;
/// `rule_mutants.rs` breaks those, in every test run.
pub(crate) const FOLDERS: [&str; 3] =
    ["crates/domain/src/access", "crates/domain/src/consents", "crates/domain/src/audit"];

/// What is replaced by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub(crate) enum Genre {
    /// The body of a function, by a value.
    FnValue,
    /// An operator, by another one.
    BinaryOperator,
    /// A sign or a negation, by nothing.
    UnaryOperator,
    /// An arm of a match, by nothing.
    MatchArm,
    /// The guard of an arm, by true or false.
    MatchArmGuard,
    /// A field of a struct that has a rest, by nothing.
    StructField,
}

/// One way to break the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mutant {
    /// The file, from the root of the tree.
    pub(crate) file: String,
    /// Its line.
    pub(crate) line: usize,
    /// What is done, in words that hold no line.
    pub(crate) change: String,
    /// The line with the place marked: what tells apart two that have the same words.
    pub(crate) place: String,
    /// What kind of change it is.
    pub(crate) genre: Genre,
    /// The bytes that are replaced.
    pub(crate) range: Range<usize>,
    /// By what.
    pub(crate) replacement: String,
}

impl Mutant {
    /// A part of the file from `whole.start` to `whole.end`, broken.
    pub(crate) fn broken(&self, source: &str, whole: Range<usize>) -> String {
        let (before, after) = (&source[whole.start..self.range.start], &source[self.range.end..whole.end]);
        format!("{before}{}{after}", self.replacement)
    }
}

impl std::fmt::Display for Mutant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.change)
    }
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    file: String,
    span: Span,
    replacement: String,
    genre: Genre,
}

#[derive(Deserialize)]
struct Span {
    start: Position,
    end: Position,
}

/// Lines and columns of letters, both from one.
#[derive(Deserialize)]
struct Position {
    line: usize,
    column: usize,
}

/// Every mutant there is in the tree.
///
/// # Errors
/// If `cargo-mutants` cannot be had, or its list not be read.
pub(crate) fn list(root: &Path) -> Result<Vec<Mutant>> {
    install(root)?;
    let mut list = compile::cargo(root);
    list.args(["mutants", "--list", "--json", "--package", "domain"]);
    FOLDERS.iter().for_each(|folder| {
        list.args(["--file", &format!("{folder}/**/*.rs")]);
    });
    let told = list.stderr(Stdio::inherit()).output().context("cargo cannot be started")?;
    if !told.status.success() {
        bail!("cargo mutants --list failed");
    }
    let listed: Vec<Listed> =
        serde_json::from_slice(&told.stdout).context("the list of cargo-mutants is not understood")?;
    let mut sources = HashMap::new();
    listed.into_iter().map(|one| read(one, root, &mut sources)).collect()
}

/// Installs `cargo-mutants` unless it is there.
fn install(root: &Path) -> Result<()> {
    let mut ask = compile::cargo(root);
    ask.args(["mutants", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if ask.status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    println!("Installing cargo-mutants, once; this takes some minutes.");
    let done = compile::cargo(root).args(["install", "--locked", "cargo-mutants"]).status()?;
    if done.success() { Ok(()) } else { bail!("cargo-mutants cannot be installed") }
}

fn read(one: Listed, root: &Path, sources: &mut HashMap<String, String>) -> Result<Mutant> {
    if !sources.contains_key(&one.file) {
        let text = std::fs::read_to_string(root.join(&one.file)).with_context(|| one.file.clone())?;
        sources.insert(one.file.clone(), text);
    }
    let source = &sources[&one.file];
    mutant(one, source)
}

fn mutant(one: Listed, source: &str) -> Result<Mutant> {
    let nowhere = || format!("the place of {:?} is not in its file", one.name);
    let start = offset(source, &one.span.start).with_context(nowhere)?;
    let end = offset(source, &one.span.end).with_context(nowhere)?;
    let change = one.name.splitn(4, ':').nth(3).unwrap_or(&one.name).trim().to_owned();
    Ok(Mutant {
        file: one.file,
        line: one.span.start.line,
        change,
        place: marked(source, start..end),
        genre: one.genre,
        range: start..end,
        replacement: one.replacement,
    })
}

fn offset(source: &str, at: &Position) -> Option<usize> {
    let line: usize = source.split_inclusive('\n').take(at.line.checked_sub(1)?).map(str::len).sum();
    let rest = source.get(line..)?;
    let column = at.column.checked_sub(1)?;
    rest.char_indices().map(|(byte, _)| line + byte).chain([source.len()]).nth(column)
}

/// The line in which a range begins, with the range marked as far as it stands in this line.
fn marked(source: &str, range: Range<usize>) -> String {
    let from = source[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let to = source[range.start..].find('\n').map_or(source.len(), |at| range.start + at);
    let end = range.end.min(to);
    format!("{}⟦{}⟧{}", &source[from..range.start], &source[range.start..end], &source[end..to])
        .trim()
        .to_owned()
}

#[cfg(test)]
impl Mutant {
    /// The first place of a source that says `text`.
    pub(crate) fn at(source: &str, genre: Genre, text: &str, replacement: &str) -> Self {
        let at = source.find(text).unwrap();
        Self {
            file: String::new(),
            line: 1,
            change: String::new(),
            place: String::new(),
            genre,
            range: at..at + text.len(),
            replacement: replacement.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_behind_letters_of_several_bytes() {
        let source = "// 見本\nfn f() { \"見本\" == x }\n";
        let listed = r#"{"name": "a/b.rs:2:15: replace == with != in f", "package": "p", "file": "a/b.rs",
            "function": null, "span": {"start": {"line": 2, "column": 15}, "end": {"line": 2, "column": 17}},
            "replacement": "!=", "genre": "BinaryOperator"}"#;
        let found = mutant(serde_json::from_str(listed).unwrap(), source).unwrap();
        assert_eq!(&source[found.range.clone()], "==");
        assert_eq!(found.change, "replace == with != in f");
        assert_eq!(found.place, "fn f() { \"見本\" ⟦==⟧ x }");
        assert_eq!(found.to_string(), "a/b.rs:2: replace == with != in f");
        assert_eq!(found.broken(source, 27..32), " != x");
    }

    #[test]
    fn a_place_that_goes_on_is_marked_to_the_end_of_its_line() {
        assert_eq!(marked("fn f() {\n    a();\n    b()\n}", 13..25), "⟦a();⟧");
        assert_eq!(offset("a", &Position { line: 1, column: 2 }), Some(1));
        assert_eq!(offset("a", &Position { line: 1, column: 3 }), None);
        assert_eq!(offset("a", &Position { line: 0, column: 1 }), None);
    }
}
