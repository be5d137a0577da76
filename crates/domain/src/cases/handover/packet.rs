use kernel::{Id, Instant, Result, Scope, fold};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::Ground;
use crate::cases::{Case, RecordView, head, records};

/// What travels with a handover, frozen at the moment of sending. The page that shows it to the sender before is
/// made by the same code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Who it is about; empty without a ground. Never an address.
    pub person: Option<PacketPerson>,
    /// The records that the sender chose; empty without a ground.
    pub records: Vec<PacketRecord>,
}

/// A person as far as a handover tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketPerson {
    /// What to call them.
    pub name: String,
    /// Furigana.
    pub kana: String,
    /// Birth and age, in words.
    pub birth: String,
}

/// A record as it stood when it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketRecord {
    /// When it happened, in words.
    pub at: String,
    /// What.
    pub text: String,
}

/// Makes the packet for a ground. Without one it stays empty.
pub(super) fn make(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    ground: Ground,
    chosen: &[String],
) -> Result<Packet> {
    if ground == Ground::None {
        return Ok(Packet::default());
    }
    let head = head(tx, who, code)?;
    let birth = head.birth.map_or_else(String::new, |birth| birth.birth_form(who.now.day()));
    Ok(Packet {
        person: Some(PacketPerson { name: head.about, kana: head.kana, birth }),
        records: own_records(tx, who, head.case.id, chosen)?,
    })
}

/// An agency passes on its own records only; those of others are theirs to give.
fn own_records(tx: &Tx<'_>, who: &Scope, case: Id<Case>, chosen: &[String]) -> Result<Vec<PacketRecord>> {
    let all: Vec<RecordView> = records(tx, case, None::<Instant>)?.all()?;
    Ok(all
        .into_iter()
        .filter(|r| {
            r.agency == who.agency && r.withdrawn_at.is_none() && chosen.iter().any(|id| id == r.id.as_str())
        })
        .map(|r| PacketRecord { at: r.happened_at.list_form(), text: r.text })
        .collect())
}

/// The first name of a person of the case that stands in a text which must identify nobody.
pub(super) fn name_in(tx: &Tx<'_>, case: Id<Case>, text: &str) -> Result<Option<String>> {
    let names: Vec<(String, String)> = tx.all(
        "SELECT p.name, p.kana FROM case_people cp JOIN people p ON p.id = cp.person_id WHERE cp.case_id = $1
         UNION SELECT n.name, n.kana FROM case_people cp JOIN person_names n ON n.person_id = cp.person_id WHERE cp.case_id = $1",
        &[&case],
    )?;
    let folded = fold::text(text);
    let parts = names.iter().flat_map(|(name, kana)| name.split_whitespace().chain(kana.split_whitespace()));
    Ok(parts
        .filter(|part| part.chars().count() >= 2)
        .find(|part| folded.contains(&fold::text(part)))
        .map(str::to_owned))
}
