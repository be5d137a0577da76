use kernel::{Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Consultation, show};
use crate::access::Act;
use crate::{Faults, access};

/// A correction of a text: the new words, and why the old ones were wrong.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// The new text.
    pub text: String,
    /// Why.
    pub reason: String,
    /// The version that the page showed.
    pub version: String,
}

/// Corrects the content of a consultation; the old text stays readable with author and reason.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::Stale`] if somebody saved in between;
/// [`kernel::Error::NotFound`] out of sight.
pub fn correct(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>, form: &Correction) -> Result<()> {
    let mut faults = Faults::default();
    let text = faults.required_text("text", "相談の内容・希望", &form.text);
    let reason = faults.required_line("reason", "訂正の理由", &form.reason);
    faults.done()?;
    access::consultation(tx, who, id, Act::Change)?;
    let old: String = tx.one("SELECT content FROM consultations WHERE id = $1", &[&id])?;
    if old == text {
        return Err(kernel::Error::invalid("text", message::nothing_changed()));
    }
    show::supersede(tx, who, id, &old, &reason)?;
    let version: i64 = form.version.parse().unwrap_or_default();
    tx.exec_one(
        "UPDATE consultations SET content = $3, version = version + 1 WHERE id = $1 AND version = $2",
        &[&id, &version, &text],
    )
}
