use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Decision, LookBack, Number, Stage, decide};
use crate::Faults;
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};

/// Why a look-back is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalForm {
    /// Its number.
    pub number: String,
    /// 取り下げる理由.
    pub reason: String,
}

/// Takes a look-back out of the library, or out of the hands of whoever would approve it. The agency that wrote it may at any time;
/// whoever decides may with what is published, because whoever notices that somebody could be known must not have to ask first.
///
/// # Errors
/// [`Error::Invalid`] without a reason, or for a number that is not published and not one's own; [`Error::NotFound`] for whoever may
/// not.
pub fn withdraw(tx: &Tx<'_>, who: &Scope, form: &WithdrawalForm) -> Result<Id<LookBack>> {
    let mut faults = Faults::default();
    let number = faults.required_line("number", "事例の番号", &form.number);
    let reason = faults.required_text("reason", "取り下げる理由", &form.reason);
    let id = found(tx, who, &number)?;
    if id.is_none() && !number.is_empty() {
        faults.add("number", message::look_back_unknown());
    }
    faults.done()?;
    let Some(id) = id else { return Err(Error::NotFound) };
    if !may(tx, who, id)? {
        Event::new(Action::Change, Kind::LookBack, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    tx.exec_one(
        "UPDATE look_backs SET status = $2, version = version + 1 WHERE id = $1 AND status <> $2",
        &[&id, &Stage::Withdrawn],
    )?;
    decide::noted(tx, who, id, Decision::Withdrawn, &reason)?;
    Ok(id)
}

/// One's own, and what everybody may read.
fn found(tx: &Tx<'_>, who: &Scope, number: &str) -> Result<Option<Id<LookBack>>> {
    let Ok(number) = Number::parse(number) else { return Ok(None) };
    let sql = format!(
        "SELECT b.id FROM look_backs b WHERE b.code = $4 AND b.status <> 'withdrawn' AND (b.status = 'published' OR {})",
        access::one(who, access::Kind::LookBack, Act::Change)
    );
    tx.opt(&sql, &Eye::of(who).with(&[&number.to_string()]))
}

fn may(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<bool> {
    if access::decides(tx, who)? {
        return Ok(true);
    }
    let sql = format!(
        "SELECT 1 FROM look_backs b WHERE b.id = $4 AND {}",
        access::one(who, access::Kind::LookBack, Act::Change)
    );
    Ok(tx.opt::<i64>(&sql, &Eye::of(who).with(&[&id]))?.is_some())
}
