use typst::diag::SourceDiagnostic;
use typst::{World as _, WorldExt as _};

use crate::world::Desk;

/// Why a paper cannot be printed: in words for whoever keeps the layouts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct PressFault {
    /// The file, with the line.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

impl PressFault {
    /// The first of the engine's errors; the others follow from it.
    pub(crate) fn of(desk: &Desk<'_>, errors: &[SourceDiagnostic]) -> Self {
        errors.first().map_or_else(
            || Self { file: String::new(), what: "様式を組めません".into() },
            |error| Self { file: place(desk, error), what: error.message.to_string() },
        )
    }
}

/// Where a layout is wrong. A fault inside the shared parts is told by the line of the layout that used them.
fn place(desk: &Desk<'_>, error: &SourceDiagnostic) -> String {
    let calls = error.trace.iter().rev().map(|call| call.span.into());
    let spans = calls.chain([error.span]);
    let mut found = String::new();
    for span in spans {
        let Some(id) = span.id() else { continue };
        let (Ok(source), Some(range)) = (desk.source(id), desk.range(span)) else { continue };
        let line = source.lines().byte_to_line(range.start).map_or(0, |line| line + 1);
        if let Some(origin) = desk.origin(id) {
            found = format!("{origin}:{line}");
            if !desk.is_library(id) {
                break;
            }
        }
    }
    found
}
