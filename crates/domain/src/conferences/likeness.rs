use kernel::{Agency, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{ConferenceItem, Ground, Part, Sitting};
use crate::access::{self, Act, Bases, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::people::{self, Person};

/// Two items of a sitting that may be about one household (IMA-09). It is for the secretary alone: whoever brought them learns
/// nothing of each other, and both keep their records.
#[derive(Debug, Clone, Serialize)]
pub struct Alike {
    /// Number of one item.
    pub one: String,
    /// Number of the other.
    pub other: String,
    /// What speaks for it, in words; nothing of where anybody lives.
    pub reasons: Vec<&'static str>,
}

struct Open {
    id: Id<ConferenceItem>,
    code: String,
    case: Id<Case>,
    agency: Id<Agency>,
    ground: Ground,
}
row!(Open { id, code, case, agency, ground });

/// Items that were brought by two agencies and look as if they were about one household. A hint is inside of the grounds of
/// both items: for a secretary of the office that convenes the sitting, who is seated in both and may read both.
pub(super) fn of_sitting(tx: &Tx<'_>, who: &Scope, sitting: &Sitting) -> Result<Vec<Alike>> {
    if who.agency != sitting.agency || !who.accepted_rules {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT i.id, i.code, i.case_id, i.agency_id, i.ground FROM conference_items i
         JOIN conference_members m ON m.item_id = i.id AND m.staff_id = $2 AND m.part = $5 AND m.acknowledged_at IS NOT NULL
             AND m.declined_at IS NULL AND m.removed_at IS NULL
         WHERE i.sitting_id = $4 AND {} ORDER BY i.starts_at, i.id",
        access::one(who, access::Kind::Packet, Act::Read)
    );
    let open: Vec<Open> = tx.all(&sql, &Eye::of(who).with(&[&sitting.id, &Part::Secretariat]))?;
    let told: Vec<Vec<Id<Person>>> = open.iter().map(|item| told_of(tx, item)).collect::<Result<_>>()?;
    let mut found = Vec::new();
    for (at, one) in open.iter().enumerate() {
        for (behind, other) in open.iter().enumerate().skip(at + 1) {
            if one.agency == other.agency {
                continue;
            }
            if let Some(reasons) = people::look_alike(tx, &told[at], &told[behind])? {
                Event::many(Action::Read, Kind::Conference, [one.id, other.id])
                    .on(Bases::NONE)
                    .for_purpose("alike")
                    .record(tx, who)?;
                found.push(Alike { one: one.code.clone(), other: other.code.clone(), reasons });
            }
        }
    }
    Ok(found)
}

/// Of whom an item tells.
fn told_of(tx: &Tx<'_>, item: &Open) -> Result<Vec<Id<Person>>> {
    match item.ground {
        Ground::Statute => tx.all(
            "SELECT cp.person_id FROM case_people cp JOIN people p ON p.id = cp.person_id
             WHERE cp.case_id = $1 AND p.merged_into IS NULL ORDER BY cp.person_id",
            &[&item.case],
        ),
        Ground::Consent => tx.all(
            "SELECT ip.person_id FROM conference_item_people ip JOIN people p ON p.id = ip.person_id
             WHERE ip.item_id = $1 AND p.merged_into IS NULL GROUP BY ip.person_id ORDER BY ip.person_id",
            &[&item.id],
        ),
    }
}
