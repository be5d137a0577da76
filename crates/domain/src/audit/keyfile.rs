//! The signing key in a file of its own, outside of the database: whoever can only write to the database cannot sign.

use std::fs;
use std::io::Write;
use std::path::Path;

use kernel::{Ambient, Error, Result};

use super::bytes::{base64, unbase64};
use super::note::Key;

const MARK: &str = "kasane-audit-key-1";

/// Reads the key of a file; makes one of `name` if there is none yet.
///
/// # Errors
/// [`Error::Unwritable`] if the file cannot be read or written, is no key, or can be read by others.
pub fn load_or_make(path: &Path, name: &str, ambient: &dyn Ambient) -> Result<Key> {
    match load(path)? {
        Some(key) => Ok(key),
        None => make(path, name, ambient),
    }
}

/// Reads the key of a file, if it is there.
///
/// # Errors
/// As [`load_or_make`].
pub fn load(path: &Path) -> Result<Option<Key>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(path, error)),
    };
    only_for_owner(path)?;
    let mut parts = text.trim().splitn(3, ' ');
    let read = || {
        let (mark, name, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let secret = unbase64(secret)?.try_into().ok()?;
        (mark == MARK).then(|| Key::new(name, &secret))
    };
    match { read }() {
        Some(key) => Ok(Some(key)),
        None => Err(fault(path, "署名の鍵として読み取れません。バックアップから戻してください。")),
    }
}

fn make(path: &Path, name: &str, ambient: &dyn Ambient) -> Result<Key> {
    let mut secret = [0; 32];
    ambient.fill(&mut secret);
    let key = Key::new(name, &secret);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let text = format!("{MARK} {} {}\n", key.name(), base64(&secret));
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map(|()| key).map_err(|error| fault(path, error))
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|error| fault(path, error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(fault(path, "ほかの人が読めます。chmod 600 で、持ち主だけが読めるようにしてください。"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> Result<()> {
    Ok(())
}

fn fault(path: &Path, why: impl std::fmt::Display) -> Error {
    Error::Unwritable(format!("{}: {why}", path.display()))
}
