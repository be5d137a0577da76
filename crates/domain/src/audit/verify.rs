//! Reads a log line by line and tells what is not as it was sealed. Needs no database.

use super::entry::Entry;
use super::finding::{Report, Wrong};
use super::line::Line;
use super::merkle::{Hash, ORIGIN, Tree, link};
use super::note::{Checkpoint, PublicKey, Signed};
use super::outside;

/// A verification under way. Each interval between two signed checkpoints is judged by itself, so that a row that was
/// made anew is located to its interval and does not hide what comes later.
pub struct Verifier {
    keys: Vec<PublicKey>,
    keys_given: bool,
    origin: String,
    outside: Vec<Checkpoint>,
    /// The row that comes next.
    next: u64,
    /// The link before it, unless rows are missing.
    previous: Option<Hash>,
    /// The tree of the rows before it, unless rows are missing.
    tree: Option<Tree>,
    /// Rows that a signed checkpoint covers.
    covered: u64,
    at: i64,
    /// Rows up to which the log agrees with the checkpoints outside; none once it does not.
    agrees: Option<u64>,
    lines: u64,
    ended: bool,
    report: Report,
}

impl Verifier {
    /// Begins. `keys` are those that one trusts; without any, those that the file itself names. `outside` are the
    /// signed notes that were kept elsewhere, in the order in which they were kept.
    pub fn new(keys: Vec<PublicKey>, outside: &str) -> Self {
        let mut report = Report::default();
        let outside = outside::history(outside, &keys, &mut report);
        Self {
            keys_given: !keys.is_empty(),
            keys,
            origin: String::new(),
            outside,
            next: 1,
            previous: Some(ORIGIN),
            tree: Some(Tree::default()),
            covered: 0,
            at: i64::MIN,
            agrees: Some(0),
            lines: 0,
            ended: false,
            report,
        }
    }

    /// Goes on from a checkpoint that is taken for granted, for a look at the end of the log only. Comes behind the header.
    pub fn going_on(self, tree: Tree, previous: Hash) -> Self {
        let size = tree.size();
        Self {
            next: size + 1,
            previous: Some(previous),
            tree: Some(tree),
            covered: size,
            agrees: Some(size),
            ..self
        }
    }

    /// Takes in a line as text.
    pub fn text(&mut self, text: &str) {
        match Line::read(text) {
            Some(line) => self.line(line),
            None => {
                self.lines += 1;
                self.report.add(Wrong::Unreadable, self.next, self.next, None);
            }
        }
    }

    /// Takes in a line.
    pub fn line(&mut self, line: Line) {
        let first = self.lines == 0;
        self.lines += 1;
        if self.ended {
            self.report.add(Wrong::Misplaced, self.next, self.next, None);
        }
        if first != matches!(line, Line::Header { .. }) {
            self.report.add(Wrong::Misplaced, self.next, self.next, None);
        }
        match line {
            Line::Header { origin, keys } => self.header(origin, &keys),
            Line::Sealed { n, leaf, link, event } => self.sealed(n, &leaf, &link, event),
            Line::Checkpoint { note, peaks } => self.checkpoint(&note, peaks),
            Line::Unsealed(_) => self.report.unsealed += 1,
            Line::End(before) => self.end(before),
        }
    }

    fn header(&mut self, origin: String, keys: &str) {
        self.origin = origin;
        if !self.keys_given {
            self.keys = keys.split(' ').filter_map(PublicKey::parse).collect();
            self.report.notices.push(
                "公開鍵を渡していないので、ファイルに書いてある鍵で確かめました。鍵が本物かは分かりません。"
                    .into(),
            );
        }
    }

