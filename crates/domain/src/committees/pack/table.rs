use serde::{Deserialize, Serialize};

use super::mask;

/// A count; none where it is masked.
pub type Cell = Option<i64>;

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What is counted.
    pub label: String,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// Counts as they leave: masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Stable key.
    pub key: String,
    /// Title.
    pub title: String,
    /// What is counted how.
    pub note: String,
    /// Titles of the columns.
    pub columns: Vec<String>,
    /// The lines, in an order that says nothing of the counts.
    pub lines: Vec<Line>,
    /// The total of each column, where there is one.
    pub total: Option<Vec<Cell>>,
}

/// Counts as they are: they leave this module only as a [`Table`].
pub(super) struct Counts {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) note: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) lines: Vec<(String, Vec<i64>)>,
    /// The total of each column; where things are counted in several lines it is less than their sum.
    pub(super) total: Option<Vec<i64>>,
}

impl Counts {
    /// With the sum of each column as its total.
    pub(super) fn summed(mut self) -> Self {
        let sum = |column| self.lines.iter().map(|(_, counts)| counts[column]).sum();
        self.total = Some((0..self.columns.len()).map(sum).collect());
        self
    }

    /// With every count below `small` masked, and with whatever else would tell it, as chance draws it.
    pub(super) fn masked(self, small: i64, mut draw: impl FnMut(usize) -> usize) -> Table {
        let mut lines: Vec<Line> = self
            .lines
            .iter()
            .map(|(label, counts)| Line {
                label: label.clone(),
                cells: counts.iter().copied().map(Some).collect(),
            })
            .collect();
        let mut total: Option<Vec<Cell>> =
            self.total.as_ref().map(|total| total.iter().copied().map(Some).collect());
        for column in 0..self.columns.len() {
            let counts: Vec<i64> = self.lines.iter().map(|(_, counts)| counts[column]).collect();
            let whole = self.total.as_ref().map(|total| total[column]);
            let masked = mask::column(&counts, whole, small, &mut draw);
            for at in masked.lines {
                lines[at].cells[column] = None;
            }
            if let Some(total) = total.as_mut().filter(|_| masked.total) {
                total[column] = None;
            }
        }
        Table {
            key: self.key.to_owned(),
            title: self.title.to_owned(),
            note: self.note.to_owned(),
            columns: self.columns.into_iter().map(str::to_owned).collect(),
            lines,
            total,
        }
    }
}
