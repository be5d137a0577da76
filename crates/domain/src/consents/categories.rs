//! Kinds of information: what a consent covers and what a record tells.

use kernel::{Result, message};
use serde::Serialize;
use store::{Tx, row};

use crate::Faults;

/// A kind of information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Stable key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its bit; never changes its meaning.
    pub bit: i64,
}
row!(Category { key, name, bit });

/// The six that rules in use name (大田区 SAPOTA and 都留市); a municipality may have others.
pub const DEFAULTS: [(&str, &str); 6] = [
    ("basic", "基本のこと(氏名・年齢・連絡先・家族)"),
    ("health", "健康・病気・障害・介護"),
    ("occupation", "仕事・学校・通う所"),
    ("money", "収入・資産・債務"),
    ("services", "使っている福祉制度"),
    ("life", "これまでの暮らし・課題"),
];

/// Key of the kind that holds name, age, way to reach and family.
pub const BASIC: &str = "basic";

/// Every kind in use, in order.
///
/// # Errors
/// Those of the database.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Category>> {
    tx.all("SELECT key, name, bit FROM information_categories WHERE active ORDER BY position", &[])
}

/// Brings the kinds up to date: known keys keep their bit, new ones get the next.
pub(crate) fn install(tx: &Tx<'_>, kinds: &[(String, String)]) -> Result<()> {
    tx.exec("UPDATE information_categories SET active = $1", &[&false])?;
    for (position, (key, name)) in kinds.iter().enumerate() {
        tx.exec(
            "INSERT INTO information_categories (key, name, bit, position, active)
             SELECT $1, $2, coalesce(max(bit), 0) * 2 + CASE WHEN max(bit) IS NULL THEN 1 ELSE 0 END, $3, $4
             FROM information_categories WHERE 1 = 1
             ON CONFLICT (key) DO UPDATE SET name = excluded.name, position = excluded.position, active = excluded.active",
            &[key, name, &(position as i64), &true],
        )?;
    }
    Ok(())
}

/// The bits of the chosen keys; a fault for one that does not exist.
pub(crate) fn bits(tx: &Tx<'_>, faults: &mut Faults, field: &str, keys: &[String]) -> Result<i64> {
    let known = all(tx)?;
    let mut bits = 0;
    for key in keys.iter().filter(|key| !key.is_empty()) {
        match known.iter().find(|category| category.key == **key) {
            Some(category) => bits |= category.bit,
            None => faults.add(field, message::error_unknown_choice("情報の種類")),
        }
    }
    Ok(bits)
}

/// The bit of what names a person.
pub(crate) fn basic(tx: &Tx<'_>) -> Result<i64> {
    Ok(all(tx)?.iter().find(|category| category.key == BASIC).map_or(0, |category| category.bit))
}

/// Those of the bits that are in use.
pub(crate) fn known(tx: &Tx<'_>, bits: i64) -> Result<i64> {
    // Each kind has a bit of its own, so that their sum is all of them.
    Ok(all(tx)?.iter().map(|category| category.bit).sum::<i64>() & bits)
}

/// The names of the kinds in `bits`.
pub fn names(all: &[Category], bits: i64) -> Vec<&str> {
    all.iter().filter(|category| category.bit & bits != 0).map(|category| category.name.as_str()).collect()
}
