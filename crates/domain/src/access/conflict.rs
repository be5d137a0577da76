//! 利害関係と相手方 when somebody is to be asked in: an adverse party, its household and its agencies are never made
//! member, receiver or user of a protected person's case. Whoever asks hears only that it is not possible.

use kernel::{Agency, Id, Result, Staff, fold};
use store::Tx;

use crate::cases::Case;

/// Whether an agency stands on the side from which somebody of the case is protected.
pub(crate) fn agency_is_adverse(tx: &Tx<'_>, case: Id<Case>, agency: Id<Agency>) -> Result<bool> {
    any(
        tx,
        "SELECT 1 FROM adverse_parties y JOIN case_people cp ON cp.person_id = y.protected_id
         WHERE cp.case_id = $1 AND y.agency_id = $2 AND y.until_at > $3 LIMIT 1",
        &[&case, &agency, &tx.now()],
    )
}

/// Whether a person who works here has ties with somebody of the case, or stands on the adverse side.
pub(crate) fn staff_is_adverse(tx: &Tx<'_>, case: Id<Case>, staff: Id<Staff>) -> Result<bool> {
    any(
        tx,
        "SELECT 1 FROM staff_ties f JOIN case_people cp ON cp.person_id = f.person_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3
         UNION ALL SELECT 1 FROM adverse_parties y JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND y.staff_id = $2 AND y.until_at > $3
         UNION ALL SELECT 1 FROM staff_ties f JOIN household_members m ON m.person_id = f.person_id AND m.to_on IS NULL
           JOIN household_members n ON n.household_id = m.household_id AND n.to_on IS NULL
           JOIN adverse_parties y ON y.adverse_id = n.person_id JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3
         UNION ALL SELECT 1 FROM staff_ties f JOIN adverse_parties y ON y.adverse_id = f.person_id
           JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3",
        &[&case, &staff, &tx.now()],
    )
}

/// Whether a name outside the system is that of an adverse party or of somebody in its household.
pub(crate) fn name_is_adverse(tx: &Tx<'_>, case: Id<Case>, name: &str) -> Result<bool> {
    let key = fold::name(name);
    if key.is_empty() {
        return Ok(false);
    }
    any(
        tx,
        "SELECT 1 FROM adverse_parties y JOIN case_people cp ON cp.person_id = y.protected_id
           WHERE cp.case_id = $1 AND y.until_at > $3 AND (y.name_key = $2
             OR EXISTS (SELECT 1 FROM people p WHERE p.id = y.adverse_id AND p.name_key = $2)
             OR EXISTS (SELECT 1 FROM household_members m JOIN household_members n ON n.household_id = m.household_id AND n.to_on IS NULL
                 JOIN people p ON p.id = n.person_id WHERE m.person_id = y.adverse_id AND m.to_on IS NULL AND p.name_key = $2
                 AND p.id <> y.protected_id)) LIMIT 1",
        &[&case, &key, &tx.now()],
    )
}

fn any(tx: &Tx<'_>, sql: &str, params: &[&dyn store::Param]) -> Result<bool> {
    Ok(tx.opt::<i64>(sql, params)?.is_some())
}
