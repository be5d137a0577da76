//! 支援経過記録: written once, corrected by versions, seen by each reader as far as their grounds reach.

mod correct;
mod form;
mod scope;
mod search;
mod timeline;
mod write;

pub use correct::{RecordCorrection, correct, withdraw};
pub use form::NewRecord;
pub(crate) use scope::usual_channel;
pub use scope::{Channel, channels};
pub use search::{Hit, search, search_by};
pub use timeline::{Course, RecordView, kept, records, show, to_print};
pub use write::record;
