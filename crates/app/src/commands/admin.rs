use std::io::{BufRead, IsTerminal};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use domain::installed;
use domain::staff::{self, Cost, Secret};
use kernel::Ambient;

use crate::{
    ambient::Real,
    args::Args,
    place,
    say::{complain, say},
};

/// `kasane admin --login X --name Y`: the one account that nobody else opens.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let login =
        args.option("--login")?.context("--login で職員番号を入力してください。")?.trim().to_lowercase();
    let name = args.option("--name")?.context("--name で氏名を入力してください。")?.trim().to_owned();
    args.done()?;
    if login.is_empty() || name.is_empty() {
        bail!("--login と --name は空にできません。");
    }
    let db = place::open(&config)?;
    let municipality =
        db.read(installed::current)?.context("先に kasane init で自治体を設定してください。")?;
    let password = password()?;
    if let Some(fault) = staff::password_fault(&password, &login) {
        bail!(fault.text);
    }
    let mut salt = [0; 16];
    Real.fill(&mut salt);
    let hash = staff::hash_password(&password, Cost::default(), salt)?;
    let (to, called) = (login.clone(), name.clone());
    let opened = db.write(move |tx| installed::first_administrator(tx, &to, &called, &hash))?;
    say(format_args!("システム管理者 {login} {name} を作りました。"));
    say("認証アプリに、つぎの行を登録してください。もう一度は出ません。");
    say(Secret(opened.totp_secret).uri(&login, &municipality.name));
    Ok(())
}

/// Read from the terminal, or from the first line of what is piped in; never an argument, which anybody on the
/// machine could see.
fn password() -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    complain("パスワード(10字以上。文でもかまいません):");
    let first = hidden(line)?;
    complain("もう一度:");
    if hidden(line)? != first {
        bail!("2回の入力がちがいます。もう一度お試しください。");
    }
    Ok(first)
}

fn line() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().lock().read_line(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks the terminal not to show what is typed.
fn hidden<T>(ask: impl FnOnce() -> Result<T>) -> Result<T> {
    let echo = |word: &str| Command::new("stty").arg(word).stdin(Stdio::inherit()).status();
    let hides = echo("-echo").is_ok_and(|status| status.success());
    if !hides {
        complain("(この端末では、入力が見えます)");
    }
    let answer = ask();
    if hides {
        // The terminal belongs to the person; they can also type `stty echo` themselves.
        let _ = echo("echo");
    }
    answer
}
