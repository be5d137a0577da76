use kernel::{Agency, Id, Result, Role, Scope, Staff};
use store::{Tx, row};

/// Somebody of a fictional town who can sign in, with the secret of the authenticator app: for programs that measure
/// or look at every page.
#[derive(Debug, Clone)]
pub struct SampleAccount {
    /// 職員番号.
    pub login: String,
    /// The person.
    pub name: String,
    /// Key of the role.
    pub role: String,
    /// Name of the organisation.
    pub agency: String,
    /// In base 32.
    pub totp_secret: String,
}
row!(SampleAccount { login, name, role, agency, totp_secret });

/// One row of each kind that hang together, and who may see them.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Code of a case.
    pub code: String,
    /// Its person.
    pub person: String,
    /// Its household.
    pub household: String,
    /// The consultation from which it arose.
    pub consultation: String,
    /// A record that the worker's agency wrote.
    pub record: String,
    /// A handover that the worker's agency sent or was sent.
    pub handover: String,
    /// Login of somebody who sees all of them.
    pub worker: String,
    /// Login of an administrator.
    pub administrator: String,
}
row!(Sample { code, person, household, consultation, record, handover, worker, administrator });

/// Accounts of a fictional town, one for each agency, as far as `most` goes. None of a real municipality.
///
/// # Errors
/// Those of the database.
pub fn sample_accounts(tx: &Tx<'_>, most: i64) -> Result<Vec<SampleAccount>> {
    tx.all(
        "SELECT s.login, s.name, f.role, a.name, s.totp_secret
         FROM staff s JOIN affiliations f ON f.staff_id = s.id JOIN agencies a ON a.id = f.agency_id
         WHERE s.active AND s.password_hash <> '' AND f.role <> 'system_administrator'
           AND EXISTS (SELECT 1 FROM municipality m WHERE m.fictional)
           AND s.login = (SELECT min(t.login) FROM staff t JOIN affiliations g ON g.staff_id = t.id
                          WHERE g.agency_id = a.id AND t.active AND t.password_hash <> '')
         ORDER BY a.key LIMIT $1",
        &[&most],
    )
}

/// A sample of a fictional town; none if nothing there hangs together, or if the municipality is a real one.
///
/// # Errors
/// Those of the database.
pub fn sample(tx: &Tx<'_>) -> Result<Option<Sample>> {
    tx.opt(
        "SELECT c.code, c.person_id, c.household_id, c.consultation_id, r.id, h.id, s.login,
                (SELECT min(z.login) FROM staff z JOIN affiliations y ON y.staff_id = z.id
                 WHERE z.active AND z.password_hash <> '' AND y.role = 'system_administrator')
         FROM cases c JOIN case_team t ON t.case_id = c.id AND t.is_lead AND t.left_at IS NULL
         JOIN affiliations f ON f.agency_id = t.agency_id AND f.role = 'counter_worker'
         JOIN staff s ON s.id = f.staff_id AND s.active AND s.password_hash <> ''
         JOIN case_records r ON r.case_id = c.id AND r.agency_id = t.agency_id
         JOIN handovers h ON h.from_agency_id = t.agency_id OR h.to_agency_id = t.agency_id
         WHERE c.person_id IS NOT NULL AND c.household_id IS NOT NULL AND c.consultation_id IS NOT NULL
           AND c.status <> 'closed' AND EXISTS (SELECT 1 FROM municipality m WHERE m.fictional)
         ORDER BY s.login, (SELECT count(*) FROM case_people k WHERE k.case_id = c.id) DESC, c.id, r.happened_at, h.id
         LIMIT 1",
        &[],
    )
}

/// The account of a login in a fictional town.
///
/// # Errors
/// [`kernel::Error::NotFound`] if there is none, or if the municipality is a real one.
pub fn sample_account(tx: &Tx<'_>, login: &str) -> Result<SampleAccount> {
    tx.one(
        "SELECT s.login, s.name, f.role, a.name, s.totp_secret
         FROM staff s JOIN affiliations f ON f.staff_id = s.id JOIN agencies a ON a.id = f.agency_id
         WHERE s.login = $1 AND EXISTS (SELECT 1 FROM municipality m WHERE m.fictional)",
        &[&login],
    )
}

/// The scope of somebody in a fictional town, to do as that person would.
///
/// # Errors
/// As [`sample_account`].
pub fn scope_of(tx: &Tx<'_>, login: &str) -> Result<Scope> {
    let (staff, agency, role): (Id<Staff>, Id<Agency>, String) = tx.one(
        "SELECT s.id, f.agency_id, f.role FROM staff s JOIN affiliations f ON f.staff_id = s.id
         WHERE s.login = $1 AND EXISTS (SELECT 1 FROM municipality m WHERE m.fictional)",
        &[&login],
    )?;
    let role = Role::from_key(&role).ok_or(kernel::Error::NotFound)?;
    Ok(Scope {
        staff,
        agency,
        role,
        accepted_rules: true,
        unbarred: false,
        now: tx.now(),
        request: "town".into(),
    })
}
