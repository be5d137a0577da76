//! Whatever is done to an exported log is found, and located: to its row where only that row was touched, to its
//! interval between two checkpoints where everything after it was made anew (U-02, U-03). A second verifier, in
//! another language, says the same of every file.

use std::path::Path;
use std::process::Command;

use domain::audit::{Checkpoint, Entry, Hash, Key, Line, Tree, Verifier, leaf, link};
use store::testing;
use testkit::Dice;

use super::Office;

/// How many tamperings; `KASANE_TAMPERINGS=10000` for the long form.
const COUNT: u64 = 200;
/// Where chance begins; `KASANE_TAMPER_SEED` for another.
const SEED: u64 = 20_261_126;

fn from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// A log with several checkpoints, as it was exported, and its notes outside.
pub(super) struct Log {
    pub(super) lines: Vec<Line>,
    pub(super) outside: String,
    pub(super) key: Key,
    /// Sizes of the checkpoints, with 0 before them.
    sizes: Vec<u64>,
}

impl Log {
    pub(super) fn new() -> Self {
        let (at, office) = (testing::sqlite(domain::MIGRATIONS).unwrap(), Office::new());
        let sql = "INSERT INTO audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose, outcome)
                   VALUES ($1, $2, $3, 'elder', 'counter_worker', 'read', 'case', $2, $4, 'own', '電話の「前」に', 'ok')";
        for batch in [31, 1, 17, 40, 8, 33, 25, 64] {
            at.db
                .write(move |tx| {
                    (0..batch).try_for_each(|n: i64| {
                        let case = (n % 3 == 0).then(|| format!("case{n}"));
                        tx.exec(
                            sql,
                            &[&(tx.now().0 + n), &format!("request{n}"), &format!("staff{}", n % 7), &case],
                        )
                    })
                })
                .unwrap();
            office.seal(&at.db);
        }
        at.db.write(move |tx| tx.exec(sql, &[&1_i64, &"late", &"staff", &Option::<String>::None])).unwrap();
        let lines = office.export(&at.db).iter().map(|line| Line::read(line).unwrap()).collect();
        let sizes = [0, 31, 32, 49, 89, 97, 130, 155, 219].to_vec();
        Self { lines, outside: office.outside().notes().unwrap(), key: office.key.clone(), sizes }
    }

    fn rows(&self) -> u64 {
        219
    }

    /// The interval between two checkpoints in which a row lies.
    fn interval(&self, n: u64) -> (u64, u64) {
        let at = self.sizes.partition_point(|size| *size < n);
        (self.sizes[at - 1] + 1, self.sizes[at])
    }

    fn verify(&self, text: &str) -> (Vec<(String, u64, u64)>, u64, u64) {
        let mut verifier = Verifier::new(vec![self.key.public()], &self.outside);
        text.lines().for_each(|line| verifier.text(line));
        let report = verifier.finish();
        let found = report.findings.iter().map(|f| (f.wrong.key().to_owned(), f.from, f.to)).collect();
        (found, report.sealed, report.unsealed)
    }
}

/// A log that was tampered with.
struct Tampered {
    what: &'static str,
    lines: Vec<Line>,
    /// A row that was touched, or the first of those that are gone.
    row: u64,
    /// Where a finding must lie at the widest.
    within: (u64, u64),
}

pub(super) fn write(lines: &[Line]) -> String {
    lines.iter().map(|line| line.write() + "\n").collect()
}

pub(super) fn row_at(lines: &[Line], row: u64) -> usize {
    lines.iter().position(|line| matches!(line, Line::Sealed { n, .. } if *n == row)).unwrap()
}

pub(super) fn event(line: &mut Line) -> &mut Entry {
    match line {
        Line::Sealed { event: Some(event), .. } => event,
        other => panic!("no event: {other:?}"),
    }
}

/// The same event with one field changed.
pub(super) fn change(entry: &mut Entry, dice: &mut Dice) {
    match dice.below(6) {
        0 => entry.staff_id.push('x'),
        1 => entry.at += 1 + dice.below(1_000_000) as i64,
        2 => entry.outcome = "refused".into(),
        3 => entry.case_id = if entry.case_id.is_none() { Some(String::new()) } else { None },
        4 => entry.objects = format!("{} other", entry.objects),
        _ => entry.seq += 1_000,
    }
}

fn renew_leaf(line: &mut Line) {
    if let Line::Sealed { leaf, event: Some(event), .. } = line {
        *leaf = event.leaf();
    }
}

