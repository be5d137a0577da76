//! Driver errors in the words of the kernel.

use kernel::Error;
use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;

pub(crate) fn sqlite(error: rusqlite::Error) -> Error {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen,
        ) => Error::Unwritable(text),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Corrupt(text),
        Some(ErrorCode::ConstraintViolation) if text.contains("UNIQUE") => Error::Duplicate(text),
        _ => Error::Database(text),
    }
}

pub(crate) fn pg(error: tokio_postgres::Error) -> Error {
    let Some(db) = error.as_db_error() else {
        return Error::Database(error.to_string());
    };
    let text = format!("{}: {}", db.code().code(), db.message());
    match *db.code() {
        SqlState::DISK_FULL | SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::IO_ERROR => {
            Error::Unwritable(text)
        }
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Error::Corrupt(text),
        SqlState::UNIQUE_VIOLATION => Error::Duplicate(text),
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Error::Retry,
        _ => Error::Database(text),
    }
}
