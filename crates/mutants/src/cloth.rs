//! The copy with everything woven in that the compiler takes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::compile::{self, Built, Complaint};
use crate::find::{self, Wrap};
use crate::list::Mutant;
use crate::tree::Tree;
use crate::weave::{Fault, Woven, weave};

/// What became of a mutant before any test was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is in the cloth and can be switched on.
    Woven,
    /// It is code only where it stands alone: a constant, an answer of a type without a name.
    Alone,
    /// No compiler takes it.
    NoCode,
}

/// Rounds after which something else must be wrong. The compiler does not tell everything at once.
const ROUNDS: usize = 20;

/// The copy while mutants are woven into it.
#[derive(Debug)]
pub(crate) struct Cloth<'a> {
    tree: &'a Tree,
    target: &'a Path,
    mutants: &'a [Mutant],
    files: BTreeMap<&'a str, File>,
    states: Vec<State>,
}

#[derive(Debug)]
struct File {
    source: String,
    wraps: Vec<Wrap>,
}

impl<'a> Cloth<'a> {
    /// Finds the places of all mutants.
    ///
    /// # Errors
    /// If a file cannot be read or parsed.
    pub(crate) fn new(tree: &'a Tree, target: &'a Path, mutants: &'a [Mutant]) -> Result<Self> {
        let (mut files, mut states) = (BTreeMap::new(), vec![State::Alone; mutants.len()]);
        for file in mutants.iter().map(|mutant| mutant.file.as_str()) {
            if files.contains_key(file) {
                continue;
            }
            let source = tree.source(file)?;
            let of_file = mutants.iter().enumerate().filter(|(_, mutant)| mutant.file == file);
            let found = find::places(&source, of_file)?;
            found.wraps.iter().flat_map(|wrap| &wrap.mutants).for_each(|n| states[*n] = State::Woven);
            found.impossible.iter().for_each(|n| states[*n] = State::NoCode);
            files.insert(file, File { source, wraps: found.wraps });
        }
        tree.switch(mutants.len())?;
        Ok(Self { tree, target, mutants, files, states })
    }

    /// What became of each mutant.
    pub(crate) fn states(&self) -> &[State] {
        &self.states
    }

    /// Builds, taking out what the compiler does not take, until it takes everything. Answers the programs of the tests.
    ///
    /// # Errors
    /// If the copy cannot be built although no mutant is to blame.
    pub(crate) fn build(&mut self) -> Result<Vec<PathBuf>> {
        for _ in 0..ROUNDS {
            let woven = self.lay()?;
            match compile::tests(&self.tree.root(), self.target)? {
                Built::Programs(programs) => return Ok(programs),
                Built::Refused(complaints) => take_out(&complaints, &woven, &mut self.states)?,
            }
        }
        bail!("the compiler still finds something after {ROUNDS} rounds")
    }

    /// Builds the same programs with one mutant in its file, as `cargo-mutants` would have it; of that file nothing else is
    /// woven. Answers whether the compiler takes it.
    ///
    /// # Errors
    /// If the copy cannot be built for another reason.
    pub(crate) fn build_alone(&self, number: usize) -> Result<bool> {
        self.lay()?;
        let mutant = &self.mutants[number];
        let source = &self.files[mutant.file.as_str()].source;
        self.tree.put(&mutant.file, mutant.broken(source, 0..source.len()).as_bytes())?;
        Ok(matches!(compile::tests(&self.tree.root(), self.target)?, Built::Programs(_)))
    }

    /// Writes the files with all that is still woven.
    fn lay(&self) -> Result<BTreeMap<&'a str, Woven>> {
        let mut all = BTreeMap::new();
        for (name, file) in &self.files {
            let kept = |mutant: &usize| self.states[*mutant] == State::Woven;
            let wraps = file.wraps.iter().map(|wrap| Wrap {
                mutants: wrap.mutants.iter().copied().filter(kept).collect(),
                ..wrap.clone()
            });
            let wraps: Vec<Wrap> = wraps.filter(|wrap| !wrap.mutants.is_empty()).collect();
            let woven = weave(&file.source, &wraps, self.mutants);
            self.tree.put(name, woven.text.as_bytes())?;
            all.insert(*name, woven);
        }
        Ok(all)
    }
}

/// Takes out those to whom the complaints point.
fn take_out(complaints: &[Complaint], woven: &BTreeMap<&str, Woven>, states: &mut [State]) -> Result<()> {
    let mut taken = false;
    for complaint in complaints {
        let fault = complaint
            .at
            .iter()
            .find_map(|(file, byte)| woven.get(file.as_str()).and_then(|woven| woven.fault(*byte)));
        let (mutants, state) = match fault {
            Some(Fault::NoCode(mutant)) => (std::slice::from_ref(mutant), State::NoCode),
            Some(Fault::NotHere(mutants)) => (mutants.as_slice(), State::Alone),
            None => continue,
        };
        mutants.iter().for_each(|mutant| states[*mutant] = state);
        taken = true;
    }
    if taken {
        return Ok(());
    }
    let words: Vec<&str> = complaints.iter().map(|complaint| complaint.text.as_str()).collect();
    bail!("the copy cannot be built, and no mutant is to blame:\n{}", words.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Genre;

    fn mutant(source: &str, text: &str) -> Mutant {
        let at = source.find(text).unwrap();
        Mutant {
            file: "a.rs".into(),
            line: 1,
            change: String::new(),
            place: String::new(),
            genre: Genre::BinaryOperator,
            range: at..at + text.len(),
            replacement: "-".into(),
        }
    }

    #[test]
    fn whom_the_compiler_blames_is_taken_out_and_nobody_else() {
        let source = "fn f() { (a + b) * c; }";
        let mutants = [mutant(source, "+"), mutant(source, "*")];
        let found = find::places(source, mutants.iter().enumerate()).unwrap();
        let woven = weave(source, &found.wraps, &mutants);
        let blamed = |words: &str| {
            let at = vec![("a.rs".to_owned(), woven.text.find(words).unwrap())];
            vec![Complaint { text: "no".into(), at }]
        };
        let mut states = [State::Woven; 2];
        let cloth = BTreeMap::from([("a.rs", weave(source, &found.wraps, &mutants))]);
        take_out(&blamed("- c"), &cloth, &mut states).unwrap();
        assert_eq!(states, [State::Woven, State::NoCode]);
        take_out(&blamed("a + b }"), &cloth, &mut states).unwrap();
        assert_eq!(states, [State::Alone, State::NoCode]);
        assert!(take_out(&blamed("fn"), &cloth, &mut states).is_err());
    }
}
