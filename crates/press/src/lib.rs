//! 印刷: papers as PDF, by the engine of Typst: tagged, with embedded fonts, page numbers, and on every edge whose paper it is.
//!
//! A layout is a file. It reads the paper that is printed, the parts that all layouts share, and nothing else: no other file,
//! no network, no clock.

mod checked;
mod fault;
mod fonts;
mod world;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use documents::{Layout, Paper, Shelf, ShelfFault};
use typst::comemo;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use fault::PressFault;
pub use fonts::FACES;
use fonts::Types;
use world::Desk;

/// Prints whose remains are kept to make the next ones quicker.
const KEPT: usize = 12;

/// The press: fonts and layouts, ready to print.
pub struct Press {
    /// Taken out of the case when something is first printed: a server that never prints keeps its memory.
    types: OnceLock<Types>,
    layouts: BTreeMap<String, Layout>,
    library: Layout,
}

impl Press {
    /// Takes the layouts of a municipality. Those that are not the product's own are tried at once.
    ///
    /// # Errors
    /// Every fault of every layout of the municipality, with file and line: what is no Typst, a field that the form does not
    /// have, and a field of the form that is not on the paper.
    pub fn open(shelf: &Shelf) -> Result<Self, Vec<ShelfFault>> {
        let layouts = shelf.forms().filter_map(|form| {
            let layout = shelf.layout(&form.form)?;
            Some((form.form.clone(), layout.clone()))
        });
        let press =
            Self { types: OnceLock::new(), layouts: layouts.collect(), library: shelf.library().clone() };
        let faults: Vec<ShelfFault> = shelf.replaced().flat_map(|form| press.check(form)).collect();
        if faults.is_empty() { Ok(press) } else { Err(faults) }
    }

    /// Prints a paper.
    ///
    /// # Errors
    /// [`PressFault`] if the layout cannot be set with what stands on the paper.
    pub fn print(&self, paper: &Paper) -> Result<Vec<u8>, PressFault> {
        self.print_all(std::slice::from_ref(paper))
    }

    /// Prints papers one after the other into one document, each with page numbers of its own.
    ///
    /// # Errors
    /// As [`Press::print`].
    pub fn print_all(&self, papers: &[Paper]) -> Result<Vec<u8>, PressFault> {
        let desk = self.desk(papers)?;
        let pdf = set(&desk).and_then(|document| {
            let pdf = typst_pdf::pdf(&document, &PdfOptions::default());
            pdf.map_err(|errors| PressFault::of(&desk, &errors))
        });
        comemo::evict(KEPT);
        pdf
    }

    pub(crate) fn desk(&self, papers: &[Paper]) -> Result<Desk<'_>, PressFault> {
        Desk::of(self.types.get_or_init(Types::cast), &self.library, papers, |form| self.layouts.get(form))
    }
}

/// Sets what lies on the desk.
pub(crate) fn set(desk: &Desk<'_>) -> Result<PagedDocument, PressFault> {
    typst::compile::<PagedDocument>(desk).output.map_err(|errors| PressFault::of(desk, &errors))
}
