use kernel::{Id, Instant, Result, Scope, fold};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::Ground;
use crate::access::{self, Act, CasePass, Eye};
use crate::cases::{Case, head};
use crate::people::Person;

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

/// What would travel, and what it tells of whom.
pub(super) struct Draft {
    pub(super) packet: Packet,
    /// The person whom it names.
    pub(super) person: Option<Id<Person>>,
    /// For each record: of whom it tells (none: of everybody), and which kinds of information (0: every).
    pub(super) tells: Vec<(Option<Id<Person>>, i64)>,
}

/// Makes the packet for a ground. Without one it stays empty. An agency passes on its own records only; those of others
/// are theirs to give.
pub(super) fn make(tx: &Tx<'_>, who: &Scope, code: &str, ground: Ground, chosen: &[String]) -> Result<Draft> {
    if ground == Ground::None {
        return Ok(Draft { packet: Packet::default(), person: None, tells: Vec::new() });
    }
    let (head, pass) = head(tx, who, code)?;
    let birth = head.birth.map_or_else(String::new, |birth| birth.birth_form(who.now.day()));
    let records = own_records(tx, who, &pass, chosen)?;
    let person = PacketPerson { name: head.about, kana: head.kana, birth };
    Ok(Draft {
        person: head.case.person,
        tells: records.iter().map(|r| (r.person, r.categories)).collect(),
        packet: Packet {
            person: Some(person),
            records: records
                .into_iter()
                .map(|r| PacketRecord { at: r.at.list_form(), text: r.text })
                .collect(),
        },
    })
}

struct Own {
    id: String,
    at: Instant,
    text: String,
    person: Option<Id<Person>>,
    categories: i64,
}
store::row!(Own { id, at, text, person, categories });

fn own_records(tx: &Tx<'_>, who: &Scope, pass: &CasePass, chosen: &[String]) -> Result<Vec<Own>> {
    let mut all: Vec<Own> = tx.all(
        "SELECT id, happened_at, text, person_id, categories FROM case_records
         WHERE case_id = $1 AND agency_id = $2 AND channel = 'own' AND withdrawn_at IS NULL AND NOT sealed
         ORDER BY happened_at DESC LIMIT 200",
        &[&pass.id(), &who.agency],
    )?;
    all.retain(|record| chosen.contains(&record.id));
    Ok(all)
}

/// The first name of a person of the case that stands in a text which must identify nobody: of those whom the writer sees,
/// because a refusal for anybody else would tell that they belong to it.
pub(crate) fn name_in(tx: &Tx<'_>, who: &Scope, case: Id<Case>, text: &str) -> Result<Option<String>> {
    let seen = access::one(who, access::Kind::Person, Act::Read);
    let of_case = "FROM case_people cp JOIN people p ON p.id = cp.person_id";
    let names: Vec<(String, String)> = tx.all(
        &format!(
            "SELECT p.name, p.kana {of_case} WHERE cp.case_id = $4 AND {seen}
             UNION SELECT n.name, n.kana {of_case} JOIN person_names n ON n.person_id = p.id WHERE cp.case_id = $4 AND {seen}"
        ),
        &Eye::of(who).with(&[&case]),
    )?;
    let folded = fold::text(text);
    let parts = names.iter().flat_map(|(name, kana)| name.split_whitespace().chain(kana.split_whitespace()));
    Ok(parts
        .filter(|part| part.chars().count() >= 2)
        .find(|part| folded.contains(&fold::text(part)))
        .map(str::to_owned))
}
