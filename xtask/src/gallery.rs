//! Pictures of every page, to look at a change as a whole.

use anyhow::{Result, bail};

use crate::{setup, shell};

/// `cargo xtask gallery [--out DIR]`.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    let out = match args {
        [] => "gallery",
        [flag, folder] if flag == "--out" => folder,
        other => bail!("gallery takes only --out DIR, not {other:?}"),
    };
    setup::gallery()?;
    let kasane = shell::build()?;
    let mut node = shell::program("node");
    node.args(["tests/browser/gallery.mjs", out]).env("KASANE_BIN", kasane);
    shell::run(&mut node)
}
