use kernel::{Error, Result};

/// Fields and keys of the faults of an answer; a conflict by its key; empty where there was none.
pub fn faults<T>(answer: Result<T>) -> Vec<(String, &'static str)> {
    match answer {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|f| (f.field, f.message.key)).collect(),
        Err(Error::Conflict(message)) => vec![("conflict".into(), message.key)],
        Err(other) => vec![(other.to_string(), "")],
        Ok(_) => Vec::new(),
    }
}

/// The key of the first of [`faults`].
pub fn fault<T>(answer: Result<T>) -> &'static str {
    faults(answer).first().map_or("", |(_, key)| key)
}
