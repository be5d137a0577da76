use kernel::{Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx};

use super::{Person, display};
use crate::Faults;
use crate::access::{self, Act, Eye};
use crate::choices::choices;

choices! {
    /// What the second person is to the first.
    pub enum RelationKind {
        Spouse = "spouse" "配偶者",
        Partner = "partner" "パートナー(事実婚)",
        FormerSpouse = "former_spouse" "元の配偶者",
        Parent = "parent" "親",
        Child = "child" "子",
        Sibling = "sibling" "兄弟姉妹",
        Grandparent = "grandparent" "祖父母",
        Grandchild = "grandchild" "孫",
        ParentInLaw = "parent_in_law" "義理の親",
        ChildInLaw = "child_in_law" "子の配偶者",
        OtherRelative = "other_relative" "そのほかの親族",
        Guardian = "guardian" "後見人・保佐人・補助人",
        Ward = "ward" "後見などを受ける人",
        KeyPerson = "key_person" "キーパーソン",
        LooksAfter = "looks_after" "気にかけている相手",
        Acquaintance = "acquaintance" "知人・近所",
    }
}

impl RelationKind {
    /// What the first person is to the second: one row is read from both sides.
    pub fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Grandparent => Self::Grandchild,
            Self::Grandchild => Self::Grandparent,
            Self::ParentInLaw => Self::ChildInLaw,
            Self::ChildInLaw => Self::ParentInLaw,
            Self::Guardian => Self::Ward,
            Self::Ward => Self::Guardian,
            Self::KeyPerson => Self::LooksAfter,
            Self::LooksAfter => Self::KeyPerson,
            same => same,
        }
    }
}

/// A relation, seen from one person.
#[derive(Debug, Clone, Serialize)]
pub struct RelationView {
    /// The row.
    pub id: Id<RelationView>,
    /// From whom it is seen.
    pub of: Id<Person>,
    /// The other.
    pub other: Id<Person>,
    /// What to call the other.
    pub other_name: String,
    /// What the other is to the first.
    pub kind: RelationKind,
}

struct Stored {
    id: Id<RelationView>,
    person: Id<Person>,
    other: Id<Person>,
    kind: RelationKind,
    person_name: String,
    other_name: String,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let name = |i| Ok::<_, kernel::Error>(display(&row.get::<String>(i)?, &row.get::<String>(i + 1)?));
        Ok(Self {
            id: row.get(0)?,
            person: row.get(1)?,
            other: row.get(2)?,
            kind: row.get(3)?,
            person_name: name(4)?,
            other_name: name(6)?,
        })
    }
}

/// What the counter writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RelationForm {
    /// The other person's id.
    pub other: String,
    /// Key of [`RelationKind`]: what the other is to the person of the page.
    pub kind: String,
}

/// Relates two people in sight, once.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for people out of sight.
pub fn relate(tx: &Tx<'_>, who: &Scope, person: Id<Person>, form: &RelationForm) -> Result<()> {
    access::person(tx, who, person, Act::Change)?;
    let mut faults = Faults::default();
    let kind: Option<RelationKind> = faults.choice("kind", "続柄", &form.kind);
    let other = form.other.parse::<Id<Person>>().ok().filter(|other| *other != person);
    if other.is_none() {
        faults.add("other", message::error_choose_one("相手"));
    }
    faults.done()?;
    let (Some(kind), Some(other)) = (kind, other) else { return Err(kernel::Error::NotFound) };
    access::person(tx, who, other, Act::Read)?;
    if of(tx, who, person)?.iter().any(|r| r.other == other && r.kind == kind) {
        return Err(kernel::Error::Conflict(message::already_related()));
    }
    insert(tx, who, person, other, kind)
}

/// Writes the row of a relation.
pub(crate) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    person: Id<Person>,
    other: Id<Person>,
    kind: RelationKind,
) -> Result<()> {
    let id: Id<RelationView> = tx.new_id();
    tx.exec(
        "INSERT INTO relations (id, person_id, other_id, kind, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &person, &other, &kind, &who.staff, &who.now],
    )?;
    Ok(())
}

/// Takes a relation back: it was written by mistake, or is no longer so. The row stays, with the reason.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason; [`kernel::Error::NotFound`] unless both people are in sight.
pub fn unrelate(
    tx: &Tx<'_>,
    who: &Scope,
    person: Id<Person>,
    id: Id<RelationView>,
    reason: &str,
) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("end_reason", "理由", reason);
    faults.done()?;
    access::person(tx, who, person, Act::Change)?;
    if !of(tx, who, person)?.iter().any(|relation| relation.id == id) {
        return Err(kernel::Error::NotFound);
    }
    tx.exec_one(
        "UPDATE relations SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1 AND ended_at IS NULL",
        &[&id, &who.now, &who.staff, &reason],
    )
}

/// Whether two people are written down as related: then they are two.
pub(super) fn are_related(tx: &Tx<'_>, one: Id<Person>, other: Id<Person>) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM relations WHERE ended_at IS NULL
         AND ((person_id = $1 AND other_id = $2) OR (person_id = $2 AND other_id = $1))",
        &[&one, &other],
    )?;
    Ok(found.is_some())
}

/// Relations of a person to people in sight, from that person's side.
pub(crate) fn of(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<Vec<RelationView>> {
    let sql = format!(
        "SELECT r.id, r.person_id, r.other_id, r.kind, a.name, a.nickname, b.name, b.nickname
         FROM relations r JOIN people a ON a.id = r.person_id JOIN people b ON b.id = r.other_id
         JOIN people p ON p.id = CASE WHEN r.person_id = $4 THEN r.other_id ELSE r.person_id END
         WHERE (r.person_id = $4 OR r.other_id = $4) AND r.ended_at IS NULL AND {} ORDER BY r.recorded_at",
        access::one(who, access::Kind::Person, Act::Read)
    );
    let stored: Vec<Stored> = tx.all(&sql, &Eye::of(who).with(&[&person]))?;
    Ok(stored.into_iter().map(|r| seen_from(r, person)).collect())
}

/// Relations among several people in sight, each listed once.
pub(crate) fn among(
    tx: &Tx<'_>,
    who: &Scope,
    people: impl Iterator<Item = Id<Person>>,
) -> Result<Vec<RelationView>> {
    let people: Vec<_> = people.collect();
    let mut out: Vec<RelationView> = Vec::new();
    for &person in &people {
        for relation in of(tx, who, person)? {
            let known = out.iter().any(|r| r.of == relation.other && r.other == person);
            if !known && people.contains(&relation.other) {
                out.push(relation);
            }
        }
    }
    Ok(out)
}

fn seen_from(stored: Stored, person: Id<Person>) -> RelationView {
    if stored.person == person {
        RelationView {
            id: stored.id,
            of: person,
            other: stored.other,
            other_name: stored.other_name,
            kind: stored.kind,
        }
    } else {
        RelationView {
            id: stored.id,
            of: person,
            other: stored.person,
            other_name: stored.person_name,
            kind: stored.kind.inverse(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Choice;

    #[test]
    fn every_relation_reads_back_from_the_other_side() {
        for &kind in RelationKind::ALL {
            assert_eq!(kind.inverse().inverse(), kind);
        }
        assert_eq!(RelationKind::Parent.inverse().label(), "子");
    }
}
