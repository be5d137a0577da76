use kernel::{Id, Result, Scope, message};
use store::Tx;

use crate::Faults;
use crate::access::{self, Act, CasePass, Eye};
use crate::people::Person;

/// Of whom a consent or an explanation is.
pub(super) const WHOSE: &str = "だれの同意か";

/// A person whom the case is about and whom the asker sees; a fault at `person` otherwise.
pub(crate) fn person_of_case(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    faults: &mut Faults,
    label: &str,
    text: &str,
) -> Result<Option<Id<Person>>> {
    let sql = format!(
        "SELECT p.id FROM case_people cp JOIN people p ON p.id = cp.person_id
         WHERE cp.case_id = $4 AND p.id = $5 AND p.merged_into IS NULL AND {}",
        access::one(who, access::Kind::Person, Act::Read)
    );
    let found = tx.opt(&sql, &Eye::of(who).with(&[&pass.id(), &text]))?;
    if found.is_none() {
        faults.add("person", message::error_choose_one(label));
    }
    Ok(found)
}
