use kernel::{Agency, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx, row};

use super::{Answer, GivenBy, How};
use crate::access::{self, Act, CasePass, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::people::Person;

/// An agency that a consent names.
#[derive(Debug, Clone, Serialize)]
pub struct Recipient {
    /// The agency.
    pub agency: Id<Agency>,
    /// Its name.
    pub name: String,
    /// When the person no longer wanted it, or it ended otherwise.
    pub ended_at: Option<Instant>,
}
row!(Recipient { agency, name, ended_at });

/// A signed sheet, or a photograph of it. Its own name is not kept: it may hold a person's.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// The file.
    pub id: Id<Evidence>,
    /// What it is, told from its first bytes.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// When it was added.
    pub added_at: Instant,
}
row!(Evidence { id, media_type, digest, added_at });

/// A consent, as recorded.
#[derive(Debug, Clone, Serialize)]
pub struct ConsentView {
    /// The consent.
    pub id: Id<ConsentView>,
    /// Its case.
    pub case: Id<Case>,
    /// The case's code.
    pub code: String,
    /// Whose.
    pub person: Id<Person>,
    /// What to call them.
    pub person_name: String,
    /// Who answered.
    pub given_by: GivenBy,
    /// Who that was, if not the person.
    pub given_by_name: String,
    /// What was answered.
    pub answer: Answer,
    /// What for.
    pub purpose: String,
    /// Bits of what it covers.
    pub categories: i64,
    /// How it was answered.
    pub how: How,
    /// Somebody outside who may be told.
    pub outside: String,
    /// Why not.
    pub refusal_reason: String,
    /// Since when.
    pub from_at: Instant,
    /// Until when.
    pub until_at: Instant,
    /// Who recorded it.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// When it was taken back.
    pub withdrawn_at: Option<Instant>,
    /// Whom it names.
    pub recipients: Vec<Recipient>,
    /// Signed sheets.
    pub evidence: Vec<Evidence>,
}

impl ConsentView {
    /// Whether a relative answered: that is never the person's own consent, and opens nothing.
    pub fn by_family(&self) -> bool {
        self.given_by == GivenBy::Family
    }

    /// Whether it is in force at a moment.
    pub fn in_force(&self, now: Instant) -> bool {
        self.answer.opens() && self.withdrawn_at.is_none() && now < self.until_at
    }
}

impl FromRow for ConsentView {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            case: row.get(1)?,
            code: row.get(2)?,
            person: row.get(3)?,
            person_name: row.get(4)?,
            given_by: row.get(5)?,
            given_by_name: row.get(6)?,
            answer: row.get(7)?,
            purpose: row.get(8)?,
            categories: row.get(9)?,
            how: row.get(10)?,
            outside: row.get(11)?,
            refusal_reason: row.get(12)?,
            from_at: row.get(13)?,
            until_at: row.get(14)?,
            staff_name: row.get(15)?,
            agency_name: row.get(16)?,
            withdrawn_at: row.get(17)?,
            recipients: Vec::new(),
            evidence: Vec::new(),
        })
    }
}

/// Consents of people in sight, by a condition on each.
fn select(who: &Scope, condition: &str) -> String {
    format!(
        "SELECT k.id, k.case_id, c.code, k.person_id, CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, k.given_by,
            k.given_by_name, k.answer, k.purpose, k.categories, k.method, k.outside, k.refusal_reason, k.from_at, k.until_at,
            s.name, a.name, k.withdrawn_at
         FROM consents k JOIN cases c ON c.id = k.case_id JOIN people p ON p.id = k.person_id
         JOIN staff s ON s.id = k.staff_id JOIN agencies a ON a.id = k.agency_id
         WHERE {condition} AND {}",
        access::one(who, access::Kind::Person, Act::Read)
    )
}

