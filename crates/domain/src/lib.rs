//! The product: one module per context, synchronous functions, no HTTP, no HTML, no driver.
//!
//! Read it in the order of a household's way through the system: [`consultations`] receives a worry,
//! [`people`] finds or registers whom it is about, [`cases`] opens a household's case with its team, timeline
//! and handovers. [`access`] is the only door to a row, and [`audit`] writes down every passage.

pub mod access;
pub mod advisers;
pub mod assessments;
pub mod audit;
mod before;
pub mod cases;
mod choices;
pub mod committees;
pub mod conferences;
pub mod consents;
pub mod consultations;
pub mod coordination;
pub mod department_notices;
pub mod drafts;
pub mod drawings;
pub mod emergency;
pub mod exports;
mod faults;
pub mod forms;
pub mod home;
pub mod housekeeping;
pub mod installed;
pub mod look_backs;
mod moving;
pub mod municipality;
mod naming;
pub mod once;
pub mod papers;
pub mod people;
pub mod plans;
pub mod protections;
pub mod revision_proposals;
pub mod rules;
mod schema;
pub mod search;
pub mod staff;
mod texts;

pub use before::Before;
pub use choices::Choice;
pub use faults::Faults;
pub use schema::MIGRATIONS;
