//! Checkpoints outside of the database: one file to which notes are added, never changed. Whoever keeps a copy of it
//! elsewhere can tell whether the log was made anew or went back to an older backup.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use kernel::{Error, Result};

use super::finding::{Report, Wrong};
use super::note::{Checkpoint, PublicKey, Signed};

const NOTES: &str = "checkpoints.txt";
const KEYS: &str = "keys.txt";

/// A folder of checkpoints.
#[derive(Debug, Clone)]
pub struct Outside {
    folder: PathBuf,
}

impl Outside {
    /// The folder, made if need be, with the public key beside the notes.
    ///
    /// # Errors
    /// [`Error::Unwritable`] if it cannot be written.
    pub fn open(folder: &Path, key: &PublicKey) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let outside = Self { folder: folder.to_owned() };
        let line = format!("{key}\n");
        if !read_or_empty(&folder.join(KEYS))?.contains(&line) {
            add(&folder.join(KEYS), &line)?;
        }
        Ok(outside)
    }

    /// A folder that is only read.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Every note that was kept, as text.
    ///
    /// # Errors
    /// [`Error::Unwritable`] if the file is there but cannot be read.
    pub fn notes(&self) -> Result<String> {
        read_or_empty(&self.folder.join(NOTES))
    }

    /// The keys that were ever used here.
    ///
    /// # Errors
    /// As [`Outside::notes`].
    pub fn keys(&self) -> Result<Vec<PublicKey>> {
        Ok(read_or_empty(&self.folder.join(KEYS))?.lines().filter_map(PublicKey::parse).collect())
    }

    /// The last note, without looking at its signature.
    ///
    /// # Errors
    /// As [`Outside::notes`].
    pub fn last(&self) -> Result<Option<Checkpoint>> {
        let notes = self.notes()?;
        let last = split(&notes).into_iter().rev().find_map(|note| Checkpoint::read(&note, &[]));
        Ok(last.map(|(point, _)| point))
    }

    /// Adds a note, and waits until it is on disk.
    ///
    /// # Errors
    /// [`Error::Unwritable`] if it cannot be written.
    pub fn add(&self, note: &str) -> Result<()> {
        add(&self.folder.join(NOTES), &format!("{note}\n"))
    }
}

fn add(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| unwritable(path, &error))
}

fn read_or_empty(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(unwritable(path, &error)),
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Unwritable(format!("{}: {error}", path.display()))
}

/// The notes of a file: each is a text, an empty line, its signatures, an empty line.
fn split(notes: &str) -> Vec<String> {
    let parts: Vec<&str> = notes.split("\n\n").filter(|part| !part.trim().is_empty()).collect();
    parts.chunks(2).map(|pair| pair.join("\n\n").trim_end_matches('\n').to_owned() + "\n").collect()
}

/// The checkpoints of a file in the order of their size. One that says that a backup was restored gives up those
/// ahead of it; whatever else goes back contradicts what was signed before.
pub(super) fn history(notes: &str, keys: &[PublicKey], report: &mut Report) -> Vec<Checkpoint> {
    let mut kept: Vec<Checkpoint> = Vec::new();
    for note in split(notes) {
        let Some((point, signed)) = Checkpoint::read(&note, keys) else {
            report.add(Wrong::Unreadable, 0, 0, None);
            continue;
        };
        // Without keys there is nothing to hold a signature against; roots are compared all the same.
        if signed == Signed::Wrongly || (signed == Signed::ByNobodyKnown && !keys.is_empty()) {
            report.add(Wrong::Signature, point.size, point.size, None);
            continue;
        }
        let last = kept.last().map_or(0, |last| last.size);
        if let Some(reason) = &point.restored {
            kept.retain(|kept| kept.size <= point.size);
            if last > point.size {
                report.notices.push(format!(
                    "{} にバックアップから戻されました。{}〜{last}行目は失われています。理由: {reason}",
                    point.at.iso(),
                    point.size + 1
                ));
            }
        } else if point.size < last {
            report.add(Wrong::Fork, point.size + 1, last, None);
            continue;
        } else if kept.last().is_some_and(|last| last.size == point.size && last.root != point.root) {
            report.add(Wrong::Fork, point.size, point.size, None);
            continue;
        }
        kept.push(point);
    }
    kept
}

#[cfg(test)]
mod tests {
    use kernel::Instant;

    use super::*;
    use crate::audit::Key;

    /// The notices and the sizes that are kept of notes of these sizes, each with why it was restored.
    fn judged(notes: &[(u64, Option<&str>)]) -> (Vec<String>, Vec<u64>) {
        let key = Key::new("kasane/mihon", &[1; 32]);
        let note = |(size, restored): &(u64, Option<&str>)| {
            let restored = restored.map(str::to_owned);
            let at = Instant(1_775_012_400_000_000);
            let point =
                Checkpoint { origin: "kasane/mihon".into(), size: *size, root: [9; 32], at, restored };
            point.sign(&key) + "\n"
        };
        let mut report = Report::default();
        let kept = history(&notes.iter().map(note).collect::<String>(), &[key.public()], &mut report);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        (report.notices, kept.iter().map(|point| point.size).collect())
    }

    #[test]
    fn a_backup_that_lost_nothing_is_told_to_have_lost_nothing() {
        let (notices, kept) = judged(&[(7, None), (12, None), (7, Some("ディスクの故障"))]);
        assert_eq!(kept, [7, 7]);
        assert!(notices.len() == 1 && notices[0].contains("8〜12行目は失われています"), "{notices:?}");
        assert_eq!(judged(&[(7, None), (7, Some("確かめた"))]), (Vec::new(), vec![7, 7]));
    }
}
