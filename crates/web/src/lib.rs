//! One URL, two faces: each handler makes one view; `text/html` renders its template, `application/json` sends the
//! same view, and `POST` takes a form or JSON. No SQL here, and no rule: those are the domain's.

mod advisers;
mod answer;
mod app;
mod assessments;
mod audit;
mod body;
mod cases;
mod committees;
mod conferences;
mod consents;
mod consultations;
mod coordination;
mod cx;
mod dates;
mod department_notices;
mod drafts;
mod drawings;
mod emergency;
mod exports;
mod frame;
mod handovers;
mod home;
pub mod kit;
mod lane;
mod look_backs;
mod me;
mod openapi;
mod papers;
mod people;
mod plans;
mod protections;
mod revision_proposals;
mod routes;
mod rules;
mod searches;
mod security;
mod services;
mod session;
mod staff;
mod tell;

pub use app::{App, Options};
pub use cx::Client;
pub use lane::{Lane, Work};
pub use openapi::document as openapi_document;
pub use papers::check as check_layouts;
pub use routes::{Reach, Route, router, routes};

/// The label of a choice, for templates.
pub(crate) fn label<C: domain::Choice>(choice: &C) -> &'static str {
    choice.label()
}

/// The key of a choice, for templates.
pub(crate) fn key<C: domain::Choice>(choice: &C) -> &'static str {
    choice.key()
}

/// No address: for pagers without a way back.
pub(crate) fn none() -> Option<String> {
    None
}

/// For small forms whose text is not kept while it is typed.
pub(crate) fn no_draft() -> Option<kit::DraftPlace> {
    None
}

/// The value, or what stands for an empty one.
pub(crate) fn or<'a>(value: &'a str, default: &'a str) -> &'a str {
    if value.is_empty() { default } else { value }
}

/// Two halves of an address.
pub(crate) fn at(start: impl std::fmt::Display, end: impl std::fmt::Display) -> String {
    format!("{start}{end}")
}
