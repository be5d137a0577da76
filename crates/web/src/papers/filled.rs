//! A sheet that staff filled in and sent back, read by its form.

use documents::excel::{self, Book, CellFault, Filled};
use domain::Choice as _;
use domain::plans::PlanKind;
use kernel::{Error, Fault, Message, Result, message};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::cx::Desk;

/// Whether a filled sheet of a form is read back. The others are signed, or follow from what is there already.
pub(super) fn reads(form: &str) -> bool {
    matches!(form, "intake" | "intake_unconsented" | "assessment" | "record" | "inquiry" | "evaluation")
        || PlanKind::from_key(form).is_some()
}

/// A sheet that was read, with the form that it was read by.
pub(super) struct Sheet {
    pub(super) form: documents::Form,
    pub(super) filled: Filled,
    pub(super) row_version: String,
}

/// Reads a workbook by the form that it names.
pub(super) fn open(desk: &Desk<'_>, bytes: &[u8]) -> Result<Sheet> {
    let whole =
        |what: String| Error::Invalid(vec![Fault::new("", Message::new("workbook_unreadable", what))]);
    let book = Book::open(bytes).map_err(|error| whole(error.to_string()))?;
    let form =
        desk.cx.app.papers.form(book.form()).map_err(|_| whole(message::paper_not_read().text))?.clone();
    if !reads(&form.form) {
        return Err(whole(message::paper_not_read().text));
    }
    if book.version() > form.version {
        return Err(whole(message::paper_too_new(form.title).text));
    }
    let filled = excel::read(&book, &form)
        .map_err(|faults| Error::Invalid(faults.into_iter().map(fault).collect()))?;
    Ok(Sheet { form, filled, row_version: book.row_version().to_owned() })
}

fn fault(fault: CellFault) -> Fault {
    Fault::new(fault.cell, Message::new("cell", format!("{}: {}", fault.label, fault.what)))
}

impl Sheet {
    pub(super) fn text(&self, key: &str) -> &str {
        self.filled.values.text(key)
    }

    pub(super) fn json(&self) -> Json {
        self.filled.values.to_fields(&self.form)
    }

    /// The fields as the product's own page would have sent them.
    pub(super) fn fields<F: DeserializeOwned>(&self) -> Result<F> {
        serde_json::from_value(self.json()).map_err(|e| Error::Corrupt(format!("{}: {e}", self.form.form)))
    }

    /// Tells the faults of the rules by the cells in which they stand.
    pub(super) fn by_cell(&self, error: Error, row: Option<usize>) -> Error {
        match error {
            Error::Invalid(faults) => Error::Invalid(
                faults
                    .into_iter()
                    .map(|fault| Fault::new(self.filled.cell(&fault.field, row), fault.message))
                    .collect(),
            ),
            other => other,
        }
    }

    pub(super) fn wrong(&self, key: &str, message: Message) -> Error {
        Error::Invalid(vec![Fault::new(self.filled.cell(key, None), message)])
    }
}

/// Out of sight and not there are the same.
pub(super) fn unknown(sheet: &Sheet, key: &str, error: Error) -> Error {
    match error {
        Error::NotFound => sheet.wrong(key, message::paper_subject_unknown()),
        other => other,
    }
}
