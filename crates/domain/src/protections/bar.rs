//! Ending at once what an adverse party or a relative had in hand.

use kernel::{Agency, Id, Result, Scope, Staff};
use store::Tx;

use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case};
use crate::people::Person;

const REASON: &str = "住所保護のため";

/// Ends every membership of adverse agencies and every charge of adverse staff in the cases of a person, for everybody
/// whom these cases are about. The engine lets them see nothing anyway; this makes the team say so.
pub(crate) fn bar(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<()> {
    // What is about the other side itself stays its own.
    let agencies: Vec<(Id<Case>, Id<Agency>)> = tx.all(
        "SELECT DISTINCT c.id, y.agency_id FROM case_people o JOIN cases c ON c.id = o.case_id
         JOIN case_people cp ON cp.case_id = c.id JOIN adverse_parties y ON y.protected_id = cp.person_id
         JOIN case_team t ON t.case_id = c.id AND t.agency_id = y.agency_id AND t.left_at IS NULL
         WHERE o.person_id = $1 AND y.until_at > $2 AND (c.person_id IS NULL OR y.adverse_id IS NULL OR c.person_id <> y.adverse_id)
         ORDER BY c.id, y.agency_id",
        &[&person, &who.now],
    )?;
    for (case, agency) in agencies {
        end_membership(tx, who, case, agency)?;
    }
    let staff: Vec<(Id<Case>, Id<Staff>)> = tx.all(
        "SELECT DISTINCT cp.case_id, y.staff_id FROM case_people o JOIN case_people cp ON cp.case_id = o.case_id
         JOIN adverse_parties y ON y.protected_id = cp.person_id
         WHERE o.person_id = $1 AND y.staff_id IS NOT NULL AND y.until_at > $2 ORDER BY cp.case_id, y.staff_id",
        &[&person, &who.now],
    )?;
    staff.into_iter().try_for_each(|(case, staff)| relieve(tx, who, case, staff))
}

/// Ends the grounds of an agency. If it leads, another agency whose own task the case is leads from now on; a case that is
/// nobody else's stays with its lead, which does not see it.
fn end_membership(tx: &Tx<'_>, who: &Scope, case: Id<Case>, agency: Id<Agency>) -> Result<()> {
    let led: Option<i64> = tx.opt(
        "SELECT 1 FROM case_team WHERE case_id = $1 AND agency_id = $2 AND is_lead AND left_at IS NULL LIMIT 1",
        &[&case, &agency],
    )?;
    if led.is_some() && !pass_lead(tx, who, case, agency)? {
        return Ok(());
    }
    tx.exec(
        "UPDATE case_team SET left_at = $3, left_reason = $4 WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL",
        &[&case, &agency, &who.now, &REASON],
    )?;
    tx.exec(
        "UPDATE emergency_accesses SET until_at = $3, ended_at = $3 WHERE case_id = $1 AND agency_id = $2 AND until_at > $3",
        &[&case, &agency, &who.now],
    )?;
    cases::place(tx, case)?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("bar").record(tx, who)
}

/// Whether there was somebody to lead instead.
fn pass_lead(tx: &Tx<'_>, who: &Scope, case: Id<Case>, agency: Id<Agency>) -> Result<bool> {
    let next: Option<(String, Id<Agency>)> = tx.opt(
        "SELECT t.id, t.agency_id FROM case_team t WHERE t.case_id = $1 AND t.agency_id <> $2 AND t.basis = 'own'
         AND t.left_at IS NULL AND t.until_at > $3 AND NOT EXISTS (SELECT 1 FROM adverse_parties y
             JOIN case_people cp ON cp.person_id = y.protected_id
             WHERE cp.case_id = t.case_id AND y.agency_id = t.agency_id AND y.until_at > $3)
         ORDER BY t.agency_id <> $4, t.joined_at, t.id LIMIT 1",
        &[&case, &agency, &who.now, &who.agency],
    )?;
    let Some((row, next)) = next else { return Ok(false) };
    tx.exec("UPDATE case_team SET is_lead = $2 WHERE case_id = $1 AND left_at IS NULL", &[&case, &false])?;
    tx.exec("UPDATE case_team SET is_lead = $2 WHERE id = $1", &[&row, &true])?;
    tx.exec(
        "UPDATE cases SET lead_agency_id = $2, lead_staff_id = NULL, version = version + 1 WHERE id = $1",
        &[&case, &next],
    )?;
    Ok(true)
}

/// Takes one person's name off what they had in hand in a case; their agency keeps it.
fn relieve(tx: &Tx<'_>, who: &Scope, case: Id<Case>, staff: Id<Staff>) -> Result<()> {
    for sql in [
        "UPDATE case_team SET staff_id = NULL WHERE case_id = $1 AND staff_id = $2 AND left_at IS NULL",
        "UPDATE cases SET lead_staff_id = NULL WHERE id = $1 AND lead_staff_id = $2",
        "UPDATE tasks SET staff_id = NULL WHERE case_id = $1 AND staff_id = $2 AND done_at IS NULL",
    ] {
        tx.exec(sql, &[&case, &staff])?;
    }
    tx.exec(
        "UPDATE emergency_accesses SET until_at = $3, ended_at = $3 WHERE case_id = $1 AND staff_id = $2 AND until_at > $3",
        &[&case, &staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("bar").record(tx, who)
}

/// As [`relieve`], in every case of a person with whom somebody has ties.
pub(super) fn relieve_of(tx: &Tx<'_>, who: &Scope, person: Id<Person>, staff: Id<Staff>) -> Result<()> {
    let cases: Vec<Id<Case>> =
        tx.all("SELECT case_id FROM case_people WHERE person_id = $1 ORDER BY case_id", &[&person])?;
    cases.into_iter().try_for_each(|case| relieve(tx, who, case, staff))
}
