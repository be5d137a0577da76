mod register;

use serde::Serialize;

use super::{Setting, UNSET};

pub use register::programme_table;

/// A printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<TableColumn>,
    /// Rows in order; each has a cell per column.
    pub rows: Vec<Row>,
}

/// A column of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableColumn {
    /// Head for programs.
    pub key: String,
    /// Head for readers.
    pub label: String,
    /// Whether it only documents the source.
    pub source: bool,
}

/// A row of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Key of the entry.
    pub key: String,
    /// Cells.
    pub cells: Vec<Cell>,
}

/// A cell of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// The source has no such cell.
    Blank,
    /// The source does not say, although it matters.
    Unset,
    /// The content.
    Text(String),
}

/// Forms in which a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tab-separated, every column, for programs.
    Tsv,
    /// Markdown, without the columns that only document the source, for readers.
    Md,
    /// A list of objects, every column, for programs.
    Json,
}

impl Format {
    /// The format of a name on the command line.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "tsv" => Some(Self::Tsv),
            "md" => Some(Self::Md),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    fn number(setting: Option<&Setting<u32>>) -> Self {
        match setting {
            None => Self::Blank,
            Some(Setting::Unset) => Self::Unset,
            Some(Setting::Value(number, _)) => Self::Text(number.to_string()),
        }
    }

    /// In TSV an open cell says `unclear`, the word of the reference tables with which the register is compared.
    fn in_tsv(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Unset => "unclear",
            Self::Text(text) => text,
        }
    }

    fn for_readers(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Unset => "未設定",
            Self::Text(text) => text,
        }
    }
}

impl Table {
    /// The table without the columns that only document the source.
    pub fn for_readers(&self) -> Self {
        let kept = |i: &usize| !self.columns[*i].source;
        let indices: Vec<usize> = (0..self.columns.len()).filter(kept).collect();
        let row = |row: &Row| Row {
            key: row.key.clone(),
            cells: indices.iter().map(|i| row.cells[*i].clone()).collect(),
        };
        Self {
            columns: indices.iter().map(|i| self.columns[*i].clone()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The table as text.
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Tsv => self.tsv(),
            Format::Md => self.for_readers().md(),
            Format::Json => self.json(),
        }
    }

    fn tsv(&self) -> String {
        let head = self.columns.iter().map(|column| column.key.as_str()).collect();
        let rows = self.rows.iter().map(|row| row.cells.iter().map(Cell::in_tsv).collect());
        let lines = std::iter::once(head).chain(rows).map(|cells: Vec<&str>| cells.join("\t") + "\n");
        lines.collect()
    }

    fn md(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let head = line(self.columns.iter().map(|column| column.label.clone()).collect());
        let rule = line(vec!["---".to_owned(); self.columns.len()]);
        let escaped = |cell: &Cell| cell.for_readers().replace('|', "\\|");
        let rows = self.rows.iter().map(|row| line(row.cells.iter().map(escaped).collect()));
        std::iter::once(head).chain([rule]).chain(rows).collect()
    }

    fn json(&self) -> String {
        let value = |cell: &Cell| match cell {
            Cell::Blank => serde_json::Value::Null,
            Cell::Unset => UNSET.into(),
            Cell::Text(text) => text.as_str().into(),
        };
        let object = |row: &Row| -> serde_json::Value {
            let pairs = self.columns.iter().zip(&row.cells);
            pairs
                .map(|(column, cell)| (column.key.clone(), value(cell)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let rows: Vec<serde_json::Value> = self.rows.iter().map(object).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    }
}
