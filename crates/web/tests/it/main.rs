//! The product through its own door: requests to the router, on both databases.

mod faces;
mod routes;
mod safety;
mod site;
