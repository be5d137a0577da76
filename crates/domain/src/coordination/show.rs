use kernel::{Error, Id, Instant, Result, Role, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{ConsentState, Coordination, Progress, RequestLine, list};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};

/// The page of a request.
#[derive(Debug, Clone, Serialize)]
pub struct RequestView {
    /// Its line.
    #[serde(flatten)]
    pub line: RequestLine,
    /// What was asked, and how it was answered.
    #[serde(flatten)]
    pub words: Words,
    /// Who was asked, or took it on.
    pub receivers: Vec<String>,
    /// Names of the issue types.
    pub issues: Vec<String>,
    /// The case behind it, for those who see that case on a ground of their own.
    pub case_code: Option<String>,
    /// Whether the reader may answer.
    pub may_answer: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Whether the next step is the reader's to report.
    pub may_finish: bool,
}

/// The words of a request and of its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// 聞きたいこと.
    pub question: String,
    /// Why one agency cannot do it alone.
    pub reason: String,
    /// Where consent stands.
    pub consent: ConsentState,
    /// Who asked.
    pub asked_by: String,
    /// Who took it on, standing where.
    pub taken_by: Option<String>,
    /// What was advised.
    pub advice: String,
    /// Who answered, standing where.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<Instant>,
    /// What came of the last step, or why it was taken back.
    pub result: String,
    /// When it ended.
    pub ended_at: Option<Instant>,
}
row!(Words {
    question,
    reason,
    consent,
    asked_by,
    taken_by,
    advice,
    answered_by,
    answered_at,
    result,
    ended_at
});

/// The page of a request, for those who asked and those who were asked.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<RequestView> {
    let event = Event::new(Action::Read, Kind::Coordination, id);
    let Some(line) = list::select(tx, who, Act::Read, "q.id = $4", &[&id])?.pop() else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    event.record(tx, who)?;
    let asker = asks(tx, who, id)?;
    let words: Words = tx.one(
        "SELECT q.question, q.reason, q.consent_state, s.name, ta.name || ' ' || ts.name, q.advice, na.name || ' ' || ns.name,
                q.answered_at, q.result, q.ended_at
         FROM coordination_requests q JOIN staff s ON s.id = q.from_staff_id
         LEFT JOIN agencies ta ON ta.id = q.taken_agency_id LEFT JOIN staff ts ON ts.id = q.taken_by
         LEFT JOIN agencies na ON na.id = q.answered_agency_id LEFT JOIN staff ns ON ns.id = q.answered_by WHERE q.id = $1",
        &[&id],
    )?;
    let waits = matches!(line.status, Progress::Waiting | Progress::Taken);
    Ok(RequestView {
        words,
        receivers: tx.all(
            "SELECT a.name FROM coordination_receivers v JOIN agencies a ON a.id = v.agency_id
             WHERE v.request_id = $1 AND v.ended_at IS NULL ORDER BY a.name, a.id",
            &[&id],
        )?,
        issues: tx.all(
            "SELECT y.name FROM coordination_issues i JOIN issue_types y ON y.key = i.issue_type
             WHERE i.request_id = $1 ORDER BY y.position, y.key",
            &[&id],
        )?,
        case_code: case_code(tx, who, id)?,
        may_answer: waits && !asker && who.role == Role::Coordinator,
        may_withdraw: waits && asker,
        may_finish: line.status == Progress::Answered && line.next_agency == who.agency,
        line,
    })
}

/// Whether the request is one of one's own agency.
fn asks(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM coordination_requests WHERE id = $1 AND from_agency_id = $2",
        &[&id, &who.agency],
    )?;
    Ok(found.is_some())
}

/// The code of the case, by the rule for cases: the request is no ground.
fn case_code(tx: &Tx<'_>, who: &Scope, id: Id<Coordination>) -> Result<Option<String>> {
    let sql = format!(
        "SELECT c.code FROM coordination_requests q JOIN cases c ON c.id = q.case_id WHERE q.id = $4 AND {}",
        access::one(who, access::Kind::Case, Act::Exist)
    );
    tx.opt(&sql, &Eye::of(who).with(&[&id]))
}
