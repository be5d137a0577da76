//! The rules of the product, on both databases.

mod cases;
mod consultations;
mod handovers;
mod people;
mod schema;
mod sight;
mod staff;
