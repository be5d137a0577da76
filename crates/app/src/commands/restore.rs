use std::path::Path;

use anyhow::{Context, Result};
use store::Config;

use crate::{args::Args, place, say::say};

/// `kasane restore FILE`: while no server runs.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let (config, file) = (place::of(&mut args)?, args.word("FILE")?);
    args.done()?;
    let kept =
        store::restore(&config, Path::new(&file)).with_context(|| format!("{file} から戻せません。"))?;
    // A backup of an older version is brought up to date at once, so that nobody wonders at the next start.
    place::create(&config)?;
    say(format_args!("{file} から戻しました。"));
    if let (Config::Sqlite(_), Some(kept)) = (&config, kept) {
        say(format_args!("これまでのデータは {} に残してあります。", kept.display()));
    }
    say("封をした操作の記録があるときは、kasane audit seal --restored 理由 で、戻したわけを残してください。");
    say("kasane check で確かめてから、kasane serve を始めてください。");
    Ok(())
}
