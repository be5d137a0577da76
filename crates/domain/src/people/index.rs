use kernel::{Id, Result, fold};
use store::Tx;

use super::Person;
use crate::access;
use crate::search::{self, Entry};

/// Makes a person and everybody of their households findable anew: what shields one of them shields those who live there.
pub(crate) fn refresh_around(tx: &Tx<'_>, id: Id<Person>) -> Result<()> {
    let mates: Vec<Id<Person>> = tx.all(
        "SELECT DISTINCT n.person_id FROM household_members m JOIN household_members n ON n.household_id = m.household_id
         WHERE m.person_id = $1 AND n.person_id <> $1 ORDER BY n.person_id",
        &[&id],
    )?;
    refresh(tx, id)?;
    mates.into_iter().try_for_each(|mate| refresh(tx, mate))
}

/// Makes a person findable by every name and by contacts, unless these are protected: a protected address or
/// phone number never matches anything.
pub(super) fn refresh(tx: &Tx<'_>, id: Id<Person>) -> Result<()> {
    let merged: Option<String> = tx.one("SELECT merged_into FROM people WHERE id = $1", &[&id])?;
    if merged.is_some() {
        return search::remove(tx, id);
    }
    search::put(tx, Entry::Person, id, id, &text(tx, id)?)
}

/// Folded names and contacts, separated so that no word reaches across two of them.
fn text(tx: &Tx<'_>, id: Id<Person>) -> Result<String> {
    let names: Vec<(String, String, String)> = tx.all(
        "SELECT name, kana, nickname FROM people WHERE id = $1
         UNION ALL SELECT name, kana, '' FROM person_names WHERE person_id = $1",
        &[&id],
    )?;
    let contacts: Vec<String> = tx.all(
        &format!(
            "SELECT x.key FROM person_contacts x WHERE x.person_id = $1 AND x.key <> '' AND NOT {} ORDER BY x.id",
            access::shielded("x.person_id")
        ),
        &[&id],
    )?;
    let folded = names
        .iter()
        .flat_map(|(name, kana, nickname)| [fold::name(name), fold::kana(kana), fold::name(nickname)]);
    Ok(join(folded.chain(contacts)))
}

/// Joins the parts of an entry with a character that folding never produces.
pub(crate) fn join(parts: impl IntoIterator<Item = String>) -> String {
    let mut out = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&part);
    }
    out
}
