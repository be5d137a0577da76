//! What the verifier makes of keys, clocks and lines that stand where they should not.

use domain::audit::{Checkpoint, Key, Line, PublicKey, Report, Tree, Verifier};
use store::testing::NOON;
use testkit::Dice;

use super::found;
use super::tamper::{Log, change, event, fix_end, resign, row_at, write};

fn judge(lines: &[Line], keys: Vec<PublicKey>, outside: &str) -> Report {
    let mut verifier = Verifier::new(keys, outside);
    write(lines).lines().for_each(|line| verifier.text(line));
    verifier.finish()
}

fn name_keys(lines: &mut [Line], named: &str) {
    if let Line::Header { keys, .. } = &mut lines[0] {
        named.clone_into(keys);
    }
}

/// Somebody makes the whole log anew, signs it with a key of their own and writes that key into the file.
#[test]
fn a_file_s_own_key_is_believed_by_whoever_brings_none_and_that_is_said() {
    let (log, forger) = (Log::new(), Key::new("kasane/mihon", &[8; 32]));
    let mut lines = log.lines.clone();
    change(event(&mut lines[7]), &mut Dice(1));
    resign(&mut lines, &forger);
    name_keys(&mut lines, &forger.public().to_string());
    let trusting = judge(&lines, Vec::new(), "");
    assert_eq!(found(&trusting), []);
    assert!(trusting.notices.len() == 1 && trusting.notices[0].contains("公開鍵を渡していない"));
    let knowing = judge(&lines, vec![log.key.public()], "");
    assert!(!found(&knowing).is_empty() && knowing.notices.is_empty());
    assert!(found(&knowing).iter().all(|(wrong, ..)| ["signature", "unsigned"].contains(wrong)));
    // Where nobody has a key there is no signature to judge, but all the rest.
    name_keys(&mut lines, "");
    let keyless = judge(&lines, Vec::new(), "");
    assert_eq!((found(&keyless), keyless.checkpoints), (Vec::new(), 8));
}

#[test]
fn a_clock_that_goes_back_is_told_and_one_that_stands_is_not() {
    let log = Log::new();
    let signed_at = |seconds: [i64; 8]| {
        let (mut lines, mut seconds) = (log.lines.clone(), seconds.into_iter());
        for line in &mut lines {
            if let Line::Checkpoint { note, .. } = line {
                let (point, _) = Checkpoint::read(note, &[]).unwrap();
                let at = NOON.plus_seconds(seconds.next().unwrap());
                *note = Checkpoint { at, ..point }.sign(&log.key);
            }
        }
        let report = judge(&lines, vec![log.key.public()], "");
        assert_eq!((found(&report), report.checkpoints), (Vec::new(), 8));
        report.notices
    };
    assert!(signed_at([1, 2, 3, 4, 5, 6, 7, 8]).is_empty());
    assert!(signed_at([1, 2, 2, 2, 5, 6, 7, 8]).is_empty(), "two within one moment");
    let back = signed_at([1, 2, 3, 4, 5, 6, 4, 8]);
    assert!(back.len() == 1 && back[0].contains("時計が戻っています"), "{back:?}");
}

#[test]
fn a_line_that_stands_where_it_does_not_belong_is_told_with_its_row() {
    let log = Log::new();
    let wrong = |lines: &[Line]| found(&judge(lines, vec![log.key.public()], &log.outside));
    let mut early = log.lines.clone();
    let unsealed = early.iter().position(|line| matches!(line, Line::Unsealed(_))).unwrap();
    let line = early.remove(unsealed);
    early.insert(row_at(&log.lines, 218), line);
    assert_eq!(wrong(&early), [("misplaced", 218, 219)], "what waits for its seal comes last");
    let mut noted = log.lines.clone();
    let behind = row_at(&noted, 32) + 2;
    noted.insert(behind, Line::Checkpoint { note: "nothing\n\nat all\n".into(), peaks: Vec::new() });
    fix_end(&mut noted);
    assert_eq!(wrong(&noted), [("unreadable", 33, 33)], "of the rows that it would have covered");
}

/// A look at the end alone takes a checkpoint for granted and judges what comes after it.
#[test]
fn whoever_goes_on_from_a_checkpoint_finds_what_comes_after_it() {
    let log = Log::new();
    let from = |outside: &str| {
        let mut verifier = Verifier::new(vec![log.key.public()], outside);
        verifier.line(log.lines[0].clone());
        let end = row_at(&log.lines, 155);
        let (Line::Sealed { link, .. }, Line::Checkpoint { peaks, .. }) =
            (&log.lines[end], &log.lines[end + 1])
        else {
            panic!("a checkpoint closes row 155")
        };
        let mut verifier = verifier.going_on(Tree::of(155, peaks.clone()).unwrap(), *link);
        let rest = &log.lines[end + 2..log.lines.len() - 1];
        rest.iter().for_each(|line| verifier.line(line.clone()));
        verifier.line(Line::End(1 + rest.len() as u64));
        verifier.finish()
    };
    let good = from(&log.outside);
    assert_eq!((found(&good), good.sealed, good.checkpoints), (Vec::new(), 64, 1));
    let other =
        Checkpoint { origin: "kasane/mihon".into(), size: 219, root: [1; 32], at: NOON, restored: None };
    let wrong = from(&(other.sign(&log.key) + "\n"));
    assert_eq!(found(&wrong), [("outside", 156, 219)], "before it nothing was looked at");
}
