//! The only file that writes to the terminal.

use std::io::{IsTerminal, Write};

/// A line for whoever started the program.
pub(crate) fn say(line: impl std::fmt::Display) {
    // A reader that went away (`kasane … | head`) is no fault of ours.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Text without a line end, at once.
pub(crate) fn show(text: impl std::fmt::Display) {
    let mut out = std::io::stdout();
    let _ = write!(out, "{text}").and_then(|()| out.flush());
}

/// A line about something that went wrong, or that is no part of the answer.
pub(crate) fn complain(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Whether a person sits in front of both ends.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
