use kernel::{Error, Id, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::RecordView;
use crate::Faults;
use crate::access::{self, Act};
use crate::cases::{Case, touch};
use crate::consultations::supersede;
use crate::search::{self, Entry};

/// A correction of a record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordCorrection {
    /// The new text; empty when the record is withdrawn.
    pub text: String,
    /// Why.
    pub reason: String,
    /// How often it had been corrected when the page showed it.
    pub version: String,
}

impl RecordCorrection {
    /// The form for a record as it stands.
    pub fn of(record: &RecordView) -> Self {
        Self { text: record.text.clone(), version: record.corrections.to_string(), ..Self::default() }
    }

    fn version(&self) -> i64 {
        self.version.parse().unwrap_or_default()
    }
}

/// Corrects the words of a record of one's own agency. The old words stay readable.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Stale`] if somebody corrected it in between; [`Error::NotFound`] out of sight or
/// of another agency.
pub fn correct(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<RecordView>,
    form: &RecordCorrection,
) -> Result<()> {
    let mut faults = Faults::default();
    let text = faults.required_text("text", "内容", &form.text);
    let reason = faults.required_line("reason", "訂正の理由", &form.reason);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let old = own_text(tx, who, case, id)?;
    if old == text {
        return Err(Error::invalid("text", message::nothing_changed()));
    }
    supersede(tx, who, id, &old, &reason)?;
    tx.exec_one(
        "UPDATE case_records SET text = $3, corrections = corrections + 1 WHERE id = $1 AND corrections = $2",
        &[&id, &form.version(), &text],
    )?;
    search::put(tx, Entry::Record, id, case, &fold::text(&text))
}

/// Takes a record of one's own agency out of a case into which it was written by mistake. Its place on the
/// timeline says so; its words are no longer shown.
///
/// # Errors
/// As [`correct`].
pub fn withdraw(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<RecordView>,
    form: &RecordCorrection,
) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "取り下げの理由", &form.reason);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let old = own_text(tx, who, case, id)?;
    supersede(tx, who, id, &old, &reason)?;
    tx.exec_one(
        "UPDATE case_records SET text = '', next_step = '', withdrawn_at = $3, corrections = corrections + 1
         WHERE id = $1 AND corrections = $2",
        &[&id, &form.version(), &who.now],
    )?;
    search::remove(tx, id)?;
    touch(tx, case)
}

fn own_text(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<RecordView>) -> Result<String> {
    tx.one(
        "SELECT text FROM case_records WHERE id = $1 AND case_id = $2 AND agency_id = $3 AND withdrawn_at IS NULL",
        &[&id, &case, &who.agency],
    )
}
