//! web

pub mod kit;
