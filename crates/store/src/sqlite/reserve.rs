use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes held back: some ten thousand lines of the log.
const SIZE: usize = 8 * 1024 * 1024;
static BLOCK: [u8; 64 * 1024] = [0; 64 * 1024];

/// Space kept beside the database for the day on which the disk is full. Writing stops then, but reading goes on,
/// and what is read must still be written down: giving this file up makes room for the log.
pub(super) struct Reserve {
    path: PathBuf,
    kept: bool,
}

impl Reserve {
    /// Keeps space beside `database`, if there is any.
    pub(super) fn beside(database: &Path) -> Self {
        let mut name = database.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push(".reserve");
        let mut reserve = Self { path: database.with_file_name(name), kept: false };
        reserve.keep();
        reserve
    }

    /// Whether the space is there; tries to get it back if it was given up.
    pub(super) fn keep(&mut self) -> bool {
        if !self.kept {
            self.kept = self.fill().is_ok();
            if !self.kept {
                // Half a reserve would only take what others need.
                let _ = fs::remove_file(&self.path);
            }
        }
        self.kept
    }

    /// Gives the space up; `false` if there was none.
    pub(super) fn release(&mut self) -> bool {
        std::mem::take(&mut self.kept) && fs::remove_file(&self.path).is_ok()
    }

    fn fill(&self) -> std::io::Result<()> {
        if fs::metadata(&self.path).is_ok_and(|m| m.len() == SIZE as u64) {
            return Ok(());
        }
        let mut file = File::create(&self.path)?;
        for _ in 0..SIZE / BLOCK.len() {
            file.write_all(&BLOCK)?;
        }
        file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_space_is_kept_given_up_and_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("kasane.sqlite");
        let mut reserve = Reserve::beside(&database);
        let file = dir.path().join("kasane.sqlite.reserve");
        assert_eq!(fs::metadata(&file).unwrap().len(), SIZE as u64);
        assert!(reserve.release() && !file.exists() && !reserve.release());
        assert!(reserve.keep() && file.exists());
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let mut reserve = Reserve::beside(Path::new("/proc/nowhere/kasane.sqlite"));
        assert!(!reserve.keep() && !reserve.release());
    }
}
