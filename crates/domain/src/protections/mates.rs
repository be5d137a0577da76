use kernel::{Id, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::Protection;
use crate::access::{self, Eye};
use crate::people::{self, Person};

/// Somebody who is shielded because they live, or lived, with the protected person.
#[derive(Debug, Clone, Serialize)]
pub struct Mate {
    /// The person.
    pub person: Id<Person>,
    /// What to call them.
    pub name: String,
}

impl FromRow for Mate {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            person: row.get(0)?,
            name: people::display(&row.get::<String>(1)?, &row.get::<String>(2)?),
        })
    }
}

/// People of the same households who are shielded with the protected one, as far as nothing bars the custodian from them.
pub(super) fn mates(tx: &Tx<'_>, who: &Scope, id: Id<Protection>) -> Result<Vec<Mate>> {
    let sql = format!(
        "SELECT DISTINCT p.id, p.name, p.nickname FROM address_protections y JOIN household_members m ON m.person_id = y.person_id
         JOIN household_members n ON n.household_id = m.household_id AND n.person_id <> y.person_id
         JOIN people p ON p.id = n.person_id WHERE y.id = $4 AND y.until_at IS NULL AND {} AND {} ORDER BY p.id",
        access::shielded("p.id"),
        access::not_barred()
    );
    tx.all(&sql, &Eye::of_duty(who).with(&[&id]))
}
