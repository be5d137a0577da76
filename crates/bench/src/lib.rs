//! What the product promises in figures, and whether it keeps its word under force. Development only.
#![expect(clippy::print_stdout, reason = "a measuring tool speaks to its operator")]

pub mod client;
pub mod clock;
pub mod copy;
pub mod figures;
pub mod floor;
pub mod pages;
pub mod torture;