    fn sealed(&mut self, n: u64, leaf: &Hash, own: &Hash, event: Option<Entry>) {
        let seq = event.as_ref().map(|event| event.seq);
        if n < self.next {
            self.report.add(Wrong::Misplaced, n, n, seq);
            return;
        }
        if n > self.next {
            self.skip_to(n);
        }
        if self.report.unsealed > 0 {
            self.report.add(Wrong::Misplaced, n, n, seq);
        }
        match &event {
            None => self.report.add(Wrong::Deleted, n, n, None),
            Some(event) if event.leaf() != *leaf => self.report.add(Wrong::Edited, n, n, seq),
            Some(_) => {}
        }
        if self.previous.is_some_and(|previous| link(&previous, leaf) != *own) {
            self.report.add(Wrong::Broken, n.saturating_sub(1).max(1), n, None);
        }
        self.previous = Some(*own);
        if let Some(tree) = &mut self.tree {
            tree.push(*leaf);
        }
        self.next = n.saturating_add(1);
        self.report.sealed += 1;
        self.look_outside();
    }

    /// Rows up to `n` are not there.
    fn skip_to(&mut self, n: u64) {
        self.report.add(Wrong::Missing, self.next, n - 1, None);
        (self.next, self.previous, self.tree) = (n, None, None);
    }

    fn checkpoint(&mut self, note: &str, peaks: Vec<Hash>) {
        let (from, to) = (self.covered + 1, (self.next - 1).max(self.covered + 1));
        let Some((point, signed)) = Checkpoint::read(note, &self.keys) else {
            return self.report.add(Wrong::Unreadable, from, to, None);
        };
        // Without any key there is nothing to hold a signature against; a notice says so.
        let trusted = signed == Signed::Rightly || (signed == Signed::ByNobodyKnown && self.keys.is_empty());
        if !trusted || point.origin != self.origin {
            return self.report.add(Wrong::Signature, from, to, None);
        }
        if point.size <= self.covered {
            return self.report.add(Wrong::Misplaced, point.size, point.size, None);
        }
        if point.size < self.next - 1 {
            self.report.add(Wrong::Misplaced, point.size, point.size, None);
            if self.tree.is_some() {
                // More rows than were signed, all numbered in order: one of the interval is not genuine.
                self.report.add(Wrong::Root, self.covered + 1, point.size, None);
            }
            return;
        }
        if point.size > self.next - 1 {
            self.skip_to(point.size.saturating_add(1));
            // Fewer rows than were signed. Which of the interval are gone cannot be told if they were numbered anew.
            self.report.add(Wrong::Root, self.covered + 1, point.size, None);
        }
        if self.tree.as_ref().is_some_and(|tree| tree.root() != point.root) {
            self.report.add(Wrong::Root, self.covered + 1, point.size, None);
        }
        match Tree::of(point.size, peaks).filter(|tree| tree.root() == point.root) {
            Some(tree) => self.tree = Some(tree),
            None => self.report.add(Wrong::Peaks, point.size, point.size, None),
        }
        if point.at.0 < self.at {
            let text = format!("時計が戻っています: {} の控え(順番は保たれています)", point.at.iso());
            self.report.notices.push(text);
        }
        (self.covered, self.at) = (point.size, point.at.0);
        self.report.checkpoints += 1;
    }

    /// Compares with what was kept outside after so many rows.
    fn look_outside(&mut self) {
        let size = self.next - 1;
        let (Some(tree), Some(agrees)) = (&self.tree, self.agrees) else { return };
        let at = self.outside.partition_point(|point| point.size < size);
        for point in self.outside[at..].iter().take_while(|point| point.size == size) {
            if point.root != tree.root() {
                self.report.add(Wrong::Outside, agrees + 1, size, None);
                self.agrees = None;
                return;
            }
            self.agrees = Some(size);
        }
    }

    fn end(&mut self, before: u64) {
        self.ended = true;
        if before != self.lines - 1 {
            self.report.add(Wrong::Cut, self.next, self.next, None);
        }
    }

    /// Ends, and tells what was seen.
    pub fn finish(mut self) -> Report {
        let last = self.next - 1;
        if !self.ended {
            self.report.add(Wrong::Cut, self.next, self.next, None);
        }
        if last > self.covered {
            self.report.add(Wrong::Unsigned, self.covered + 1, last, None);
        }
        let ahead = self.outside.iter().map(|point| point.size).max().unwrap_or_default();
        if ahead > last {
            self.report.add(Wrong::Rollback, last + 1, ahead, None);
        }
        self.report
    }
}
