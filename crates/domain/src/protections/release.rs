//! 住所の開示: one custodian asks, another one approves with a fresh second factor, the first one sees it once.

use kernel::{Agency, Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Row, Tx};

use super::mates::mates;
use super::{Decision, Method, Protection, Purpose, custody};
use crate::access::Bases;
use crate::access::conflict::{self, Side};
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Contact, Person};
use crate::{Choice, Faults, installed};

/// Minutes for which a request waits, and for which an approval holds.
const MINUTES: i64 = 30;
/// Seconds for which the page shows what was released.
pub const SHOWN_SECONDS: i64 = 120;

/// What the first custodian writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReleaseForm {
    /// Whose contacts: the protected person's when empty, or of somebody who lives with them.
    pub person: String,
    /// 渡す先, by name.
    pub recipient: String,
    /// The agency of the recipient, if it is one of the system.
    pub agency: String,
    /// Key of a [`Purpose`].
    pub purpose: String,
    /// The article, for a statute.
    pub statute: String,
    /// Key of a [`Method`].
    pub method: String,
    /// Why.
    pub reason: String,
}

/// What the second custodian writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// Key of a [`Decision`].
    pub decision: String,
    /// 自分で渡す先に電話で確かめた.
    pub called: String,
    /// Why not.
    pub refusal_reason: String,
    /// The six digits of the authenticator, checked before by [`crate::staff::second_factor`].
    pub code: String,
}

/// A request, as custodians see it. Never what is released.
#[derive(Debug, Clone, Serialize)]
pub struct Release {
    /// The request.
    pub id: Id<Release>,
    /// Of which protection.
    pub protection: Id<Protection>,
    /// Whose contacts.
    pub person: Id<Person>,
    /// What to call them.
    pub person_name: String,
    /// 渡す先.
    pub recipient: String,
    /// Its agency.
    pub agency_name: Option<String>,
    /// What for.
    pub purpose: Purpose,
    /// The article, for a statute.
    pub statute: String,
    /// How it is told.
    pub method: Method,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub requested_by: Id<Staff>,
    /// Their name.
    pub requester: String,
    /// When.
    pub requested_at: Instant,
    /// What became of it.
    pub decision: Decision,
    /// Why not.
    pub refusal_reason: String,
    /// Who decided.
    pub decider: Option<String>,
    /// Until when it may be decided, and then shown.
    pub until_at: Instant,
    /// When it was shown.
    pub shown_at: Option<Instant>,
}

impl FromRow for Release {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            protection: row.get(1)?,
            person: row.get(2)?,
            person_name: people::display(&row.get::<String>(3)?, &row.get::<String>(4)?),
            recipient: row.get(5)?,
            agency_name: row.get(6)?,
            purpose: row.get(7)?,
            statute: row.get(8)?,
            method: row.get(9)?,
            reason: row.get(10)?,
            requested_by: row.get(11)?,
            requester: row.get(12)?,
            requested_at: row.get(13)?,
            decision: row.get(14)?,
            refusal_reason: row.get(15)?,
            decider: row.get(16)?,
            until_at: row.get(17)?,
            shown_at: row.get(18)?,
        })
    }
}

impl Release {
    /// Whether somebody else may decide about it now.
    pub fn waits(&self, now: Instant) -> bool {
        self.decision == Decision::Waiting && now < self.until_at
    }

    /// Whether the one who asked may have it shown now.
    pub fn is_ready(&self, now: Instant) -> bool {
        self.decision == Decision::Approved && self.shown_at.is_none() && now < self.until_at
    }

    /// What became of it, in words.
    pub fn state(&self, now: Instant) -> &'static str {
        match self.decision {
            _ if self.shown_at.is_some() => "1回表示しました",
            Decision::Waiting | Decision::Approved if now >= self.until_at => "時間がたって取り消されました",
            decision => decision.label(),
        }
    }
}

const SELECT: &str = "SELECT r.id, r.protection_id, r.person_id, p.name, p.nickname, r.recipient, a.name, r.purpose, r.statute,
        r.method, r.reason, r.requested_by, s.name, r.requested_at, r.decision, r.refusal_reason, d.name, r.until_at, r.shown_at
    FROM address_releases r JOIN people p ON p.id = r.person_id JOIN staff s ON s.id = r.requested_by
    LEFT JOIN agencies a ON a.id = r.agency_id LEFT JOIN staff d ON d.id = r.decided_by";

