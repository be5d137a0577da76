use std::collections::BTreeMap;

use super::names;
use super::open::{Book, Cell};
use crate::form::{Field, Form, Kind, Table};
use crate::values::{Row, Value, Values};

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// `B7`; empty if the cell itself is gone.
    pub cell: String,
    /// The label of its box.
    pub label: String,
    /// What to do about it.
    pub what: String,
}

/// A sheet as it was filled in.
#[derive(Debug, Clone)]
pub struct Filled {
    /// What stands in it.
    pub values: Values,
    /// Where the value of a box stands, by its key.
    cells: BTreeMap<String, String>,
    /// The rows of the sheet that hold the rows of a part, and the letters of its columns by their keys.
    rows: BTreeMap<String, Vec<u32>>,
    letters: BTreeMap<String, (String, u32)>,
}

impl Filled {
    /// The cell of a box; with a row, that of a column in the row of this place among the rows that are filled.
    pub fn cell(&self, key: &str, row: Option<usize>) -> String {
        if let (Some((part, column)), Some(row)) = (self.letters.get(key), row) {
            let at = self.rows.get(part).and_then(|rows| rows.get(row));
            return at.map_or_else(String::new, |at| names::address(*at, *column));
        }
        self.cells.get(key).cloned().unwrap_or_default()
    }
}

/// Reads what was filled in, box by box.
///
/// # Errors
/// Every fault at once, with its cell: a choice that is not in the list, two ◎, a formula that went wrong, a box that was
/// deleted. Nothing is guessed.
pub fn read(book: &Book, form: &Form) -> Result<Filled, Vec<CellFault>> {
    let mut reader = Reader {
        book,
        faults: Vec::new(),
        filled: Filled {
            values: Values::new(),
            cells: BTreeMap::new(),
            rows: BTreeMap::new(),
            letters: BTreeMap::new(),
        },
    };
    for field in form.fields().filter(|field| field.kind != Kind::Sign) {
        match field.kind {
            Kind::Choices | Kind::Marks => reader.options(field),
            _ => reader.field(field),
        }
    }
    for (part, table) in form.tables() {
        reader.table(part, table);
    }
    if reader.faults.is_empty() { Ok(reader.filled) } else { Err(reader.faults) }
}

struct Reader<'a> {
    book: &'a Book,
    faults: Vec<CellFault>,
    filled: Filled,
}

impl Reader<'_> {
    fn fault(&mut self, cell: &str, label: &str, what: impl Into<String>) {
        self.faults.push(CellFault { cell: cell.to_owned(), label: label.to_owned(), what: what.into() });
    }

    fn gone(&mut self, label: &str) {
        self.fault("", label, "この欄が消されています。様式をもう一度出して、書き写してください。");
    }

    /// The words of a cell, unless it is broken.
    fn sound(&mut self, cell: &Cell, label: &str) -> Option<String> {
        if cell.broken {
            self.fault(
                &cell.address,
                label,
                format!("計算の誤り({})が入っています。文字で書いてください。", cell.text),
            );
            return None;
        }
        Some(cell.text.clone())
    }

    fn field(&mut self, field: &Field) {
        let Some(cell) = self.book.named(&names::field(&field.key)) else { return self.gone(&field.label) };
        self.filled.cells.insert(field.key.clone(), cell.address.clone());
        let Some(text) = self.sound(&cell, &field.label) else { return };
        if let Some(value) = self.plain(field, &cell.address, text) {
            self.filled.values.set(&field.key, value);
        }
    }

    /// The value of a box or a cell: for a choice its key.
    fn plain(&mut self, field: &Field, address: &str, text: String) -> Option<String> {
        if field.kind != Kind::Choice || text.is_empty() {
            return Some(text);
        }
        let key = field.key_of(&text).map(str::to_owned);
        if key.is_none() {
            self.fault(
                address,
                &field.label,
                format!("「{text}」は一覧にありません。一覧の中から選んでください。"),
            );
        }
        key
    }

    fn options(&mut self, field: &Field) {
        let (mut on, mut most): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
        for (key, label) in &field.options {
            let Some(cell) = self.book.named(&names::option(&field.key, key)) else {
                self.gone(&format!("{} {label}", field.label));
                continue;
            };
            self.filled.cells.entry(field.key.clone()).or_insert_with(|| cell.address.clone());
            let Some(text) = self.sound(&cell, label) else { continue };
            match text.as_str() {
                "" => {}
                "○" | "〇" | "◯" | "✓" | "レ" | "1" => on.push(key.clone()),
                "◎" if field.kind == Kind::Marks => {
                    on.push(key.clone());
                    most.push((key.clone(), cell.address.clone()));
                }
                _ => self.fault(
                    &cell.address,
                    label,
                    format!("「{text}」は読めません。○をつけるか、空けてください。"),
                ),
            }
        }
        for (_, address) in most.iter().skip(1) {
            self.fault(address, &field.label, "◎は1つだけです。ほかは○にしてください。");
        }
        if let Some((key, address)) = most.first() {
            self.filled.values.set(&field.most, key.as_str());
            self.filled.cells.insert(field.most.clone(), address.clone());
        }
        if !on.is_empty() {
            self.filled.values.fields.insert(field.key.clone(), Value::Keys(on));
        }
    }

    fn table(&mut self, part: &str, table: &Table) {
        let mut columns = Vec::new();
        for column in &table.columns {
            match self.book.place(&names::column(&column.key)) {
                Some((sheet, row, at)) => columns.push((column, sheet.to_owned(), row, at)),
                None => self.gone(&column.label),
            }
        }
        let Some((_, sheet, head, _)) = columns.first().cloned() else { return };
        let end =
            self.book.place(&names::end(part)).map_or_else(|| self.book.height(&sheet), |(_, row, _)| row);
        for (column, _, _, at) in &columns {
            self.filled.letters.insert(column.key.clone(), (part.to_owned(), *at));
        }
        for row in head + 1..end {
            let mut cells = Row::new();
            for (column, sheet, _, at) in &columns {
                let cell = self.book.at(sheet, row, *at);
                let Some(text) = self.sound(&cell, &column.label) else { continue };
                if let Some(value) = self.plain(column, &cell.address, text) {
                    cells.insert(column.key.clone(), value);
                }
            }
            if cells.values().any(|cell| !cell.is_empty()) {
                self.filled.values.tables.entry(part.to_owned()).or_default().push(cells);
                self.filled.rows.entry(part.to_owned()).or_default().push(row);
            }
        }
    }
}
