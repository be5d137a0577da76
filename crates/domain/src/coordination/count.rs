use kernel::{Day, Instant, Result, Role, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{Answer, Matter};
use crate::access::{self, Act, Eye};
use crate::{Choice, access::Kind};

/// How often requests of a kind were answered in one way (OTA-22: advice, coordination and conference apart).
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// What was asked for.
    pub matter: Matter,
    /// Answered with advice alone.
    pub advice: i64,
    /// With a team, without a conference.
    pub team: i64,
    /// With a conference.
    pub conference: i64,
    /// Not answered yet.
    pub open: i64,
}

struct Found {
    matter: Matter,
    answer: Option<Answer>,
    n: i64,
}
row!(Found { matter, answer, n });

/// Requests that were asked from a day to a day and that whoever coordinates may see, by what was asked for and how they were
/// answered; those that were taken back are not among them.
///
/// # Errors
/// Those of the database.
pub fn counts(tx: &Tx<'_>, who: &Scope, from: Day, to: Day) -> Result<Vec<Count>> {
    if who.role != Role::Coordinator {
        return Ok(Vec::new());
    }
    let (since, before) = (Instant::start_of(from), Instant::start_of(to.plus(1)));
    let sql = format!(
        "SELECT q.kind, q.answer, count(*) FROM coordination_requests q
         WHERE q.asked_at >= $4 AND q.asked_at < $5 AND q.status <> 'withdrawn' AND q.from_agency_id <> $1 AND {}
         GROUP BY q.kind, q.answer",
        access::many(who, Kind::Coordination, Act::List)
    );
    let found: Vec<Found> = tx.all(&sql, &Eye::of(who).with(&[&since, &before]))?;
    let count = |matter: Matter, answer: Option<Answer>| {
        found.iter().filter(|row| row.matter == matter && row.answer == answer).map(|row| row.n).sum()
    };
    Ok(Matter::ALL
        .iter()
        .map(|matter| Count {
            matter: *matter,
            advice: count(*matter, Some(Answer::Advice)),
            team: count(*matter, Some(Answer::Team)),
            conference: count(*matter, Some(Answer::Conference)),
            open: count(*matter, None),
        })
        .collect())
}
