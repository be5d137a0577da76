//! The product through its own door: requests to the router, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

mod advisers;
mod around;
mod assessments;
mod audit;
mod bringing;
mod canary;
mod committees;
mod complete;
mod department_notices;
mod drafts;
mod faces;
mod incidents;
mod item_reports;
mod look_backs;
mod matrix;
mod papers;
mod papers_returned;
mod papers_sets;
mod protections;
mod routes;
mod safety;
mod seats;
mod site;
