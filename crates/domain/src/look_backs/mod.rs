//! ふり返り: what the agency that led a case learnt from it after it was closed, written so that nobody in it is known (OTA-06,
//! EDO-21). Consent ended its purpose with the case, so that looking back needs a ground of its own. A second person reads the
//! words, and nothing else, before everybody who works here may read them. The way back to the case is the writer's agency's
//! alone.

mod choices;
mod decide;
mod doubt;
mod find;
mod ground;
mod household;
mod lesson;
mod library;
mod named;
mod show;
mod sorts;
mod traces;
mod withdraw;
mod write;

pub use choices::{Decision, Effect, HouseholdType, LearningGround, Shared, Stage};
pub use decide::{DecisionForm, Waiting, approve, count_waiting, send_back, waiting};
pub use ground::Grounds;
pub use lesson::Lesson;
pub(crate) use library::published;
pub use library::{Filter, Library, library};
pub(crate) use named::{anybody, in_sight as named_in_sight};
pub use show::{DecisionLine, LookBackLine, LookBackView, count_returned, of_agency, show};
pub use withdraw::{WithdrawalForm, withdraw};
pub use write::{LookBackForm, Offer, file, form_of, offer, revise};

/// Label of a look-back's id.
#[derive(Debug)]
pub enum LookBack {}

/// The public number of a look-back: 事例.
pub type Number = kernel::Code<'J'>;

/// Words of a text that lead to where somebody lives.
pub(crate) fn places(text: &str) -> Vec<String> {
    let found = find::in_text(&traces::Traces::default(), text);
    found.into_iter().filter(|found| found.what == find::Trace::Address).map(|found| found.word).collect()
}

/// What of a text would identify somebody without knowing any case: numbers that can be dialled, codes, addresses.
pub(crate) fn plainly_identifying(text: &str) -> Vec<(&'static str, String)> {
    let found = find::in_text(&traces::Traces::default(), text);
    found.into_iter().map(|found| (found.what.label(), found.word)).collect()
}
