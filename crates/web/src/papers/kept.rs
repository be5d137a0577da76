use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use documents::{Field, Form, Kind, Lists, Paper, Part, Shelf, ShelfFault};
use domain::forms::{Form as Sheets, Item, ItemKind};
use domain::papers;
use kernel::{Error, Result};
use press::{Press, PressFault};

/// The forms of the municipality, and the press that prints them.
pub(crate) struct Papers {
    pub(crate) shelf: Shelf,
    press: Press,
}

impl Papers {
    /// The product's forms, with what `folder` holds in their place.
    pub(crate) fn open(folder: Option<&Path>, assessment: &Sheets) -> Result<Self, Vec<ShelfFault>> {
        let shelf = Shelf::open(folder, &lists(), vec![of_assessment(assessment)])?;
        Ok(Self { press: Press::open(&shelf)?, shelf })
    }

    /// A form by its key.
    pub(crate) fn form(&self, key: &str) -> Result<&Form> {
        self.shelf.form(key).ok_or(Error::NotFound)
    }

    /// Prints papers into one document.
    pub(crate) fn print(&self, papers: &[Paper]) -> Result<Vec<u8>> {
        // A run of many goes on without a request that would answer for a panic.
        let printed = catch_unwind(AssertUnwindSafe(|| self.press.print_all(papers)));
        let broken = || PressFault { file: "Typst".into(), what: "途中で止まりました".into() };
        printed
            .unwrap_or_else(|_| Err(broken()))
            .map_err(|fault| Error::Conflict(kernel::message::paper_unprintable(fault)))
    }
}

/// What is wrong with the forms in a folder of a municipality; nothing if they can be used.
pub fn check(folder: &Path) -> Vec<ShelfFault> {
    Papers::open(Some(folder), domain::forms::assessment()).err().unwrap_or_default()
}

fn lists() -> Lists {
    papers::lists().into_iter().map(|(name, list)| (name.to_owned(), list)).collect()
}

/// The four sheets as they are asked for here, each question with whose word the answer is.
fn of_assessment(sheets: &Sheets) -> Form {
    let head = Part {
        key: "head".into(),
        title: "だれのこと".into(),
        note: String::new(),
        fields: vec![
            half("case", "ケース番号", Kind::Line),
            half("assessed_on", "聞いた日", Kind::Day),
            half("person", "本人", Kind::Line),
            half("agency", "書いた機関", Kind::Line),
        ],
        table: None,
    };
    let parts = sheets.sheets.iter().map(|sheet| Part {
        key: sheet.key.clone(),
        title: sheet.title.clone(),
        note: String::new(),
        fields: sheet.items.iter().flat_map(of_item).collect(),
        table: None,
    });
    Form {
        form: "assessment".into(),
        version: sheets.version,
        title: sheets.title.clone(),
        note: String::new(),
        like: String::new(),
        without: Vec::new(),
        parts: std::iter::once(head).chain(parts).collect(),
    }
}

fn of_item(item: &Item) -> [Field; 2] {
    let kind = match item.kind {
        ItemKind::Text => Kind::Text,
        ItemKind::Choice => Kind::Choice,
        ItemKind::Choices => Kind::Choices,
        ItemKind::Number => Kind::Number,
    };
    let answer = Field {
        options: item.options.clone(),
        reported: item.reported,
        ..field(&format!("a_{}", item.key), &item.label, kind)
    };
    let source = Field {
        list: "source".into(),
        ..field(&format!("s_{}", item.key), &format!("{}: だれの話", item.label), Kind::Choice)
    };
    [answer, source]
}

fn field(key: &str, label: &str, kind: Kind) -> Field {
    Field {
        key: key.to_owned(),
        label: label.to_owned(),
        kind,
        list: String::new(),
        options: Vec::new(),
        most: String::new(),
        reported: false,
        half: false,
        wide: 0,
    }
}

fn half(key: &str, label: &str, kind: Kind) -> Field {
    Field { half: true, ..field(key, label, kind) }
}
