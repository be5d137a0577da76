//! A copy of the work tree outside of it, in which code is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The crate whose modules are broken.
pub(crate) const CRATE: &str = "crates/domain";

/// What the crate of the copy begins with: what is woven is not pretty.
const LENIENT: &str = "#![allow(warnings, arithmetic_overflow, unconditional_panic, overflowing_literals, unused_comparisons)]\n";

/// A copy, and where it is kept.
#[derive(Debug)]
pub(crate) struct Tree {
    original: PathBuf,
    home: PathBuf,
}

impl Tree {
    /// Copies what git knows or would take in. The copy stays where it is, so that the next run builds only what differs.
    ///
    /// # Errors
    /// If the tree cannot be read or the copy not be written.
    pub(crate) fn copy(original: &Path) -> Result<Self> {
        let name = original.to_string_lossy().replace(['/', '\\', ':'], "-");
        let home = std::env::temp_dir().join("kasane-mutants").join(name.trim_matches('-'));
        let tree = Self { original: original.to_owned(), home };
        let files = tree.files()?;
        tree.forget(&files)?;
        for file in &files {
            let bytes = fs::read(original.join(file)).with_context(|| file.clone())?;
            tree.put(file, &if file == "Cargo.toml" { renamed(bytes) } else { bytes })?;
        }
        Ok(tree)
    }

    /// The root of the copy.
    pub(crate) fn root(&self) -> PathBuf {
        self.home.join("tree")
    }

    /// A folder for whatever tests leave behind.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn scratch(&self) -> Result<PathBuf> {
        let folder = self.home.join("scratch");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("what tests left behind cannot be removed")?;
        }
        fs::create_dir_all(&folder).context("no folder for tests")?;
        Ok(folder)
    }

    /// A file beside the copy.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// The text of an original file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn source(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.original.join(file)).with_context(|| file.to_owned())
    }

    /// Lays the switch into the crate, for so many mutants.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn switch(&self, mutants: usize) -> Result<()> {
        let count = "const COUNT: usize = ";
        let switch =
            include_str!("../switch.rs").replace(&format!("{count}0;"), &format!("{count}{mutants};"));
        self.put(&format!("{CRATE}/src/mutant_switch.rs"), switch.as_bytes())?;
        let root = format!("{CRATE}/src/lib.rs");
        let text = format!("{LENIENT}{}\nmod mutant_switch;\n", self.source(&root)?);
        self.put(&root, text.as_bytes())
    }

    /// Writes a file of the copy, unless it says the same already: what is not touched is not built.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn put(&self, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root().join(file);
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| file.to_owned())?;
        }
        fs::write(&path, bytes).with_context(|| file.to_owned())
    }

    fn files(&self) -> Result<BTreeSet<String>> {
        let mut git = Command::new("git");
        git.current_dir(&self.original).args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let told = git.output().context("git cannot be started")?;
        if !told.status.success() {
            bail!("git does not tell which files there are");
        }
        let names = String::from_utf8(told.stdout).context("the name of a file is no text")?;
        let files = names.split('\0').filter(|name| !name.is_empty() && self.original.join(name).is_file());
        Ok(files.map(str::to_owned).collect())
    }

    /// Removes what the copy has from before and the tree has no more.
    fn forget(&self, files: &BTreeSet<String>) -> Result<()> {
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry?.path();
                let name = path.strip_prefix(self.root()).unwrap_or(&path).to_string_lossy().into_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if !files.contains(&name) && !name.ends_with("mutant_switch.rs") {
                    fs::remove_file(&path).with_context(|| name)?;
                }
            }
        }
        Ok(())
    }
}

/// The crates of the copy have a version of their own: cargo names what it builds by it, so that the copy shares what others
/// wrote with the work tree, in one build folder, and nothing of ours.
fn renamed(manifest: Vec<u8>) -> Vec<u8> {
    let begin = "version = \"";
    String::from_utf8_lossy(&manifest).replacen(begin, &format!("{begin}0.0.0-mutants+"), 1).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_of_our_own_crates_is_another_one() {
        let manifest =
            "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nx = { version = \"1\" }\n";
        let copy = manifest.replace("0.1.0", "0.0.0-mutants+0.1.0");
        assert_eq!(renamed(manifest.into()), copy.into_bytes());
    }
}
