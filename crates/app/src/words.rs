//! Errors in the words of whoever runs the program.

use kernel::Error;

/// What went wrong, and what to do.
pub(crate) fn of(error: &anyhow::Error) -> String {
    let known = error.chain().find_map(|cause| cause.downcast_ref::<Error>());
    let Some(cause) = known else { return format!("{error:#}") };
    let own = of_kernel(cause);
    // What was tried, if somebody said so on the way.
    match error.downcast_ref::<Error>() {
        Some(_) => own,
        None => format!("{error}\n{own}"),
    }
}

fn of_kernel(error: &Error) -> String {
    match error {
        Error::Conflict(message) => message.text.clone(),
        Error::Invalid(faults) => {
            faults.iter().map(|fault| fault.message.text.as_str()).collect::<Vec<_>>().join("\n")
        }
        Error::Unwritable(why) => format!("書き込めません。ディスクの空きと権限を確かめてください。\n{why}"),
        Error::Corrupt(what) => format!("データが壊れています。kasane check で調べてください。\n{what}"),
        Error::Database(what) => format!("データベースの問題です。\n{what}"),
        other => other.to_string(),
    }
}
