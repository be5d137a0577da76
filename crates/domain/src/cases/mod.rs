//! The case: a household in the middle, a timeline, a team with a lead, tasks with an owner and a day.
//!
//! Nothing is edited away: a correction is a new version, a closure a row, a phase an entry.

mod charge;
mod choices;
mod chronology;
mod close;
mod counts;
pub mod handover;
mod involvement;
mod issue;
mod list;
mod merge;
mod open;
mod phase;
mod record;
mod show;
mod task;
mod team;
mod thread;
mod urgent;

use kernel::{Agency, CaseCode, Day, Error, Id, Instant, Result, Scope, Staff};
use serde::Serialize;
use store::{Tx, row};

pub use charge::{InCharge, in_charge};
pub use choices::{ClosureReason, Counterpart, JoinGround, Method, Status};
pub use chronology::{Line as ChronologyLine, Moment, chronology};
pub use close::{Closure, ClosureForm, close, closures, reopen};
pub use counts::{IssueCount, IssueCounts, issue_counts};
pub use involvement::{
    Involvement, InvolvementForm, add as add_involvement, end as end_involvement, involvements,
};
pub use issue::{IssueForm, IssueLine, add as add_issue, issues, resolve as resolve_issue};
pub use list::{CaseLine, Filter, lines_of_household, lines_of_person, quiet, work_list};
pub use merge::{
    CaseMerge, CaseMergeForm, merge as merge_cases, merges as case_merges, undo as undo_case_merge,
};
pub use open::{Opening, open};
pub use phase::{PhaseForm, PhaseLine, enter as enter_phase, phases};
pub(crate) use record::usual_channel;
pub use record::{
    Channel, Course, Hit, NewRecord, RecordCorrection, RecordView, channels, correct as correct_record,
    kept as kept_records, record, records, search as search_records, search_by as search_records_by,
    show as show_record, to_print as records_to_print, withdraw as withdraw_record,
};
pub(crate) use show::head_for;
pub use show::{CaseHead, CaseView, Ground, PersonLine, Why, head, show, why};
pub use task::{
    Task, TaskForm, add as add_task, done as task_done, of_agency as tasks_of_agency, undo as task_undone,
};
pub use team::{Invitation, TeamMember, invite, leave, take_lead, team};
pub(crate) use team::{NewGround, add_ground};

pub use thread::{MessageForm, TeamMessage, messages, say};
pub use urgent::{
    UrgentFlag, UrgentForm, UrgentKind, end as end_urgent, flags as urgent_flags,
    notified as urgent_notified, raise as raise_urgent,
};

/// A case, as its row says.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The id.
    pub id: Id<Case>,
    /// By which people call it.
    pub code: String,
    /// The household.
    pub household: Option<Id<crate::people::Household>>,
    /// The person in the middle.
    pub person: Option<Id<crate::people::Person>>,
    /// 呼び名, while no person is known.
    pub nickname: String,
    /// Where it stands.
    pub status: Status,
    /// Who leads.
    pub lead_agency: Id<Agency>,
    /// Who leads there.
    pub lead_staff: Option<Id<Staff>>,
    /// From which consultation it arose.
    pub consultation: Option<Id<crate::consultations::Consultation>>,
    /// 本人の願い, in the person's words.
    pub wish: String,
    /// When it was opened here.
    pub opened_on: Day,
    /// When support really began, if earlier.
    pub support_began_on: Option<Day>,
    /// Last contact with anybody of the household.
    pub last_contact_on: Option<Day>,
    /// The earliest open task.
    pub next_due_on: Option<Day>,
    /// When it was closed.
    pub closed_on: Option<Day>,
    /// Last change.
    pub updated_at: Instant,
    /// Optimistic lock.
    pub version: i64,
}

row!(Case {
    id,
    code,
    household,
    person,
    nickname,
    status,
    lead_agency,
    lead_staff,
    consultation,
    wish,
    opened_on,
    support_began_on,
    last_contact_on,
    next_due_on,
    closed_on,
    updated_at,
    version,
});

