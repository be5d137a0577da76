//! The rules of the product, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

mod advisers;
mod assessments;
mod assessments_beside;
mod audit;
mod cases;
mod chronology;
mod committees;
mod conferences;
mod consents;
mod consultations;
mod coordination;
mod department_notices;
mod door;
mod drawings;
mod handovers;
mod look_backs;
mod no_further;
mod oracle;
mod other_side;
mod people;
mod plans;
mod protection_steps;
mod protections;
mod rule_mutants;
mod schema;
mod search_upkeep;
mod sharing;
mod sharing_steps;
mod sight;
mod sittings;
mod staff;
