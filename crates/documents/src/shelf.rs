use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::form::{Form, FormFault, Kind, Lists};

/// A form of the product: its key, its definition, and how it looks on paper.
pub struct Shipped {
    /// Key, and the name of both files.
    pub key: &'static str,
    /// The definition.
    pub form: &'static str,
    /// The layout.
    pub layout: &'static str,
}

macro_rules! shipped {
    ($($key:literal),* $(,)?) => {
        &[$(Shipped {
            key: $key,
            form: include_str!(concat!("../forms/", $key, ".toml")),
            layout: include_str!(concat!("../forms/", $key, ".typ")),
        }),*]
    };
}

/// Every form of the product, in the order of a case's life.
pub const SHIPPED: &[Shipped] = shipped![
    "intake",
    "intake_unconsented",
    "assessment",
    "consent",
    "handover",
    "record",
    "multi_agency_plan",
    "outreach_support_plan",
    "participation_plan",
    "conference_request",
    "secrecy",
    "conference_sheet",
    "inquiry",
    "minutes",
    "conference_report",
    "item_report",
    "evaluation",
];

/// What every layout imports.
const LIBRARY: &str = include_str!("../forms/kasane.typ");

/// How a form looks on paper: a file of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The text.
    pub text: String,
    /// Where it comes from, for messages: a path, or that it is the product's.
    pub origin: String,
}

/// The forms of this municipality: those of the product, and in their place what the municipality has of its own.
#[derive(Debug, Clone)]
pub struct Shelf {
    forms: BTreeMap<String, Form>,
    layouts: BTreeMap<String, Layout>,
    library: Layout,
    /// Keys of forms whose definition or layout the municipality has replaced.
    own: BTreeSet<String>,
}

/// What is wrong with a file of the municipality.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct ShelfFault {
    /// The file.
    pub file: String,
    /// What is wrong, and where.
    pub fault: String,
}

impl ShelfFault {
    /// A fault of a file.
    pub fn new(file: impl Into<String>, fault: impl Into<String>) -> Self {
        Self { file: file.into(), fault: fault.into() }
    }
}

impl Shelf {
    /// The forms of the product, some of them replaced by the files of `folder`: `{key}.toml` what a form asks for,
    /// `{key}.typ` how it looks, `kasane.typ` what all layouts share. `extra` are definitions that the product holds
    /// elsewhere; a file replaces them like any other.
    ///
    /// # Errors
    /// Every fault of every file, and files that belong to no form: a misspelt name must not go unnoticed.
    pub fn open(folder: Option<&Path>, lists: &Lists, extra: Vec<Form>) -> Result<Self, Vec<ShelfFault>> {
        let mut faults = Vec::new();
        let mut texts = Texts::shipped();
        if let Some(folder) = folder {
            texts.replace(folder, &mut faults);
        }
        let known = Self::supplied(lists, &extra);
        let mut forms: BTreeMap<String, Form> =
            extra.into_iter().map(|form| (form.form.clone(), form)).collect();
        for (key, layout) in &texts.forms {
            if forms.contains_key(key) && layout.origin == OWN {
                continue;
            }
            match read(key, &layout.text) {
                Ok(form) => drop(forms.insert(key.clone(), form)),
                Err(fault) => faults.push(ShelfFault::new(&layout.origin, fault.0)),
            }
        }
        for (key, fault) in complete(&mut forms, lists) {
            let origin = texts.forms.get(&key).map_or(OWN, |layout| &layout.origin);
            faults.push(ShelfFault::new(format!("{origin} ({key})"), fault.0));
        }
        for (key, origin) in
            texts.forms.iter().filter(|(_, layout)| layout.origin != OWN).map(|(k, l)| (k, &l.origin))
        {
            let unknown = forms.get(key).map(|form| unsupplied(form, &known)).unwrap_or_default();
            faults.extend(unknown.into_iter().map(|fault| ShelfFault::new(origin, fault)));
        }
        if faults.is_empty() {
            let own = texts.own();
            Ok(Self { forms, layouts: texts.layouts, library: texts.library, own })
        } else {
            Err(faults)
        }
    }

    /// For each form, what the product has to put into it: keys of boxes, columns and tables.
    fn supplied(lists: &Lists, extra: &[Form]) -> BTreeMap<String, BTreeSet<String>> {
        let mut forms: BTreeMap<String, Form> = SHIPPED
            .iter()
            .filter_map(|shipped| Some((shipped.key.to_owned(), Form::parse(shipped.form).ok()?)))
            .chain(extra.iter().map(|form| (form.form.clone(), form.clone())))
            .collect();
        complete(&mut forms, lists);
        forms.into_iter().map(|(key, form)| (key, keys(&form))).collect()
    }

    /// A form by its key.
    pub fn form(&self, key: &str) -> Option<&Form> {
        self.forms.get(key)
    }

    /// Every form, in the order of a case's life.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        SHIPPED.iter().filter_map(|shipped| self.forms.get(shipped.key))
    }

    /// Whether the municipality has put anything of its own in the place of the product's form.
    pub fn is_own(&self, key: &str) -> bool {
        self.own.contains(key)
    }

    /// How a form looks on paper.
    pub fn layout(&self, key: &str) -> Option<&Layout> {
        self.layouts.get(key)
    }

    /// The forms of which anything is the municipality's own: they are tried before anybody prints.
    pub fn replaced(&self) -> impl Iterator<Item = &Form> {
        let library = self.library.origin != OWN;
        self.forms().filter(move |form| library || self.own.contains(&form.form))
    }

    /// What every layout imports as `kasane.typ`.
    pub fn library(&self) -> &Layout {
        &self.library
    }
}

