//! A PostgreSQL server for one run of the tests: loopback only, in a temporary folder, gone afterwards.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::guard::Guard;
use crate::setup;

/// As a real server keeps its word, but small; and no test cuts the power, so nothing waits for the disk.
const SETTINGS: [&str; 10] = [
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    // As `docs/OPERATIONS.md` asks for: many towns share this server, and a save is remembered until all beside it have ended.
    "max_pred_locks_per_transaction=512",
    "fsync=off",
    "synchronous_commit=on",
    "shared_buffers=64MB",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "log_min_messages=fatal",
];

/// A running server.
pub(crate) struct Cluster {
    folder: PathBuf,
    port: u16,
    server: Option<Child>,
    guard: Guard,
}

impl Cluster {
    /// Makes a fresh cluster and waits until it answers.
    pub(crate) fn start() -> Result<Self> {
        let bin =
            setup::postgres_bin().context("no PostgreSQL server found; run `cargo xtask setup --tests`")?;
        let user = User::of_the_server()?;
        let folder = folder(&user)?;
        // QUIT is PostgreSQL's immediate shutdown: nothing in here is worth a checkpoint.
        let guard = Guard::over(&folder, "data/postmaster.pid", "QUIT")?;
        let mut cluster = Self { folder, port: free_port()?, server: None, guard };
        cluster.make(&bin, &user)?;
        cluster.serve(&bin, &user)?;
        cluster.wait_for_answer(&bin)?;
        Ok(cluster)
    }

    /// Tells the tests where the server is; they append the name of a database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn make(&self, bin: &Path, user: &User) -> Result<()> {
        let mut initdb = user.command(&bin.join("initdb"), &self.folder);
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--no-sync", "--no-instructions", "--pgdata=data"]);
        let made = initdb.output().context("cannot start initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        Ok(())
    }

    fn serve(&mut self, bin: &Path, user: &User) -> Result<()> {
        let log = fs::File::create(self.folder.join("log"))?;
        let mut postgres = user.command(&bin.join("postgres"), &self.folder);
        postgres.args(["-D", "data", "-p", &self.port.to_string(), "-k"]).arg(&self.folder);
        postgres.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        // A group of its own, so that Ctrl+C leaves ending it to the guard.
        postgres.process_group(0).stdout(log.try_clone()?).stderr(log);
        self.server = Some(postgres.spawn().context("cannot start postgres")?);
        Ok(())
    }

    fn wait_for_answer(&mut self, bin: &Path) -> Result<()> {
        let mut asked = Command::new(bin.join("pg_isready"));
        asked.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]);
        for _ in 0..600 {
            if asked.status().context("cannot start pg_isready")?.success() {
                return Ok(());
            }
            if let Some(server) = &mut self.server
                && server.try_wait()?.is_some()
            {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        bail!(
            "PostgreSQL does not answer: {}",
            fs::read_to_string(self.folder.join("log")).unwrap_or_default()
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.guard.release(self.server.as_mut());
    }
}

/// Who the server runs as: PostgreSQL refuses to run as root.
struct User {
    ids: Option<(u32, u32)>,
}

impl User {
    fn of_the_server() -> Result<Self> {
        if !setup::is_root() {
            return Ok(Self { ids: None });
        }
        let accounts = fs::read_to_string("/etc/passwd")?;
        let fields =
            accounts.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|f| f[0] == "postgres");
        let Some(fields) = fields.filter(|f| f.len() > 3) else {
            bail!("as root, the tests run PostgreSQL as the account `postgres`, which does not exist here");
        };
        Ok(Self { ids: Some((fields[2].parse()?, fields[3].parse()?)) })
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null());
        if let Some((uid, gid)) = self.ids {
            command.uid(uid).gid(gid);
        }
        command
    }
}

/// A folder that only the server's account can open. Its path stays short: sockets allow about a hundred bytes.
fn folder(user: &User) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("kasane-pg-{}", std::process::id()));
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    if let Some((uid, gid)) = user.ids {
        chown(&folder, Some(uid), Some(gid))?;
    }
    Ok(folder)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
