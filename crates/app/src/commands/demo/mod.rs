//! `kasane demo`: a fictional ward that a newcomer can walk through.

mod accounts;
mod agencies;
mod codes;
mod today;
pub(super) mod together;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use domain::installed::{self, Installation, Installed};
use domain::municipality::{Profile, SHIPPED};
use domain::staff::COST_FLOOR;
use kernel::Ambient;
use serde_json::json;
use store::{Config, Db};
use tempfile::TempDir;
use town::{Plan, Town, settle};
use web::{App, Options};

use super::serve::quiet_days;
use crate::{
    ambient::Real,
    args::Args,
    place,
    say::{complain, say},
    seals::{self, Office, Seals},
    server::{self, Front},
};
use accounts::Person;

const KEY: &str = "kasane-demo";
/// The profile whose structure the ward has, unless another one is asked for.
const PROFILE: &str = "ota-ku";
const PORT: u16 = 8080;

/// Starts the ward and serves it to this machine only.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let (port, dir, json) = (args.number::<u16>("--port")?, args.option("--data")?, args.flag("--json"));
    let profile = args.option("--profile")?.unwrap_or_else(|| PROFILE.to_owned());
    let database = args.option("--database")?.map(|url| Config::parse(&url));
    args.done()?;
    let home = Home::new(dir.as_deref())?;
    let db = place::create(&database.unwrap_or_else(|| place::in_folder(home.path())))?;
    let people = match db.read(installed::current)? {
        None => found(&db, &profile)?,
        Some(known) if known.key == KEY => accounts::known(&db)?,
        Some(other) => {
            bail!("このデータは{}のものです。デモには別のフォルダーを使ってください。", other.name)
        }
    };
    let profile = db.read(installed::current)?.map(|m| m.profile).unwrap_or_default();
    let office = Office::in_folder(home.path());
    let sealer = office.sealer(&db)?;
    let quiet_days = quiet_days(&profile);
    let options =
        Options { https: false, cost: COST_FLOOR, quiet_days, audit_keys: office.keys()?, layouts: None };
    let app = App::new(db.clone(), options)?;
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, free(port)));
    server::run(app, &db, Seals::new(sealer, seals::MINUTES), listen, Front::Direct, |url| {
        if json {
            say(json!({ "url": url, "people": people.iter().map(Person::json).collect::<Vec<_>>() }));
        } else {
            welcome(url, &people, home.path());
        }
    })
}

/// Where the data of the ward lives: in a folder of one's own, or in one that goes with the program.
enum Home {
    Kept(PathBuf),
    Passing(TempDir),
}

impl Home {
    fn new(dir: Option<&str>) -> Result<Self> {
        match dir {
            Some(dir) => Ok(Self::Kept(PathBuf::from(dir))),
            None => Ok(Self::Passing(
                TempDir::with_prefix("kasane-demo-").context("一時フォルダーを作れません。")?,
            )),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(dir) => dir.path(),
        }
    }
}

/// The port that was asked for. If none was and the usual one is taken, any other.
fn free(port: Option<u16>) -> u16 {
    port.unwrap_or_else(|| match std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)) {
        Ok(_) => PORT,
        Err(_) => 0,
    })
}

/// Founds the ward: agencies, accounts, people, cases, and what happens today.
fn found(db: &Db, profile: &str) -> Result<Vec<Person>> {
    let began = Real.now();
    let new = installation(profile)?;
    complain(format_args!("{}を作っています(プロファイル {profile} による)…", new.municipality.name));
    db.write(move |tx| installed::install(tx, &new))?;
    let people = accounts::open(db)?;
    let today = began.day();
    let plan = Plan {
        desk_consultations: 40,
        history_days: 800,
        staff_per_agency: 3,
        ..Plan::new(600, 60, 7, today)
    };
    let town = Town::new(plan.with_agencies(agencies::sketches()));
    let options = settle::Options { now: began, password_hash: String::new() };
    let settled = settle::settle(db, &town, &town::showcase(town.plan()), &options, &mut |_| {})?;
    today::happen(db)?;
    let seconds = Real.now().seconds_since(began);
    complain(format_args!("{}行を書きました({seconds}秒)。", settled.rows));
    Ok(people)
}

/// In structure the ward of the profile; nothing in it may be taken for the real one.
fn installation(key: &str) -> Result<Installation> {
    let shipped =
        SHIPPED.iter().find(|file| file.key == key).context("この名前のプロファイルはありません。")?;
    let real = Profile::parse(shipped.text).map_err(|_| anyhow::anyhow!("プロファイルを読めません。"))?.name;
    let ward = if real.ends_with('区') { "重ね区" } else { "重ね市" };
    let text = shipped.text.replace(&real, ward).replace("03-5744-", "000-5744-");
    let profile = Profile::parse(&text)
        .map_err(|faults| anyhow::anyhow!("プロファイルに{}件の問題があります。", faults.len()))?;
    Ok(Installation {
        municipality: Installed {
            key: KEY.into(),
            name: format!("{ward}(架空)"),
            profile: text.clone(),
            fictional: true,
        },
        agencies: agencies::installed(),
        ..Installation::of_profile(&profile, &text)
    })
}

fn welcome(url: &str, people: &[Person], data: &Path) {
    say("");
    say("  重ね Kasane デモ   架空のまち");
    say(format_args!("  {url}"));
    say("");
    say(format_args!("  だれでもパスワードは {} です。", accounts::PASSWORD));
    say("  6けたは30秒ごとに変わり、1度だけ使えます。認証アプリがあれば、鍵を登録しても使えます。");
    say(format_args!("  データは {} にあります。終わるときは Ctrl+C。", data.display()));
    say("");
    codes::show(people.to_vec());
}
