//! The program as an operator uses it, in a folder of its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use store::{Config, Db};

fn kasane(dir: &Path, line: &str) -> Output {
    command(dir, line).stdin(Stdio::null()).output().unwrap()
}

fn command(dir: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kasane"));
    command.args(line.split_whitespace()).current_dir(dir).env_remove("KASANE_DATABASE");
    command
}

fn works(dir: &Path, line: &str) -> String {
    let out = kasane(dir, line);
    assert!(out.status.success(), "{line}: {}{}", text(&out.stdout), text(&out.stderr));
    text(&out.stdout)
}

fn fails(dir: &Path, line: &str) -> String {
    let out = kasane(dir, line);
    assert!(!out.status.success(), "{line}: {}", text(&out.stdout));
    text(&out.stdout) + &text(&out.stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A small town in `data`.
fn seeded() -> tempfile::TempDir {
    let dir = folder();
    works(dir.path(), "seed --residents 120 --cases 8 --seed 3 --today 2026-04-01 --agencies 20");
    dir
}

fn open(dir: &Path) -> Db {
    let ambient = store::testing::TestAmbient::new(store::testing::NOON);
    Db::open(&Config::Sqlite(dir.join("data/kasane.sqlite")), Arc::clone(&ambient) as _).unwrap()
}

#[test]
fn a_backup_comes_back_as_it_was() {
    let dir = seeded();
    let before = works(dir.path(), "check");
    works(dir.path(), "backup copy.sqlite");
    assert!(fails(dir.path(), "backup copy.sqlite").contains("copy.sqlite"));
    open(dir.path()).write(|tx| tx.exec("DELETE FROM tasks", &[])).unwrap();
    assert_ne!(works_or_not(dir.path(), "check"), before);
    assert!(works(dir.path(), "restore copy.sqlite").contains("before-restore-1"));
    assert_eq!(works(dir.path(), "check"), before);
    assert!(works(dir.path(), "restore copy.sqlite").contains("before-restore-2"));
}

fn works_or_not(dir: &Path, line: &str) -> String {
    text(&kasane(dir, line).stdout)
}

#[test]
fn a_damaged_index_is_found() {
    let dir = seeded();
    let cut = |tx: &store::Tx<'_>| {
        tx.changed(
            "DELETE FROM search_entries WHERE doc IN (SELECT doc FROM search_entries WHERE kind = 'person' ORDER BY doc LIMIT 3)",
            &[],
        )
    };
    assert_eq!(open(dir.path()).write(cut).unwrap(), 3);
    let said = fails(dir.path(), "check");
    assert!(said.contains("3 people that cannot be found"), "{said}");
    assert!(said.contains("entries of the search index"), "{said}");
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let dir = seeded();
    let before = works(dir.path(), "check");
    works(dir.path(), "backup copy.sqlite");
    let mut bytes = std::fs::read(dir.path().join("copy.sqlite")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0x5a);
    std::fs::write(dir.path().join("copy.sqlite"), bytes).unwrap();
    assert!(fails(dir.path(), "restore copy.sqlite").contains("壊れています"));
    std::fs::write(dir.path().join("empty"), "").unwrap();
    fails(dir.path(), "restore empty");
    fails(dir.path(), "restore nowhere");
    assert!(!dir.path().join("nowhere").exists());
    assert_eq!(works(dir.path(), "check"), before);
}

#[test]
fn one_municipality_one_database() {
    let dir = folder();
    assert!(fails(dir.path(), "serve").contains("kasane init"));
    assert!(works(dir.path(), "init --profile ota-ku").contains("大田区"));
    works(dir.path(), "init --profile ota-ku");
    assert!(fails(dir.path(), "init --profile imabari").contains("大田区"));
    assert!(fails(dir.path(), "seed").contains("大田区"));
    assert!(fails(dir.path(), "demo --data data").contains("大田区"));
    assert!(fails(dir.path(), "init --profile tokyo-support --data other").contains("後方支援"));
}

#[test]
fn the_first_administrator_is_made_once() {
    let dir = folder();
    works(dir.path(), "init --profile oda-shi");
    let admin = |password: &str| {
        let mut child = command(dir.path(), "admin --login kanri --name 見本")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(text(&admin("short").stderr).contains("10字以上"));
    let made = admin("つゆ草の咲く朝の小道です");
    assert!(text(&made.stdout).contains("otpauth://totp/Kasane:kanri?secret="), "{}", text(&made.stderr));
    assert!(text(&admin("つゆ草の咲く朝の小道です").stderr).contains("利用者がすでにいます"));
}

#[test]
fn the_log_is_sealed_exported_and_verified_without_its_database() {
    use std::os::unix::fs::PermissionsExt;
    let dir = seeded();
    let key = dir.path().join("data/audit.key");
    assert!(works(dir.path(), "audit seal").contains("封をしました"));
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    works(dir.path(), "audit export log.jsonl");
    assert!(fails(dir.path(), "audit export log.jsonl").contains("log.jsonl"));
    let public = works(dir.path(), "audit key");
    std::fs::write(dir.path().join("key.txt"), &public).unwrap();
    std::fs::rename(dir.path().join("data"), dir.path().join("away")).unwrap();
    let verify = "audit verify log.jsonl --checkpoints away/audit --key key.txt";
    assert!(works(dir.path(), verify).contains("問題はありません"));
    let good = std::fs::read_to_string(dir.path().join("log.jsonl")).unwrap();
    std::fs::write(
        dir.path().join("log.jsonl"),
        good.replacen("\"outcome\":\"ok\"", "\"outcome\":\"OK\"", 1),
    )
    .unwrap();
    assert!(fails(dir.path(), verify).contains("1行目"));
    std::fs::rename(dir.path().join("away"), dir.path().join("data")).unwrap();

    assert!(works(dir.path(), "check").contains("まだのもの: 0"));
    open(dir.path())
        .write(|tx| tx.exec("UPDATE audit_events SET staff_id = 'x' WHERE seq = (SELECT seq FROM audit_links WHERE n = 2)", &[]))
        .unwrap();
    assert!(fails(dir.path(), "check").contains("操作の記録 2行目"));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(fails(dir.path(), "audit seal").contains("chmod 600"));
}

#[test]
fn going_back_to_an_older_backup_is_found_and_has_to_be_explained() {
    let dir = seeded();
    works(dir.path(), "backup old.sqlite");
    works(dir.path(), "audit seal");
    works(dir.path(), "check");
    works(dir.path(), "restore old.sqlite");
    assert!(fails(dir.path(), "check").contains("古いバックアップ"));
    assert!(fails(dir.path(), "audit seal").contains("--restored"));
    works(dir.path(), "audit seal --restored ディスクの故障");
    assert!(works(dir.path(), "check").contains("ディスクの故障"));
}

#[test]
fn plain_http_stays_on_this_machine() {
    let dir = folder();
    works(dir.path(), "init --profile edogawa");
    assert!(fails(dir.path(), "serve --listen 0.0.0.0:18080").contains("--behind-proxy"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(fails(dir.path(), &format!("serve --listen 127.0.0.1:{port}")).contains("使っています"));
}

#[test]
fn profiles_are_checked_printed_and_compared() {
    let dir = folder();
    assert!(works(dir.path(), "profile check ota-ku").contains("問題はありません"));
    std::fs::write(dir.path().join("mine.toml"), "key = 1\n").unwrap();
    assert!(fails(dir.path(), "profile check mine.toml").contains("1行"));
    assert!(works(dir.path(), "profile table imabari programmes --format tsv").contains('\t'));
    assert!(works(dir.path(), "profile compare ota-ku edogawa").contains("| 項目 |"));
    assert!(works(dir.path(), "profile open oda-shi").lines().count() > 10);
    assert!(fails(dir.path(), "profile table ota-ku programmes --format xml").contains("xml"));
}

#[test]
fn help_knows_every_command() {
    let dir = folder();
    let overview = works(dir.path(), "help");
    for command in [
        "serve", "init", "admin", "demo", "seed", "backup", "restore", "check", "audit", "profile",
        "openapi", "gallery",
    ] {
        assert!(overview.contains(command));
        assert!(works(dir.path(), &format!("help {command}")).contains(&format!("kasane {command}")));
    }
    assert!(fails(dir.path(), "sevre").contains("kasane help"));
    assert!(fails(dir.path(), "check --port 1").contains("--port"));
    let openapi: serde_json::Value = serde_json::from_str(&works(dir.path(), "openapi")).unwrap();
    assert_eq!(openapi["openapi"], "3.1.0");
}

/// A running demo; ended with the test.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_announces_itself_and_keeps_its_rules() {
    let dir = folder();
    let started = command(dir.path(), "demo --port 0 --data town --json")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut demo = Demo(started);
    let mut line = String::new();
    BufReader::new(demo.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let town: serde_json::Value = serde_json::from_str(&line).unwrap();
    let people = town["people"].as_array().unwrap();
    let roles: Vec<_> = people.iter().map(|person| person["role"].as_str().unwrap()).collect();
    assert_eq!(
        roles,
        [
            "counter_worker",
            "coordinator",
            "outreach_worker",
            "counter_worker",
            "manager",
            "system_administrator",
            "privacy_officer"
        ]
    );
    assert!(town["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    works(dir.path(), "check --data town");
    let pages: serde_json::Value =
        serde_json::from_str(&works(dir.path(), "gallery --list --data town")).unwrap();
    let paths: Vec<_> = pages.as_array().unwrap().iter().map(|page| page["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"/") && paths.iter().any(|path| path.starts_with("/cases/K-")), "{paths:?}");

    let db = Db::open(
        &Config::Sqlite(dir.path().join("town/kasane.sqlite")),
        Arc::clone(&store::testing::TestAmbient::new(store::testing::NOON)) as _,
    )
    .unwrap();
    let seen = db.read(|tx| {
        let mut who = domain::installed::scope_of(tx, "houkatsu")?;
        // The demo runs by the real clock.
        who.now = tx.one::<kernel::Instant>("SELECT max(at) FROM audit_events", &[])?;
        let home = domain::home::home(tx, &who, 30)?;
        Ok((home, domain::people::work_list(tx, &who)?))
    });
    let (home, duplicates) = seen.unwrap();
    assert!(home.tasks.len() >= 2 && home.waiting.len() >= 3 && home.undecided.len() >= 2, "{home:?}");
    assert!(!home.cases.is_empty() && !home.quiet.is_empty() && home.drafts.is_empty());
    assert!(!duplicates.is_empty());
}
