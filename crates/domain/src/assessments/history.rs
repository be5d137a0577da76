use kernel::{Agency, Id, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::compare::{self, Column, ItemRow, SheetRows};
use crate::access::CasePass;
use crate::people::Person;

/// Assessments beside each other at once; more are on the next page.
pub const BESIDE: usize = 5;

/// What an agency said about a person over time, the latest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct History {
    /// The assessments on this page.
    pub columns: Vec<Column>,
    /// What they said, item by item.
    pub sheets: Vec<HistorySheet>,
    /// How many later ones there are.
    pub later: usize,
    /// How many earlier ones there are.
    pub earlier: usize,
}

/// A sheet of it.
#[derive(Debug, Clone, Serialize)]
pub struct HistorySheet {
    /// Its heading.
    pub title: String,
    /// Its items.
    pub rows: Vec<HistoryRow>,
}

/// An item over time.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryRow {
    /// What was said, in the order of the columns.
    #[serde(flatten)]
    pub row: ItemRow,
    /// Whether each of them differs from what was said before it.
    pub changed: Vec<bool>,
}

/// Lays the assessments of one agency about a person beside each other, from the `later`th latest on: every statement that the
/// reader may see. Nothing is overwritten, so that this is also each version that there was.
///
/// # Errors
/// Those of the database.
pub fn history(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    (person, agency): (Id<Person>, Id<Agency>),
    later: usize,
) -> Result<History> {
    let mut found = compare::statements(tx, who, pass, person, Some(agency))?;
    let all = compare::columns(&found);
    // What stood before the last one of the page decides whether that one changed something.
    let earlier = all.len().saturating_sub(later.saturating_add(BESIDE));
    let shown = all.iter().skip(later).take(BESIDE + 1).cloned().collect::<Vec<Column>>();
    found.retain(|of| shown.iter().any(|column| column.id == of.assessment));
    let (rows, columns) = compare::laid_out(tx, &found, shown)?;
    let on_page = columns.len().min(BESIDE);
    compare::read(tx, who, pass, &columns[..on_page])?;
    let mut sheets: Vec<HistorySheet> = rows.into_iter().map(|sheet| of_sheet(sheet, on_page)).collect();
    sheets.retain(|sheet| !sheet.rows.is_empty());
    let columns = columns.into_iter().take(on_page).collect();
    Ok(History { columns, sheets, later: later.min(all.len()), earlier })
}

fn of_sheet(sheet: SheetRows, on_page: usize) -> HistorySheet {
    let said = |row: &ItemRow| row.cells.iter().take(on_page).any(Option::is_some);
    let rows = sheet.rows.into_iter().filter(said).map(|row| of_row(row, on_page)).collect();
    HistorySheet { title: sheet.title, rows }
}

/// An item that an assessment leaves out was not asked about again: what was said last still stands.
fn of_row(mut row: ItemRow, on_page: usize) -> HistoryRow {
    let words: Vec<Option<&str>> =
        row.cells.iter().map(|cell| cell.as_ref().map(|cell| cell.words.as_str())).collect();
    let before = |at: usize| words[at + 1..].iter().flatten().next();
    let changed: Vec<bool> = (0..on_page)
        .map(|at| words[at].is_some_and(|now| before(at).is_some_and(|then| *then != now)))
        .collect();
    row.cells.truncate(on_page);
    row.differs = changed.contains(&true);
    HistoryRow { row, changed }
}