/// Numbers and chains everything anew, as somebody does who knows the format but has no key.
fn renew(lines: &mut [Line]) {
    let (mut count, mut last): (u64, Hash) = (0, [0; 32]);
    for line in lines.iter_mut() {
        renew_leaf(line);
        if let Line::Sealed { n, leaf, link: own, .. } = line {
            count += 1;
            last = link(&last, leaf);
            (*n, *own) = (count, last);
        }
    }
}

/// Signs everything anew with `key`.
pub(super) fn resign(lines: &mut [Line], key: &Key) {
    renew(lines);
    let mut tree = Tree::default();
    for line in lines.iter_mut() {
        match line {
            Line::Sealed { leaf, .. } => tree.push(*leaf),
            Line::Checkpoint { note, peaks } => {
                let (old, _) = Checkpoint::read(note, &[]).unwrap();
                *note = Checkpoint { size: tree.size(), root: tree.root(), ..old }.sign(key);
                *peaks = tree.peaks().to_vec();
            }
            _ => {}
        }
    }
}

pub(super) fn fix_end(lines: &mut Vec<Line>) {
    lines.retain(|line| !matches!(line, Line::End(_)));
    lines.push(Line::End(lines.len() as u64));
}

fn tamper(log: &Log, dice: &mut Dice) -> Tampered {
    let mut lines = log.lines.clone();
    let rows = log.rows();
    let row = 1 + dice.below(rows as usize) as u64;
    let (at, near, interval) = (row_at(&lines, row), (row.max(2) - 1, row + 1), log.interval(row));
    let done = |what, lines, within| Tampered { what, lines, row, within };
    match dice.below(18) {
        0 => {
            change(event(&mut lines[at]), dice);
            done("edit an event", lines, (row, row))
        }
        1 => {
            change(event(&mut lines[at]), dice);
            renew_leaf(&mut lines[at]);
            done("edit an event and its leaf", lines, near)
        }
        2 => {
            change(event(&mut lines[at]), dice);
            renew_leaf(&mut lines[at]);
            let before = if row == 1 { [0; 32] } else { link_of(&lines, row - 1) };
            if let Line::Sealed { leaf, link: own, .. } = &mut lines[at] {
                *own = link(&before, leaf);
            }
            // The last row has no follower by which its link could be found: its interval tells.
            done("edit an event, its leaf and its link", lines, if row == rows { interval } else { near })
        }
        3 => {
            change(event(&mut lines[at]), dice);
            renew(&mut lines);
            done("edit an event and chain all anew", lines, interval)
        }
        4 => {
            lines.remove(at);
            fix_end(&mut lines);
            done("delete a line", lines, (row, row))
        }
        5 => {
            lines.remove(at);
            renew(&mut lines);
            fix_end(&mut lines);
            done("delete a line and chain all anew", lines, interval)
        }
        6 => {
            if let Line::Sealed { event, .. } = &mut lines[at] {
                *event = None;
            }
            done("delete an event from the table", lines, (row, row))
        }
        7 => {
            let other = other_row(row, rows, dice);
            let elsewhere = row_at(&lines, other);
            lines.swap(at, elsewhere);
            let (row, last) = (row.min(other), row.max(other));
            Tampered { what: "swap two lines", lines, row, within: (row, last) }
        }
        8 => {
            let other = row_at(&lines, other_row(row, rows, dice));
            let (one, two) = (event(&mut lines[at]).clone(), event(&mut lines[other]).clone());
            (*event(&mut lines[at]), *event(&mut lines[other])) = (two, one);
            // Two neighbours are told as one stretch.
            done("swap two events", lines, near)
        }
        9 => {
            let elsewhere = row_at(&lines, other_row(row, rows, dice));
            let first = row_of(&lines[at.min(elsewhere)]);
            lines.swap(at, elsewhere);
            renew(&mut lines);
            Tampered {
                what: "swap two events and chain all anew",
                row: first,
                within: log.interval(first),
                lines,
            }
        }
        10 => {
            let copy = lines[at].clone();
            let to = at + 1 + dice.below(lines.len() - at - 1);
            lines.insert(to, copy);
            fix_end(&mut lines);
            done("insert a line twice", lines, (row, row))
        }
        11 => {
            let mut forged = lines[at].clone();
            change(event(&mut forged), dice);
            lines.insert(at, forged);
            renew(&mut lines);
            fix_end(&mut lines);
            done("insert an event and chain all anew", lines, interval)
        }
        12 => {
            let mut forged = lines[at].clone();
            change(event(&mut forged), dice);
            renew_leaf(&mut forged);
            lines.insert(at + 1, forged);
            fix_end(&mut lines);
            done("insert an event under a number that is taken", lines, near)
        }
        13 => {
            lines.truncate(at);
            done("cut the file", lines, (row, u64::MAX))
        }
        14 => {
            lines.truncate(at);
            fix_end(&mut lines);
            done("cut the end and end the file properly", lines, (row, rows))
        }
        15 => {
            let size = log.sizes[1 + dice.below(log.sizes.len() - 2)];
            let end =
                lines.iter().position(|line| matches!(line, Line::Sealed { n, .. } if *n > size)).unwrap();
            lines.truncate(end);
            fix_end(&mut lines);
            Tampered { what: "roll back to an older state", lines, row: size + 1, within: (size + 1, rows) }
        }
        16 => {
            change(event(&mut lines[at]), dice);
            resign(&mut lines, &Key::new("kasane/mihon", &[8; 32]));
            done("edit, chain and sign all anew with another key", lines, (1, rows))
        }
        _ => {
            change(event(&mut lines[at]), dice);
            resign(&mut lines, &log.key);
            done("edit, chain and sign all anew with the stolen key", lines, interval)
        }
    }
}

