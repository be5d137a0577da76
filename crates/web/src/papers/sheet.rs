use documents::{Form, Mark, Paper, Values};
use domain::Choice as _;
use domain::access::Bases;
use domain::papers::Print;
use kernel::{Error, Result};

use crate::cx::Desk;

/// What a form is filled with, by somebody who may print it.
pub(crate) struct Sheet {
    /// Key of the form.
    pub(super) form: String,
    /// What stands in it.
    pub(super) values: Values,
    /// The number by which people call what it is about.
    pub(super) code: String,
    /// The print.
    pub(super) print: Print,
    /// For whom the copy is; empty if for nobody by name.
    pub(super) recipient: String,
    /// The version of what is printed; empty where it does not come back.
    pub(super) row_version: String,
}

impl Sheet {
    /// The paper with its edges.
    pub(super) fn paper(self, desk: &Desk<'_>) -> Result<Paper> {
        let papers = &desk.cx.app.papers;
        let form: Form = papers.form(&self.form)?.clone();
        // A municipality may leave a box out of its own form; the product's forms lose nothing.
        let values =
            if papers.shelf.is_own(&self.form) { self.values.limited_to(&form) } else { self.values };
        let mark = Mark {
            municipality: desk.cx.app.municipality.name.clone(),
            code: self.code,
            basis: words(self.print.bases),
            printed: format!("印刷 {} {}({})", desk.who.now.list_form(), desk.me.name, desk.me.agency_name),
            recipient: self.recipient,
            number: format!("番号 {}", self.print.number),
            row_version: self.row_version,
        };
        Paper::new(form, values, mark).map_err(|unfit| Error::Corrupt(unfit.to_string()))
    }
}

/// 見える根拠, the strongest first.
fn words(bases: Bases) -> String {
    bases.iter().map(domain::access::Basis::label).collect::<Vec<_>>().join("、")
}

/// A day for a box; nothing where there is none.
pub(super) fn day(day: Option<kernel::Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
