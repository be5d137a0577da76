//! Pictures of every page, to look at a change as a whole.

use anyhow::{Context, Result, bail};

use crate::{setup, shell};

/// `cargo xtask gallery [--out DIR]`.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    let out = match args {
        [] => "gallery",
        [flag, folder] if flag == "--out" => folder,
        other => bail!("gallery takes only --out DIR, not {other:?}"),
    };
    setup::tests()?;
    let kasane = shell::build()?;
    let listed = shell::program(&kasane).args(["gallery", "--list"]).output();
    let listed = listed.with_context(|| format!("cannot start {}", kasane.display()))?;
    if !listed.status.success() {
        bail!("`kasane gallery --list` failed: {}", String::from_utf8_lossy(&listed.stderr));
    }
    let mut node = shell::program("node");
    node.args(["tests/browser/gallery.mjs", out]).env("KASANE_BIN", kasane);
    node.env("KASANE_PAGES", String::from_utf8(listed.stdout)?);
    shell::run(&mut node)
}
