//! What a verification finds, and where.

use std::fmt;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// A line that cannot be read.
    Unreadable,
    /// The event is not the one that was sealed.
    Edited,
    /// The link is there, its event is not.
    Deleted,
    /// Neither event nor link.
    Missing,
    /// A line that stands where it does not belong, or twice.
    Misplaced,
    /// A link that does not follow from the one before.
    Broken,
    /// Events and signed root do not fit: the chain was made anew.
    Root,
    /// A checkpoint whose tree is not the signed one.
    Peaks,
    /// A checkpoint that no known key has signed, or of another log.
    Signature,
    /// Links that no checkpoint covers.
    Unsigned,
    /// The file ends too early.
    Cut,
    /// A checkpoint outside is ahead of the log: it is older than it was, or its end was cut off.
    Rollback,
    /// The log is not the one of which a checkpoint outside tells.
    Outside,
    /// Checkpoints outside that contradict each other.
    Fork,
}

impl Wrong {
    /// The word in reports for programs.
    pub fn key(self) -> &'static str {
        match self {
            Wrong::Unreadable => "unreadable",
            Wrong::Edited => "edited",
            Wrong::Deleted => "deleted",
            Wrong::Missing => "missing",
            Wrong::Misplaced => "misplaced",
            Wrong::Broken => "broken",
            Wrong::Root => "root",
            Wrong::Peaks => "peaks",
            Wrong::Signature => "signature",
            Wrong::Unsigned => "unsigned",
            Wrong::Cut => "cut",
            Wrong::Rollback => "rollback",
            Wrong::Outside => "outside",
            Wrong::Fork => "fork",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Wrong::Unreadable => "読み取れない行があります",
            Wrong::Edited => "封をしたあとに書き換えられています",
            Wrong::Deleted => "封をしたあとに消されています",
            Wrong::Missing => "抜けています",
            Wrong::Misplaced => "順番がちがうか、2つあります",
            Wrong::Broken => "前の行とつながりません",
            Wrong::Root => "署名と合いません(この間の行が作り直されています)",
            Wrong::Peaks => "控えの木が署名と合いません",
            Wrong::Signature => "控えの署名が正しくないか、知らない鍵のものです",
            Wrong::Unsigned => "署名のない行です",
            Wrong::Cut => "ファイルが途中で終わっています",
            Wrong::Rollback => {
                "外の控えにはあるのに、ここにはありません(古いバックアップに戻されたか、終わりが切られています)"
            }
            Wrong::Outside => "外の控えと合いません",
            Wrong::Fork => "外の控えどうしが食いちがっています",
        }
    }
}

/// Something wrong with the rows `from` to `to` of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub wrong: Wrong,
    /// The first row of the chain that may be concerned.
    pub from: u64,
    /// The last one.
    pub to: u64,
    /// The number of the event in the log, where one row is concerned.
    pub seq: Option<i64>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from == self.to, self.seq) {
            (true, Some(seq)) => write!(f, "操作の記録 {}行目(番号 {seq})", self.from)?,
            (true, None) => write!(f, "操作の記録 {}行目", self.from)?,
            (false, _) => write!(f, "操作の記録 {}〜{}行目", self.from, self.to)?,
        }
        write!(f, ": {}", self.wrong.words())
    }
}

/// What a verification saw.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What is wrong, in the order in which it was met.
    pub findings: Vec<Finding>,
    /// What is worth knowing without being wrong.
    pub notices: Vec<String>,
    /// Rows of the chain.
    pub sealed: u64,
    /// Events that wait for their seal.
    pub unsealed: u64,
    /// Checkpoints that were rightly signed.
    pub checkpoints: u64,
}

impl Report {
    pub(super) fn add(&mut self, wrong: Wrong, from: u64, to: u64, seq: Option<i64>) {
        // A stretch of the same is one finding.
        if let Some(last) = self.findings.last_mut()
            && last.wrong == wrong
            && last.from <= from
            && from <= last.to.saturating_add(1)
        {
            if to > last.to {
                (last.to, last.seq) = (to, None);
            }
            return;
        }
        self.findings.push(Finding { wrong, from, to, seq });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_where_and_what_in_words() {
        let say = |from, to, seq| Finding { wrong: Wrong::Edited, from, to, seq }.to_string();
        assert_eq!(say(3, 3, Some(7)), "操作の記録 3行目(番号 7): 封をしたあとに書き換えられています");
        assert_eq!(say(3, 3, None), "操作の記録 3行目: 封をしたあとに書き換えられています");
        assert_eq!(say(3, 5, Some(7)), "操作の記録 3〜5行目: 封をしたあとに書き換えられています");
    }

    #[test]
    fn a_stretch_of_the_same_is_one_finding_and_a_row_that_is_told_twice_keeps_its_number() {
        let mut report = Report::default();
        let mut add = |wrong, from, to, seq| {
            report.add(wrong, from, to, seq);
            report.findings.iter().map(|f| (f.wrong, f.from, f.to, f.seq)).collect::<Vec<_>>()
        };
        let one = vec![(Wrong::Edited, 3, 3, Some(7))];
        assert_eq!(add(Wrong::Edited, 3, 3, Some(7)), one);
        assert_eq!(add(Wrong::Edited, 3, 3, Some(7)), one);
        assert_eq!(add(Wrong::Edited, 4, 4, Some(8)), [(Wrong::Edited, 3, 4, None)]);
        assert_eq!(add(Wrong::Edited, 6, 6, None).len(), 2, "one between them is right");
        assert_eq!(add(Wrong::Edited, 5, 5, None).len(), 3, "what lies before is told by itself");
        assert_eq!(add(Wrong::Broken, 5, 5, None).len(), 4, "and so is something else");
    }
}