/// The columns that [`Case`] reads, of a table aliased `c`.
const COLUMNS: &str =
    "c.id, c.code, c.household_id, c.person_id, c.nickname, c.status, c.lead_agency_id, c.lead_staff_id,
    c.consultation_id, c.wish, c.opened_on, c.support_began_on, c.last_contact_on, c.next_due_on, c.closed_on,
    c.updated_at, c.version";

/// How many they are.
const COUNT: usize = 17;

/// The id of a case by its code, for whoever then asks [`access`](crate::access). A mistyped code is caught by its
/// check character before anything is looked up; an unknown one is told apart from nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub fn by_code(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Id<Case>> {
    let code = CaseCode::parse(code).map_err(|_| Error::NotFound)?;
    let found: Option<Id<Case>> = tx.opt("SELECT id FROM cases WHERE code = $1", &[&code.to_string()])?;
    match found {
        Some(id) => Ok(id),
        None => {
            use crate::audit::{Action, Event, Kind};
            Event::many(Action::Read, Kind::Case, std::iter::empty::<Id<Case>>())
                .refused()
                .record(tx, who)?;
            Err(Error::NotFound)
        }
    }
}

/// The code of a case that was just opened.
///
/// # Errors
/// [`Error::NotFound`] if there is no such case.
pub fn code_of(tx: &Tx<'_>, id: Id<Case>) -> Result<String> {
    tx.one("SELECT code FROM cases WHERE id = $1", &[&id])
}

/// The end of what ends only when somebody ends it.
pub const FOREVER: Instant = Instant(i64::MAX);

/// Sorts cases without a due day behind all others.
pub const NEVER: &str = "9999-12-31";

/// Where a case `c` stands in the work lists of its team; nowhere when it is closed.
pub(crate) const PLACE: &str =
    "CASE WHEN c.status <> 'closed' THEN coalesce(c.next_due_on, '9999-12-31') END";

/// Notes that something happened in a case, and puts it where it now belongs in the work lists of its team.
pub(crate) fn touch(tx: &Tx<'_>, id: Id<Case>) -> Result<()> {
    tx.exec(
        "UPDATE cases SET updated_at = $2, next_due_on = (SELECT min(due_on) FROM tasks WHERE case_id = $1 AND done_at IS NULL)
         WHERE id = $1",
        &[&id, &tx.now()],
    )?;
    place(tx, id)
}

/// Puts a case where it belongs in the work lists of its team. An agency with several grounds has it in its list once,
/// by the ground that lasts longest, and each of them says that others stand beside it.
pub(crate) fn place(tx: &Tx<'_>, id: Id<Case>) -> Result<()> {
    let place =
        format!("CASE WHEN {FOREMOST} THEN (SELECT {PLACE} FROM cases c WHERE c.id = case_team.case_id) END");
    tx.exec(
        &format!(
            "UPDATE case_team SET due_on = {place}, beside = ({BESIDE}) WHERE case_id = $1
             AND (due_on IS DISTINCT FROM {place} OR beside <> ({BESIDE}))"
        ),
        &[&id],
    )
}

/// Whether other grounds of its agency may stand beside a row of `case_team`. An emergency counts for good: whether it has
/// run out is asked when it matters.
pub(crate) const BESIDE: &str =
    "case_team.left_at IS NULL AND (EXISTS (SELECT 1 FROM case_team o WHERE o.case_id = case_team.case_id
        AND o.agency_id = case_team.agency_id AND o.left_at IS NULL AND o.id <> case_team.id)
    OR EXISTS (SELECT 1 FROM emergency_accesses e WHERE e.case_id = case_team.case_id AND e.agency_id = case_team.agency_id))";

/// Whether a row of `case_team` is the ground of its agency that lasts longest.
pub(crate) const FOREMOST: &str =
    "case_team.left_at IS NULL AND case_team.id = (SELECT o.id FROM case_team o WHERE o.case_id = case_team.case_id
        AND o.agency_id = case_team.agency_id AND o.left_at IS NULL ORDER BY o.until_at DESC, o.id LIMIT 1)";

/// Refuses changes to a closed case: it must be reopened first, with a reason.
pub(crate) fn still_open(status: Status) -> Result<()> {
    if status == Status::Closed { Err(Error::Conflict(kernel::message::case_is_closed())) } else { Ok(()) }
}
