//! Persons and households: found first, registered only then, never confused.

mod begin;
mod choices;
mod contact;
mod duplicate;
mod household;
mod identity;
mod index;
mod merge;
mod register;
mod relation;
mod revise;
mod search;
mod show;

use kernel::{Id, PartialDay};
use serde::Serialize;
use store::{FromRow, Row};

pub use begin::begin;
pub use choices::{ContactKind, IdentityMethod, NameKind, NameState, Sex};
pub(crate) use contact::all_of as all_contacts_of;
pub use contact::{Contact, ContactForm, add_to as add_contact, reveal};
pub(crate) use duplicate::look_alike;
pub use duplicate::{Likely, Pair, decide_distinct, likely_of, work_list};
pub(crate) use household::members_in_sight;
pub use household::{
    Household, HouseholdView, Member, MemberForm, add_member, end_member, found as found_household,
    found_around as found_household_around, of_person as household_of, show as show_household,
};
pub use identity::{Checked as IdentityChecked, Chosen, check as check_identity, choose};
pub(crate) use index::refresh_around as reindex_around;
pub use merge::{Merge, Preview, merge, merges, preview, undo};
pub use register::{Registration, register, register_after_search};
pub use relation::{RelationForm, RelationKind, RelationView, relate, unrelate};
pub use revise::{PersonForm, revise};
pub use search::{Found, by_ids, find, find_by};
pub(crate) use show::load;
pub use show::{PersonView, bases_of, show};

pub use crate::protections::begin_plainly as protect;

/// A person, by what identifies them. Contacts live apart.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// The id.
    pub id: Id<Person>,
    /// As written on paper; empty while unknown or withheld.
    pub name: String,
    /// Furigana in hiragana.
    pub kana: String,
    /// What staff call them while the name is not known.
    pub nickname: String,
    /// Whether the name is known.
    pub name_state: NameState,
    /// As answered.
    pub sex: Sex,
    /// As exactly as it is known.
    pub birth: PartialDay,
    /// Optimistic lock.
    pub version: i64,
}

/// The columns that [`Person`] reads, of a table aliased `p`.
pub(crate) const COLUMNS: &str = "p.id, p.name, p.kana, p.nickname, p.name_state, p.sex, p.birth_precision, p.birth_earliest, p.birth_latest, p.version";

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> kernel::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            kana: row.get(2)?,
            nickname: row.get(3)?,
            name_state: row.get(4)?,
            sex: row.get(5)?,
            birth: birth(row, 6)?,
            version: row.get(9)?,
        })
    }
}

impl Person {
    /// What to call the person on screen: the name, or what stands in for it.
    pub fn display(&self) -> String {
        display(&self.name, &self.nickname)
    }
}

/// What to call somebody on screen.
pub(crate) fn display(name: &str, nickname: &str) -> String {
    match (name, nickname) {
        ("", "") => "お名前はまだ分かりません".to_owned(),
        ("", nickname) => format!("呼び名「{nickname}」"),
        (name, _) => name.to_owned(),
    }
}

/// Three columns that hold a [`PartialDay`], from `index`.
pub(crate) fn birth(row: &Row<'_>, index: usize) -> kernel::Result<PartialDay> {
    let precision: String = row.get(index)?;
    PartialDay::from_columns(&precision, row.get(index + 1)?, row.get(index + 2)?)
        .ok_or_else(|| kernel::Error::Corrupt(format!("people.birth_precision: {precision}")))
}
