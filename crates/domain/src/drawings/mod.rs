//! ジェノグラム and エコマップ: a family, and who is around it, drawn from what was recorded, for each reader from the people that they may see. Never drawn by hand, so
//! that the filter holds; what one may not see is not in the drawing, nor in its spacing.

mod ecomap;
mod genogram;
mod kin;
mod load;
mod rows;
mod words;

use serde::Serialize;

pub use ecomap::{Around, DAYS, Ecomap, Node, Strength, draw as draw_ecomap, ecomap};
pub use genogram::{Frame, Genogram, Stroke, Symbol, draw};
pub use kin::{Bond, Figure, Kin, Outline, Tie};
pub use load::{MOST, genogram};
pub use rows::{Place, places};
pub use words::words;

/// A drawing and the same in words.
#[derive(Debug, Clone, Serialize)]
pub struct Drawn {
    /// What the drawing shows, as a list.
    pub words: Vec<String>,
    /// The drawing; none where it would hold too many.
    pub drawing: Option<Genogram>,
}
