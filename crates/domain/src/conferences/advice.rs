//! 助言 of somebody of the register who is no member: most lawyers and doctors have no account here. Whoever keeps the minutes
//! writes down what was said, under the name of who said it.

use kernel::{Error, Id, Instant, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::keeping::minuting;
use super::{ConferenceItem, Ground, Way};
use crate::advisers::{self, Field, Ready};
use crate::audit::{Action, Event, Kind};
use crate::people::Person;
use crate::{Choice as _, Faults};

/// Advice that was written down.
#[derive(Debug, Clone, Serialize)]
pub struct Advice {
    /// Its id.
    pub id: Id<Advice>,
    /// Who gave it.
    pub name: String,
    /// Standing where.
    pub affiliation: String,
    /// About what.
    pub field: Field,
    /// How it was given.
    pub way: Way,
    /// 助言.
    pub advice: String,
    /// When it was written down.
    pub written_at: Instant,
}
row!(Advice { id, name, affiliation, field, way, advice, written_at });

impl Advice {
    /// Under whose name it stands.
    pub fn by(&self) -> String {
        format!("{} {}({})", self.affiliation, self.name, self.field.label())
    }
}

/// What whoever keeps the minutes writes down.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdvisedForm {
    /// Id of an entry of the register.
    pub adviser: String,
    /// Key of a [`Way`].
    pub way: String,
    /// 助言.
    pub advice: String,
}

/// Writes down what somebody of the register advised. Whoever was in the room has pledged secrecy, and to a consented item comes
/// nobody whom its people did not agree to; a question that names nobody may go to everybody of the register.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] once the item is over; [`Error::NotFound`] for anybody but whoever
/// keeps its minutes.
pub fn note_advice(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &AdvisedForm) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let way: Option<Way> = faults.choice("way", "聞き方", &form.way);
    let advice = faults.required_text("advice", "助言", &form.advice);
    keeper.names_those_who_agreed(tx, &[("advice", &advice)], &mut faults)?;
    let adviser = match advisers::ready(tx, who, &form.adviser)? {
        Ok(adviser) => Some(adviser),
        Err(unknown) => {
            faults.add("adviser", unknown);
            None
        }
    };
    if let (Some(Way::Present), Some(adviser)) = (way, &adviser) {
        may_be_there(tx, who, id, adviser, &mut faults)?;
    }
    faults.done()?;
    let Some(adviser) = adviser else { return Err(Error::NotFound) };
    let row: Id<Advice> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_advice (id, item_id, adviser_id, way, advice, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&row, &id, &adviser.id, &way, &advice, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("advice")
        .record(tx, who)
}

fn may_be_there(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    adviser: &Ready,
    faults: &mut Faults,
) -> Result<()> {
    if !adviser.pledged {
        faults.add("adviser", message::adviser_without_pledge(&adviser.name));
    }
    let ground: Ground = tx.one("SELECT ground FROM conference_items WHERE id = $1", &[&id])?;
    if ground == Ground::Consent && !agreed_to(tx, who, id, &adviser.affiliation)? {
        faults.add("adviser", message::adviser_not_agreed(&adviser.name));
    }
    Ok(())
}

/// Whether everybody of whom a consented item tells lets somebody outside the system know all that it tells, who is named there by
/// this affiliation.
fn agreed_to(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, affiliation: &str) -> Result<bool> {
    let people: Vec<Id<Person>> =
        tx.all("SELECT person_id FROM conference_item_people WHERE item_id = $1", &[&id])?;
    let told: Vec<(Id<Person>, String)> = tx.all(
        "SELECT k.person_id, k.outside FROM conference_items i JOIN consents k ON k.case_id = i.case_id
         WHERE i.id = $1 AND k.answer IN ('agreed', 'partly') AND k.given_by <> 'family' AND k.withdrawn_at IS NULL
           AND k.from_at <= $2 AND k.until_at > $2
           AND (k.categories & i.categories) = i.categories",
        &[&id, &who.now],
    )?;
    let named = fold::text(affiliation);
    let agrees = |person: &Id<Person>| {
        told.iter().any(|(of, outside)| of == person && fold::text(outside).contains(&named))
    };
    Ok(!people.is_empty() && people.iter().all(agrees))
}

/// Advice of those who are no members, in the order in which it was written down.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Advice>> {
    tx.all(
        "SELECT d.id, v.name, v.affiliation, v.field, d.way, d.advice, d.written_at FROM conference_advice d
         JOIN advisers v ON v.id = d.adviser_id WHERE d.item_id = $1 ORDER BY d.written_at, d.id",
        &[&id],
    )
}
