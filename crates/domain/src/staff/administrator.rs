use kernel::{Error, Result, Role, Scope};

/// Passes for administrators of the system only. Callers that do dear work before a write ask here first.
///
/// # Errors
/// [`Error::NotFound`] for everybody else: for them the pages of accounts do not exist.
pub fn administrator(who: &Scope) -> Result<()> {
    if who.role == Role::SystemAdministrator { Ok(()) } else { Err(Error::NotFound) }
}
