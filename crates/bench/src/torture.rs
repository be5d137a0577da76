//! `kill -9` under write load: every write that was acknowledged is there afterwards, and the check is clean.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::installed::{self, Installation, Installed, IssueType, NewAgency};
use domain::staff::{self, NewToken};
use domain::{cases, housekeeping};
use kernel::{Role, Scope};
use store::{Config, Db};

use crate::client::Client;
use crate::clock::Real;

/// Writers at once.
const WRITERS: usize = 4;

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How often the server was killed.
    pub kills: usize,
    /// Writes that it had acknowledged.
    pub acknowledged: usize,
    /// Of these, those that were gone.
    pub lost: usize,
    /// What `kasane check` would say after each kill.
    pub findings: Vec<String>,
}

/// Kills the server `kills` times while it is written to.
///
/// # Errors
/// If the server cannot be started or the database cannot be opened again.
pub fn run(kasane: &Path, kills: usize) -> Result<Outcome> {
    let dir = tempfile::tempdir()?;
    let (token, code) = prepare(dir.path())?;
    let mut outcome = Outcome::default();
    let acknowledged = Arc::new(Mutex::new(HashSet::new()));
    for round in 0..kills {
        let server = Server::start(kasane, dir.path())?;
        let before = acknowledged.lock().map_or(0, |set| set.len());
        load(&server.address, &token, &code, round, &acknowledged, || pause(round));
        server.kill()?;
        outcome.kills += 1;
        let db = open(dir.path())?;
        outcome.findings.extend(db.integrity()?);
        outcome.findings.extend(db.read(housekeeping::findings)?);
        let after = acknowledged.lock().map_or(0, |set| set.len());
        if round % 20 == 19 {
            println!("{} kills, {after} acknowledged writes (+{} in this round)", round + 1, after - before);
        }
    }
    let db = open(dir.path())?;
    let stored: Vec<String> = db.read(|tx| tx.all("SELECT text FROM case_records", &[]))?;
    let stored: HashSet<String> = stored.into_iter().collect();
    let acknowledged = acknowledged.lock().map(|set| set.clone()).unwrap_or_default();
    outcome.acknowledged = acknowledged.len();
    outcome.lost = acknowledged.iter().filter(|text| !stored.contains(*text)).count();
    Ok(outcome)
}

/// Between 30 and 180 ms, another time in each round.
fn pause(round: usize) {
    thread::sleep(Duration::from_millis(30 + (round as u64 * 37) % 150));
}

fn path(dir: &Path) -> PathBuf {
    dir.join("kasane.sqlite")
}

fn open(dir: &Path) -> Result<Db> {
    Ok(Db::open(&Config::Sqlite(path(dir)), Real::shared())?)
}

/// A municipality with one worker, one open case and one token.
fn prepare(dir: &Path) -> Result<(String, String)> {
    let db = open(dir)?;
    db.migrate(domain::MIGRATIONS)?;
    Ok(db.write(|tx| {
        installed::install(tx, &installation())?;
        let agency =
            installed::agencies(tx)?.first().map(|agency| agency.id).ok_or(kernel::Error::NotFound)?;
        let opened = installed::account(tx, "worker", "見本 職員【架空】", "-", agency, Role::CounterWorker)?;
        let who = Scope {
            staff: opened.id,
            agency,
            role: Role::CounterWorker,
            accepted_rules: true,
            unbarred: false,
            now: tx.now(),
            request: "torture".into(),
        };
        let token = staff::issue_token(tx, &who, &NewToken { name: "torture".into() })?;
        let case = cases::open(
            tx,
            &who,
            &cases::Opening { nickname: "青い屋根の家【架空】".into(), ..Default::default() },
        )?;
        Ok((token, cases::code_of(tx, case)?))
    })?)
}

fn installation() -> Installation {
    let municipality = Installed {
        key: "mihon".into(),
        name: "見本市【架空】".into(),
        profile: String::new(),
        fictional: true,
    };
    let agency =
        NewAgency { key: "counter".into(), name: "窓口【架空】".into(), ..NewAgency::default() };
    let issue = IssueType { key: "issue_8050".into(), name: "8050問題".into() };
    Installation {
        municipality,
        agencies: vec![agency],
        issue_types: vec![issue],
        responsibilities: Vec::new(),
        categories: domain::installed::default_categories(),
        form_items: Vec::new(),
    }
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(kasane: &Path, dir: &Path) -> Result<Self> {
        let mut child = Command::new(kasane)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", kasane.display()))?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            if let Some((_, rest)) = line?.split_once("http://") {
                let address = rest.split(['/', ' ']).next().unwrap_or_default().to_owned();
                return Ok(Self { child, address });
            }
        }
        let _ = child.kill();
        bail!("the server ended before it listened")
    }

    /// `SIGKILL`: nothing of the program runs any more.
    fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn load(
    address: &str,
    token: &str,
    code: &str,
    round: usize,
    acknowledged: &Arc<Mutex<HashSet<String>>>,
    wait: impl Fn(),
) {
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (address, token, code) = (address.to_owned(), token.to_owned(), code.to_owned());
            let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(acknowledged));
            thread::spawn(move || {
                write(&address, &token, &code, &format!("{round}-{writer}"), &stop, &acknowledged)
            })
        })
        .collect();
    wait();
    // The kill comes while writers are at work; they end by the broken connection.
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        stop.store(true, Ordering::Relaxed);
    });
    drop(writers);
}

fn write(
    address: &str,
    token: &str,
    code: &str,
    name: &str,
    stop: &AtomicBool,
    acknowledged: &Mutex<HashSet<String>>,
) {
    let headers = format!("authorization: Bearer {token}\r\naccept: application/json\r\n");
    let Ok(mut client) = Client::connect(address, &headers) else { return };
    for n in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let text = format!("架空の記録 {name}-{n}");
        let body = serde_json::json!({ "text": text, "counterpart": "person" }).to_string();
        match client.post(&format!("/cases/{code}/records"), &format!("{name}-{n}"), &body) {
            Ok(201) => {
                if let Ok(mut set) = acknowledged.lock() {
                    set.insert(text);
                }
            }
            _ => return,
        }
    }
}
