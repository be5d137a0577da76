//! Consultations: the first talk, whether a case follows or not. All of them are fictional.

mod build;
mod topic;

pub use build::{ConsultationSketch, SingleConsultation, TopicMark};
pub(crate) use build::{Start, at_desk, first_of_case, office_time};
pub use topic::{Channel, ConsentState, Source, Topic, Triage, Urgency};
