//! アセスメント: each agency assesses for itself, all compare, nobody overwrites (OTA-08). A statement is seen by the rules for
//! records, one by one: its columns are the same. What contradicts stays; the joint policy cites both.

mod compare;
mod policy;
mod write;

pub use compare::{Cell, Column, Comparison, ItemRow, SheetRows, compare};
pub use policy::{Policy, PolicyForm, policies, set_policy};
pub use write::{AssessmentForm, Given, Source, assess, before};

/// Label of an assessment's id.
#[derive(Debug)]
pub enum Assessment {}

/// Label of a statement's id.
#[derive(Debug)]
pub enum Answer {}
