use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _};

/// The faces: regular and bold.
pub static FACES: [&[u8]; 2] =
    [include_bytes!(concat!(env!("OUT_DIR"), "/regular")), include_bytes!(concat!(env!("OUT_DIR"), "/bold"))];

/// The letters: BIZ UDGothic and nothing else, so that a paper looks the same on every machine.
pub(crate) struct Types {
    pub(crate) library: LazyHash<Library>,
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    /// Every character that a letter exists for, in order: to ask the fonts takes as long as to set a page.
    drawn: Vec<u32>,
}

impl Types {
    pub(crate) fn cast() -> Self {
        let fonts: Vec<Font> = FACES.into_iter().flat_map(|face| Font::iter(Bytes::new(face))).collect();
        let drawn: BTreeSet<u32> = fonts.iter().flat_map(|font| font.info().coverage.iter()).collect();
        Self {
            drawn: drawn.into_iter().collect(),
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    /// The characters of a text that no letter exists for: they would be printed as an empty box.
    pub(crate) fn missing<'a>(&'a self, text: &'a str) -> impl Iterator<Item = char> + 'a {
        let drawn = |c: &char| !c.is_control() && !c.is_whitespace();
        text.chars().filter(drawn).filter(|c| self.drawn.binary_search(&(*c as u32)).is_err())
    }
}
