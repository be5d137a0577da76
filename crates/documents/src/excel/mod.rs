//! Excel, both ways. Every box has a defined name, so that a sheet is read back wherever its boxes have moved to; what a
//! closed list holds is chosen from a list in the sheet, and not typed.

mod names;
mod open;
mod read;
mod write;

pub use open::{Book, Unreadable};
pub use read::{CellFault, Filled, read};
pub use write::write;
