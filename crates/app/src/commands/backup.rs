use std::path::Path;

use anyhow::{Context, Result};

use crate::{args::Args, place, say::say};

/// `kasane backup FILE`: while the server runs.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let (config, file) = (place::of(&mut args)?, args.word("FILE")?);
    args.done()?;
    let db = place::open(&config)?;
    db.backup(Path::new(&file)).with_context(|| format!("{file} に写せません。"))?;
    let bytes = std::fs::metadata(&file).map_or(0, |file| file.len());
    say(format_args!("{file} に写し、読み直して確かめました({})。", mebibytes(bytes)));
    Ok(())
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
}
