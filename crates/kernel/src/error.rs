use crate::Message;

/// What can come of a command or a question, besides its answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the asker may not know that it does. The two are never told apart.
    #[error("not found")]
    NotFound,
    /// The input has faults; nothing was changed.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<Fault>),
    /// Somebody else saved first (optimistic locking); nothing was changed.
    #[error("changed by someone else meanwhile")]
    Stale,
    /// The state of things forbids it, in words for the person who asked; nothing was changed.
    #[error("not possible now: {}", .0.text)]
    Conflict(Message),
    /// The request needs a sign-in, or a fresh one.
    #[error("sign-in needed")]
    SignIn,
    /// The current operating rules were not accepted yet; their version.
    #[error("operating rules {0} not accepted")]
    Rules(i64),
    /// Too many attempts; seconds to wait.
    #[error("too many attempts, wait {0} s")]
    Throttled(i64),
    /// The disk is full or read-only: nothing was saved, reading continues.
    #[error("storage cannot be written: {0}")]
    Unwritable(String),
    /// A stored row that cannot be: names the table or query and the column.
    #[error("corrupt data: {0}")]
    Corrupt(String),
    /// A row of this kind exists already; the text names the constraint.
    #[error("duplicate: {0}")]
    Duplicate(String),
    /// Two units of work met (PostgreSQL); running this one again may succeed. Never leaves `store`.
    #[error("run again")]
    Retry,
    /// The database failed otherwise.
    #[error("database: {0}")]
    Database(String),
}

/// The result of nearly everything.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One fault of an input: which field, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Name of the form field or JSON member.
    pub field: String,
    /// What to do, in the reader's words.
    #[serde(flatten)]
    pub message: Message,
}

impl Fault {
    /// A fault of `field`.
    pub fn new(field: impl Into<String>, message: Message) -> Self {
        Self { field: field.into(), message }
    }
}

impl Error {
    /// A single fault of one field.
    pub fn invalid(field: impl Into<String>, message: Message) -> Self {
        Self::Invalid(vec![Fault::new(field, message)])
    }
}
