use std::path::{Path, PathBuf};
use std::{fs, process::ExitCode};

use anyhow::{Context, Result, bail};

use crate::{args::Args, say::say};

/// `kasane layouts`: the forms on paper, to be changed by a municipality.
pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let what = args.word("copy か check")?;
    let folder = PathBuf::from(args.word("フォルダー")?);
    args.done()?;
    match what.as_str() {
        "copy" => copy(&folder),
        "check" => Ok(check(&folder)),
        other => bail!("{other} は分かりません。copy か check を書いてください。"),
    }
}

fn copy(folder: &Path) -> Result<ExitCode> {
    fs::create_dir_all(folder).with_context(|| format!("{} を作れません", folder.display()))?;
    for (name, text) in documents::files() {
        let file = folder.join(&name);
        if file.exists() {
            bail!("{} がもうあります。空のフォルダーを指定してください。", file.display());
        }
        fs::write(&file, text).with_context(|| format!("{} に書けません", file.display()))?;
    }
    say(format_args!(
        "{} に様式を写しました。変えるものだけを残し、kasane layouts check で確かめてください。",
        folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn check(folder: &Path) -> ExitCode {
    let faults = web::check_layouts(folder);
    for fault in &faults {
        say(format_args!("{fault}"));
    }
    if faults.is_empty() {
        say(format_args!("誤りはありません。"));
        ExitCode::SUCCESS
    } else {
        say(format_args!("{}か所に誤りがあります。", faults.len()));
        ExitCode::FAILURE
    }
}
