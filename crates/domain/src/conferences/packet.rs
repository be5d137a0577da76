use kernel::{Error, Id, Result, Role, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::ConferenceItem;
use crate::access::{self, Act, Eye};

/// What is put before the members, frozen at one moment. Never an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// What is to be discussed.
    pub question: String,
    /// The course so far, in the convener's words.
    pub summary: String,
    /// People of the household, as far as the convener names them.
    pub people: Vec<PacketPerson>,
    /// Records that the convener chose among its own.
    pub records: Vec<PacketRecord>,
}

/// A person as far as the papers tell of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketPerson {
    /// What to call them.
    pub name: String,
    /// 続柄.
    pub standing: String,
    /// Age, in words.
    pub age: String,
}

/// A record as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketRecord {
    /// When it happened, in words.
    pub at: String,
    /// What.
    pub text: String,
}

/// The papers as they were frozen, for whoever was let through.
pub(super) fn frozen(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Option<Packet>> {
    let body: Option<String> = tx.opt("SELECT body FROM conference_packets WHERE item_id = $1", &[&id])?;
    body.map(|json| parse(&json)).transpose()
}

fn parse(json: &str) -> Result<Packet> {
    serde_json::from_str(json).map_err(|e| Error::Corrupt(format!("conference_packets.body: {e}")))
}

/// Whether the papers are open to somebody now.
pub(super) fn is_open(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<bool> {
    Ok(read(tx, who, id)?.is_some())
}

/// The frozen papers, by the rule of [`access`]: the single decision of the kind `Packet`.
pub(super) fn read(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Option<Packet>> {
    if who.role == Role::SystemAdministrator || !who.accepted_rules {
        return Ok(None);
    }
    let sql = format!(
        "SELECT b.body FROM conference_items i JOIN conference_packets b ON b.item_id = i.id WHERE i.id = $4
         AND EXISTS (SELECT 1 FROM conference_members m WHERE m.item_id = i.id AND m.staff_id = $2
             AND m.acknowledged_at IS NOT NULL) AND {}",
        access::one(who, access::Kind::Packet, Act::Read)
    );
    let body: Option<String> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    body.map(|json| parse(&json)).transpose()
}
