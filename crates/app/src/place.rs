//! Where the data of the municipality lives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use store::{Config, Db};

use crate::{ambient::Real, args::Args};

/// The folder that is used if nobody names another.
pub(crate) const DATA: &str = "data";
const FILE: &str = "kasane.sqlite";

/// `--data DIR` or `--database URL`; the latter also from the environment, where it does not show in the list of
/// processes.
pub(crate) fn of(args: &mut Args) -> Result<Config> {
    match (args.option("--data")?, args.option("--database")?) {
        (Some(_), Some(_)) => bail!("--data と --database は、どちらか一方にしてください。"),
        (Some(dir), None) => Ok(in_folder(Path::new(&dir))),
        (None, Some(url)) => Ok(Config::parse(&url)),
        (None, None) => Ok(match std::env::var("KASANE_DATABASE") {
            Ok(url) => Config::parse(&url),
            Err(_) => in_folder(Path::new(DATA)),
        }),
    }
}

/// The SQLite file of a folder.
pub(crate) fn in_folder(dir: &Path) -> Config {
    Config::Sqlite(dir.join(FILE))
}

/// Opens a database that may be new, and brings it up to date.
pub(crate) fn create(config: &Config) -> Result<Db> {
    if let Config::Sqlite(path) = config {
        let dir = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        make_private(&dir).with_context(|| format!("フォルダー {} を作れません。", dir.display()))?;
    }
    let db = connect(config)?;
    db.migrate(domain::MIGRATIONS).context("データベースを新しい版にできません。")?;
    Ok(db)
}

/// Opens a database that must be there already; does not change it.
pub(crate) fn open(config: &Config) -> Result<Db> {
    if let Config::Sqlite(path) = config
        && !path.is_file()
    {
        bail!("{} がありません。--data か --database で場所を示してください。", path.display());
    }
    connect(config)
}

fn connect(config: &Config) -> Result<Db> {
    Db::open(config, Arc::new(Real)).with_context(|| match config {
        Config::Sqlite(path) => format!("{} を開けません。", path.display()),
        // Never the address itself: it may hold a password.
        Config::Postgres(_) => "PostgreSQL のデータベースを開けません。".to_owned(),
    })
}

/// A folder for people's data is nobody else's.
pub(crate) fn make_private(dir: &Path) -> std::io::Result<()> {
    if dir.as_os_str().is_empty() || dir.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}
