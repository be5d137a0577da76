//! 支援プラン (社会福祉法 106条の4第2項6号): three kinds, linked by their case. A plan begins as a draft, is discussed in a
//! conference, decided by the municipality, carried out, looked at again, and evaluated; support may be under way before it,
//! and the page says so. The person's agreement is recorded, never assumed. Who sees a plan is decided as for a record, by
//! the same columns.

mod agreement;
mod choices;
mod close;
mod count;
mod decide;
mod draft;
mod due;
mod evaluate;
mod form;
mod gate;
mod plan;
mod rows;
mod show;
mod steps;

pub use agreement::{AgreementForm, note_agreement};
pub use choices::{Agreement, Change, Gate, PlanKind, PlanOutcome, PlanStatus, Reached};
pub use close::close_set;
pub(crate) use close::unevaluated;
pub use count::{PlanCount, counts};
pub use decide::{DecisionForm, PlanWaiting, decide, waiting};
pub use draft::{draft, revise};
pub use due::{PlanDue, due};
pub use evaluate::{EvaluationForm, evaluate};
pub use form::PlanForm;
pub use gate::gates;
pub use plan::{Plan, by_code};
pub use rows::{Goal, RoleLine};
pub use show::{Evaluation, PlanView, PlansView, Review, form_of, of_case, show, to_print};
pub use steps::{MeetingForm, ReviewForm, StartForm, WithdrawForm, discuss, review, start, withdraw};