fn row_of(line: &Line) -> u64 {
    if let Line::Sealed { n, .. } = line { *n } else { 0 }
}

fn link_of(lines: &[Line], row: u64) -> Hash {
    if let Line::Sealed { link, .. } = &lines[row_at(lines, row)] { *link } else { [0; 32] }
}

fn other_row(row: u64, rows: u64, dice: &mut Dice) -> u64 {
    let other = 1 + dice.below(rows as usize - 1) as u64;
    if other >= row { other + 1 } else { other }
}

/// What the verifier in Python says of several files at once.
fn second_opinion(log: &Log, folder: &Path, files: &[String]) -> Vec<serde_json::Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/audit/verify.py");
    let notes = folder.join("checkpoints.txt");
    std::fs::write(&notes, &log.outside).unwrap();
    let paths: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let path = folder.join(format!("{n}.jsonl"));
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let out = Command::new("python3")
        .arg(script)
        .args(["--json", "--key", &log.key.public().to_string(), "--checkpoints"])
        .arg(&notes)
        .args(&paths)
        .output()
        .unwrap_or_else(|error| panic!("python3: {error}; `cargo xtask setup --tests` installs it"));
    assert!(out.status.code() != Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).unwrap();
    let told: Vec<_> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), files.len(), "{}", String::from_utf8_lossy(&out.stderr));
    told
}

fn agree(log: &Log, text: &str, other: &serde_json::Value, about: &str) -> Vec<(String, u64, u64)> {
    let (own, sealed, unsealed) = log.verify(text);
    let found = serde_json::to_value(&own).unwrap();
    assert_eq!(other["findings"], found, "the two verifiers differ: {about}");
    assert_eq!((&other["sealed"], &other["unsealed"]), (&sealed.into(), &unsealed.into()), "{about}");
    own
}

#[test]
fn every_tampering_is_found_and_located_and_both_verifiers_agree() {
    let (log, count) = (Log::new(), from_env("KASANE_TAMPERINGS", COUNT));
    let seed = from_env("KASANE_TAMPER_SEED", SEED);
    let good = write(&log.lines);
    assert_eq!(log.verify(&good), (vec![], 219, 1), "a good log is found good");
    let mut dice = Dice(seed);
    let (mut located, mut done) = (0, 0);
    while done < count {
        let folder = tempfile::tempdir().unwrap();
        let batch: Vec<Tampered> = (done..count.min(done + 200)).map(|_| tamper(&log, &mut dice)).collect();
        let mut files: Vec<String> = batch.iter().map(|tampered| write(&tampered.lines)).collect();
        files.push(good.clone());
        let told = second_opinion(&log, folder.path(), &files);
        agree(&log, &good, &told[batch.len()], "the good log");
        for ((tampered, text), other) in batch.iter().zip(&files).zip(&told) {
            done += 1;
            let about = format!("tampering {done} of seed {seed}: {} at row {}", tampered.what, tampered.row);
            let found = agree(&log, text, other, &about);
            let (from, to) = tampered.within;
            let hit = found.iter().any(|(_, first, last)| {
                *first <= tampered.row && tampered.row <= *last && from <= *first && *last <= to
            });
            assert!(hit, "{about}: not located within {from} to {to}: {found:?}");
            located += 1;
        }
    }
    println!("{located} of {count} tamperings found and located; seed {seed}");
    assert_eq!(located, count);
}

