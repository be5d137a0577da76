use kernel::{Error, Id, Result, Staff, message};
use store::{Db, Tx};

use super::{code, throttle};

/// Asks for the second factor once more, for acts that need a fresh one. A code works once, and guessing slows down. A
/// transaction of its own: a wrong guess is counted although nothing else happens.
///
/// # Errors
/// [`Error::Invalid`] for a wrong code, of the field `code`; [`Error::Throttled`] after many.
pub fn second_factor(db: &Db, staff: Id<Staff>, typed: &str) -> Result<()> {
    let typed = typed.to_owned();
    let right = db.write(move |tx| {
        let subject = format!("second:{staff}");
        throttle::check(tx, &subject)?;
        let right = take(tx, staff, &typed)?;
        if right { throttle::succeeded(tx, &subject) } else { throttle::failed(tx, &subject) }?;
        Ok(right)
    })?;
    if right { Ok(()) } else { Err(Error::invalid("code", message::second_factor_needed())) }
}

fn take(tx: &Tx<'_>, staff: Id<Staff>, typed: &str) -> Result<bool> {
    let secret: String = tx.one("SELECT totp_secret FROM staff WHERE id = $1 AND active", &[&staff])?;
    let Some(step) = code::step(&secret, typed, tx.now()) else { return Ok(false) };
    let taken = tx.changed(
        "UPDATE staff SET totp_step = $2 WHERE id = $1 AND active AND totp_step < $2",
        &[&staff, &step],
    )?;
    Ok(taken == 1)
}
