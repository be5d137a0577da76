//! 代表者会議資料 (ODA-18): counts of a period, and nothing else. Small counts are masked, and as many more as it takes that none can be
//! found out from the totals. A pack is frozen when it is made, and its words are looked through for names before it leaves.

mod counts;
mod lessons;
mod make;
mod mask;
mod table;

use kernel::{Day, Id, Instant};
use serde::{Deserialize, Serialize};

pub use lessons::Lessons;
pub use make::{PackForm, list, make, show, suggested};
pub use table::{Cell, Line, Table};

/// Label of a pack's id.
#[derive(Debug)]
pub enum Pack {}

/// What a pack holds, as it was when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The body for which it was made.
    pub committee: String,
    /// The municipality.
    pub municipality: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Counts below this are masked.
    pub small: i64,
    /// The counts.
    pub tables: Vec<Table>,
    /// What was learnt from closed cases, by number.
    pub lessons: Lessons,
}

/// A pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackView {
    /// Its id.
    pub id: Id<Pack>,
    /// When it was made.
    pub made_at: Instant,
    /// What it holds.
    #[serde(flatten)]
    pub content: Content,
}

/// A line of the list of packs.
#[derive(Debug, Clone, Serialize)]
pub struct PackLine {
    /// The pack.
    pub id: Id<Pack>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// When it was made.
    pub made_at: Instant,
}
store::row!(PackLine { id, from, to, made_at });
