use std::collections::BTreeSet;

use documents::{Form, Mark, Paper, ShelfFault};
use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::{Press, set};

impl Press {
    /// What is wrong with the layout of a form: it is set with nothing in it, and every field must have found its place.
    pub fn check(&self, form: &Form) -> Vec<ShelfFault> {
        let paper = Paper::blank(form.clone(), Mark::default());
        let origin = self.layouts.get(&form.form).map_or_else(String::new, |layout| layout.origin.clone());
        let document = self.desk(&[paper]).and_then(|desk| set(&desk));
        match document {
            Err(fault) => vec![ShelfFault::new(fault.file, fault.what)],
            Ok(document) => forgotten(form, &placed(&document))
                .map(|(key, label)| {
                    ShelfFault::new(&origin, format!("欄 {key}({label})が、紙のどこにも置かれていません"))
                })
                .collect(),
        }
    }
}

/// Keys of the fields and tables that the layout has put somewhere.
fn placed(document: &PagedDocument) -> BTreeSet<String> {
    let Some(label) = Label::new(PicoStr::intern("kasane-placed")) else { return BTreeSet::new() };
    let marks = document.introspector().query(&Selector::Label(label));
    marks
        .iter()
        .filter_map(|mark| match &mark.to_packed::<MetadataElem>()?.value {
            Value::Str(key) => Some(key.to_string()),
            _ => None,
        })
        .collect()
}

fn forgotten<'a>(form: &'a Form, placed: &'a BTreeSet<String>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fields = form.fields().map(|field| (field.key.as_str(), field.label.as_str()));
    let tables = form.parts.iter().filter(|part| part.table.is_some());
    let tables = tables.map(|part| (part.key.as_str(), part.title.as_str()));
    fields.chain(tables).filter(|(key, _)| !placed.contains(*key))
}
