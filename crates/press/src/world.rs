use std::collections::{BTreeSet, HashMap};

use documents::{Layout, Paper};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fault::PressFault;
use crate::fonts::Types;

/// What lies before the engine while it sets papers: for each of them its layout, the shared parts and what it is filled
/// with, in a folder of their own. It sees nothing else.
pub(crate) struct Desk<'a> {
    types: &'a Types,
    main: Source,
    sources: HashMap<FileId, (Source, Origin)>,
    data: HashMap<FileId, Bytes>,
}

#[derive(Clone)]
struct Origin {
    file: String,
    library: bool,
}

impl<'a> Desk<'a> {
    pub(crate) fn of<'l>(
        types: &'a Types,
        library: &Layout,
        papers: &[Paper],
        layout: impl Fn(&str) -> Option<&'l Layout>,
    ) -> Result<Self, PressFault> {
        let (mut sources, mut data, mut includes) = (HashMap::new(), HashMap::new(), String::new());
        for (n, paper) in papers.iter().enumerate() {
            let key = &paper.form().form;
            let unknown =
                || PressFault { file: key.clone(), what: "この様式の紙がありません".into() };
            let own = layout(key).ok_or_else(unknown)?;
            for (name, text, library) in [("form.typ", own, false), ("kasane.typ", library, true)] {
                let id = file(&format!("{n}/{name}"))?;
                let origin =
                    Origin { file: text.origin.clone() + if library { " kasane.typ" } else { "" }, library };
                sources.insert(id, (Source::new(id, text.text.clone()), origin));
            }
            data.insert(file(&format!("{n}/data.json"))?, Bytes::from_string(told(types, paper)));
            includes.push_str(&format!("#include \"{n}/form.typ\"\n"));
        }
        Ok(Self { types, main: Source::new(file("main.typ")?, includes), sources, data })
    }

    /// The file that a source was read from; none for what the press itself wrote.
    pub(crate) fn origin(&self, id: FileId) -> Option<&str> {
        self.sources.get(&id).map(|(_, origin)| origin.file.as_str())
    }

    /// Whether a source is the parts that all layouts share.
    pub(crate) fn is_library(&self, id: FileId) -> bool {
        self.sources.get(&id).is_some_and(|(_, origin)| origin.library)
    }
}

/// What is on the paper, and which characters of it the letters do not have: an empty box in a name must not go unnoticed.
fn told(types: &Types, paper: &Paper) -> String {
    let mut told = paper.to_json();
    let text = told.to_string();
    let missing: BTreeSet<char> = types.missing(&text).collect();
    let named = missing.iter().map(|c| format!("U+{:04X}", *c as u32)).collect::<Vec<_>>().join(" ");
    told["missing"] = named.into();
    told.to_string()
}

fn file(path: &str) -> Result<FileId, PressFault> {
    let wrong = |_| PressFault { file: path.to_owned(), what: "この名前は使えません".into() };
    Ok(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).map_err(wrong)?).intern())
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.types.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.types.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.sources.get(&id).map(|(source, _)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.data.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.types.fonts.get(index).cloned()
    }

    /// A layout knows no clock: what stands on a paper was put there by whoever printed it.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
