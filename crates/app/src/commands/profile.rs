use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::municipality::{
    Format, Profile, ProfileFault, SHIPPED, compare, difference_table, open_settings, programme_table,
    shipped,
};

use crate::{
    args::Args,
    say::{complain, say, show},
};

/// `kasane profile check|table|compare|open`.
pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    match args.word("check、table、compare、open のどれか")?.as_str() {
        "check" => return check(args),
        "table" => table(args)?,
        "compare" => differences(args)?,
        "open" => open(args)?,
        other => bail!("profile {other} はありません。使い方は kasane help profile"),
    }
    Ok(ExitCode::SUCCESS)
}

/// A profile with the text it was read from.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) profile: Profile,
}

/// Reads a profile: one that comes with the product by its key, any other by its file.
pub(crate) fn load(name: &str) -> Result<Source> {
    let text = text(name)?;
    match Profile::parse(&text) {
        Ok(profile) => Ok(Source { text, profile }),
        Err(faults) => bail!("{name} に{}件の問題があります。\n{}", faults.len(), lines(&faults)),
    }
}

fn text(name: &str) -> Result<String> {
    match SHIPPED.iter().find(|file| file.key == name) {
        Some(file) => Ok(file.text.to_owned()),
        None => std::fs::read_to_string(name).with_context(|| {
            let keys: Vec<_> = SHIPPED.iter().map(|file| file.key).collect();
            format!("プロファイル {name} を読めません。製品に付いているものは {} です。", keys.join("、"))
        }),
    }
}

fn lines(faults: &[ProfileFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn check(mut args: Args) -> Result<ExitCode> {
    let file = args.word("FILE")?;
    args.done()?;
    match Profile::parse(&text(&file)?) {
        Ok(profile) => {
            let open = open_settings(&profile, None).len();
            say(format_args!("{}: 問題はありません。まだ決めていない項目は{open}件です。", profile.name));
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            say(lines(&faults));
            complain(format_args!("{file} に{}件の問題があります。", faults.len()));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn table(mut args: Args) -> Result<()> {
    let format = format(&mut args, "md")?;
    let (file, what) = (args.word("FILE")?, args.word("programmes")?);
    args.done()?;
    if what != "programmes" {
        bail!("{what} という表はありません。programmes があります。");
    }
    show(programme_table(&load(&file)?.profile).print(format));
    Ok(())
}

fn differences(mut args: Args) -> Result<()> {
    let format = format(&mut args, "md")?;
    let (left, right) = (load(&args.word("A")?)?.profile, load(&args.word("B")?)?.profile);
    args.done()?;
    show(difference_table(&left, &right).print(format));
    complain(format_args!("{}件の違い", compare(&left, &right).len()));
    Ok(())
}

fn open(mut args: Args) -> Result<()> {
    let file = args.word("FILE")?;
    args.done()?;
    let profile = load(&file)?.profile;
    // What a body that supports many municipalities saw elsewhere.
    let support = shipped("tokyo-support").and_then(Result::ok);
    let settings = open_settings(&profile, support.as_ref());
    for setting in &settings {
        say(&setting.path);
        for range in &setting.elsewhere {
            say(format_args!("  ほかの例: {}", range.text));
        }
    }
    complain(format_args!("まだ決めていない項目が{}件", settings.len()));
    Ok(())
}

fn format(args: &mut Args, default: &str) -> Result<Format> {
    let name = args.option("--format")?.unwrap_or_else(|| default.to_owned());
    Format::from_key(&name).with_context(|| format!("--format は tsv、md、json のどれかです({name})。"))
}
