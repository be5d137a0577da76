//! The facts the town is made from: `data/*.tsv`, read once. Each file names its public sources in its first line.

mod issues;
mod names;
mod places;
mod population;

pub(crate) use issues::{IssueRow, issues};
pub(crate) use names::{ForeignRow, SurnameRow, names};
pub(crate) use places::{Place, places};
pub(crate) use population::{foreign_per_10000, heads, women_per_mille};

/// The rows of a file: without comment lines and the line of column names, cut at tabs.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// A number in a cell; 0 if the cell holds none. A test counts the rows and sums, so a damaged file is noticed.
pub(crate) fn number(cell: &str) -> u32 {
    cell.parse().unwrap_or(0)
}
