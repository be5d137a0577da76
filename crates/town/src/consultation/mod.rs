//! Consultations: the first talk, whether a case follows or not. All of them are fictional.

mod build;
mod sketch;
mod topic;

pub(crate) use build::{Start, at_desk, first_of_case, office_time};
pub use sketch::{ConsultationSketch, SingleConsultation, TopicMark};
pub use topic::{Channel, ConsentState, Source, Topic, Triage, Urgency};
