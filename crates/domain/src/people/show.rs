use kernel::{Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{COLUMNS, IdentityChecked, NameKind, Person, RelationView, identity, relation};
use crate::access::{self, Act, Bases, Eye};
use crate::cases::{CaseLine, lines_of_person};

/// Another name of a person.
#[derive(Debug, Clone, Serialize)]
pub struct OtherName {
    /// What kind of name.
    pub kind: NameKind,
    /// As written.
    pub name: String,
    /// Its furigana.
    pub kana: String,
}
row!(OtherName { kind, name, kana });

/// A household that the person belongs to.
#[derive(Debug, Clone, Serialize)]
pub struct Membership {
    /// The household.
    pub household: Id<super::Household>,
    /// 続柄.
    pub standing: String,
    /// Whether the person lives there.
    pub living_together: bool,
    /// Members whom the asker may see.
    pub members: i64,
}
row!(Membership { household, standing, living_together, members });

/// The page of a person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// Who it is.
    pub person: Person,
    /// Former names, 通称 and other spellings.
    pub other_names: Vec<OtherName>,
    /// By what the person was last told apart.
    pub identity: Option<IdentityChecked>,
    /// Households that the person belongs to.
    pub households: Vec<Membership>,
    /// Relations to people whom the asker may see.
    pub relations: Vec<RelationView>,
    /// Cases that the asker may see.
    pub cases: Vec<CaseLine>,
    /// Into whom this row was joined.
    pub merged_into: Option<Id<Person>>,
    /// On which bases the asker sees the person.
    pub bases: Bases,
}

/// The page of a person.
///
/// # Errors
/// [`kernel::Error::NotFound`] for a person out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Person>) -> Result<PersonView> {
    let bases = access::person(tx, who, id, Act::Read)?;
    Ok(PersonView {
        bases,
        person: load(tx, id)?,
        other_names: other_names(tx, id)?,
        identity: identity::last(tx, id)?,
        households: memberships(tx, who, id)?,
        relations: relation::of(tx, who, id)?,
        cases: lines_of_person(tx, who, id)?,
        merged_into: tx.one("SELECT merged_into FROM people WHERE id = $1", &[&id])?,
    })
}

/// The row of a person who has been let through.
pub(crate) fn load(tx: &Tx<'_>, id: Id<Person>) -> Result<Person> {
    tx.one(&format!("SELECT {COLUMNS} FROM people p WHERE p.id = $1"), &[&id])
}

pub(super) fn other_names(tx: &Tx<'_>, id: Id<Person>) -> Result<Vec<OtherName>> {
    tx.all("SELECT kind, name, kana FROM person_names WHERE person_id = $1 ORDER BY id", &[&id])
}

fn memberships(tx: &Tx<'_>, who: &Scope, id: Id<Person>) -> Result<Vec<Membership>> {
    // Counts are made after the viewer's filter: nobody is betrayed by a number.
    let sql = format!(
        "SELECT m.household_id, m.standing, m.living_together,
                (SELECT count(*) FROM household_members o WHERE o.household_id = m.household_id AND o.to_on IS NULL
                 AND EXISTS (SELECT 1 FROM people p WHERE p.id = o.person_id AND {}))
         FROM household_members m WHERE m.person_id = $4 AND m.to_on IS NULL ORDER BY m.recorded_at",
        access::one(who, access::Kind::Person, Act::Read)
    );
    tx.all(&sql, &Eye::of(who).with(&[&id]))
}

/// On which bases somebody reads of a person who was let through already.
///
/// # Errors
/// Those of the database.
pub fn bases_of(tx: &Tx<'_>, who: &Scope, id: Id<Person>) -> Result<Bases> {
    let found = access::decide(tx, who, access::Kind::Person, Act::Read, id.cast())?;
    Ok(found.unwrap_or(Bases::NONE))
}
