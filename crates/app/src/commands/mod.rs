//! One file per command.

mod access;
mod admin;
mod audit;
mod backup;
mod check;
mod demo;
mod gallery;
mod init;
mod layouts;
mod openapi;
mod profile;
mod restore;
mod seed;
mod serve;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{args::Args, help};

/// Tells a build that is not for work, nor for measuring.
const BUILD: &str = if cfg!(debug_assertions) { " (not optimised)" } else { "" };

/// Runs a command to its end.
pub(crate) fn run(command: &str, args: Args) -> Result<ExitCode> {
    match command {
        "serve" => serve::run(args)?,
        "init" => init::run(args)?,
        "admin" => admin::run(args)?,
        "demo" => demo::run(args)?,
        "seed" => seed::run(args)?,
        "backup" => backup::run(args)?,
        "restore" => restore::run(args)?,
        "audit" => return audit::run(args),
        "check" => return check::run(args),
        "access" => access::run(args)?,
        "profile" => return profile::run(args),
        "layouts" => return layouts::run(args),
        "openapi" => openapi::run(args)?,
        "gallery" => gallery::run(args)?,
        "help" | "--help" | "-h" => help::run(args)?,
        "--version" | "-V" => crate::say::say(format_args!("kasane {}{BUILD}", env!("CARGO_PKG_VERSION"))),
        other => bail!("{other} という命令はありません。kasane help で一覧を見てください。"),
    }
    Ok(ExitCode::SUCCESS)
}
