use std::time::Instant;

use anyhow::{Result, bail};
use domain::installed::{self, Installation, Installed, IssueType};
use domain::municipality::defaults;
use domain::staff::{self, COST_FLOOR};
use kernel::{Ambient, Day};
use serde_json::json;
use store::Db;
use town::{Plan, Town, default_agencies, settle};

use crate::{
    ambient::Real,
    args::Args,
    place,
    say::{is_interactive, say, show},
};

/// `kasane seed`: a fictional town of any size, for measuring.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let json = args.flag("--json");
    let plan = plan(&mut args)?;
    args.done()?;
    let db = place::create(&config)?;
    refuse_inhabited(&db)?;
    let password = password();
    let hash = hash(&password)?;
    let admin = found(&db, &hash)?;
    let began = now();
    let town = Town::new(plan);
    let options = settle::Options { now: kernel::Instant::start_of(town.plan().today), password_hash: hash };
    let settled = settle::settle(&db, &town, &[], &options, &mut |rows| {
        if is_interactive() {
            show(format_args!("\r{rows} 行"));
        }
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let rate = settled.rows as f64 / seconds.max(0.001);
    let people = people(&db, admin)?;
    if json {
        say(json!({ "rows": settled.rows, "seconds": seconds, "password": password, "people": people }));
        return Ok(());
    }
    say(format_args!("\r{} 行を {seconds:.1} 秒で書きました(毎秒 {rate:.0} 行)。", settled.rows));
    say(format_args!("架空のまちです。どの利用者もパスワードは {password} です。"));
    for person in people {
        let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
        say(format_args!("  {} {} 認証アプリの鍵 {}", text("login"), text("agency"), text("totp_secret")));
    }
    Ok(())
}

fn plan(args: &mut Args) -> Result<Plan> {
    let residents = args.number("--residents")?.unwrap_or(10_000);
    let cases = args.number("--cases")?.unwrap_or(residents / 10);
    let seed = args.number("--seed")?.unwrap_or(1);
    let today = match args.option("--today")? {
        Some(text) => text
            .parse::<Day>()
            .map_err(|_| anyhow::anyhow!("--today {text} は 2026-04-01 の形にしてください。"))?,
        None => Real.now().day(),
    };
    let mut plan = Plan::new(residents, cases, seed, today);
    if residents == 0 {
        bail!("--residents は1以上にしてください。");
    }
    if let Some(records) = args.number("--records-per-case")? {
        plan.records_per_case = records;
    }
    if let Some(agencies) = args.number("--agencies")? {
        plan.agencies = default_agencies(agencies);
    }
    Ok(plan)
}

fn refuse_inhabited(db: &Db) -> Result<()> {
    match db.read(installed::current)? {
        Some(m) => bail!(
            "このデータベースには、すでに{}が設定されています。空のデータベースを使ってください。",
            m.name
        ),
        None => Ok(()),
    }
}

/// The fictional municipality and its administrator; agencies come with the town.
fn found(db: &Db, hash: &str) -> Result<staff::Opened> {
    let issue = |i: &domain::municipality::IssueType| IssueType { key: i.code.clone(), name: i.name.clone() };
    let new = Installation {
        municipality: Installed {
            key: "kasane-seed".into(),
            name: format!("{}(架空)", town::Pyramid::National.city()),
            profile: String::new(),
            fictional: true,
        },
        agencies: Vec::new(),
        issue_types: defaults().issue_types.iter().map(issue).collect(),
        responsibilities: Vec::new(),
        categories: domain::installed::default_categories(),
        form_items: Vec::new(),
    };
    let hash = hash.to_owned();
    Ok(db.write(move |tx| {
        installed::install(tx, &new)?;
        installed::first_administrator(tx, "admin", "架空 管理者", &hash)
    })?)
}

/// Who can sign in, for programs that measure: the administrator and one worker of each of the first agencies.
fn people(db: &Db, admin: staff::Opened) -> Result<Vec<serde_json::Value>> {
    let mut all = vec![json!({
        "login": "admin", "role": "system_administrator", "agency": "", "totp_secret": admin.totp_secret,
    })];
    let workers = db.read(|tx| installed::sample_accounts(tx, 8))?;
    all.extend(workers.into_iter().map(
        |w| json!({ "login": w.login, "role": w.role, "agency": w.agency, "totp_secret": w.totp_secret }),
    ));
    Ok(all)
}

/// Nobody knows it in advance, although the town is always the same.
fn password() -> String {
    let mut bytes = [0; 10];
    Real.fill(&mut bytes);
    staff::hex(&bytes)
}

fn hash(password: &str) -> Result<String> {
    let mut salt = [0; 16];
    Real.fill(&mut salt);
    Ok(staff::hash_password(password, COST_FLOOR, salt)?)
}

#[expect(clippy::disallowed_methods, reason = "measures how long writing takes")]
fn now() -> Instant {
    Instant::now()
}
