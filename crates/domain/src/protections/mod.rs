//! 住所保護 (DV等支援措置): protecting takes one person and at once, lifting takes two custodians.
//!
//! Address, workplace, school, facility, telephone, place on the map and area staff are one class of data. While a
//! protection is open they are shown on no page, matched by no search and printed on no sheet, for the person and for
//! whoever lives with them. They are told by a release only: asked for by one custodian, approved by another one.

mod adverse;
mod bar;
mod begin;
mod choices;
mod custody;
mod end;
mod list;
mod mates;
mod release;
mod show;
mod tie;

pub use adverse::{
    AdverseForm, AdverseParty, confirm as confirm_adverse, end as end_adverse, of as adverse_parties,
    record as record_adverse,
};
pub(crate) use bar::bar;
pub use begin::{RenewForm, begin, begin_plainly, confirm, renew};
pub(crate) use begin::{is_open, keep};
pub use choices::{AdverseKind, Decision, EndDecision, Method, Purpose, TieKind};
pub(crate) use custody::HAD_CUSTODY;
pub use custody::{Custodian, GrantForm, custodian, custodians, end as end_duty, grant, holds as holds_duty};
pub use end::{EndForm, EndVerdict, ProposedEnd, decide as decide_end, propose as propose_end};
pub use list::{Line, count_waiting, list};
pub use mates::Mate;
pub use release::{
    Release, ReleaseForm, SHOWN_SECONDS, Verdict, decide, release, request, show as show_once,
};
pub use show::{ProtectionView, show};
pub use tie::{Tie, TieForm, all as all_ties, declare as declare_tie, end as end_tie, own as own_ties};

/// Label of a protection's id.
#[derive(Debug)]
pub enum Protection {}

/// When a protection comes onto the list for renewal, of a row aliased `z`: a year after its beginning unless somebody
/// wrote another moment. It ends nothing.
pub(crate) const RENEW_AT: &str = "coalesce(z.renew_at, z.since_at + 31536000000000)";

/// Whether a custodian is told before the moment that a protection has to be renewed: days.
pub(crate) const RENEW_SOON_DAYS: i64 = 30;
