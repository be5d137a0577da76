use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::audit::{self, Line, Outside, PublicKey, Report, Sweep, Verifier};
use kernel::Error;

use crate::{args::Args, place, say::say, seals::Office};

/// Findings shown in full; more of them say nothing more.
const SHOWN: usize = 50;

/// `kasane audit seal | export | verify | key`.
pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    match args.word("seal、export、verify か key")?.as_str() {
        "seal" => seal(args)?,
        "export" => export(args)?,
        "verify" => return verify(args),
        "key" => key(args)?,
        other => bail!("kasane audit {other} という命令はありません。使い方は kasane help audit"),
    }
    Ok(ExitCode::SUCCESS)
}

fn seal(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let office = Office::of(&mut args, &config)?;
    let restored = args.option("--restored")?;
    args.done()?;
    let sealer = office.sealer(&place::open(&config)?)?;
    if let Some(reason) = restored {
        if reason.trim().is_empty() {
            bail!("--restored に、戻した理由を書いてください。");
        }
        sealer.restored(&reason)?;
    }
    let sealed = sealer.seal(Sweep::Whole, || ())?;
    say(format_args!("操作の記録{sealed}件に封をしました。"));
    Ok(())
}

fn export(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let office = Office::of(&mut args, &config)?;
    let file = args.word("FILE")?;
    args.done()?;
    let db = place::open(&config)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let target =
        options.open(&file).with_context(|| format!("{file} に書き出せません。別の名前にしてください。"))?;
    let mut out = BufWriter::new(target);
    let mut rows = 0_u64;
    audit::lines(&db, &office.keys()?, |line| {
        rows += u64::from(matches!(line, Line::Sealed { .. } | Line::Unsealed(_)));
        writeln!(out, "{}", line.write()).map_err(|error| Error::Unwritable(error.to_string()))
    })?;
    out.flush()?;
    out.get_ref().sync_all()?;
    say(format_args!(
        "操作の記録{rows}件を {file} に書き出しました。個人の番号が入っているので、扱いに気をつけてください。"
    ));
    Ok(())
}

fn verify(mut args: Args) -> Result<ExitCode> {
    let keys = args.option("--key")?.map(|text| keys(&text)).transpose()?.unwrap_or_default();
    let notes = args.option("--checkpoints")?.map(|place| notes(Path::new(&place))).transpose()?;
    let file = args.word("FILE")?;
    args.done()?;
    let mut source = BufReader::new(File::open(&file).with_context(|| format!("{file} を開けません。"))?);
    let mut verifier = Verifier::new(keys, notes.as_deref().unwrap_or_default());
    let mut line = Vec::new();
    while source.read_until(b'\n', &mut line)? > 0 {
        // A line that is no text is none of the format either: it reads as nothing.
        verifier.text(std::str::from_utf8(&line).unwrap_or_default().trim_end_matches('\n'));
        line.clear();
    }
    let mut report = verifier.finish();
    if notes.is_none() {
        let text =
            "外の控え(--checkpoints)なしで確かめました。古いバックアップに戻されていても分かりません。";
        report.notices.push(text.into());
    }
    Ok(tell(&report))
}

fn tell(report: &Report) -> ExitCode {
    say(format_args!(
        "封をした行: {}  署名: {}  まだ封をしていない行: {}",
        report.sealed, report.checkpoints, report.unsealed
    ));
    for notice in &report.notices {
        say(format_args!("お知らせ: {notice}"));
    }
    for finding in report.findings.iter().take(SHOWN) {
        say(format_args!("問題: {finding} [{}]", finding.wrong.key()));
    }
    match report.findings.len() {
        0 => say("問題はありません。"),
        n if n > SHOWN => say(format_args!("ほかに{}件の問題があります。", n - SHOWN)),
        _ => {}
    }
    if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn key(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let office = Office::of(&mut args, &config)?;
    args.done()?;
    for key in office.keys()? {
        say(key);
    }
    Ok(())
}

/// A key itself, or a file with one on each line.
fn keys(text: &str) -> Result<Vec<PublicKey>> {
    if let Some(key) = PublicKey::parse(text) {
        return Ok(vec![key]);
    }
    let held = std::fs::read_to_string(text)
        .with_context(|| format!("{text} は公開鍵でも、開けるファイルでもありません。"))?;
    let keys: Option<Vec<PublicKey>> =
        held.lines().filter(|line| !line.trim().is_empty()).map(PublicKey::parse).collect();
    match keys {
        Some(keys) if !keys.is_empty() => Ok(keys),
        _ => bail!("{text} に公開鍵として読めない行があります。"),
    }
}

fn notes(place: &Path) -> Result<String> {
    if place.is_dir() {
        return Ok(Outside::at(place).notes()?);
    }
    std::fs::read_to_string(place).with_context(|| format!("{} を開けません。", place.display()))
}
