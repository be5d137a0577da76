//! 帳票: the official forms, as data. What a form asks for stands in a file that a municipality can replace; how it looks on
//! paper stands in another. A form is filled from plain values, becomes an Excel sheet that staff can fill and send back, and
//! is read from there again. Paper itself is made by the crate `press`, because its engine is heavy.
//!
//! Nothing here knows of cases or databases: whoever fills a form has asked the access rules before.

pub mod excel;
mod form;
mod paper;
mod shelf;
mod values;

pub use form::{Field, Form, FormFault, Kind, Lists, Part, Table};
pub use paper::{Mark, Paper, Unfit};
pub use shelf::{Layout, SHIPPED, Shelf, ShelfFault, files};
pub use values::{Row, Value, Values};
