use kernel::{Id, Instant, Result};
use serde::Serialize;
use store::{Tx, row};

use super::{ConferenceItem, Part};

/// A named member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberLine {
    /// The membership.
    pub id: Id<MemberLine>,
    /// Who.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// As what.
    pub part: Part,
    /// Whether the person was there.
    pub present: bool,
    /// 助言, of those who give it.
    pub advice: String,
    /// When the duty was acknowledged.
    pub acknowledged_at: Option<Instant>,
    /// When the member declined.
    pub declined_at: Option<Instant>,
    /// When the membership ended.
    pub removed_at: Option<Instant>,
    /// For the next change of what the member advised.
    pub version: i64,
}
row!(MemberLine {
    id,
    staff_name,
    agency_name,
    part,
    present,
    advice,
    acknowledged_at,
    declined_at,
    removed_at,
    version
});

impl MemberLine {
    /// Whether the person takes part: invited, and neither declined nor taken out.
    pub fn seated(&self) -> bool {
        self.declined_at.is_none() && self.removed_at.is_none()
    }

    /// Whether the person came, or why not: what was planned beside what was.
    pub fn attendance(&self) -> &'static str {
        match self {
            Self { present: true, .. } => "出席",
            Self { removed_at: Some(_), .. } => "外した",
            Self { declined_at: Some(_), .. } => "参加しないと返事",
            _ => "欠席",
        }
    }

    /// Whether the person may be in the room.
    pub fn bound(&self) -> bool {
        self.seated() && self.acknowledged_at.is_some()
    }
}

/// Everybody who was invited to an item.
pub(super) fn members(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<MemberLine>> {
    tx.all(
        "SELECT m.id, s.name, a.name, m.part, m.present, m.advice, m.acknowledged_at, m.declined_at, m.removed_at,
             m.version
         FROM conference_members m JOIN staff s ON s.id = m.staff_id JOIN agencies a ON a.id = m.agency_id
         WHERE m.item_id = $1 ORDER BY m.invited_at, m.id",
        &[&id],
    )
}

/// Names of those of whom a consented item tells.
pub(super) fn people(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<String>> {
    tx.all(
        "SELECT p.name FROM conference_item_people ip JOIN people p ON p.id = ip.person_id
         WHERE ip.item_id = $1 GROUP BY p.id, p.name ORDER BY p.name, p.id",
        &[&id],
    )
}
