use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::keeping::{self, Keeper, minuting};
use super::{
    Advice, Assignment, ConferenceItem, Ground, Inquiry, MemberLine, Outcome, Sitting, advice, assignment,
    inquiry, item, owed_report, seats, sitting,
};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, drafts, installed};

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
    /// Whether it is of a case of the reader's own: a secretary keeps the minutes and sees nothing more of the case.
    pub own: bool,
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

/// The screen of an item while people talk, for the agency that convenes it and for the secretary of the item.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn live(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<LiveView> {
    let keeper = keeping::keeping(tx, who, id, Action::Read)?;
    let item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let sitting = match item.sitting {
        Some(of) => sitting::select(tx, "s.id = $1", &[&of])?.pop(),
        None => None,
    };
    Ok(LiveView {
        own: keeper.own,
        members: seats::members(tx, id)?,
        points: points(tx, id)?,
        assignments: assignment::of_item(tx, id)?,
        inquiries: inquiry::of_item(tx, id)?,
        advice: advice::of_item(tx, id)?,
        next_item: next(tx, who, &item)?,
        sitting,
        item,
    })
}

/// The item of the same sitting that comes next, of those whose minutes the reader keeps.
fn next(tx: &Tx<'_>, who: &Scope, item: &ConferenceItem) -> Result<Option<Id<ConferenceItem>>> {
    let sql = format!(
        "SELECT i.id FROM conference_items i WHERE i.sitting_id = $4 AND i.held_at IS NULL AND i.status = 'approved'
         AND i.id <> $5 AND {} ORDER BY i.starts_at, i.requested_at, i.id LIMIT 1",
        access::one(who, access::Kind::Packet, Act::Add)
    );
    tx.opt(&sql, &Eye::of(who).with(&[&item.sitting, &item.id]))
}

/// The points of an item, in their order.
pub(super) fn points(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Point>> {
    tx.all(
        "SELECT id, question, memo, decision, version FROM conference_points WHERE item_id = $1 ORDER BY position, id",
        &[&id],
    )
}

fn checked(tx: &Tx<'_>, keeper: &Keeper, form: &PointForm) -> Result<(String, String, String)> {
    let mut faults = Faults::default();
    let question = faults.required_text("question", "論点", &form.question);
    let memo = faults.text("memo", "発言のメモ", &form.memo);
    let decision = faults.text("decision", "決定", &form.decision);
    let texts: [(&str, &str); 3] = [("question", &question), ("memo", &memo), ("decision", &decision)];
    keeper.names_those_who_agreed(tx, &texts, &mut faults)?;
    faults.done()?;
    Ok((question, memo, decision))
}

/// Adds a point.
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Conflict`] once the item is over; [`Error::NotFound`] for anybody but whoever
/// keeps the minutes.
pub fn add_point(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &PointForm) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let (question, memo, decision) = checked(tx, &keeper, form)?;
    let point: Id<Point> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_points (id, item_id, position, question, memo, decision, written_by, written_at, version)
         SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, 1 FROM conference_points WHERE item_id = $2",
        &[&point, &id, &question, &memo, &decision, &who.staff, &who.now],
    )?;
    drafts::forget(tx, who, "conference-point", id.as_str())?;
    Event::new(Action::Change, Kind::Conference, id).of_case(keeper.case).for_purpose("point").record(tx, who)
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
    let keeper = minuting(tx, who, id)?;
    let (question, memo, decision) = checked(tx, &keeper, form)?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    tx.exec_one(
        "UPDATE conference_points SET question = $4, memo = $5, decision = $6, written_by = $7, written_at = $8,
             version = version + 1 WHERE id = $1 AND item_id = $2 AND version = $3",
        &[&point, &id, &version, &question, &memo, &decision, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(keeper.case).for_purpose("point").record(tx, who)
}

/// Who is in the room.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PresenceForm {
    /// Memberships of those who are there.
    pub present: Vec<String>,
    /// Memberships of those who were noted when the page was shown.
    pub before: Vec<String>,
}

/// Notes who is there. Whoever has not acknowledged the duty does not come in, and is not among them (OTA-24).
///
/// # Errors
/// [`Error::Invalid`] for somebody who is not bound; [`Error::Stale`] if somebody else has noted others since; otherwise as
/// [`add_point`].
pub fn note_presence(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &PresenceForm) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let members = seats::members(tx, id)?;
    let mut faults = Faults::default();
    for given in form.present.iter().filter(|given| !given.is_empty()) {
        match members.iter().find(|member| member.id.as_str() == given) {
            Some(member) if member.bound() => {}
            Some(member) => faults.add("present", message::member_not_acknowledged(&member.staff_name)),
            None => faults.add("present", message::member_unknown()),
        }
    }
    faults.done()?;
    let among = |given: &[String], member: &MemberLine| given.iter().any(|id| id == member.id.as_str());
    if members.iter().any(|member| member.present != among(&form.before, member)) {
        return Err(Error::Stale);
    }
    for member in &members {
        let there = among(&form.present, member);
        if there != member.present {
            tx.exec("UPDATE conference_members SET present = $2 WHERE id = $1", &[&member.id, &there])?;
        }
    }
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("presence")
        .record(tx, who)
}

/// What somebody who advises has said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdviceForm {
    /// 助言.
    pub advice: String,
    /// The version that the page showed.
    pub version: String,
}

/// Keeps what an expert or a supervisor advised, under their name and apart from what was decided (OTA-09, EDO-20).
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Stale`] for somebody who does not advise, and if somebody else has written since;
/// otherwise as [`add_point`].
pub fn keep_advice(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    member: Id<MemberLine>,
    form: &AdviceForm,
) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let advice = faults.required_text("advice", "助言", &form.advice);
    keeper.names_those_who_agreed(tx, &[("advice", &advice)], &mut faults)?;
    faults.done()?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    tx.exec_one(
        "UPDATE conference_members SET advice = $3, version = version + 1 WHERE id = $1 AND item_id = $2 AND version = $4
         AND part IN ('expert', 'supervisor') AND acknowledged_at IS NOT NULL",
        &[&member, &id, &advice, &version],
    )?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("advice")
        .record(tx, who)
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

