use kernel::{Agency, Error, Id, Result, Role, Scope, Staff, fold, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ConferenceItem, Ground, MemberLine, Part, Status, item, notice};
use crate::Faults;
use crate::access::{self, Act, Bases, Basis, conflict};
use crate::advisers::{self, Adviser};
use crate::audit::{Action, Event, Kind};

/// Whom to invite.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// 職員番号: members are named people.
    pub login: String,
    /// Key of [`Part`]; a member when empty, and what the register says of an adviser.
    pub part: String,
    /// Id of an [`Adviser`]: whoever advises is picked from the register.
    pub adviser: String,
}

/// Who was found to be invited, and in which field of the form they were named.
struct Guest {
    field: &'static str,
    staff: Id<Staff>,
    part: Part,
    adviser: Option<Id<Adviser>>,
}

/// Invites a named person. Before that another person has decided that the conference is convened. Whoever advises comes from
/// the register, and has pledged secrecy before any paper opens.
///
/// # Errors
/// [`Error::Invalid`] for nobody, for an adviser without a pledge, and for whoever may not be asked, without telling why;
/// [`Error::Conflict`] before the decision; [`Error::NotFound`] for anybody but the convener.
pub fn invite(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &InviteForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    convened(tx, id)?;
    let guest = guest(tx, who, form)?;
    let found: Option<(Id<Agency>, String)> = tx.opt(
        "SELECT f.agency_id, f.role FROM staff s JOIN affiliations f ON f.staff_id = s.id
         WHERE s.id = $1 AND s.active AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2) ORDER BY f.from_on, f.id LIMIT 1",
        &[&guest.staff, &who.now.day()],
    )?;
    let Some((agency, role)) = found else {
        return Err(Error::invalid(guest.field, message::staff_unknown()));
    };
    // Whoever runs the system, or watches over the log, reads no case; neither does the other side.
    let never =
        matches!(Role::from_key(&role), Some(Role::SystemAdministrator | Role::PrivacyOfficer) | None);
    if never
        || conflict::staff_is_adverse(tx, case, guest.staff)?
        || conflict::agency_is_adverse(tx, case, agency)?
    {
        return Err(Error::invalid(guest.field, message::invite_not_possible()));
    }
    covered(tx, who, id, agency, guest.field)?;
    seat(tx, who, id, (guest.staff, agency), (guest.part, guest.adviser))?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("invite").record(tx, who)
}

/// The account that a form names: by its number, or by its entry in the register.
fn guest(tx: &Tx<'_>, who: &Scope, form: &InviteForm) -> Result<Guest> {
    let mut faults = Faults::default();
    let usual = if form.adviser.is_empty() { Part::Member } else { Part::Expert };
    let part = faults.choice_or("part", "役割", &form.part, usual);
    if part.advises() {
        faults.done()?;
        return from_register(tx, who, form, part);
    }
    let login = faults.required_line("login", "職員番号", &form.login).to_lowercase();
    if !form.adviser.is_empty() {
        faults.add("part", message::error_unknown_choice("役割"));
    }
    faults.done()?;
    let staff: Option<Id<Staff>> = tx.opt("SELECT id FROM staff WHERE login = $1", &[&login])?;
    let staff = staff.ok_or_else(|| Error::invalid("login", message::staff_unknown()))?;
    Ok(Guest { field: "login", staff, part, adviser: None })
}

fn from_register(tx: &Tx<'_>, who: &Scope, form: &InviteForm, part: Part) -> Result<Guest> {
    let refused = |message| Error::invalid("adviser", message);
    let adviser = advisers::ready(tx, who, &form.adviser)?.map_err(refused)?;
    if !adviser.pledged {
        return Err(refused(message::adviser_without_pledge(&adviser.name)));
    }
    let staff = adviser.staff.ok_or_else(|| refused(message::adviser_without_account(&adviser.name)))?;
    let supervises = form.part.is_empty() && adviser.field == advisers::Field::Supervision;
    let part = if supervises { Part::Supervisor } else { part };
    Ok(Guest { field: "adviser", staff, part, adviser: Some(adviser.id) })
}

fn seat(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    (staff, agency): (Id<Staff>, Id<Agency>),
    (part, adviser): (Part, Option<Id<Adviser>>),
) -> Result<()> {
    let member: Id<MemberLine> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_members (id, item_id, staff_id, agency_id, invited_by, invited_at, acknowledged_as, part, adviser_id)
         VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8)
         ON CONFLICT (item_id, staff_id) DO UPDATE SET removed_at = NULL, declined_at = NULL, part = excluded.part,
             adviser_id = excluded.adviser_id, agency_id = excluded.agency_id,
             acknowledged_at = CASE WHEN conference_members.agency_id = excluded.agency_id THEN conference_members.acknowledged_at END",
        &[&member, &id, &staff, &agency, &who.staff, &who.now, &part, &adviser],
    )
}

/// Seats whoever took an item up for a sitting of the municipality: somebody whom nothing bars from its people. To a consented
/// item only where the consent reaches that office; it is on the sitting all the same.
pub(super) fn seat_secretary(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    if is_covered(tx, who, id, who.agency)? {
        seat(tx, who, id, (who.staff, who.agency), (Part::Secretariat, None))?;
    }
    Ok(())
}