/// Lines that no writer writes: both verifiers call the same ones unreadable.
#[test]
fn both_verifiers_read_the_same_and_refuse_the_same() {
    let log = Log::new();
    let good = write(&log.lines);
    let second = good.lines().nth(1).unwrap().to_owned();
    let with = |line: String| good.replacen(&second, &line, 1);
    let files: Vec<String> = [
        String::new(),
        "{}".into(),
        "[]".into(),
        "null".into(),
        second.replacen("{", "{\"n\":1,", 1),
        second.replacen("{", "{\"more\":1,", 1),
        second.replacen("\"seq\":1", "\"seq\":1.0", 1),
        second.replacen("\"seq\":1", "\"seq\":\"1\"", 1),
        second.replacen("\"seq\":1", "\"seq\":-0", 1),
        second.replacen("\"seq\":1", "\"seq\":1,\"seq\":1", 1),
        second.replacen("\"seq\":1", "\"seq\":1,\"extra\":1", 1),
        second.replacen("\"role\":\"", "\"role\":\"\\ud800", 1),
        second.replacen("\"leaf\":\"", "\"leaf\":\"A", 1),
        second.replacen("\"n\":1", "\"n\":18446744073709551616", 1),
        second.replacen("\"n\":1", "\"n\":1,\"end\":\"x\"", 1),
        second.replacen("\"n\":1", "\"n\": 1 ", 1),
    ]
    .into_iter()
    .map(with)
    .chain([
        good.replacen("\"kasane_audit\":1", "\"kasane_audit\":2", 1),
        good.replacen("\\n31\\n", "\\n031\\n", 1),
        good.replacen("\\n31\\n", "\\n30\\n", 1),
        good.replacen("time ", "time  ", 1),
        good.replacen("\u{2014} kasane", "- kasane", 1),
        good.replacen("\\n\"", "\\n\\n\"", 1),
        good.lines().skip(1).map(|line| format!("{line}\n")).collect(),
        good.clone() + &second,
    ])
    .collect();
    let folder = tempfile::tempdir().unwrap();
    let told = second_opinion(&log, folder.path(), &files);
    for (n, (text, other)) in files.iter().zip(&told).enumerate() {
        agree(&log, text, other, &format!("file {n}"));
    }
    let bad = told.iter().filter(|told| told["findings"] != serde_json::json!([])).count();
    assert_eq!(bad, files.len() - 1, "only white space means nothing");
}

/// Notes outside that go back, contradict each other, or are somebody else's.
#[test]
fn both_verifiers_judge_the_notes_outside_alike() {
    let mut log = Log::new();
    let (good, notes) = (write(&log.lines), log.outside.clone());
    let point = |size: u64, root: u8, restored: Option<&str>| Checkpoint {
        origin: "kasane/mihon".into(),
        size,
        root: [root; 32],
        at: testing::NOON,
        restored: restored.map(str::to_owned),
    };
    let add = |note: String| format!("{notes}{note}\n");
    let stranger = Key::new("kasane/mihon", &[9; 32]);
    type Found = &'static [(&'static str, u64, u64)];
    let cases: [(String, Found); 8] = [
        (notes.clone(), &[]),
        (String::new(), &[]),
        (add(point(300, 1, None).sign(&log.key)), &[("rollback", 220, 300)]),
        (add(point(100, 1, None).sign(&log.key)), &[("fork", 101, 219)]),
        (add(point(219, 1, None).sign(&log.key)), &[("fork", 219, 219)]),
        (add(point(300, 1, None).sign(&stranger)), &[("signature", 300, 300)]),
        (add("nothing\n\nat all\n".into()), &[("unreadable", 0, 0)]),
        (add(point(0, 1, Some("ディスクの故障")).sign(&log.key)), &[]),
    ];
    for (n, (outside, expected)) in cases.into_iter().enumerate() {
        log.outside = outside;
        let folder = tempfile::tempdir().unwrap();
        let told = second_opinion(&log, folder.path(), std::slice::from_ref(&good));
        let found = agree(&log, &good, &told[0], &format!("notes {n}"));
        let found: Vec<(&str, u64, u64)> =
            found.iter().map(|(wrong, from, to)| (wrong.as_str(), *from, *to)).collect();
        assert_eq!(found, expected, "notes {n}");
    }
}

#[test]
fn a_leaf_is_the_hash_of_its_bytes() {
    let entry = Entry {
        seq: 7,
        at: 1_775_012_400_000_000,
        request: "r".into(),
        staff_id: "s".into(),
        agency_id: "a".into(),
        role: "counter_worker".into(),
        action: "read".into(),
        kind: "case".into(),
        objects: "one two".into(),
        case_id: None,
        basis: "own".into(),
        purpose: "電話".into(),
        outcome: "ok".into(),
    };
    let bytes = "kasane audit event 1\n1:7,16:1775012400000000,1:r,1:s,1:a,14:counter_worker,4:read,4:case,7:one two,-,3:own,6:電話,2:ok,";
    assert_eq!(String::from_utf8(entry.canonical()).unwrap(), bytes);
    assert_eq!(entry.leaf(), leaf(bytes.as_bytes()));
}
