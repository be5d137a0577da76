use std::{collections::BTreeMap, sync::LazyLock};

use super::{number, rows};

/// One issue type.
pub(crate) struct IssueRow {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    /// Family of phrases: money, work, housing, health …
    pub(crate) theme: &'static str,
    pub(crate) from: u8,
    pub(crate) to: u8,
    pub(crate) weight: u32,
    /// What the household must be; empty if nothing.
    pub(crate) needs: &'static str,
    /// Keys of consultation topics, the likeliest first.
    pub(crate) topics: Vec<&'static str>,
    /// Codes of issues that often come with it.
    pub(crate) co_occurs: Vec<&'static str>,
}

/// All issue types in the order of the file, and their places by code.
pub(crate) struct Issues {
    pub(crate) all: Vec<IssueRow>,
    by_code: BTreeMap<&'static str, usize>,
}

impl Issues {
    /// The issue type with this code.
    pub(crate) fn get(&self, code: &str) -> Option<&IssueRow> {
        self.by_code.get(code).map(|&at| &self.all[at])
    }
}

/// The issue types, read once.
pub(crate) fn issues() -> &'static Issues {
    static ISSUES: LazyLock<Issues> = LazyLock::new(|| {
        let all: Vec<_> = rows(include_str!("../../data/issues.tsv")).filter_map(|row| read(&row)).collect();
        let by_code = all.iter().enumerate().map(|(at, row)| (row.code, at)).collect();
        Issues { all, by_code }
    });
    &ISSUES
}

fn read(row: &[&'static str]) -> Option<IssueRow> {
    let [code, label, theme, from, to, weight, needs, topics, co_occurs] = *row else { return None };
    let list = |cell: &'static str| cell.split(';').filter(|c| !c.is_empty()).collect();
    let (from, to) = (number(from) as u8, number(to) as u8);
    let (topics, co_occurs) = (list(topics), list(co_occurs));
    Some(IssueRow { code, label, theme, from, to, weight: number(weight), needs, topics, co_occurs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consultation::Topic;

    #[test]
    fn every_issue_has_known_topics_and_companions() {
        assert_eq!(issues().all.len(), 38);
        for row in &issues().all {
            assert!(!row.topics.is_empty(), "{}", row.code);
            assert!(row.topics.iter().all(|t| Topic::from_key(t).is_some()), "{}", row.code);
            assert!(row.co_occurs.iter().all(|code| issues().get(code).is_some()), "{}", row.code);
        }
    }
}
