use anyhow::{Result, bail};
use domain::access::matrix::{self, Form};
use kernel::{Ambient, Day};

use super::profile;
use crate::{ambient::Real, args::Args, say::show};

/// `kasane access matrix`: who may do what with which kind of record, on which basis, by which article.
pub(crate) fn run(mut args: Args) -> Result<()> {
    match args.word("matrix")?.as_str() {
        "matrix" => print(args),
        other => bail!("access {other} はありません。使い方は kasane help access"),
    }
}

fn print(mut args: Args) -> Result<()> {
    let form = match args.option("--format")?.as_deref() {
        None | Some("md") => Form::Markdown,
        Some("tsv") => Form::Tsv,
        Some(other) => bail!("--format {other} はありません。md か tsv にしてください。"),
    };
    let source = args.option("--profile")?.map(|name| profile::load(&name)).transpose()?;
    let on = match args.option("--on")? {
        Some(text) => text
            .parse::<Day>()
            .map_err(|_| anyhow::anyhow!("--on {text} は 2026-04-01 の形にしてください。"))?,
        None => Real.now().day(),
    };
    args.done()?;
    show(format_args!("{}", matrix::print(form, source.as_ref().map(|source| &source.profile), on)));
    Ok(())
}
