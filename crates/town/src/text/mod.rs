//! Japanese text put together from phrases: `data/phrases/*.txt`.

mod cast;
mod expand;
mod kinship;
mod phrases;

pub(crate) use cast::{Cast, Setting, short};
pub(crate) use kinship::refer;
pub(crate) use phrases::Pen;
