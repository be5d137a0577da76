use kernel::{Id, Result};
use store::{Row, Tx};

use super::Source;
use crate::Choice as _;
use crate::forms::{self, FormVersion};

/// A statement as it is cited.
pub(super) struct Cited {
    agency: String,
    item: String,
    value: String,
    source: String,
    version: Id<FormVersion>,
}

/// From the columns agency, item, value, source and version of the form, the first of which stands at `at`.
pub(super) fn read(row: &Row<'_>, at: usize) -> Result<Cited> {
    Ok(Cited {
        agency: row.get(at)?,
        item: row.get(at + 1)?,
        value: row.get(at + 2)?,
        source: row.get(at + 3)?,
        version: row.get(at + 4)?,
    })
}

/// A source in one line: who, what about, what was said, whose word it is.
pub(super) fn words(tx: &Tx<'_>, source: &Cited) -> Result<String> {
    let form = forms::of_version(tx, source.version)?;
    let (label, said) = form.item(&source.item).map_or_else(
        || (source.item.clone(), source.value.clone()),
        |item| (item.label.clone(), item.words(&source.value)),
    );
    let whose =
        Source::from_key(&source.source).map_or(String::new(), |whose| format!("({})", whose.label()));
    Ok(format!("{} {label}「{said}」{whose}", source.agency))
}
