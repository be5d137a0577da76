use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{
    Advice, Assignment, ConferenceItem, Ground, Inquiry, MemberLine, Outcome, Sitting, advice, assignment,
    consented, inquiry, item, sitting,
};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::people::Person;
use crate::{Faults, drafts};

/// A point of an item: what was asked, what was said, what was decided.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// The point.
    pub id: Id<Point>,
    /// 論点.
    pub question: String,
    /// 発言のメモ.
    pub memo: String,
    /// 決定; empty while it is open.
    pub decision: String,
    /// For the next change.
    pub version: i64,
}
row!(Point { id, question, memo, decision, version });

/// What whoever keeps the minutes types.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PointForm {
    /// 論点.
    pub question: String,
    /// 発言のメモ.
    pub memo: String,
    /// 決定.
    pub decision: String,
    /// The version that the page showed; empty for a new point.
    pub version: String,
}

/// The screen of an item while people talk.
#[derive(Debug, Clone, Serialize)]
pub struct LiveView {
    /// The item.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// The code of its case.
    pub case_code: String,
    /// The sitting that deals with it.
    pub sitting: Option<Sitting>,
    /// Who was invited.
    pub members: Vec<MemberLine>,
    /// What is talked about.
    pub points: Vec<Point>,
    /// Who does what.
    pub assignments: Vec<Assignment>,
    /// What came back from those who were asked.
    pub inquiries: Vec<Inquiry>,
    /// What was advised by those who are no members.
    pub advice: Vec<Advice>,
    /// The item of the same sitting that comes next.
    pub next_item: Option<Id<ConferenceItem>>,
}

impl LiveView {
    /// Roles of which nobody has said yet who takes them.
    pub fn open_roles(&self) -> usize {
        self.assignments.iter().filter(|role| role.owner().is_empty()).count()
    }
}

/// The screen of an item while people talk, for the agency that convenes it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn live(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<LiveView> {
    let case = item::convening(tx, who, id, Act::Read)?;
    super::member::convened(tx, id)?;
    let item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let sitting = match item.sitting {
        Some(of) => sitting::select(tx, "s.id = $1", &[&of])?.pop(),
        None => None,
    };
    Ok(LiveView {
        case_code: tx.one("SELECT code FROM cases WHERE id = $1", &[&case])?,
        members: item::members(tx, id)?,
        points: points(tx, id)?,
        assignments: assignment::of_item(tx, id)?,
        inquiries: inquiry::of_item(tx, id)?,
        advice: advice::of_item(tx, id)?,
        next_item: tx.opt(
            "SELECT n.id FROM conference_items n WHERE n.sitting_id = $1 AND n.agency_id = $2 AND n.held_at IS NULL
             AND n.status = 'approved' AND n.id <> $3 ORDER BY n.starts_at, n.requested_at, n.id LIMIT 1",
            &[&item.sitting, &who.agency, &id],
        )?,
        sitting,
        item,
    })
}

