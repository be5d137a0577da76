//! 連絡票を回す: the counter that was told is the wrong one, and another counter gets the notice. The department that sent it hears
//! of that as little as of anything else.

use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{DepartmentNotice, NoticeGround, NoticeView, Passing, Receipt, Receiver, answer, send};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, look_backs, naming};

/// To where, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PassingForm {
    /// Id of another counter.
    pub to_agency: String,
    /// 回す理由: for the counters that have the notice, and never for the department.
    pub reason: String,
}

/// What the counter that passed a notice on keeps of it: that it went, and to where. Neither what was told nor what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct PassedLine {
    /// Number of the notice.
    pub number: String,
    /// When it went.
    pub passed_at: Instant,
    /// To which counter.
    pub to: String,
    /// Why.
    pub reason: String,
    #[serde(skip)]
    notice: Id<DepartmentNotice>,
}
row!(PassedLine { number, passed_at, to, reason, notice });

/// Counters to which somebody can pass a notice on: those that can be told, but for one's own and the office that sent it.
///
/// # Errors
/// Those of the database.
pub fn counters(tx: &Tx<'_>, who: &Scope, notice: &NoticeView) -> Result<Vec<Receiver>> {
    let mut all = send::receivers(tx, who)?;
    all.retain(|one| one.id != notice.from_agency);
    Ok(all)
}

/// Passes a notice on to another counter, from which moment it is that counter's and out of one's own sight.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if it was dealt with; [`Error::Stale`] if it went on before;
/// [`Error::NotFound`] out of sight.
pub fn pass_on(tx: &Tx<'_>, who: &Scope, id: Id<DepartmentNotice>, form: &PassingForm) -> Result<()> {
    let notice = answer::open(tx, who, id)?;
    let mut faults = Faults::default();
    let to = counters(tx, who, &notice)?.into_iter().find(|one| one.id.as_str() == form.to_agency);
    if to.is_none() {
        faults.add("to_agency", message::error_choose_one("回す窓口"));
    }
    let reason = faults.required_text("reason", "回す理由", &form.reason);
    if notice.ground == NoticeGround::None {
        naming::refuse_unseen(&mut faults, "reason", &reason);
    }
    for word in look_backs::places(&reason) {
        faults.add("reason", message::notice_without_address(word));
    }
    faults.done()?;
    let Some(to) = to else { return Err(Error::NotFound) };
    tx.exec_one(
        "UPDATE department_notices SET to_agency_id = $3 WHERE id = $1 AND to_agency_id = $2 AND status = $4",
        &[&id, &who.agency, &to.id, &Receipt::Received],
    )?;
    let row: Id<Passing> = tx.new_id();
    tx.exec(
        "INSERT INTO department_notice_passings (id, notice_id, from_agency_id, to_agency_id, reason, passed_by, passed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&row, &id, &who.agency, &to.id, &reason, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Notice, id).for_purpose("passed on").record(tx, who)
}

/// Notices that one's own counter passed on, the newest first.
///
/// # Errors
/// Those of the database.
pub fn passed_on(tx: &Tx<'_>, who: &Scope) -> Result<Vec<PassedLine>> {
    let sql = format!(
        "SELECT d.code, o.passed_at, b.name, o.reason, d.id FROM department_notice_passings o
         JOIN department_notices d ON d.id = o.notice_id JOIN agencies b ON b.id = o.to_agency_id
         WHERE o.from_agency_id = $1 AND {} ORDER BY o.passed_at DESC, o.id LIMIT 100",
        access::one(who, access::Kind::Notice, Act::Exist)
    );
    let found: Vec<PassedLine> = tx.all(&sql, &Eye::of(who).with(&[]))?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::Notice, found.iter().map(|line| line.notice)).record(tx, who)?;
    }
    Ok(found)
}
