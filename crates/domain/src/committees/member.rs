use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Committee, MemberField, keeper, register};
use crate::Faults;
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};

/// A member of a body.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The seat.
    pub id: Id<Member>,
    /// Name; empty where the seat belongs to an office.
    pub name: String,
    /// 所属・役職.
    pub organisation: String,
    /// From which field.
    pub field: MemberField,
    /// The first day.
    pub from_on: Day,
    /// The last day; none while it goes on.
    pub to_on: Option<Day>,
}
row!(Member { id, name, organisation, field, from_on, to_on });

/// A member as somebody enters one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberForm {
    /// Name; empty where the seat belongs to an office.
    pub name: String,
    /// 所属・役職.
    pub organisation: String,
    /// Key of [`MemberField`].
    pub field: String,
    /// The first day; today when empty.
    pub from: String,
    /// The last day; empty while it goes on.
    pub to: String,
}

/// The last day of a member.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// As typed; today when empty.
    pub to: String,
}

/// The members of a body, those who sit there on a day first.
pub(super) fn of(tx: &Tx<'_>, key: &str, today: Day) -> Result<Vec<Member>> {
    tx.all(
        "SELECT m.id, m.name, m.organisation, m.field, m.from_on, m.to_on FROM committee_members m
         JOIN committees c ON c.id = m.committee_id WHERE c.key = $1
         ORDER BY CASE WHEN m.to_on IS NULL OR m.to_on >= $2 THEN 0 ELSE 1 END, m.from_on, m.recorded_at, m.id",
        &[&key, &today],
    )
}

/// Adds a member to a body.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not keep the register, and for a body that there is not.
pub fn add_member(tx: &Tx<'_>, who: &Scope, key: &str, form: &MemberForm) -> Result<Id<Member>> {
    let id: Id<Member> = tx.new_id();
    keeper(tx, who, Action::Create, Kind::Committee, id)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let name = faults.line("name", "氏名", &form.name);
    let organisation = faults.required_line("organisation", "所属・役職", &form.organisation);
    let field: Option<MemberField> = faults.choice("field", "分野", &form.field);
    let from = faults.due_day("from", "始まりの日", &form.from, today).unwrap_or(today);
    let to = faults.due_day("to", "終わりの日", &form.to, today);
    if to.is_some_and(|to| to < from) {
        faults.add("to", message::error_date_order(from.text_form()));
    }
    faults.done()?;
    let committee: Id<Committee> = register::enrol(tx, who, key)?;
    let field = field.ok_or(Error::NotFound)?;
    tx.exec(
        "INSERT INTO committee_members (id, committee_id, name, organisation, field, from_on, to_on, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[&id, &committee, &name, &organisation, &field, &from, &to, &who.staff, &who.now],
    )?;
    Event::new(Action::Create, Kind::Committee, committee)
        .on(Bases::NONE)
        .for_purpose("member")
        .record(tx, who)?;
    Ok(id)
}

/// Ends the seat of a member; the row stays, so that reports of earlier days stay true.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not keep the register, and for a seat that has ended.
pub fn end_member(tx: &Tx<'_>, who: &Scope, id: Id<Member>, form: &EndForm) -> Result<()> {
    keeper(tx, who, Action::Change, Kind::Committee, id)?;
    let (committee, from): (Id<Committee>, Day) = tx
        .one("SELECT committee_id, from_on FROM committee_members WHERE id = $1 AND to_on IS NULL", &[&id])?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let to = faults.due_day("to", "終わりの日", &form.to, today).unwrap_or(today);
    if to < from {
        faults.add("to", message::error_date_order(from.text_form()));
    }
    faults.done()?;
    tx.exec_one("UPDATE committee_members SET to_on = $2 WHERE id = $1 AND to_on IS NULL", &[&id, &to])?;
    let event = Event::new(Action::Change, Kind::Committee, committee).on(Bases::NONE);
    event.for_purpose("member").record(tx, who)
}
