//! 庁内各課からの連絡票 (ODA-17): any department of the municipality tells a counter what it noticed, with as little as that needs. The
//! counter takes it up as a consultation, deals with it, or passes it on to another counter. The department hears that its notice was received, and from the day
//! after that it was dealt with: never by whom, nor whether anybody was known.

mod answer;
mod choices;
mod passing;
mod receipts;
mod receive;
mod send;
mod way;

pub use answer::{HandlingForm, TakeUpForm, handle, take_up};
pub use choices::{NoticeConsent, NoticeGround, Receipt};
pub use passing::{PassedLine, PassingForm, counters, pass_on, passed_on};
pub use receipts::{ReceiptLine, receipts};
pub use receive::{NoticeLine, NoticeView, received, show, waiting};
pub use send::{NoticeForm, Receiver, default_receiver, receivers, send, sends};
pub use way::Passing;

/// Label of a notice's id.
#[derive(Debug)]
pub enum DepartmentNotice {}

/// The number of a notice.
pub type Number = kernel::Code<'N'>;
