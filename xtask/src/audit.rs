//! What the dependencies bring with them, judged by `deny.toml`.

use anyhow::Result;

use crate::shell::{cargo, find, run, succeeds};

/// `cargo xtask audit`.
pub(crate) fn chore() -> Result<()> {
    if find("cargo-deny").is_none() {
        println!("Installing cargo-deny, once; this takes some minutes.");
        run(cargo().args(["install", "--locked", "cargo-deny"]))?;
    }
    run(cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))?;
    // The database of advisories is a git repository elsewhere, which a closed network does not reach.
    if succeeds(cargo().args(["deny", "fetch", "db"]))? {
        run(cargo().args(["deny", "--all-features", "check", "--disable-fetch", "advisories"]))
    } else {
        println!(
            "Advisories NOT checked: their database cannot be reached from here. All the rest is in order."
        );
        Ok(())
    }
}
