use kernel::{Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::{Protection, RENEW_AT, RENEW_SOON_DAYS, custody};
use crate::access::{self, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::people;

/// A protection in the list of the custodians.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The protection.
    pub id: Id<Protection>,
    /// What to call the person.
    pub name: String,
    /// Furigana.
    pub kana: String,
    /// Since when.
    pub since_at: Instant,
    /// Who began it.
    pub began_by: String,
    /// When somebody else confirmed it.
    pub confirmed_at: Option<Instant>,
    /// When it comes onto the list for renewal.
    pub renew_at: Instant,
    /// Proposals to end it that wait.
    pub ends: i64,
    /// Releases that wait.
    pub releases: i64,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: people::display(&row.get::<String>(1)?, &row.get::<String>(2)?),
            kana: row.get(3)?,
            since_at: row.get(4)?,
            began_by: row.get(5)?,
            confirmed_at: row.get(6)?,
            renew_at: row.get(7)?,
            ends: row.get(8)?,
            releases: row.get(9)?,
        })
    }
}

impl Line {
    /// Whether it has to be renewed soon, or had to be: it holds all the same.
    pub fn to_renew(&self, now: Instant) -> bool {
        self.renew_at < now.plus_seconds(RENEW_SOON_DAYS * 86_400)
    }

    /// Whether something about it waits for a custodian.
    pub fn waits(&self, now: Instant) -> bool {
        self.confirmed_at.is_none() || self.ends > 0 || self.releases > 0 || self.to_renew(now)
    }
}

/// Open protections of people from whom nothing bars the custodian: those first about which something is to be decided.
///
/// # Errors
/// [`kernel::Error::NotFound`] for anybody but a custodian.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Line>> {
    custody::custodian(tx, who)?;
    let sql = format!(
        "SELECT z.id, p.name, p.nickname, p.kana, z.since_at, s.name, z.confirmed_at, {RENEW_AT},
                (SELECT count(*) FROM protection_ends e WHERE e.protection_id = z.id AND e.decision = ''),
                (SELECT count(*) FROM address_releases r WHERE r.protection_id = z.id AND r.decision = '' AND r.until_at > $3)
         FROM address_protections z JOIN people p ON p.id = z.person_id JOIN staff s ON s.id = z.recorded_by
         WHERE z.until_at IS NULL AND {} ORDER BY z.confirmed_at IS NOT NULL, {RENEW_AT}, z.id LIMIT 500",
        access::not_barred()
    );
    let lines: Vec<Line> = tx.all(&sql, &Eye::of_duty(who).with(&[]))?;
    Event::many(Action::List, Kind::Protection, lines.iter().map(|line| line.id))
        .on(Bases::NONE)
        .record(tx, who)?;
    Ok(lines)
}

/// How many protections wait for being confirmed by somebody else, for the navigation of custodians.
///
/// # Errors
/// Those of the database.
pub fn count_waiting(tx: &Tx<'_>, who: &Scope) -> Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM address_protections z JOIN people p ON p.id = z.person_id
         WHERE z.until_at IS NULL AND z.confirmed_at IS NULL AND z.recorded_by <> $2 AND {}",
        access::not_barred()
    );
    tx.one(&sql, &Eye::of_duty(who).with(&[]))
}