/// Requests of a protection, latest first.
pub(super) fn of(tx: &Tx<'_>, id: Id<Protection>) -> Result<Vec<Release>> {
    tx.all(
        &format!("{SELECT} WHERE r.protection_id = $1 ORDER BY r.requested_at DESC, r.id LIMIT 50"),
        &[&id],
    )
}

/// A request of a protection, for custodians.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub fn release(tx: &Tx<'_>, who: &Scope, id: Id<Protection>, release: Id<Release>) -> Result<Release> {
    custody::seen(tx, who, id)?;
    let found: Release =
        tx.one(&format!("{SELECT} WHERE r.id = $1 AND r.protection_id = $2"), &[&release, &id])?;
    Event::new(Action::Read, Kind::Protection, release)
        .on(Bases::NONE)
        .for_purpose("release")
        .record(tx, who)?;
    Ok(found)
}

struct New {
    person: Id<Person>,
    recipient: String,
    agency: Option<Id<Agency>>,
    purpose: Purpose,
    statute: String,
    method: Method,
    reason: String,
}

/// Asks for a release. The recipient is held against the adverse parties, their households and agencies at once: then the
/// request is written down as barred, and nobody can approve it.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] with every fault.
pub fn request(tx: &Tx<'_>, who: &Scope, id: Id<Protection>, form: &ReleaseForm) -> Result<Id<Release>> {
    let row = custody::open(tx, who, id)?;
    let new = check(tx, who, id, row.person, form)?;
    let barred = is_barred(tx, row.person, new.person, &new.recipient, new.agency)?;
    let decision = if barred { Decision::Barred } else { Decision::Waiting };
    let release: Id<Release> = tx.new_id();
    tx.exec(
        "INSERT INTO address_releases (id, protection_id, person_id, recipient, agency_id, purpose, statute, method, reason,
             requested_by, requested_at, decision, refusal_reason, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13)",
        &[
            &release, &id, &new.person, &new.recipient, &new.agency, &new.purpose, &new.statute, &new.method, &new.reason,
            &who.staff, &who.now, &decision, &who.now.plus_seconds(60 * MINUTES),
        ],
    )?;
    let event = Event::new(Action::Create, Kind::Protection, release).on(Bases::NONE);
    let event = event.for_purpose(&format!("request release {}", new.purpose.key()));
    if barred { event.refused() } else { event }.record(tx, who)?;
    Ok(release)
}

fn check(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Protection>,
    protected: Id<Person>,
    form: &ReleaseForm,
) -> Result<New> {
    let mut faults = Faults::default();
    let recipient = faults.required_line("recipient", "渡す先", &form.recipient);
    let purpose: Option<Purpose> = faults.choice("purpose", "目的", &form.purpose);
    let statute = if purpose == Some(Purpose::Law) {
        faults.required_line("statute", "法令の条文", &form.statute)
    } else {
        faults.line("statute", "法令の条文", &form.statute)
    };
    let method: Option<Method> = faults.choice("method", "方法", &form.method);
    let reason = faults.required_text("reason", "理由", &form.reason);
    let agency =
        if form.agency.is_empty() { None } else { installed::agency(tx, &form.agency)?.map(|a| a.id) };
    if agency.is_none() && !form.agency.is_empty() {
        faults.add("agency", message::error_unknown_choice("渡す先の機関"));
    }
    let person = whose(tx, who, id, protected, &form.person)?;
    if person.is_none() {
        faults.add("person", message::error_choose_one("だれの連絡先か"));
    }
    faults.done()?;
    let (Some(purpose), Some(method), Some(person)) = (purpose, method, person) else {
        return Err(Error::NotFound);
    };
    Ok(New { person, recipient, agency, purpose, statute, method, reason })
}

/// The protected person, or somebody who is shielded with them and from whom nothing bars the custodian.
fn whose(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Protection>,
    protected: Id<Person>,
    chosen: &str,
) -> Result<Option<Id<Person>>> {
    if chosen.is_empty() || chosen == protected.as_str() {
        return Ok(Some(protected));
    }
    let shielded = mates(tx, who, id)?;
    Ok(shielded.into_iter().map(|mate| mate.person).find(|mate| mate.as_str() == chosen))
}