/// Ends the seats of an office that sends an item back.
pub(super) fn unseat_secretaries(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    tx.exec(
        "UPDATE conference_members SET removed_at = $4 WHERE item_id = $1 AND agency_id = $2 AND part = $3 AND removed_at IS NULL",
        &[&id, &who.agency, &Part::Secretariat, &who.now],
    )
}

/// Ends the seats of secretaries whose office took an item up, where it does not come to that office's sitting any more: with the
/// item goes the seat. `of` is the column of a proposal `p` by which they are found.
pub(super) fn unseat_offices<T>(tx: &Tx<'_>, of: &str, id: &Id<T>) -> Result<()> {
    tx.exec(
        &format!(
            "UPDATE conference_members SET removed_at = $2 WHERE part = $3 AND removed_at IS NULL AND EXISTS
                 (SELECT 1 FROM conference_proposals p JOIN conference_sittings s ON s.id = p.sitting_id
                  WHERE {of} = $1 AND p.status = 'taken' AND p.item_id = conference_members.item_id
                  AND s.agency_id = conference_members.agency_id)"
        ),
        &[id, &tx.now(), &Part::Secretariat],
    )
}

/// To a consented item come those alone whose agency everybody of whom it tells has agreed to, and agencies that have the
/// case as their own task (ODA-15).
fn covered(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, agency: Id<Agency>, field: &str) -> Result<()> {
    if is_covered(tx, who, id, agency)? {
        return Ok(());
    }
    let name: String = tx.one("SELECT name FROM agencies WHERE id = $1", &[&agency])?;
    Err(Error::invalid(field, message::consent_scope_excluded(&name)))
}

/// Whether somebody of an agency may be told what an item tells; by the statute its members are bound instead.
pub(super) fn is_covered(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    agency: Id<Agency>,
) -> Result<bool> {
    let ground: Ground = tx.one("SELECT ground FROM conference_items WHERE id = $1", &[&id])?;
    if ground == Ground::Statute {
        return Ok(true);
    }
    let sql = format!("SELECT 1 FROM conference_items o WHERE o.id = $1 AND {}", access::COVERED);
    Ok(tx.opt::<i64>(&sql, &[&id, &agency, &who.now])?.is_some())
}

pub(super) fn convened(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<()> {
    let status: Status = tx.one("SELECT status FROM conference_items WHERE id = $1", &[&id])?;
    if status == Status::Approved { Ok(()) } else { Err(Error::Conflict(message::conference_not_convened())) }
}

/// Ends a membership: with the next request the papers are gone.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the convener; [`Error::Stale`] if it has ended.
pub fn remove(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, member: Id<MemberLine>) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    tx.exec_one(
        "UPDATE conference_members SET removed_at = $3 WHERE id = $1 AND item_id = $2 AND removed_at IS NULL",
        &[&member, &id, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("remove").record(tx, who)
}

/// What a member writes to acknowledge.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcknowledgeForm {
    /// Whether the notice was read.
    pub read: String,
    /// One's own name.
    pub name: String,
}

/// Acknowledges the duty of secrecy for this item; it goes on when one has left (社会福祉法 106条の6).
///
/// # Errors
/// [`Error::Invalid`] without one's own name; [`Error::NotFound`] for anybody but an invited member.
pub fn acknowledge(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &AcknowledgeForm) -> Result<()> {
    let member = invited(tx, who, id)?;
    let mut faults = Faults::default();
    let name = faults.required_line("name", "氏名", &form.name);
    if form.read.is_empty() {
        faults.add("read", message::secrecy_not_read());
    }
    let own: String = tx.one("SELECT name FROM staff WHERE id = $1", &[&who.staff])?;
    if !name.is_empty() && fold::name(&name) != fold::name(&own) {
        faults.add("name", message::own_name_needed());
    }
    faults.done()?;
    tx.exec_one(
        "UPDATE conference_members SET acknowledged_at = $2, acknowledged_as = $3, acknowledged_version = $4
         WHERE id = $1 AND removed_at IS NULL",
        &[&member, &who.now, &name, &notice::version(who.now.day())],
    )?;
    let event = Event::new(Action::Change, Kind::Conference, id).on(Bases::from(Basis::Conference));
    event.for_purpose("secrecy acknowledged").record(tx, who)
}

/// Does not take part this time: a button, not a dead end.
///
/// # Errors
/// [`Error::NotFound`] for anybody but an invited member.
pub fn decline(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    let member = invited(tx, who, id)?;
    tx.exec_one("UPDATE conference_members SET declined_at = $2 WHERE id = $1", &[&member, &who.now])?;
    let event = Event::new(Action::Change, Kind::Conference, id).on(Bases::from(Basis::Conference));
    event.for_purpose("declined").record(tx, who)
}

/// The membership of whoever asks, in an item that is convened and not over.
pub(super) fn invited(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Id<MemberLine>> {
    let found: Option<Id<MemberLine>> = tx.opt(
        "SELECT m.id FROM conference_members m JOIN conference_items i ON i.id = m.item_id
         WHERE m.item_id = $1 AND m.staff_id = $2 AND m.agency_id = $3 AND m.declined_at IS NULL AND m.removed_at IS NULL
           AND i.status = 'approved' AND (i.closes_at IS NULL OR i.closes_at > $4)",
        &[&id, &who.staff, &who.agency, &who.now],
    )?;
    match found {
        Some(member) if who.accepted_rules && who.role != Role::SystemAdministrator => Ok(member),
        _ => {
            Event::new(Action::Read, Kind::Conference, id).refused().record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}
