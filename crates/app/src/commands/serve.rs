use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::municipality::{Profile, defaults};
use store::Db;
use web::{App, Options};

use crate::{
    args::Args,
    place,
    say::say,
    seals::{self, Office, Seals},
    server::{self, Front},
};

const LISTEN: &str = "127.0.0.1:8080";

/// `kasane serve`: until it is told to end.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    let listen = args.option("--listen")?.unwrap_or_else(|| LISTEN.to_owned());
    let behind_proxy = args.flag("--behind-proxy");
    let office = Office::of(&mut args, &config)?;
    let minutes = args.number("--seal-minutes")?.unwrap_or(seals::MINUTES);
    let layouts = args.option("--layouts")?.map(PathBuf::from);
    args.done()?;
    let listen = address(&listen)?;
    if !listen.ip().is_loopback() && !behind_proxy {
        bail!(
            "{listen} では、TLS なしに外から開けてしまいます。TLS を話すリバースプロキシを前に置いて、\
             --behind-proxy を付けてください。手順は docs/OPERATIONS.md にあります。"
        );
    }
    let db = place::create(&config)?;
    let sealer = office.sealer(&db)?;
    let options = Options { https: behind_proxy, audit_keys: office.keys()?, layouts, ..Options::default() };
    let app = app(&db, options)?;
    let front = if behind_proxy { Front::Proxy } else { Front::Direct };
    server::run(app, &db, Seals::new(sealer, minutes), listen, front, |url| {
        say(format_args!("Kasane {url}  (終わるときは Ctrl+C)"))
    })
}

fn address(text: &str) -> Result<SocketAddr> {
    let text = if text.starts_with(':') { format!("127.0.0.1{text}") } else { text.to_owned() };
    text.parse().with_context(|| format!("--listen {text} を読み取れません。例 127.0.0.1:8080"))
}

fn app(db: &Db, options: Options) -> Result<App> {
    let Some(municipality) = db.read(domain::installed::current)? else {
        bail!("まだ自治体が設定されていません。先に kasane init --profile NAME を実行してください。");
    };
    let quiet_days = quiet_days(&municipality.profile);
    App::new(db.clone(), Options { quiet_days, ..options }).context(
        "保存してあるプロファイルか、帳票の様式を読めません。版を上げた後は、もう一度 kasane init --profile NAME を実行してください。\
         自分で直したものは、kasane profile check、kasane layouts check で確かめてください。",
    )
}

/// Days without contact after which a case comes onto the watch list: those of the profile, or the shared ones.
pub(crate) fn quiet_days(profile: &str) -> i32 {
    let own = Profile::parse(profile).ok().and_then(|p| p.thresholds.no_contact_days.value().copied());
    let days = own.or_else(|| defaults().thresholds.no_contact_days.value().copied());
    days.and_then(|days| i32::try_from(days).ok()).unwrap_or(domain::home::QUIET_DAYS)
}
