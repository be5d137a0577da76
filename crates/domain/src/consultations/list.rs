use kernel::{Day, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx, row};

use super::{Channel, Consultation, Topic, Triage, Urgency};
use crate::Before;
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::people::display;

/// Rows of a page.
const PAGE: i64 = 50;

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub struct ConsultationLine {
    /// The consultation.
    pub id: Id<Consultation>,
    /// When it was received.
    pub received_at: Instant,
    /// By which channel.
    pub channel: Channel,
    /// Whom it is about.
    pub about: String,
    /// ◎.
    pub topic: Option<Topic>,
    /// How urgent.
    pub urgency: Urgency,
    /// What became of it.
    pub triage: Triage,
    /// Who received it.
    pub staff_name: String,
}

impl FromRow for ConsultationLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let name: Option<String> = row.get(3)?;
        Ok(Self {
            id: row.get(0)?,
            received_at: row.get(1)?,
            channel: row.get(2)?,
            about: display(&name.unwrap_or_default(), &row.get::<String>(4)?),
            topic: row.get(5)?,
            urgency: row.get(6)?,
            triage: row.get(7)?,
            staff_name: row.get(8)?,
        })
    }
}

/// What one's own counter received, latest first.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope, before: Option<&Before>) -> Result<Vec<ConsultationLine>> {
    let before = before.cloned().unwrap_or_default();
    let lines: Vec<ConsultationLine> = tx.all(
        &format!(
            "SELECT k.id, k.received_at, k.channel, p.name, CASE WHEN p.id IS NULL THEN k.nickname ELSE p.nickname END,
                    t.topic, k.urgency, k.triage, s.name
             FROM consultations k JOIN staff s ON s.id = k.staff_id LEFT JOIN people p ON p.id = k.person_id
             LEFT JOIN consultation_topics t ON t.consultation_id = k.id AND t.most_serious
             WHERE k.agency_id = $1 AND (k.received_at, k.id) < ($4, $5) AND {} ORDER BY k.received_at DESC, k.id DESC LIMIT {PAGE}",
            access::one(who, access::Kind::Consultation, Act::List)
        ),
        &Eye::of(who).with(&[&before.at, &before.id]),
    )?;
    Event::many(Action::List, Kind::Consultation, lines.iter().map(|line| line.id)).record(tx, who)?;
    Ok(lines)
}

/// How many came by a channel.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelCount {
    /// The channel.
    pub channel: Channel,
    /// Consultations (延べ).
    pub n: i64,
}
row!(ChannelCount { channel, n });

/// One's own counter's consultations from a day to a day, by channel (ODA-20).
///
/// # Errors
/// Those of the database.
pub fn by_channel(tx: &Tx<'_>, who: &Scope, from: Day, to: Day) -> Result<Vec<ChannelCount>> {
    let sql = format!(
        "SELECT k.channel, count(*) FROM consultations k WHERE k.agency_id = $1 AND k.received_on >= $4
         AND k.received_on <= $5 AND {} GROUP BY k.channel ORDER BY 2 DESC, 1",
        access::one(who, access::Kind::Consultation, Act::List)
    );
    tx.all(&sql, &Eye::of(who).with(&[&from, &to]))
}
