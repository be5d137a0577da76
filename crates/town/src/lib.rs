//! A believable fictional municipality: residents, households, agencies, consultations and cases as plain structs.
//!
//! Everything here is fictional. No name, address, telephone number, postcode or story describes a real person or
//! place; ordinary combinations of common names may still equal somebody's name, so screens and prints that show
//! this data say 架空データ.
//!
//! A [`Town`] is a pure function of its [`Plan`]: same plan, same town, byte for byte. It holds no residents; every
//! household and case is made when asked for, by its index, so a large town streams through little memory. Only
//! [`settle`] knows of a database: it writes a town into one.
//!
//! ```
//! use town::{Plan, Town};
//! let today = kernel::Day::new(2026, 4, 1).unwrap();
//! let town = Town::new(Plan::new(1_000, 50, 7, today));
//! let people: usize = town.households().map(|h| h.members.len()).sum();
//! assert!(people >= 1_000);
//! assert!(town.cases().all(|case| case.household < town.household_count()));
//! ```

mod agency;
mod case;
mod consultation;
mod household;
mod keyed;
mod plan;
mod rng;
pub mod settle;
mod showcase;
mod tables;
mod text;
mod town;

pub use agency::{AgencyField, AgencySketch, StaffSketch, default_agencies, default_staff};
pub use case::{
    CaseIssue, CaseSketch, CaseStatus, ClosureReason, ClosureSketch, Counterpart, CounterpartKind, Ground,
    HandoverSketch, HandoverStatus, HandoverWay, Method, NextStep, RecordSketch, Stage, StatusStep,
    TaskSketch, TeamMember, TeamRole,
};
pub use consultation::{
    Channel, ConsentState, ConsultationSketch, SingleConsultation, Source, Topic, TopicMark, Triage, Urgency,
};
pub use household::{
    AddressSketch, Birth, ForeignName, HouseholdKind, HouseholdSketch, KinSketch, Life, NameSketch,
    PersonSketch, Relation, SecondForm, SecondFormKind, Sex,
};
pub use plan::{Plan, Pyramid};
pub use showcase::{Showcase, showcase};
pub use town::Town;
