use kernel::{Agency, Id, Result};
use store::Tx;

use crate::cases::Case;
use crate::people::Person;

/// Whether people of a case agreed that an agency is told kinds of information: one person, or everybody where none is
/// named; every kind where `categories` is 0.
pub(crate) fn covers(
    tx: &Tx<'_>,
    case: Id<Case>,
    agency: Id<Agency>,
    person: Option<Id<Person>>,
    categories: i64,
) -> Result<bool> {
    let missing: Option<i64> = tx.opt(
        "SELECT 1 FROM case_people cp JOIN information_categories g ON ($4 = 0 OR ($4 & g.bit) <> 0)
         WHERE cp.case_id = $1 AND (CAST($3 AS TEXT) IS NULL OR cp.person_id = $3)
           AND NOT EXISTS (SELECT 1 FROM case_team t JOIN consents s ON s.id = t.consent_id
               WHERE t.case_id = $1 AND t.agency_id = $2 AND t.basis = 'consent' AND t.left_at IS NULL AND t.until_at > $5
               AND t.person_id = cp.person_id AND (s.categories & g.bit) <> 0) LIMIT 1",
        &[&case, &agency, &person, &categories, &tx.now()],
    )?;
    let anybody: Option<i64> = tx.opt(
        "SELECT 1 FROM case_people WHERE case_id = $1 AND (CAST($2 AS TEXT) IS NULL OR person_id = $2) LIMIT 1",
        &[&case, &person],
    )?;
    Ok(anybody.is_some() && missing.is_none())
}

/// Whether a person agreed that somebody outside the system is told kinds of information.
pub(crate) fn covers_outside(
    tx: &Tx<'_>,
    case: Id<Case>,
    name: &str,
    person: Id<Person>,
    categories: i64,
) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM consents WHERE case_id = $1 AND person_id = $2 AND outside = $3 AND withdrawn_at IS NULL
         AND until_at > $5 AND answer IN ('agreed', 'partly') AND given_by <> 'family' AND (categories & $4) = $4",
        &[&case, &person, &name.trim(), &categories, &tx.now()],
    )?;
    Ok(found.is_some())
}
