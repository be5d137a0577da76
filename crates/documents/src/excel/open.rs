use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, copy, sink};

use calamine::{Data, Range, Reader as _, Xlsx};

use super::names;

/// Largest content of a workbook once it is unpacked, in bytes. An honest one has a tenth of that.
const UNPACKED: u64 = 32 * 1024 * 1024;

/// Why a file is no sheet of ours, in words for whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No workbook at all, a damaged one, or one behind a password.
    #[error("Excelのファイル(.xlsx)として読めません。パスワードを外して、もう一度送ってください。")]
    NotExcel,
    /// Unpacked it would be unreasonably large.
    #[error("ファイルの中身が大きすぎます。様式だけのファイルを送ってください。")]
    TooLarge,
    /// A workbook without the mark of a form.
    #[error("様式の目印がありません。この仕組みから出したExcelに書いて、送ってください。")]
    NoForm,
}

/// A workbook that is a form.
pub struct Book {
    form: String,
    version: i64,
    row_version: String,
    cells: BTreeMap<String, (String, u32, u32)>,
    sheets: BTreeMap<String, Range<Data>>,
}

impl Book {
    /// Opens a file that somebody sent.
    ///
    /// # Errors
    /// [`Unreadable`] for what is no sheet of ours; nothing of it is kept.
    pub fn open(bytes: &[u8]) -> Result<Self, Unreadable> {
        measure(bytes)?;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotExcel)?;
        let named = book.defined_names().iter();
        let cells: BTreeMap<_, _> =
            named.filter_map(|(name, place)| Some((name.to_lowercase(), names::cell(place)?))).collect();
        let mut sheets = BTreeMap::new();
        for (sheet, _, _) in cells.values() {
            if !sheets.contains_key(sheet) {
                let range = book.worksheet_range(sheet).map_err(|_| Unreadable::NotExcel)?;
                sheets.insert(sheet.clone(), range);
            }
        }
        let mut opened = Self { form: String::new(), version: 0, row_version: String::new(), cells, sheets };
        let mark = opened.named(names::FORM).map(|cell| cell.text).ok_or(Unreadable::NoForm)?;
        let mut words = mark.split_whitespace();
        opened.form = words.next().ok_or(Unreadable::NoForm)?.to_owned();
        opened.version = words.next().and_then(|n| n.parse().ok()).ok_or(Unreadable::NoForm)?;
        opened.row_version = words.next().unwrap_or_default().to_owned();
        Ok(opened)
    }

    /// Key of the form that it is.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The version of the form that it was made from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The version of what was printed; empty where it has none.
    pub fn row_version(&self) -> &str {
        &self.row_version
    }

    /// What stands in the cell of a name; none if the name is gone.
    pub(super) fn named(&self, name: &str) -> Option<Cell> {
        let (sheet, row, column) = self.cells.get(&name.to_lowercase())?;
        Some(self.at(sheet, *row, *column))
    }

    /// Where the cell of a name is.
    pub(super) fn place(&self, name: &str) -> Option<(&str, u32, u32)> {
        self.cells.get(&name.to_lowercase()).map(|(sheet, row, column)| (sheet.as_str(), *row, *column))
    }

    pub(super) fn at(&self, sheet: &str, row: u32, column: u32) -> Cell {
        let data = self.sheets.get(sheet).and_then(|range| range.get_value((row, column)));
        let (text, broken) = data.map_or((String::new(), false), words);
        Cell { address: names::address(row, column), text, broken }
    }

    /// Rows of a sheet that hold anything.
    pub(super) fn height(&self, sheet: &str) -> u32 {
        self.sheets.get(sheet).and_then(|range| range.end()).map_or(0, |(row, _)| row + 1)
    }
}

/// What stands in a cell.
pub(super) struct Cell {
    pub(super) address: String,
    pub(super) text: String,
    /// A formula that went wrong: `#REF!`.
    pub(super) broken: bool,
}

/// What a cell says, as people would type it.
fn words(data: &Data) -> (String, bool) {
    match data {
        Data::Empty => (String::new(), false),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            (text.trim().to_owned(), false)
        }
        Data::Int(n) => (n.to_string(), false),
        Data::Float(n) => (plain(*n), false),
        Data::Bool(on) => ((if *on { "○" } else { "" }).to_owned(), false),
        Data::DateTime(at) => (day(at.as_f64()), false),
        Data::Error(error) => (error.to_string(), true),
    }
}

/// 80000, not 80000.0.
fn plain(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { n.to_string() }
}

/// A day of Excel, with the time if it has one.
fn day(serial: f64) -> String {
    let Some(epoch) = kernel::Day::new(1899, 12, 30) else { return String::new() };
    let whole = serial.floor().clamp(0.0, 2_958_465.0);
    let minutes = ((serial - whole) * 1440.0).round();
    let day = epoch.plus(whole as i32).slash_form();
    if minutes <= 0.0 {
        day
    } else {
        format!("{day} {:02}:{:02}", minutes as i64 / 60 % 24, minutes as i64 % 60)
    }
}

/// A small file may unpack into something that fills the memory: that is found out without keeping any of it.
fn measure(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotExcel)?;
    let mut left = UNPACKED;
    for at in 0..packed.len() {
        let file = packed.by_index(at).map_err(|_| Unreadable::NotExcel)?;
        let read = copy(&mut file.take(left + 1), &mut sink()).map_err(|_| Unreadable::NotExcel)?;
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}
