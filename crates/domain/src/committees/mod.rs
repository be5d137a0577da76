//! 合議体 (ODA-17, ODA-18, TOK-04): the bodies in which a municipality and its agencies steer the programme. Who sits there, when they met,
//! the counts that they are given, and what they propose. None of it is about a supported person, and everybody who works here
//! may read it.

mod choices;
mod meeting;
mod member;
pub mod pack;
mod proposal;
mod register;
mod report;
mod show;

use kernel::{Error, Id, Result, Scope};
use store::Tx;

use crate::access;
use crate::audit::{Action, Event, Kind};

pub use choices::{MemberField, Origin, Standing};
pub use meeting::{Meeting, MeetingForm, MinutesForm, record_meeting, write_minutes};
pub use member::{EndForm, Member, MemberForm, add_member, end_member};
pub use proposal::{Proposal, ProposalForm, Step, StepForm, proposals, propose, take_step};
pub use register::{Committee, CommitteeForm, add, list};
pub use report::{MemberCount, Report, report, report_file};
pub use show::{CommitteeView, show};

/// Whether somebody keeps the register: whoever decides for the municipality.
///
/// # Errors
/// Those of the database.
pub fn keeps(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    access::decides(tx, who)
}

/// Passes for whoever keeps the register; the log has everybody else.
fn keeper<T>(tx: &Tx<'_>, who: &Scope, action: Action, kind: Kind, id: Id<T>) -> Result<()> {
    if keeps(tx, who)? {
        return Ok(());
    }
    Event::new(action, kind, id).refused().record(tx, who)?;
    Err(Error::NotFound)
}
