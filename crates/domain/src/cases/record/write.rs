use kernel::{Error, Id, Result, Scope, fold, message};
use store::Tx;

use super::form::Checked;
use super::scope::{self, RecordScope};
use super::{NewRecord, RecordView};
use crate::access::{self, Act};
use crate::cases::{Case, Counterpart, still_open, task, touch};
use crate::drafts;
use crate::search::{self, Entry};

/// Writes a record into a case: the row, its words in the search index, its task, and the draft away.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the page showed another case;
/// [`Error::NotFound`] out of sight.
pub fn record(tx: &Tx<'_>, who: &Scope, code: &str, form: &NewRecord) -> Result<Id<RecordView>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    let new = form.check(who.now)?;
    still_open(pass.status())?;
    let scope = scope::of(tx, who, &pass, form)?;
    let (id, case) = (insert(tx, who, pass.id(), &new, &scope)?, pass.id());
    search::add(tx, Entry::Record, id, case, &fold::text(&new.text))?;
    if let Some(due) = new.next_due {
        let owner = task::owner(tx, who, case, &form.next_owner)?;
        task::insert(tx, who, case, owner, &new.next_step, due, Some(id))?;
        touch(tx, case)?;
    }
    note_contact(tx, case, &new)?;
    drafts::forget(tx, who, "record", code)?;
    Ok(id)
}

fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    new: &Checked,
    scope: &RecordScope,
) -> Result<Id<RecordView>> {
    let id: Id<RecordView> = tx.new_id();
    tx.exec(
        "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
             next_step, minutes, agency_id, staff_id, corrections, recorded_at, person_id, categories, channel, sealed,
             third_party, on_condition)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19)",
        &[
            &id, &case, &new.at, &new.on, &new.method, &new.counterpart, &new.counterpart_name, &new.text, &new.next_step,
            &new.minutes, &who.agency, &who.staff, &who.now, &scope.person, &scope.categories, &scope.channel,
            &new.sealed, &new.third_party, &new.on_condition,
        ],
    )?;
    Ok(id)
}

/// Talking among agencies is work, but no contact with the household.
fn note_contact(tx: &Tx<'_>, case: Id<Case>, new: &Checked) -> Result<()> {
    let met = matches!(new.counterpart, Counterpart::Person | Counterpart::Family);
    let on = met.then_some(new.on);
    tx.exec(
        "UPDATE cases SET updated_at = $2,
             last_contact_on = CASE WHEN last_contact_on IS NULL OR last_contact_on < $3 THEN coalesce($3, last_contact_on)
                                    ELSE last_contact_on END
         WHERE id = $1",
        &[&case, &tx.now(), &on],
    )?;
    Ok(())
}
