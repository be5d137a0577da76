//! A document against the bare engine: the same layout, the same words, the same letters, and nothing of the product.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow};
use bench::client::Client;
use bench::figures::Times;
use documents::{Form, Lists, Mark, Paper, Values};
use store::Db;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, comemo};
use typst_layout::PagedDocument;

/// A document by the product, and by the bare engine.
#[derive(Default)]
pub(crate) struct Printed {
    pub(crate) product: Times,
    pub(crate) bare: Times,
}

/// Prints 支援経過記録 of a case by the product and by the bare engine, in turn.
pub(crate) fn measure(
    client: &mut Client,
    db: &Db,
    (case, code): &(String, String),
    rounds: usize,
) -> Result<Printed> {
    let paper = paper(db, case, code)?;
    let mut bare = Bare::new()?;
    let mut all = Printed::default();
    let mut sizes = (0, 0);
    for round in 0..rounds + 3 {
        let mut now = Printed::default();
        let (path, key) = (format!("/cases/{code}/paper"), format!("paper-{}-{round}", std::process::id()));
        let status = now.product.measure(|| client.post(&path, &key, r#"{"form":"record"}"#))?;
        anyhow::ensure!(status == 200, "{path} answers {status}");
        // No paper twice: the engine remembers what it has set.
        let mut data = paper.to_json();
        data["mark"]["number"] = format!("番号 F-{round}").into();
        data["missing"] = "".into();
        let data = data.to_string();
        let pdf = now.bare.measure(|| bare.print(&data))?;
        // As the product does: when the paper is out.
        comemo::evict(12);
        sizes = (client.body().len(), pdf.len());
        if round >= 3 {
            all.product.absorb(now.product);
            all.bare.absorb(now.bare);
        }
    }
    let (one, other) = (sizes.0 as f64, sizes.1 as f64);
    anyhow::ensure!((one / other - 1.0).abs() < 0.05, "the two documents differ: {one} and {other} bytes");
    Ok(all)
}

/// The records of a case, as the form holds them.
fn paper(db: &Db, case: &str, code: &str) -> Result<Paper> {
    type Row = (kernel::Instant, String, String, String, String);
    let rows: Vec<Row> = db.read(|tx| {
        tx.all(
            "SELECT happened_at, method, counterpart, text, next_step FROM case_records WHERE case_id = $1
             ORDER BY happened_at, id",
            &[&case],
        )
    })?;
    let form = form()?;
    let mut values = Values::new().with("case", code).with("agency", "見本の窓口");
    let columns = ["past_on", "past_time", "past_method", "past_counterpart", "past_text", "past_next"];
    for (at, method, counterpart, text, next) in rows {
        values.add_row("past", columns, [at.day().to_string(), at.hm(), method, counterpart, text, next]);
    }
    let mark = Mark {
        municipality: "架空の町".into(),
        code: code.into(),
        basis: "所管".into(),
        printed: "印刷 2026/04/01(R8) 14:00 見本 測子".into(),
        ..Mark::default()
    };
    Ok(Paper::new(form, values, mark)?)
}

fn form() -> Result<Form> {
    let lists: Lists =
        domain::papers::lists().into_iter().map(|(name, list)| (name.to_owned(), list)).collect();
    let shelf = documents::Shelf::open(None, &lists, Vec::new()).map_err(|faults| anyhow!("{faults:?}"))?;
    shelf.form("record").cloned().context("no form of records")
}

/// The engine with three files.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    data: FileId,
    sources: HashMap<FileId, Source>,
    bytes: Bytes,
}

impl Bare {
    fn new() -> Result<Self> {
        let fonts: Vec<Font> =
            press::FACES.into_iter().flat_map(|face| Font::iter(Bytes::new(face))).collect();
        let mut sources = HashMap::new();
        for (name, text) in
            documents::files().into_iter().filter(|(name, _)| name == "kasane.typ" || name == "record.typ")
        {
            let id = file(&name)?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file("record.typ")?,
            data: file("data.json")?,
            sources,
            bytes: Bytes::new(Vec::new()),
        })
    }

    fn print(&mut self, data: &str) -> Result<Vec<u8>> {
        self.bytes = Bytes::from_string(data.to_owned());
        let document = typst::compile::<PagedDocument>(self).output.map_err(|e| anyhow!("{e:?}"))?;
        let pdf =
            typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|e| anyhow!("{e:?}"))?;
        Ok(pdf)
    }
}

fn file(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| anyhow!("{name} is no path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data { Ok(self.bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