const OWN: &str = "製品の様式";

/// The texts before anybody has read them.
struct Texts {
    forms: BTreeMap<String, Layout>,
    layouts: BTreeMap<String, Layout>,
    library: Layout,
}

impl Texts {
    fn shipped() -> Self {
        let own = |text: &str| Layout { text: text.to_owned(), origin: OWN.to_owned() };
        Self {
            forms: SHIPPED.iter().map(|s| (s.key.to_owned(), own(s.form))).collect(),
            layouts: SHIPPED.iter().map(|s| (s.key.to_owned(), own(s.layout))).collect(),
            library: own(LIBRARY),
        }
    }

    /// Keys of which a file of the municipality stands in the place of the product's.
    fn own(&self) -> BTreeSet<String> {
        let replaced = self.forms.iter().chain(&self.layouts).filter(|(_, layout)| layout.origin != OWN);
        replaced.map(|(key, _)| key.clone()).collect()
    }

    fn replace(&mut self, folder: &Path, faults: &mut Vec<ShelfFault>) {
        let shown = folder.display().to_string();
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return faults.push(ShelfFault::new(shown, error.to_string())),
        };
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let origin = path.display().to_string();
            match fs::read_to_string(path) {
                Ok(text) => self.put(path, Layout { text, origin }, faults),
                Err(error) => faults.push(ShelfFault::new(origin, error.to_string())),
            }
        }
    }

    fn put(&mut self, path: &Path, layout: Layout, faults: &mut Vec<ShelfFault>) {
        let part =
            |part: Option<&std::ffi::OsStr>| part.and_then(|p| p.to_str()).unwrap_or_default().to_owned();
        let (stem, end) = (part(path.file_stem()), part(path.extension()));
        match (stem.as_str(), end.as_str()) {
            ("kasane", "typ") => self.library = layout,
            (key, "toml") if self.forms.contains_key(key) => drop(self.forms.insert(stem, layout)),
            (key, "typ") if self.layouts.contains_key(key) => drop(self.layouts.insert(stem, layout)),
            (_, "toml" | "typ") => faults.push(ShelfFault::new(
                layout.origin,
                format!("この名前の様式はありません。使える名前: {}", names()),
            )),
            // A note beside the files harms nobody.
            _ => {}
        }
    }
}

/// Every file of the product's forms, by its name: to be copied and changed. The sheets of the assessment are asked for by
/// the profile, so only how they look is a file.
pub fn files() -> Vec<(String, &'static str)> {
    let asked = SHIPPED.iter().filter(|s| s.key != "assessment").map(|s| (format!("{}.toml", s.key), s.form));
    let looks = SHIPPED.iter().map(|s| (format!("{}.typ", s.key), s.layout));
    asked.chain(looks).chain([("kasane.typ".to_owned(), LIBRARY)]).collect()
}

fn keys(form: &Form) -> BTreeSet<String> {
    let boxes = form.fields().chain(form.columns()).map(|field| field.key.clone());
    let marks = form.fields().map(|field| field.most.clone()).filter(|most| !most.is_empty());
    boxes.chain(marks).chain(form.tables().map(|(part, _)| part.to_owned())).collect()
}

/// Boxes of a municipality's form that nothing would ever fill: blank paper that looks like an answer.
fn unsupplied(form: &Form, known: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let supplied = known.get(&form.form);
    let filled = |key: &str| supplied.is_some_and(|keys| keys.contains(key));
    let boxes = form.fields().chain(form.columns()).filter(|field| field.kind != Kind::Sign);
    let tables = form.tables().map(|(part, _)| part);
    boxes
        .map(|field| field.key.as_str())
        .chain(tables)
        .filter(|key| !filled(key))
        .map(|key| format!("欄 {key} に入るものを、この様式は持っていません。手で書く欄なら kind = \"sign\" にしてください"))
        .collect()
}

fn names() -> String {
    SHIPPED.iter().map(|shipped| shipped.key).collect::<Vec<_>>().join("、")
}

fn read(key: &str, text: &str) -> Result<Form, FormFault> {
    let form = Form::parse(text)?;
    if form.form != key {
        return Err(FormFault(format!("form = {:?} と、ファイルの名前が合いません", form.form)));
    }
    Ok(form)
}

/// Lets forms begin with what another one asks for, and fills in the lists.
fn complete(forms: &mut BTreeMap<String, Form>, lists: &Lists) -> Vec<(String, FormFault)> {
    let before = forms.clone();
    let mut faults = Vec::new();
    for (key, form) in forms.iter_mut() {
        let followed = match before.get(&form.like) {
            _ if form.like.is_empty() => Ok(()),
            Some(other) if other.like.is_empty() => form.follow(other),
            _ => Err(FormFault(format!("like: {} という元の様式はありません", form.like))),
        };
        if let Err(fault) = followed.and_then(|()| form.complete(lists)) {
            faults.push((key.clone(), fault));
        }
    }
    faults
}