fn is_barred(
    tx: &Tx<'_>,
    protected: Id<Person>,
    person: Id<Person>,
    recipient: &str,
    agency: Option<Id<Agency>>,
) -> Result<bool> {
    for side in [Side::Person(protected), Side::Person(person)] {
        if conflict::name_faces(tx, side, recipient)? {
            return Ok(true);
        }
        if let Some(agency) = agency
            && conflict::agency_faces(tx, side, agency)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Decides about a request: another custodian than the one who asked, who has called the recipient. An approval holds for
/// half an hour. What turned out to go to the adverse side is barred whatever was decided.
///
/// # Errors
/// [`Error::NotFound`] for anybody but a custodian; [`Error::Invalid`] with every fault, for the one who asked, and if it
/// was decided before, or too late.
pub fn decide(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Protection>,
    release: Id<Release>,
    form: &Verdict,
) -> Result<Decision> {
    let row = custody::open(tx, who, id)?;
    let mut faults = Faults::default();
    let decision: Option<Decision> = faults
        .choice("decision", "判断", &form.decision)
        .filter(|d| matches!(d, Decision::Approved | Decision::Refused));
    if decision.is_none() && !faults.any() {
        faults.add("decision", message::error_choose_one("判断"));
    }
    let refusal = faults.line("refusal_reason", "断る理由", &form.refusal_reason);
    if decision == Some(Decision::Refused) && refusal.is_empty() {
        faults.add("refusal_reason", message::error_required("断る理由"));
    }
    if decision == Some(Decision::Approved) && form.called != "true" {
        faults.add("called", message::error_required("渡す先への電話"));
    }
    faults.done()?;
    let mut decision = decision.ok_or(Error::NotFound)?;
    let asked: Release =
        tx.one(&format!("{SELECT} WHERE r.id = $1 AND r.protection_id = $2"), &[&release, &id])?;
    if asked.requested_by == who.staff {
        return Err(Error::invalid("decision", message::needs_second_person()));
    }
    let agency: Option<Id<Agency>> =
        tx.one("SELECT agency_id FROM address_releases WHERE id = $1", &[&release])?;
    if decision == Decision::Approved && is_barred(tx, row.person, asked.person, &asked.recipient, agency)? {
        decision = Decision::Barred;
    }
    let decided = tx.changed(
        "UPDATE address_releases SET decision = $2, refusal_reason = $3, decided_by = $4, decided_at = $5, until_at = $6
         WHERE id = $1 AND decision = '' AND until_at > $5",
        &[&release, &decision, &refusal, &who.staff, &who.now, &who.now.plus_seconds(60 * MINUTES)],
    )?;
    if decided == 0 {
        return Err(Error::invalid("", message::release_is_over()));
    }
    let event = Event::new(Action::Change, Kind::Protection, release).on(Bases::NONE);
    let event = event.for_purpose(&format!("release {}", decision.key()));
    if decision == Decision::Approved { event } else { event.refused() }.record(tx, who)?;
    Ok(decision)
}

/// Shows what was released: to the custodian who asked for it, once, while the approval holds.
///
/// # Errors
/// [`Error::NotFound`] for anybody else; [`Error::Invalid`] a second time, too late, or after the recipient turned out to
/// be on the adverse side.
pub fn show(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<Protection>,
    release: Id<Release>,
) -> Result<(Release, Vec<Contact>)> {
    let row = custody::open(tx, who, id)?;
    let found: Release =
        tx.one(&format!("{SELECT} WHERE r.id = $1 AND r.protection_id = $2"), &[&release, &id])?;
    if found.requested_by != who.staff || !custody::is_free(tx, who, found.person)? {
        return Err(Error::NotFound);
    }
    let (decider, agency): (Option<Id<Staff>>, Option<Id<Agency>>) =
        tx.one("SELECT decided_by, agency_id FROM address_releases WHERE id = $1", &[&release])?;
    if decider.is_none_or(|decider| decider == who.staff)
        || is_barred(tx, row.person, found.person, &found.recipient, agency)?
    {
        return Err(Error::invalid("", message::release_is_over()));
    }
    let shown = tx.changed(
        "UPDATE address_releases SET shown_at = $2 WHERE id = $1 AND decision = 'approved' AND shown_at IS NULL AND until_at > $2",
        &[&release, &who.now],
    )?;
    if shown == 0 {
        return Err(Error::invalid("", message::release_is_over()));
    }
    Event::new(Action::Reveal, Kind::Protection, release)
        .on(Bases::NONE)
        .for_purpose("release shown")
        .record(tx, who)?;
    Event::new(Action::Reveal, Kind::Person, found.person)
        .on(Bases::NONE)
        .for_purpose("release shown")
        .record(tx, who)?;
    let contacts = people::all_contacts_of(tx, found.person)?;
    Ok((found, contacts))
}
