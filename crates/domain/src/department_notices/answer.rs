use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::receive::{self, NoticeView};
use super::{DepartmentNotice, NoticeConsent, Receipt};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::consultations::{self, Channel, ConsentState, Consultation, Intake, VisitorKind};
use crate::{Choice, Faults};

/// Whom a notice that is taken up concerns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeUpForm {
    /// Id of a person whom the counter found or registered; empty while that is not known.
    pub person: String,
}

/// What was done about a notice that became no consultation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HandlingForm {
    /// したこと: for the counter alone, never for the department.
    pub done: String,
}

/// Takes a notice up as a consultation of one's own counter, brought by the department.
///
/// # Errors
/// [`Error::Conflict`] if it was dealt with before; [`Error::NotFound`] out of sight, and for a person out of sight.
pub fn take_up(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<DepartmentNotice>,
    form: &TakeUpForm,
) -> Result<Id<Consultation>> {
    let notice = open(tx, who, id)?;
    let consultation = consultations::receive(tx, who, &intake(&notice, &form.person))?.id;
    end(tx, who, id, "", Some(consultation))?;
    Event::new(Action::Change, Kind::Notice, id).for_purpose("taken up").record(tx, who)?;
    Ok(consultation)
}

/// Notes what was done about a notice without a consultation.
///
/// # Errors
/// [`Error::Invalid`] without words; [`Error::Conflict`] if it was dealt with before; [`Error::NotFound`] out of sight.
pub fn handle(tx: &Tx<'_>, who: &Scope, id: Id<DepartmentNotice>, form: &HandlingForm) -> Result<()> {
    open(tx, who, id)?;
    let mut faults = Faults::default();
    let done = faults.required_text("done", "したこと", &form.done);
    faults.done()?;
    end(tx, who, id, &done, None)?;
    Event::new(Action::Change, Kind::Notice, id).for_purpose("handled").record(tx, who)
}

/// A notice that waits at one's own counter.
pub(super) fn open(tx: &Tx<'_>, who: &Scope, id: Id<DepartmentNotice>) -> Result<NoticeView> {
    let notice = receive::find(tx, who, id, Act::Change)?;
    if notice.status == Receipt::Handled {
        return Err(Error::Conflict(message::notice_is_handled()));
    }
    Ok(notice)
}

fn end(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<DepartmentNotice>,
    note: &str,
    consultation: Option<Id<Consultation>>,
) -> Result<()> {
    tx.exec_one(
        "UPDATE department_notices SET status = $2, answer_note = $3, answered_by = $4, answered_at = $5, consultation_id = $6
         WHERE id = $1 AND status = $7",
        &[&id, &Receipt::Handled, &note, &who.staff, &who.now, &consultation, &Receipt::Received],
    )
}

/// What the counter would have written down, had the department come to it. How to reach the person stays in the notice.
fn intake(notice: &NoticeView, person: &str) -> Intake {
    let consent = match notice.consent {
        NoticeConsent::Agreed => ConsentState::Agreed,
        NoticeConsent::Refused => ConsentState::Refused,
        NoticeConsent::NotAsked => ConsentState::NotAsked,
    };
    let ground = match notice.ground_note.as_str() {
        "" => notice.ground.label().to_owned(),
        note => format!("{}: {note}", notice.ground.label()),
    };
    Intake {
        channel: Channel::Other.key().into(),
        visitor_kind: VisitorKind::Department.key().into(),
        visitor_name: notice.from.clone(),
        person: person.to_owned(),
        nickname: if person.is_empty() { notice.person_name.clone() } else { String::new() },
        content: format!("連絡票 {}({ground})\n{}", notice.number, notice.content),
        urgency: notice.urgency.key().into(),
        consent: consent.key().into(),
        information_from: notice.from.clone(),
        ..Intake::default()
    }
}
