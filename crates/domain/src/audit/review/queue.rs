//! The queue: what was found in a month, who has looked at it, and how much is left.

use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Db, FromRow, Row, Tx};

use super::super::span::Span;
use super::super::{Action, Event, Kind, office};
use super::facts;
use super::rules::{Rule, Suspicion, apply};
use crate::Faults;

/// A finding in the queue.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// Its id.
    pub id: Id<Review>,
    /// Why.
    pub rule: Rule,
    /// 職員番号.
    pub login: String,
    /// The account's name.
    pub staff: String,
    /// In the name of which organisation.
    pub agency: String,
    /// The case's code.
    pub case: Option<String>,
    /// How many looks.
    pub accesses: i64,
    /// The first.
    pub first_at: Instant,
    /// The last.
    pub last_at: Instant,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
    /// With which words.
    pub note: String,
}

impl FromRow for Review {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            rule: row.get(1)?,
            login: row.get(2)?,
            staff: row.get(3)?,
            agency: row.get(4)?,
            case: row.get(5)?,
            accesses: row.get(6)?,
            first_at: row.get(7)?,
            last_at: row.get(8)?,
            confirmed_at: row.get(9)?,
            note: row.get(10)?,
        })
    }
}

/// How far the month is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// Findings.
    pub found: usize,
    /// Of these, confirmed.
    pub confirmed: usize,
}

/// What somebody writes who has looked at a finding.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Confirmation {
    /// What came of it.
    pub note: String,
}

/// The first and the last day of `2026-04`.
fn days(month: &str) -> Result<Span> {
    let first: Day = format!("{month}-01").parse().map_err(|_| Error::NotFound)?;
    Ok(Span::days(first, first.month_end()))
}

/// Looks through the log of a month; writes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a month that does not exist; those of the database.
pub fn look_through(db: &Db, month: &str) -> Result<Vec<Suspicion>> {
    let (looks, facts) = facts::gather(db, days(month)?)?;
    Ok(apply(&looks, &facts))
}

/// Puts what was found into the queue. What is there already keeps its state.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office.
pub fn keep(tx: &Tx<'_>, who: &Scope, month: &str, found: &[Suspicion]) -> Result<()> {
    office::officer(tx, who, Action::Search)?;
    days(month)?;
    for one in found {
        let id: Id<Review> = tx.new_id();
        tx.exec(
            "INSERT INTO audit_reviews (id, month, rule, staff_id, agency_id, subject, case_id, accesses, first_at, last_at, found_at, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')
             ON CONFLICT (month, rule, staff_id, subject) DO UPDATE
             SET accesses = excluded.accesses, first_at = excluded.first_at, last_at = excluded.last_at",
            &[
                &id, &month, &one.rule, &one.staff, &one.agency, &one.subject, &one.case, &one.accesses,
                &one.first_at, &one.last_at, &who.now,
            ],
        )?;
    }
    Ok(())
}

/// The findings of a month, the open ones first.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office.
pub fn queue(tx: &Tx<'_>, who: &Scope, month: &str) -> Result<(Vec<Review>, Completion)> {
    office::officer(tx, who, Action::List)?;
    let all: Vec<Review> = tx.all(
        "SELECT r.id, r.rule, s.login, s.name, a.name, c.code, r.accesses, r.first_at, r.last_at, r.confirmed_at, r.note
         FROM audit_reviews r JOIN staff s ON s.id = r.staff_id JOIN agencies a ON a.id = r.agency_id
         LEFT JOIN cases c ON c.id = r.case_id
         WHERE r.month = $1 ORDER BY r.confirmed_at IS NOT NULL, r.first_at, r.id LIMIT 1000",
        &[&month],
    )?;
    let (found, confirmed): (i64, i64) =
        tx.one("SELECT count(*), count(confirmed_at) FROM audit_reviews WHERE month = $1", &[&month])?;
    Ok((all, Completion { found: found as usize, confirmed: confirmed as usize }))
}

/// 確認済み: somebody has asked, and writes what came of it. Answers the month.
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Conflict`] if it was confirmed before; [`Error::NotFound`] for who does
/// not hold the office, or about whom it is.
pub fn confirm(tx: &Tx<'_>, who: &Scope, id: Id<Review>, form: &Confirmation) -> Result<String> {
    office::officer(tx, who, Action::Change)?;
    let mut faults = Faults::default();
    let note = faults.required_text("note", "確かめたこと", &form.note);
    faults.done()?;
    let (month, staff, confirmed): (String, String, Option<Instant>) =
        tx.one("SELECT month, staff_id, confirmed_at FROM audit_reviews WHERE id = $1", &[&id])?;
    if staff == who.staff.as_str() {
        return Err(Error::Conflict(message::review_of_oneself()));
    }
    if confirmed.is_some() {
        return Err(Error::Stale);
    }
    tx.exec_one(
        "UPDATE audit_reviews SET confirmed_at = $2, confirmed_by = $3, note = $4 WHERE id = $1 AND confirmed_at IS NULL",
        &[&id, &who.now, &who.staff, &note],
    )?;
    Event::new(Action::Change, Kind::Log, id).for_purpose("review").record(tx, who)?;
    Ok(month)
}
