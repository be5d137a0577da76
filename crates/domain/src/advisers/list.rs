use std::collections::HashMap;

use kernel::{Day, Id, Instant, Message, Result, Scope, Staff, message};
use serde::Serialize;
use store::{FromRow, Param, Tx, row};

use super::{Field, keeps};
use crate::Choice as _;
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};

/// Somebody who may be asked for advice, as everybody reads who prepares an item.
#[derive(Debug, Clone, Serialize)]
pub struct Adviser {
    /// The entry.
    pub id: Id<Adviser>,
    /// 氏名.
    pub name: String,
    /// 分野.
    pub field: Field,
    /// 所属.
    pub affiliation: String,
    /// When they can be asked.
    pub availability: String,
    /// Whether they sign in themselves.
    pub signs_in: bool,
    /// Since when they stand in the register.
    pub registered_at: Instant,
    /// When the entry was changed last.
    pub changed_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Pledges of secrecy, the latest first.
    pub pledges: Vec<Pledge>,
    /// Whether one of them holds today.
    pub pledged: bool,
    /// How often they were asked: for those who keep the register.
    pub counts: Option<Counts>,
}

impl Adviser {
    /// In one line, as they are picked.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.name, self.field.label(), self.affiliation)
    }

    /// Whether they can be invited to an item: its papers are open to whoever accepts.
    pub fn can_be_invited(&self) -> bool {
        self.signs_in && self.pledged && self.ended_at.is_none()
    }
}

/// 守秘の誓約.
#[derive(Debug, Clone, Serialize)]
pub struct Pledge {
    /// When it was signed.
    pub pledged_on: Day,
    /// The version of its words.
    pub wording: String,
    /// The last day on which it holds.
    pub until_on: Option<Day>,
}
row!(Pledge { pledged_on, wording, until_on });

impl Pledge {
    fn holds(&self, today: Day) -> bool {
        self.pledged_on <= today && self.until_on.is_none_or(|until| until >= today)
    }
}

/// 件数, over all items. In which ones stands with the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Invitations to an item.
    pub invited: i64,
    /// Items in which advice was given.
    pub advised: i64,
}

pub(super) struct Row {
    id: Id<Adviser>,
    pub(super) name: String,
    pub(super) field: Field,
    pub(super) affiliation: String,
    pub(super) availability: String,
    signs_in: bool,
    registered_at: Instant,
    changed_at: Instant,
    ended_at: Option<Instant>,
}
row!(Row { id, name, field, affiliation, availability, signs_in, registered_at, changed_at, ended_at });

pub(super) fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<Row>> {
    tx.all(
        &format!(
            "SELECT v.id, v.name, v.field, v.affiliation, v.availability, v.staff_id IS NOT NULL, v.registered_at, v.changed_at,
                 v.ended_at FROM advisers v WHERE {condition}"
        ),
        params,
    )
}

/// The register: entries in force, and those that have ended for whoever keeps it. Nothing for those who neither keep it nor
/// prepare items.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Adviser>> {
    let keeps = keeps(tx, who)?;
    if !keeps && access::casework(who).is_err() {
        return Ok(Vec::new());
    }
    let condition = if keeps { "1 = 1" } else { "v.ended_at IS NULL" };
    let order = "ORDER BY CASE WHEN v.ended_at IS NULL THEN 0 ELSE 1 END, v.field, v.name, v.id LIMIT 500";
    let rows = select(tx, &format!("{condition} {order}"), &[])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    Event::many(Action::List, Kind::Adviser, rows.iter().map(|row| row.id))
        .on(Bases::NONE)
        .record(tx, who)?;
    let today = who.now.day();
    let (mut pledges, counts) = (every_pledge(tx)?, if keeps { every_count(tx)? } else { HashMap::new() });
    let adviser = |row: Row| {
        let pledges = pledges.remove(&row.id).unwrap_or_default();
        Adviser {
            pledged: pledges.iter().any(|pledge| pledge.holds(today)),
            counts: counts.get(&row.id).copied(),
            pledges,
            id: row.id,
            name: row.name,
            field: row.field,
            affiliation: row.affiliation,
            availability: row.availability,
            signs_in: row.signs_in,
            registered_at: row.registered_at,
            changed_at: row.changed_at,
            ended_at: row.ended_at,
        }
    };
    Ok(rows.into_iter().map(adviser).collect())
}

/// The pledges of everybody, the latest first.
fn every_pledge(tx: &Tx<'_>) -> Result<HashMap<Id<Adviser>, Vec<Pledge>>> {
    let signed: Vec<Signed> = tx.all(
        "SELECT adviser_id, pledged_on, wording, until_on FROM adviser_pledges ORDER BY pledged_on DESC, id DESC",
        &[],
    )?;
    let mut by_adviser: HashMap<_, Vec<Pledge>> = HashMap::new();
    for Signed(adviser, pledge) in signed {
        by_adviser.entry(adviser).or_default().push(pledge);
    }
    Ok(by_adviser)
}

/// A pledge, and whose it is.
struct Signed(Id<Adviser>, Pledge);

impl FromRow for Signed {
    fn from_row(row: &store::Row<'_>) -> Result<Self> {
        let pledge = Pledge { pledged_on: row.get(1)?, wording: row.get(2)?, until_on: row.get(3)? };
        Ok(Self(row.get(0)?, pledge))
    }
}

fn pledges(tx: &Tx<'_>, id: Id<Adviser>) -> Result<Vec<Pledge>> {
    tx.all(
        "SELECT pledged_on, wording, until_on FROM adviser_pledges WHERE adviser_id = $1 ORDER BY pledged_on DESC, id DESC",
        &[&id],
    )
}

/// How often everybody was asked.
fn every_count(tx: &Tx<'_>) -> Result<HashMap<Id<Adviser>, Counts>> {
    let all: Vec<(Id<Adviser>, i64, i64)> = tx.all(
        "SELECT v.id, (SELECT count(*) FROM conference_members m WHERE m.adviser_id = v.id),
             (SELECT count(*) FROM (SELECT m.item_id FROM conference_members m WHERE m.adviser_id = v.id AND m.advice <> ''
                 UNION SELECT d.item_id FROM conference_advice d WHERE d.adviser_id = v.id) advised)
         FROM advisers v",
        &[],
    )?;
    Ok(all.into_iter().map(|(id, invited, advised)| (id, Counts { invited, advised })).collect())
}

/// An entry that was picked for an item.
pub(crate) struct Ready {
    pub(crate) id: Id<Adviser>,
    pub(crate) name: String,
    pub(crate) field: Field,
    pub(crate) affiliation: String,
    /// The account.
    pub(crate) staff: Option<Id<Staff>>,
    /// Whether a pledge holds today.
    pub(crate) pledged: bool,
}

/// The entry in force of an id that was picked; what to say if there is none.
pub(crate) fn ready(tx: &Tx<'_>, who: &Scope, given: &str) -> Result<std::result::Result<Ready, Message>> {
    let Some(row) = select(tx, "v.id = $1 AND v.ended_at IS NULL", &[&given])?.pop() else {
        return Ok(Err(message::adviser_unknown()));
    };
    let today = who.now.day();
    Ok(Ok(Ready {
        staff: tx.one("SELECT staff_id FROM advisers WHERE id = $1", &[&row.id])?,
        pledged: pledges(tx, row.id)?.iter().any(|pledge| pledge.holds(today)),
        id: row.id,
        name: row.name,
        field: row.field,
        affiliation: row.affiliation,
    }))
}
