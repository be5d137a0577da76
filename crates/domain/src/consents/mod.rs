//! 同意: what one person answered after it was explained, about one case: to whom, what, for what, until when.
//!
//! Each adult answers for themself. A consent opens the case to the agencies that it names, as far as it reaches and for
//! as long as it lasts; withdrawn, it opens nothing from the next request on. What a family says is kept as what it is
//! and opens nobody else's records. A refusal never turns into another basis by itself.

pub mod categories;
mod choices;
mod evidence;
mod explain;
mod give;
mod list;
mod reach;
mod receipt;
mod whose;
mod withdraw;

pub use choices::{Answer, ExplainMethod, GivenBy, How};
pub use evidence::{MAX_BYTES as EVIDENCE_MAX_BYTES, add as add_evidence, body as evidence_body};
pub use explain::{Explanation, ExplanationForm, explain, explanations};
pub use give::{ConsentForm, give};
pub(crate) use give::{Quick, give_quickly};
pub use list::{ConsentView, Ending, Evidence, Recipient, ending, of_case, show};
pub(crate) use reach::{covers, covers_outside};
pub use receipt::{Reading, Receipt, receipt};
pub(crate) use whose::person_of_case;
pub use withdraw::{WithdrawalForm, withdraw};

/// Days within which the end of a consent comes onto the work list.
pub const RENEWAL_DAYS: i32 = 30;
