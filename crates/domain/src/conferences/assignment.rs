use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx, row};

use super::keeping::minuting;
use super::{ConferenceItem, MemberLine};
use crate::Faults;
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};

/// 役割: what somebody does after the conference, by a day.
#[derive(Debug, Clone, Serialize)]
pub struct Assignment {
    /// The role.
    pub id: Id<Assignment>,
    /// The item in which it was given.
    pub item: Id<ConferenceItem>,
    /// The number of that item.
    pub code: String,
    /// 課題.
    pub issue: String,
    /// すること.
    pub what: String,
    /// The member who took it on.
    pub member: Option<String>,
    /// Somebody who is no member.
    pub outside: String,
    /// By when.
    pub due_on: Day,
    /// What came of it.
    pub result: String,
    /// When it was done.
    pub done_at: Option<Instant>,
}
row!(Assignment { id, item, code, issue, what, member, outside, due_on, result, done_at });

impl Assignment {
    /// Who does it; empty while nobody is named.
    pub fn owner(&self) -> &str {
        self.member.as_deref().unwrap_or(&self.outside)
    }

    /// Whether it is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.done_at.is_none() && self.due_on < today
    }
}

/// A role, as it is typed while people talk.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignmentForm {
    /// 課題.
    pub issue: String,
    /// すること.
    pub what: String,
    /// The membership of whoever takes it on; empty while that is open.
    pub member: String,
    /// Somebody who is no member.
    pub outside: String,
    /// By when.
    pub due: String,
}

fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<Assignment>> {
    tx.all(
        &format!(
            "SELECT v.id, v.item_id, i.code, v.issue, v.what, a.name || ' ' || s.name, v.outside, v.due_on, v.result, v.done_at
             FROM conference_assignments v JOIN conference_items i ON i.id = v.item_id
             LEFT JOIN conference_members m ON m.id = v.member_id LEFT JOIN staff s ON s.id = m.staff_id
             LEFT JOIN agencies a ON a.id = m.agency_id WHERE {condition}"
        ),
        params,
    )
}

/// The roles of an item.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Assignment>> {
    select(tx, "v.item_id = $1 ORDER BY v.written_at, v.id", &[&id])
}

/// How many roles nobody has taken on.
pub(super) fn without_owner(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<i64> {
    tx.one(
        "SELECT count(*) FROM conference_assignments WHERE item_id = $1 AND member_id IS NULL AND outside = ''",
        &[&id],
    )
}

/// Adds a role, with or without somebody who takes it on.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] once the item is over; [`Error::NotFound`] for anybody but whoever
/// keeps the minutes.
pub fn assign(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &AssignmentForm) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let issue = faults.line("issue", "課題", &form.issue);
    let what = faults.required_line("what", "すること", &form.what);
    let due = faults.due_day("due", "いつまで", &form.due, who.now.day());
    if due.is_none() && !faults.any() {
        faults.add("due", message::error_required("いつまで"));
    }
    let (member, outside) = owner(tx, id, &form.member, &form.outside, &mut faults)?;
    keeper.names_those_who_agreed(tx, &[("issue", &issue), ("what", &what)], &mut faults)?;
    faults.done()?;
    let row: Id<Assignment> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_assignments (id, item_id, case_id, issue, what, member_id, outside, due_on, written_by,
             written_at, result)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')",
        &[&row, &id, &keeper.case, &issue, &what, &member, &outside, &due, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("assign")
        .record(tx, who)
}

/// A member who is bound, or somebody outside; not both.
fn owner(
    tx: &Tx<'_>,
    id: Id<ConferenceItem>,
    member: &str,
    outside: &str,
    faults: &mut Faults,
) -> Result<(Option<Id<MemberLine>>, String)> {
    let outside = faults.line("outside", "会議の外の人", outside);
    if member.is_empty() {
        return Ok((None, outside));
    }
    let known: Option<Id<MemberLine>> = tx.opt(
        "SELECT id FROM conference_members WHERE id = $1 AND item_id = $2 AND acknowledged_at IS NOT NULL
         AND declined_at IS NULL AND removed_at IS NULL",
        &[&member, &id],
    )?;
    if known.is_none() {
        faults.add("member", message::member_unknown());
    }
    Ok((known, String::new()))
}

/// Who takes a role on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnerForm {
    /// The membership.
    pub member: String,
    /// Somebody who is no member.
    pub outside: String,
}

/// Names whoever takes a role on.
///
/// # Errors
/// [`Error::Invalid`] for nobody; otherwise as [`assign`]; [`Error::Stale`] if there is no such role, and if somebody has named
/// whoever takes it on already.
pub fn entrust(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    role: Id<Assignment>,
    form: &OwnerForm,
) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let (member, outside) = owner(tx, id, &form.member, &form.outside, &mut faults)?;
    if member.is_none() && outside.is_empty() && !faults.any() {
        faults.add("member", message::assignment_without_owner());
    }
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_assignments SET member_id = $3, outside = $4 WHERE id = $1 AND item_id = $2
         AND member_id IS NULL AND outside = ''",
        &[&role, &id, &member, &outside],
    )?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("entrust")
        .record(tx, who)
}

/// Roles that one has taken on and not done yet, late ones first.
///
/// # Errors
/// Those of the database.
pub fn mine(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Assignment>> {
    if !who.accepted_rules {
        return Ok(Vec::new());
    }
    let condition = format!(
        "m.staff_id = $2 AND i.held_at IS NOT NULL AND v.done_at IS NULL AND {} ORDER BY v.due_on, v.id LIMIT 50",
        access::many(who, access::Kind::Assignment, Act::List)
    );
    let found = select(tx, &condition, &Eye::of(who).with(&[]))?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Conference, found.iter().map(|role| role.item)).record(tx, who)?;
    }
    Ok(found)
}

/// What came of a role.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultForm {
    /// どうなったか.
    pub result: String,
}

/// Says that a role is done, and what came of it: by whoever took it on, or by the convener.
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Stale`] if it is done; [`Error::NotFound`] for everybody else.
pub fn fulfil(tx: &Tx<'_>, who: &Scope, role: Id<Assignment>, form: &ResultForm) -> Result<()> {
    let condition = format!(
        "v.id = $4 AND i.held_at IS NOT NULL AND {}",
        access::one(who, access::Kind::Assignment, Act::Change)
    );
    let found =
        if who.accepted_rules { select(tx, &condition, &Eye::of(who).with(&[&role]))?.pop() } else { None };
    let Some(found) = found else {
        Event::new(Action::Change, Kind::Conference, role).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let mut faults = Faults::default();
    let result = faults.required_text("result", "どうなったか", &form.result);
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_assignments SET result = $2, done_by = $3, done_at = $4 WHERE id = $1 AND done_at IS NULL",
        &[&role, &result, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, found.item).for_purpose("fulfil").record(tx, who)
}
