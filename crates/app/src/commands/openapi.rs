use anyhow::Result;

use crate::{args::Args, say::say};

/// `kasane openapi`: the addresses of the product, for programs.
pub(crate) fn run(args: Args) -> Result<()> {
    args.done()?;
    say(format_args!("{:#}", web::openapi_document("")));
    Ok(())
}
