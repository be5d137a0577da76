use kernel::{Error, Id, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{
    Advice, Assignment, ConferenceItem, Inquiry, MemberLine, Point, Sitting, advice, assignment, inquiry,
    item, live, notice, seats, sitting,
};
use crate::access::{self, Act, Bases, Basis, Eye};
use crate::audit::{Action, Event, Kind};

/// 会議録 of one item: with its own ground, its own attendance, and nothing of the sitting's other items.
#[derive(Debug, Clone, Serialize)]
pub struct MinutesView {
    /// The item.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// The sitting that dealt with it.
    pub sitting: Option<Sitting>,
    /// The notice that binds the members, and its version.
    pub notice: String,
    /// The version of that notice.
    pub notice_version: i64,
    /// Everybody who was invited.
    pub members: Vec<MemberLine>,
    /// Of whom a consented item tells.
    pub people: Vec<String>,
    /// What was talked about and decided.
    pub points: Vec<Point>,
    /// Who does what.
    pub assignments: Vec<Assignment>,
    /// What was asked and answered.
    pub inquiries: Vec<Inquiry>,
    /// What was advised by those who are no members.
    pub advice: Vec<Advice>,
    /// Conditions and reasons.
    pub outcome_note: String,
    /// Whether the reader convened it, and may print: members read, and print nothing.
    pub own: bool,
}

impl MinutesView {
    /// How many were to come.
    pub fn planned(&self) -> usize {
        self.members.iter().filter(|member| member.seated() || member.present).count()
    }

    /// How many came.
    pub fn came(&self) -> usize {
        self.members.iter().filter(|member| member.present).count()
    }

    /// Whether anybody gave advice.
    pub fn advised(&self) -> bool {
        self.advisers().next().is_some() || !self.advice.is_empty()
    }

    /// Members who gave advice, which stands apart from what was decided.
    pub fn advisers(&self) -> impl Iterator<Item = &MemberLine> {
        self.members.iter().filter(|member| member.part.advises() && !member.advice.is_empty())
    }
}

/// The minutes of an item that is over: for the agency that convened it, and within the window for its members.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and before it is over.
pub fn minutes(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<MinutesView> {
    let bases = readable(tx, who, id)?;
    let event = Event::new(Action::Read, Kind::Conference, id);
    let (Some(bases), Some(_)) = (bases, live::held_at(tx, id).ok().flatten()) else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let case: Id<crate::cases::Case> =
        tx.one("SELECT case_id FROM conference_items WHERE id = $1", &[&id])?;
    event.of_case(case).on(bases).record(tx, who)?;
    let item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let (outcome_note, version): (String, i64) =
        tx.one("SELECT outcome_note, notice_version FROM conference_items WHERE id = $1", &[&id])?;
    let words = if item.by_statute() {
        notice::words(version, &item.law_ref, &item.penalty_ref)
    } else {
        notice::of_consent()
    };
    Ok(MinutesView {
        sitting: match item.sitting {
            Some(of) => sitting::select(tx, "s.id = $1", &[&of])?.pop(),
            None => None,
        },
        notice: words,
        notice_version: version,
        members: seats::members(tx, id)?,
        people: seats::people(tx, id)?,
        points: live::points(tx, id)?,
        assignments: assignment::of_item(tx, id)?,
        inquiries: inquiry::of_item(tx, id)?,
        advice: advice::of_item(tx, id)?,
        outcome_note,
        own: bases.has(Basis::Own),
        item,
    })
}

/// On which bases somebody may read what an item holds.
fn readable(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Option<Bases>> {
    if !who.accepted_rules || who.role == kernel::Role::SystemAdministrator {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {} FROM conference_items i WHERE i.id = $4 AND {}",
        access::bases(access::Kind::Packet),
        access::one(who, access::Kind::Packet, Act::Read)
    );
    tx.opt(&sql, &Eye::of(who).with(&[&id]))
}
