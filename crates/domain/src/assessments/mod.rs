//! アセスメント: each agency assesses for itself, all compare, nobody overwrites (OTA-08). A statement is seen by the rules for
//! records, one by one: its columns are the same. What contradicts stays, found by the program or by people; the joint policy cites
//! both.

mod cited;
mod compare;
mod contradiction;
mod history;
mod policy;
mod write;

pub use compare::{Cell, Column, Comparison, ItemRow, SheetRows, compare};
pub use contradiction::{Contradiction, ContradictionForm, mark, unmark};
pub use history::{BESIDE, History, HistoryRow, HistorySheet, history};
pub use policy::{Policy, PolicyForm, policies, set_policy};
pub use write::{AssessmentForm, Given, Source, assess, before};

/// Label of an assessment's id.
#[derive(Debug)]
pub enum Assessment {}

/// Label of a statement's id.
#[derive(Debug)]
pub enum Answer {}
