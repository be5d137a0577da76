use kernel::{Day, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{Param, Tx, row};

use super::{Ground, Outcome, Purpose, Sitting};
use crate::access::{self, Act, Bases, Basis, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::choices::choices;

choices! {
    /// Where an item stands.
    pub enum Status {
        Requested = "requested" "申出",
        /// 事前協議: the office has talked it over with the applicant, and decides next (EDO-18).
        Consulted = "consulted" "事前協議ずみ",
        Approved = "approved" "開催を決めた",
        Returned = "returned" "差戻し",
        Closed = "closed" "終わった",
    }
}

/// An item, as its number and reasons tell it: no name.
#[derive(Debug, Clone, Serialize)]
pub struct ConferenceItem {
    /// The item.
    pub id: Id<ConferenceItem>,
    /// Its number.
    pub code: String,
    /// Who asked for it.
    pub agency_name: String,
    /// 同意が得られない理由.
    pub no_consent_reason: String,
    /// What was tried.
    pub tried: String,
    /// Why it is needed.
    pub necessity: String,
    /// What is to be discussed.
    pub question: String,
    /// On what ground.
    pub ground: Ground,
    /// What for.
    pub purpose: Purpose,
    /// When it meets.
    pub meets_on: Day,
    /// When it begins there; may be open.
    pub starts_at: String,
    /// The sitting that deals with it.
    pub sitting: Option<Id<Sitting>>,
    /// Where it stands.
    pub status: Status,
    /// Why it was decided so.
    pub decision_note: String,
    /// What it came to.
    pub outcome: Option<Outcome>,
    /// The day of the next look at it.
    pub next_on: Option<Day>,
    /// When it was dealt with.
    pub held_at: Option<Instant>,
    /// The article of secrecy as it stood; of a consented item, that of consent.
    pub law_ref: String,
    /// The article of the penalty.
    pub penalty_ref: String,
    /// From when members may read.
    pub opens_at: Option<Instant>,
    /// Until when.
    pub closes_at: Option<Instant>,
    /// The article by which it is dealt with, as it stood (社会福祉法 106条の6, or that of consent).
    pub ground_ref: String,
    /// 要綱: the municipality's own rule under which it began, as it is cited: 「名前(版)」. Empty where the profile tells none.
    pub rule: String,
}
row!(ConferenceItem {
    id,
    code,
    agency_name,
    no_consent_reason,
    tried,
    necessity,
    question,
    ground,
    purpose,
    meets_on,
    starts_at,
    sitting,
    status,
    decision_note,
    outcome,
    next_on,
    held_at,
    law_ref,
    penalty_ref,
    opens_at,
    closes_at,
    ground_ref,
    rule
});

impl ConferenceItem {
    /// The articles that bind its members to secrecy; none where consent is the ground.
    pub fn secrecy_ref(&self) -> &str {
        if self.by_statute() { &self.law_ref } else { "" }
    }

    /// Whether it is dealt with by the statute, without consent.
    pub fn by_statute(&self) -> bool {
        self.ground == Ground::Statute
    }

    /// What it came to, in words; empty before.
    pub fn came_to(&self) -> &'static str {
        self.outcome.map_or("", crate::Choice::label)
    }

    /// Whether members are invited and papers made.
    pub fn convened(&self) -> bool {
        self.status == Status::Approved
    }

    /// What a member is told before the duty is acknowledged: number and day.
    pub(super) fn keep_number_and_day(&mut self) {
        for text in [&mut self.no_consent_reason, &mut self.tried, &mut self.necessity, &mut self.question] {
            text.clear();
        }
        self.decision_note.clear();
        (self.outcome, self.next_on) = (None, None);
    }
}

/// The columns of an item `i` and its agency `a`.
pub(super) const COLUMNS: &str = "i.id, i.code, a.name, i.no_consent_reason, i.tried, i.necessity, i.question, i.ground, i.purpose,
    i.meets_on, i.starts_at, i.sitting_id, i.status, i.decision_note, i.outcome, i.next_on, i.held_at, i.law_ref, i.penalty_ref,
    i.opens_at, i.closes_at, i.ground_ref,
    CASE WHEN i.rule_name = '' OR i.rule_version = '' THEN i.rule_name ELSE i.rule_name || '(' || i.rule_version || ')' END";
/// How many they are.
pub(super) const WIDTH: usize = 23;

/// Items `i` by a condition.
pub(super) fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<ConferenceItem>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM conference_items i JOIN agencies a ON a.id = i.agency_id WHERE {condition}"
        ),
        params,
    )
}

pub(super) fn listed(tx: &Tx<'_>, who: &Scope, items: &[ConferenceItem], bases: Bases) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    Event::many(Action::List, Kind::Conference, items.iter().map(|i| i.id)).on(bases).record(tx, who)
}

/// Passes for the agency that asked for the item and still has the case as its own task; answers the case.
pub(super) fn convening(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, act: Act) -> Result<Id<Case>> {
    let sql = format!(
        "SELECT i.case_id FROM conference_items i WHERE i.id = $4 AND i.agency_id = $1 AND {}",
        access::one(who, access::Kind::Packet, act)
    );
    let found: Option<Id<Case>> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    let event = Event::new(act.logged(), Kind::Conference, id);
    let Some(case) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    event.of_case(case).record(tx, who)?;
    Ok(case)
}

/// Items that one's own agency asked for.
///
/// # Errors
/// Those of the database.
pub fn of_agency(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.agency_id = $1 AND {} ORDER BY i.requested_at DESC LIMIT 50",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let items = select(tx, &condition, &Eye::of(who).with(&[]))?;
    listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Items of one's own agency on a case that were dealt with, the latest first.
///
/// # Errors
/// Those of the database.
pub fn held_on(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.case_id = $4 AND i.agency_id = $1 AND i.held_at IS NOT NULL AND {} ORDER BY i.held_at DESC LIMIT 20",
        access::many(who, access::Kind::Packet, Act::Change)
    );
    let items = select(tx, &condition, &Eye::of(who).with(&[&case]))?;
    listed(tx, who, &items, Bases::OWN)?;
    Ok(items)
}

/// Items in which one has a seat, before their papers close and where nothing bars one from their people, by a condition more.
pub(super) fn seated(
    tx: &Tx<'_>,
    who: &Scope,
    more: &str,
    params: &[&dyn Param],
) -> Result<Vec<ConferenceItem>> {
    let condition = format!(
        "i.status = 'approved' AND (i.closes_at IS NULL OR i.closes_at > $3) AND i.id IN (SELECT m.item_id FROM conference_members m
            WHERE m.staff_id = $2 AND m.agency_id = $1 AND m.declined_at IS NULL AND m.removed_at IS NULL)
         AND {} AND {more}",
        access::not_barred_from("i.case_id")
    );
    select(tx, &condition, &Eye::of_duty(who).with(params))
}

/// Items of which one is a named member, before their papers close: also those whose duty one has not acknowledged yet,
/// of which only the number and the day are told.
///
/// # Errors
/// Those of the database.
pub fn mine(tx: &Tx<'_>, who: &Scope) -> Result<Vec<ConferenceItem>> {
    let mut items = seated(tx, who, "1 = 1 ORDER BY i.meets_on, i.id", &[])?;
    items.iter_mut().for_each(ConferenceItem::keep_number_and_day);
    listed(tx, who, &items, Bases::from(Basis::Conference))?;
    Ok(items)
}
