//! Where the seals of the log are made and kept: the signing key, the checkpoints outside, and the clock of the sealer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use domain::audit::{self, BATCH, Outside, PublicKey, Report, Sealer, Sweep};
use domain::installed;
use store::{Config, Db};

use crate::{ambient::Real, args::Args, place, say::complain};

/// Minutes between two seals, if nobody says otherwise (U-02).
pub(crate) const MINUTES: u32 = 10;
/// How often one looks whether it is time, or whether there is much.
const LOOK: Duration = Duration::from_secs(20);
/// Once in so many looks the whole log is searched for events without a seal.
const WHOLE: u32 = 180;
/// The breath between two stretches of a long way: whoever works meanwhile has nine tenths of a core and the disk.
const BREATH: Duration = Duration::from_millis(20);

/// How long free pages of memory are kept before they may go back to the machine.
const IDLE: Duration = Duration::from_millis(1_500);
/// A block that is no part of any page, in bytes.
const LARGE: usize = 32 << 20;

/// The files of whoever seals.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    key: PathBuf,
    checkpoints: PathBuf,
}

impl Office {
    /// Beside the SQLite file; for PostgreSQL in the folder of the data on this machine. Options and environment say
    /// otherwise.
    pub(crate) fn of(args: &mut Args, config: &Config) -> Result<Self> {
        let usual = match config {
            Config::Sqlite(path) => Self::in_folder(path.parent().unwrap_or(Path::new(""))),
            Config::Postgres(_) => Self::in_folder(Path::new(place::DATA)),
        };
        let told = |option: Option<String>, name: &str| {
            option.or_else(|| std::env::var(name).ok()).map(PathBuf::from)
        };
        Ok(Self {
            key: told(args.option("--audit-key")?, "KASANE_AUDIT_KEY").unwrap_or(usual.key),
            checkpoints: told(args.option("--checkpoints")?, "KASANE_CHECKPOINTS")
                .unwrap_or(usual.checkpoints),
        })
    }

    /// The usual places in a folder of data.
    pub(crate) fn in_folder(dir: &Path) -> Self {
        Self { key: dir.join("audit.key"), checkpoints: dir.join("audit") }
    }

    /// The sealer; its key is made if there is none yet.
    pub(crate) fn sealer(&self, db: &Db) -> Result<Sealer> {
        let municipality = db.read(installed::current)?.map_or_else(|| "kasane".to_owned(), |m| m.key);
        if let Some(folder) = self.key.parent() {
            place::make_private(folder)
                .with_context(|| format!("フォルダー {} を作れません。", folder.display()))?;
        }
        let key = audit::load_or_make_key(&self.key, &format!("kasane/{municipality}"), &Real)?;
        let outside = Outside::open(&self.checkpoints, &key.public())?;
        Ok(Sealer::new(db.clone(), key, outside))
    }

    /// The keys that signed here: today's, and those of earlier days.
    pub(crate) fn keys(&self) -> Result<Vec<PublicKey>> {
        let mut keys: Vec<PublicKey> =
            audit::load_key(&self.key)?.map(|key| key.public()).into_iter().collect();
        keys.extend(Outside::at(&self.checkpoints).keys()?);
        keys.dedup();
        Ok(keys)
    }

    /// Verifies the log where it lies, against the checkpoints outside.
    pub(crate) fn verify(&self, db: &Db) -> Result<Report> {
        Ok(audit::verify_whole(db, &self.keys()?, Some(&Outside::at(&self.checkpoints)))?)
    }
}

/// The sealer at work beside a server.
pub(crate) struct Seals {
    sealer: Arc<Sealer>,
    looks: u32,
}

impl Seals {
    /// Seals every so many minutes.
    pub(crate) fn new(sealer: Sealer, minutes: u32) -> Self {
        let looks = minutes.max(1) * 60 / LOOK.as_secs() as u32;
        Self { sealer: Arc::new(sealer), looks }
    }

    /// Goes on as long as the server does. What goes wrong is told, and tried again.
    pub(crate) async fn go_on(self) {
        let mut clock = tokio::time::interval(LOOK);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut look = 0;
        loop {
            clock.tick().await;
            let (sealer, due) = (Arc::clone(&self.sealer), look % self.looks == 0);
            let sweep = if look % WHOLE == 0 { Sweep::Whole } else { Sweep::Recent };
            look += 1;
            let sealed = tokio::task::spawn_blocking(move || -> kernel::Result<()> {
                let much = || sealer.waiting().map(|waiting| waiting >= BATCH as i64);
                if due || sweep == Sweep::Whole || much()? {
                    sealer.seal(sweep, || std::thread::sleep(BREATH))?;
                }
                if sweep == Sweep::Whole {
                    give_back();
                }
                Ok(())
            });
            if let Ok(Err(error)) = sealed.await {
                complain(format_args!(
                    "操作の記録に封をできませんでした(また試します): {}",
                    crate::words::of(&error.into())
                ));
            }
        }
    }
}

/// The allocator gives pages back to the machine a second after they became free, but only when somebody comes by again: on a
/// quiet night nobody does. A large block that comes and goes has it look.
fn give_back() {
    std::thread::sleep(IDLE);
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}
