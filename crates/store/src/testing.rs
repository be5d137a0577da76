//! Every rule is tested on both databases: a temporary SQLite file always, and a PostgreSQL database of its own
//! when `TEST_PG_URL` names a server (`cargo xtask test` starts one and always sets it).

#![expect(clippy::expect_used, reason = "a test that has no database cannot go on")]

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use kernel::{Ambient, Instant, Result};

use crate::{Config, Db, Migration, pg::Session};

/// A clock that the test sets and a generator that it seeds.
#[derive(Debug)]
pub struct TestAmbient {
    now: AtomicI64,
    state: AtomicU64,
}

impl TestAmbient {
    /// Starts at `now`.
    pub fn new(now: Instant) -> Arc<Self> {
        Arc::new(Self { now: AtomicI64::new(now.0), state: AtomicU64::new(0x9e37_79b9_7f4a_7c15) })
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Ambient for TestAmbient {
    fn now(&self) -> Instant {
        // Each look moves on by a microsecond, so that rows keep their order.
        Instant(self.now.fetch_add(1, Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A database for one test, and the clock that it runs by. Dropped with its data.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its clock.
    pub ambient: Arc<TestAmbient>,
    /// Where it is.
    pub config: Config,
    _home: Home,
}

enum Home {
    Sqlite { _dir: tempfile::TempDir },
    Pg { server: String, name: String },
}

/// A noon in the fictional spring of all tests: 2026-04-01 12:00 in Japan.
pub const NOON: Instant = Instant(1_775_012_400_000_000);

/// Runs a test on both databases.
pub fn each_db(migrations: &'static [Migration], test: impl Fn(&TestDb)) {
    test(&sqlite(migrations).expect("a temporary SQLite database"));
    if let Ok(server) = std::env::var("TEST_PG_URL") {
        test(&postgres(&server, migrations).expect("a PostgreSQL database cloned from the template"));
    }
}

/// Runs a test on one more database of the kind of another one.
pub fn each_db_like(migrations: &'static [Migration], other: &TestDb, test: impl Fn(&TestDb)) {
    match std::env::var("TEST_PG_URL") {
        Ok(server) if other.db.kind() == crate::Kind::Postgres => {
            test(&postgres(&server, migrations).expect("a PostgreSQL database cloned from the template"));
        }
        _ => test(&sqlite(migrations).expect("a temporary SQLite database")),
    }
}

/// A migrated SQLite database in a temporary folder.
pub fn sqlite(migrations: &'static [Migration]) -> Result<TestDb> {
    let dir = tempfile::tempdir().map_err(|e| kernel::Error::Unwritable(e.to_string()))?;
    let ambient = TestAmbient::new(NOON);
    let config = Config::Sqlite(dir.path().join("kasane.sqlite"));
    let db = Db::open(&config, ambient.clone())?;
    db.migrate(migrations)?;
    Ok(TestDb { db, ambient, config, _home: Home::Sqlite { _dir: dir } })
}

/// A PostgreSQL database cloned from a template that is migrated once per process.
pub fn postgres(server: &str, migrations: &'static [Migration]) -> Result<TestDb> {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let ambient = TestAmbient::new(NOON);
    let template = TEMPLATE.get_or_init(|| template(server, migrations).expect("a migrated template"));
    let name = unique("t");
    create(server, &name, template)?;
    let config = Config::Postgres(format!("{server}/{name}"));
    let db = Db::open(&config, ambient.clone())?;
    Ok(TestDb { db, ambient, config, _home: Home::Pg { server: server.to_owned(), name } })
}

fn template(server: &str, migrations: &'static [Migration]) -> Result<String> {
    let name = unique("template");
    create(server, &name, "template0")?;
    let db = Db::open(&Config::Postgres(format!("{server}/{name}")), TestAmbient::new(NOON))?;
    db.migrate(migrations)?;
    Ok(name)
}

fn create(server: &str, name: &str, template: &str) -> Result<()> {
    let session = Session::connect(&format!("{server}/postgres"))?;
    // A process of this number may have left one on a server that outlives its tests.
    session.batch(&format!("DROP DATABASE IF EXISTS {name}"))?;
    // Another test may be cloning the same template at this moment, which PostgreSQL refuses.
    for _ in 0..200 {
        let sql =
            format!("CREATE DATABASE {name} TEMPLATE {template} LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        match session.batch(&sql) {
            Err(e) if e.to_string().contains("is being accessed") => {
                std::thread::sleep(std::time::Duration::from_millis(25));
            }
            other => return other,
        }
    }
    Err(kernel::Error::Database(format!("template {template} stays in use")))
}

fn unique(prefix: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{prefix}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Home::Pg { server, name } = self
            && let Ok(session) = Session::connect(&format!("{server}/postgres"))
        {
            let _ = session.batch(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}