/// Ends an item: its minutes are made, each role stands in the list of whoever took it on, and where the municipality asks for a
/// report by a day, it is owed from now on.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] without a sitting, while nobody is named for a role, and once it
/// is over; [`Error::NotFound`] for anybody but whoever keeps the minutes.
pub fn finish(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &ClosingForm) -> Result<()> {
    let keeper = minuting(tx, who, id)?;
    let mut faults = Faults::default();
    let outcome: Option<Outcome> = faults.choice("outcome", "結論", &form.outcome);
    let note = faults.text("outcome_note", "結論のことば", &form.outcome_note);
    if outcome == Some(Outcome::Conditional) && note.is_empty() {
        faults.add("outcome_note", message::error_required("条件"));
    }
    keeper.names_those_who_agreed(tx, &[("outcome_note", &note)], &mut faults)?;
    let next_on = next_day(&mut faults, form, outcome, who.now.day());
    faults.done()?;
    let (placed, ground, met_on): (bool, Ground, Day) = tx
        .one("SELECT sitting_id IS NOT NULL, ground, meets_on FROM conference_items WHERE id = $1", &[&id])?;
    if !placed {
        return Err(Error::Conflict(message::conference_without_sitting()));
    }
    let open = assignment::without_owner(tx, id)?;
    if open > 0 {
        return Err(Error::Conflict(message::assignments_open(open)));
    }
    let owed = owed_report::due(installed::profile(tx)?.as_ref(), ground, met_on);
    let (due_on, with_sitting) = (owed.map(|owed| owed.0), owed.is_some_and(|owed| owed.1));
    tx.exec_one(
        "UPDATE conference_items SET outcome = $2, outcome_note = $3, next_on = $4, held_at = $5, report_due_on = $6,
             report_with_sitting = $7, version = version + 1 WHERE id = $1 AND held_at IS NULL",
        &[&id, &outcome, &note, &next_on, &who.now, &due_on, &with_sitting],
    )?;
    drafts::forget(tx, who, "conference-point", id.as_str())?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(keeper.case)
        .for_purpose("finish")
        .record(tx, who)
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
