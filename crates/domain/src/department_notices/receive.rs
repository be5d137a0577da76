use kernel::{Agency, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{DepartmentNotice, NoticeConsent, NoticeGround, Passing, Receipt, way};
use crate::access::{self, Act, Eye, shielded};
use crate::audit::{Action, Event, Kind};
use crate::consultations::{Consultation, Urgency};

/// A line of the list of a counter.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeLine {
    /// The notice.
    pub id: Id<DepartmentNotice>,
    /// Its number.
    pub number: String,
    /// Which department sent it.
    pub from: String,
    /// When.
    pub sent_at: Instant,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub status: Receipt,
}
row!(NoticeLine { id, number, from, sent_at, urgency, status });

/// A notice, for the counter that was told.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    /// The notice.
    pub id: Id<DepartmentNotice>,
    /// Its number.
    pub number: String,
    /// Which department sent it.
    pub from: String,
    /// The same, for looking it up.
    #[serde(skip)]
    pub(super) from_agency: Id<Agency>,
    /// Who there.
    pub sender: String,
    /// When.
    pub sent_at: Instant,
    /// 気づいたこと.
    pub content: String,
    /// Whom it concerns; empty if nobody was named.
    pub person_name: String,
    /// How to reach the person; empty if nobody said, and once the person turned out to be protected.
    pub reached_by: String,
    /// What the person said to the department.
    pub consent: NoticeConsent,
    /// On which ground the department told.
    pub ground: NoticeGround,
    /// Which task, or what danger.
    pub ground_note: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Where it stands.
    pub status: Receipt,
    /// What was done, for the counter alone.
    pub answer_note: String,
    /// When.
    pub answered_at: Option<Instant>,
    /// What it became, if it was taken up.
    pub consultation: Option<Id<Consultation>>,
}
row!(NoticeView {
    id,
    number,
    from,
    from_agency,
    sender,
    sent_at,
    content,
    person_name,
    reached_by,
    consent,
    ground,
    ground_note,
    urgency,
    status,
    answer_note,
    answered_at,
    consultation,
});

/// Notices that one's own counter was told, those that wait first.
///
/// # Errors
/// Those of the database.
pub fn received(tx: &Tx<'_>, who: &Scope) -> Result<Vec<NoticeLine>> {
    access::casework(who)?;
    let found = lines(tx, who, "1 = 1")?;
    Event::many(Action::List, Kind::Notice, found.iter().map(|line| line.id)).record(tx, who)?;
    Ok(found)
}

/// Those of them that wait: for the first page.
///
/// # Errors
/// Those of the database.
pub fn waiting(tx: &Tx<'_>, who: &Scope) -> Result<Vec<NoticeLine>> {
    let found = lines(tx, who, "d.status = 'received'")?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Notice, found.iter().map(|line| line.id)).record(tx, who)?;
    }
    Ok(found)
}

fn lines(tx: &Tx<'_>, who: &Scope, which: &str) -> Result<Vec<NoticeLine>> {
    let sql = format!(
        "SELECT d.id, d.code, a.name, d.sent_at, d.urgency, d.status FROM department_notices d
         JOIN agencies a ON a.id = d.from_agency_id WHERE {which} AND {}
         ORDER BY CASE d.status WHEN 'received' THEN 0 ELSE 1 END,
             CASE d.urgency WHEN 'immediate' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END, d.sent_at DESC, d.id LIMIT 100",
        access::one(who, access::Kind::Notice, Act::List)
    );
    tx.all(&sql, &Eye::of(who).with(&[]))
}

/// A notice in sight, with who had it before.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<DepartmentNotice>) -> Result<(NoticeView, Vec<Passing>)> {
    let notice = find(tx, who, id, Act::Read)?;
    Event::new(Action::Read, Kind::Notice, id).record(tx, who)?;
    Ok((notice, way::of_notice(tx, id)?))
}

/// A notice with which somebody may do something; the log has who tried without a ground.
pub(super) fn find(tx: &Tx<'_>, who: &Scope, id: Id<DepartmentNotice>, act: Act) -> Result<NoticeView> {
    let found = tx.opt(
        &format!(
            "SELECT d.id, d.code, a.name, a.id, s.name, d.sent_at, d.content, d.person_name,
                 CASE WHEN EXISTS (SELECT 1 FROM consultations ck WHERE ck.id = d.consultation_id AND {}) THEN '' ELSE d.reached_by END,
                 d.consent_state, d.ground, d.ground_note, d.urgency, d.status, d.answer_note, d.answered_at, d.consultation_id
             FROM department_notices d JOIN agencies a ON a.id = d.from_agency_id JOIN staff s ON s.id = d.from_staff_id
             WHERE d.id = $4 AND {}",
            shielded("ck.person_id"),
            access::one(who, access::Kind::Notice, act)
        ),
        &Eye::of(who).with(&[&id]),
    )?;
    if found.is_none() {
        Event::new(act.logged(), Kind::Notice, id).refused().record(tx, who)?;
    }
    found.ok_or(Error::NotFound)
}
