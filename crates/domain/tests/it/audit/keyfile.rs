//! The signing key lies in a file of its own, which nobody but its owner reads.

use domain::audit::{self, Key};
use kernel::{Error, Result};
use store::testing::{NOON, TestAmbient};

fn refused(answer: Result<Option<Key>>, why: &str) {
    match answer {
        Err(Error::Unwritable(words)) => assert!(words.contains(why), "{words}"),
        Err(other) => panic!("{other:?}"),
        Ok(key) => panic!("taken: {:?}", key.map(|key| key.public())),
    }
}

#[test]
fn a_key_is_made_once_and_is_the_same_ever_after() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ambient) = (folder.path().join("audit.key"), TestAmbient::new(NOON));
    assert!(audit::load_key(&path).unwrap().is_none());
    let made = audit::load_or_make_key(&path, "kasane/mihon", &*ambient).unwrap();
    assert_eq!(made.name(), "kasane/mihon");
    let again = audit::load_or_make_key(&path, "kasane/other", &*ambient).unwrap();
    assert_eq!(again.public(), made.public());
    assert_eq!(audit::load_key(&path).unwrap().map(|key| key.public()), Some(made.public()));
    let other = audit::load_or_make_key(&folder.path().join("other"), "kasane/mihon", &*ambient).unwrap();
    assert_ne!(other.public(), made.public(), "each by its own chance");
}

#[test]
fn what_is_no_key_is_not_taken_for_one_nor_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ambient) = (folder.path().join("audit.key"), TestAmbient::new(NOON));
    audit::load_or_make_key(&path, "kasane/mihon", &*ambient).unwrap();
    let good = std::fs::read_to_string(&path).unwrap();
    let secret = good.split(' ').nth(2).unwrap().trim();
    for bad in [
        String::new(),
        good.replace("key-1", "key-2"),
        good.replace(secret, &secret[4..]),
        good.replace(secret, "秘密"),
        good.replace("kasane/mihon ", ""),
    ] {
        std::fs::write(&path, &bad).unwrap();
        refused(audit::load_key(&path), "バックアップから");
        assert!(audit::load_or_make_key(&path, "kasane/mihon", &*ambient).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), bad);
    }
    // A folder in its place is there and cannot be read.
    refused(audit::load_key(folder.path()), &folder.path().display().to_string());
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_open_is_refused_and_a_new_one_is_its_owner_s() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (path, ambient) = (folder.path().join("audit.key"), TestAmbient::new(NOON));
    audit::load_or_make_key(&path, "kasane/mihon", &*ambient).unwrap();
    assert_eq!(metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    for mode in [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644] {
        set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        refused(audit::load_key(&path), "chmod 600");
    }
    set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    assert!(audit::load_key(&path).unwrap().is_some());
}
