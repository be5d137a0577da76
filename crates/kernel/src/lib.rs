//! What every other room speaks: ids, days and eras, the scope of a request, faults and their wording.
//!
//! Nothing here does I/O, reads the clock or makes randomness; both come in through [`Ambient`].

mod ambient;
mod case_code;
mod day;
mod digits;
mod error;
mod id;
mod instant;
mod partial_day;
mod scope;

pub mod date_input;
pub mod duplicates;
pub mod fold;
pub mod grams;
pub mod message;
pub mod my_number;
pub mod whereabouts;

pub use ambient::{Ambient, new_id};
pub use case_code::{CaseCode, Code, CodeError};
pub use day::{Day, DayError};
pub use error::{Error, Fault, Result};
pub use id::{Id, IdError};
pub use instant::Instant;
pub use message::Message;
pub use partial_day::{PartialDay, Precision};
pub use scope::{Agency, Role, Scope, Staff};
