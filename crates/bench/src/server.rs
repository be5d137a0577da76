use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use bench::figures::process;
use store::Config;

/// Serves the same bytes from memory on a port of its own, until the program ends.
pub(crate) fn serve(bytes: Vec<u8>) -> Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?.to_string();
    let bytes = axum::body::Bytes::from(bytes);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let router = axum::Router::new().fallback(move || async move { bytes });
            axum::serve(listener, router).await
        })
    });
    Ok(address)
}

/// The key and the checkpoints of one town: two towns must not share theirs.
pub(crate) struct Seals(tempfile::TempDir);

impl Seals {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    pub(crate) fn command(&self, program: &Path, words: &[&str], config: &Config) -> Command {
        let mut command = Command::new(program);
        command.env("KASANE_AUDIT_KEY", self.0.path().join("audit.key"));
        command.env("KASANE_CHECKPOINTS", self.0.path().join("audit"));
        command.args(words).arg("--database");
        match config {
            Config::Sqlite(path) => command.arg(path),
            Config::Postgres(url) => command.arg(url),
        };
        command
    }
}

/// The product, listening.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn().context("kasane cannot be started")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let address = loop {
            let line = lines.next().context("kasane ended before it listened")??;
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split(['/', ' ']).next().unwrap_or_default().to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address })
    }

    /// Waits until it has looked through its log, as it does after each start: a town that works has that behind it.
    pub(crate) fn settle(&self) {
        let spent = || process(self.child.id()).0;
        // It rests so often that a short look at it would take it for quiet.
        for _ in 0..120 {
            let before = spent();
            std::thread::sleep(Duration::from_secs(3));
            if spent() - before < 0.03 {
                return;
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
