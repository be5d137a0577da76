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
use rayon::{ThreadPool, ThreadPoolBuilder};
use typst::comemo;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use fault::PressFault;
pub use fonts::FACES;
use fonts::Types;
use world::Desk;

/// Prints whose remains are kept to make the next ones quicker.
const KEPT: usize = 4;

/// The press: fonts and layouts, ready to print.
pub struct Press {
    /// Taken out of the case when something is first printed: a server that never prints keeps its memory.
    types: OnceLock<Types>,
    /// One thread sets everything: two printing at once would keep pages from those who work, and wake each other for less
    /// than it takes (`docs/PERFORMANCE.md`). None where the machine gives no thread: then whoever asks sets by itself.
    hand: OnceLock<Option<ThreadPool>>,
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
        let press = Self {
            types: OnceLock::new(),
            hand: OnceLock::new(),
            layouts: layouts.collect(),
            library: shelf.library().clone(),
        };
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
        let work = || {
            let desk = self.desk(papers)?;
            let document = set(&desk)?;
            let pdf = typst_pdf::pdf(&document, &PdfOptions::default());
            pdf.map_err(|errors| PressFault::of(&desk, &errors))
        };
        // What is too old to help the next prints is swept away when the paper is on its way.
        match self.hand() {
            Some(hand) => {
                let pdf = hand.install(work);
                hand.spawn(|| comemo::evict(KEPT));
                pdf
            }
            None => {
                let pdf = work();
                comemo::evict(KEPT);
                pdf
            }
        }
    }

    fn hand(&self) -> Option<&ThreadPool> {
        let start = || {
            let one = ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "press".into());
            one.build().ok()
        };
        self.hand.get_or_init(start).as_ref()
    }

    pub(crate) fn desk(&self, papers: &[Paper]) -> Result<Desk<'_>, PressFault> {
        Desk::of(self.types.get_or_init(Types::cast), &self.library, papers, |form| self.layouts.get(form))
    }
}

/// Sets what lies on the desk.
pub(crate) fn set(desk: &Desk<'_>) -> Result<PagedDocument, PressFault> {
    typst::compile::<PagedDocument>(desk).output.map_err(|errors| PressFault::of(desk, &errors))
}