/// The points of an item, in their order.
pub(super) fn points(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Point>> {
    tx.all(
        "SELECT id, question, memo, decision, version FROM conference_points WHERE item_id = $1 ORDER BY position, id",
        &[&id],
    )
}

/// Passes for whoever keeps the minutes of an item that is convened and not over.
pub(super) fn minuting(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Id<Case>> {
    let case = item::convening(tx, who, id, Act::Change)?;
    super::member::convened(tx, id)?;
    let over: bool = tx.one("SELECT held_at IS NOT NULL FROM conference_items WHERE id = $1", &[&id])?;
    if over { Err(Error::Conflict(message::conference_is_over())) } else { Ok(case) }
}

fn checked(tx: &Tx<'_>, id: Id<ConferenceItem>, form: &PointForm) -> Result<(String, String, String)> {
    let mut faults = Faults::default();
    let question = faults.required_text("question", "論点", &form.question);
    let memo = faults.text("memo", "発言のメモ", &form.memo);
    let decision = faults.text("decision", "決定", &form.decision);
    names_those_who_agreed(
        tx,
        id,
        &[("question", &question), ("memo", &memo), ("decision", &decision)],
        &mut faults,
    )?;
    faults.done()?;
    Ok((question, memo, decision))
}

/// What is typed in a consented item is read by its members: it names nobody of the case who did not agree (C42).
pub(super) fn names_those_who_agreed(
    tx: &Tx<'_>,
    id: Id<ConferenceItem>,
    texts: &[(&str, &str)],
    faults: &mut Faults,
) -> Result<()> {
    let (ground, case): (Ground, Id<Case>) =
        tx.one("SELECT ground, case_id FROM conference_items WHERE id = $1", &[&id])?;
    if ground == Ground::Statute {
        return Ok(());
    }
    let people: Vec<Id<Person>> =
        tx.all("SELECT person_id FROM conference_item_people WHERE item_id = $1", &[&id])?;
    for (field, text) in texts {
        if consented::names_others(tx, case, &people, text)? {
            faults.add(field, message::name_without_consent());
        }
    }
    Ok(())
}

/// Adds a point.
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Conflict`] once the item is over; [`Error::NotFound`] for anybody but the
/// convener.
pub fn add_point(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &PointForm) -> Result<()> {
    let case = minuting(tx, who, id)?;
    let (question, memo, decision) = checked(tx, id, form)?;
    let point: Id<Point> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_points (id, item_id, position, question, memo, decision, written_by, written_at, version)
         SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, 1 FROM conference_points WHERE item_id = $2",
        &[&point, &id, &question, &memo, &decision, &who.staff, &who.now],
    )?;
    drafts::forget(tx, who, "conference-point", id.as_str())?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("point").record(tx, who)
}

/// Changes a point while the item is open.
///
/// # Errors
/// As [`add_point`]; [`Error::Stale`] if somebody else changed it first.
pub fn change_point(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    point: Id<Point>,
    form: &PointForm,
) -> Result<()> {
    let case = minuting(tx, who, id)?;
    let (question, memo, decision) = checked(tx, id, form)?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    tx.exec_one(
        "UPDATE conference_points SET question = $4, memo = $5, decision = $6, written_by = $7, written_at = $8,
             version = version + 1 WHERE id = $1 AND item_id = $2 AND version = $3",
        &[&point, &id, &version, &question, &memo, &decision, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("point").record(tx, who)
}

/// Who is in the room.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PresenceForm {
    /// Memberships of those who are there.
    pub present: Vec<String>,
}

/// Notes who is there. Whoever has not acknowledged the duty does not come in, and is not among them (OTA-24).
///
/// # Errors
/// [`Error::Invalid`] for somebody who is not bound; otherwise as [`add_point`].
pub fn note_presence(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &PresenceForm) -> Result<()> {
    let case = minuting(tx, who, id)?;
    let members = item::members(tx, id)?;
    let mut faults = Faults::default();
    for given in form.present.iter().filter(|given| !given.is_empty()) {
        match members.iter().find(|member| member.id.as_str() == given) {
            Some(member) if member.bound() => {}
            Some(member) => faults.add("present", message::member_not_acknowledged(&member.staff_name)),
            None => faults.add("present", message::member_unknown()),
        }
    }
    faults.done()?;
    for member in &members {
        let there = form.present.iter().any(|given| given == member.id.as_str());
        if there != member.present {
            tx.exec("UPDATE conference_members SET present = $2 WHERE id = $1", &[&member.id, &there])?;
        }
    }
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("presence").record(tx, who)
}

/// What somebody who advises has said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdviceForm {
    /// 助言.
    pub advice: String,
}

/// Keeps what an expert or a supervisor advised, under their name and apart from what was decided (OTA-09, EDO-20).
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Stale`] for somebody who does not advise; otherwise as [`add_point`].
pub fn keep_advice(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    member: Id<MemberLine>,
    form: &AdviceForm,
) -> Result<()> {
    let case = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let advice = faults.required_text("advice", "助言", &form.advice);
    names_those_who_agreed(tx, id, &[("advice", &advice)], &mut faults)?;
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_members SET advice = $3 WHERE id = $1 AND item_id = $2 AND part IN ('expert', 'supervisor')
         AND acknowledged_at IS NOT NULL",
        &[&member, &id, &advice],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("advice").record(tx, who)
}

/// How an item ends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosingForm {
    /// Key of [`Outcome`].
    pub outcome: String,
    /// In words: conditions, reasons.
    pub outcome_note: String,
    /// 次回・見直し; needed unless it ends.
    pub next_on: String,
}

/// Ends an item: its minutes are made, and each role stands in the list of whoever took it on.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] without a sitting, while nobody is named for a role, and once it
/// is over; [`Error::NotFound`] for anybody but the convener.
pub fn finish(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &ClosingForm) -> Result<()> {
    let case = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let outcome: Option<Outcome> = faults.choice("outcome", "結論", &form.outcome);
    let note = faults.text("outcome_note", "結論のことば", &form.outcome_note);
    if outcome == Some(Outcome::Conditional) && note.is_empty() {
        faults.add("outcome_note", message::error_required("条件"));
    }
    names_those_who_agreed(tx, id, &[("outcome_note", &note)], &mut faults)?;
    let next_on = next_day(&mut faults, form, outcome, who.now.day());
    faults.done()?;
    let placed: bool = tx.one("SELECT sitting_id IS NOT NULL FROM conference_items WHERE id = $1", &[&id])?;
    if !placed {
        return Err(Error::Conflict(message::conference_without_sitting()));
    }
    let open = assignment::without_owner(tx, id)?;
    if open > 0 {
        return Err(Error::Conflict(message::assignments_open(open)));
    }
    tx.exec_one(
        "UPDATE conference_items SET outcome = $2, outcome_note = $3, next_on = $4, held_at = $5, version = version + 1
         WHERE id = $1 AND held_at IS NULL",
        &[&id, &outcome, &note, &next_on, &who.now],
    )?;
    drafts::forget(tx, who, "conference-point", id.as_str())?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("finish").record(tx, who)
}

fn next_day(faults: &mut Faults, form: &ClosingForm, outcome: Option<Outcome>, today: Day) -> Option<Day> {
    let day = faults.due_day("next_on", "次回・見直し", &form.next_on, today);
    match day {
        None if outcome != Some(Outcome::End) && !faults.any() => {
            faults.add("next_on", message::error_required("次回・見直し"));
        }
        Some(day) if day < today => faults.add("next_on", message::error_date_past("次回・見直し")),
        _ => {}
    }
    day
}

/// When an item ended, for those who may read its minutes.
pub(super) fn held_at(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Option<Instant>> {
    tx.one("SELECT held_at FROM conference_items WHERE id = $1", &[&id])
}