/// The consents of a case that was let through, the latest first. Who sees single people only sees theirs.
///
/// # Errors
/// Those of the database.
pub fn of_case(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<ConsentView>> {
    let sql = format!("{} ORDER BY k.recorded_at DESC", select(who, "k.case_id = $4"));
    let mut all: Vec<ConsentView> = tx.all(&sql, &Eye::of(who).with(&[&pass.id()]))?;
    all.iter_mut().try_for_each(|consent| complete(tx, who, pass, consent))?;
    Ok(all)
}

/// Who sees the whole case sees whom a consent names; a receiver sees only itself.
fn complete(tx: &Tx<'_>, who: &Scope, pass: &CasePass, consent: &mut ConsentView) -> Result<()> {
    consent.recipients = tx.all(
        "SELECT t.agency_id, a.name, t.left_at FROM case_team t JOIN agencies a ON a.id = t.agency_id
         WHERE t.consent_id = $1 AND ($2 OR t.agency_id = $3) ORDER BY a.name",
        &[&consent.id, &pass.sees_whole(), &who.agency],
    )?;
    consent.evidence = evidence_of(tx, consent.id)?;
    Ok(())
}

fn evidence_of(tx: &Tx<'_>, consent: Id<ConsentView>) -> Result<Vec<Evidence>> {
    tx.all(
        "SELECT id, media_type, digest, added_at FROM consent_evidence WHERE consent_id = $1 ORDER BY added_at",
        &[&consent],
    )
}

/// One consent.
///
/// # Errors
/// [`Error::NotFound`] unless the case and the person are in sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<ConsentView>) -> Result<ConsentView> {
    let (view, pass) = in_sight(tx, who, id, Act::Read)?;
    Event::new(Action::Read, Kind::Consent, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    Ok(view)
}

pub(super) fn in_sight(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConsentView>,
    act: Act,
) -> Result<(ConsentView, CasePass)> {
    let case: Option<Id<Case>> = tx.opt("SELECT case_id FROM consents WHERE id = $1", &[&id])?;
    let Some(case) = case else {
        Event::new(Action::Read, Kind::Consent, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let pass = access::case(tx, who, case, act)?;
    let mut view: ConsentView = tx.one(&select(who, "k.id = $4"), &Eye::of(who).with(&[&id]))?;
    complete(tx, who, &pass, &mut view)?;
    Ok((view, pass))
}

/// A consent that ends soon, for the work list.
#[derive(Debug, Clone, Serialize)]
pub struct Ending {
    /// The consent.
    pub id: Id<ConsentView>,
    /// The case's code.
    pub code: String,
    /// Whose.
    pub person: String,
    /// When it ends.
    pub until_at: Instant,
}
row!(Ending { id, code, person, until_at });

/// Consents in cases of one's own that end within some days and have no later one, the nearest first: time to talk
/// with the person whether it should go on.
///
/// # Errors
/// Those of the database.
pub fn ending(tx: &Tx<'_>, who: &Scope, days: i32) -> Result<Vec<Ending>> {
    let until = who.now.plus_seconds(i64::from(days) * 86_400);
    let sql = format!(
        "SELECT k.id, c.code, CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, k.until_at
         FROM case_team o JOIN cases c ON c.id = o.case_id JOIN consents k ON k.case_id = o.case_id
         JOIN people p ON p.id = k.person_id
         WHERE o.agency_id = $1 AND o.basis = 'own' AND o.left_at IS NULL AND k.withdrawn_at IS NULL
           AND k.answer IN ('agreed', 'partly') AND k.until_at > $3 AND k.until_at <= $4 AND c.status <> 'closed'
           AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.case_id = k.case_id AND n.person_id = k.person_id
               AND n.recorded_at > k.recorded_at)
           AND {} AND {}
         ORDER BY k.until_at, k.id LIMIT 20",
        access::one(who, access::Kind::Case, Act::List),
        access::one(who, access::Kind::Person, Act::List)
    );
    let found: Vec<Ending> = tx.all(&sql, &Eye::of(who).with(&[&until]))?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Consent, found.iter().map(|e| e.id)).record(tx, who)?;
    }
    Ok(found)
}
