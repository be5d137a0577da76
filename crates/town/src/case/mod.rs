//! Cases: a household that several agencies support over time. All of them are fictional.

mod body;
mod build;
mod choose;
mod contact;
mod ending;
mod handover;
mod issues;
mod records;
mod task;
mod team;
mod timeline;

pub(crate) use build::build;
pub(crate) use choose::household_of;
pub use contact::{CounterpartKind, Method};
pub use ending::{ClosureReason, ClosureSketch};
pub use handover::{HandoverSketch, HandoverStatus, HandoverWay};
pub use issues::CaseIssue;
pub(crate) use issues::{Needs, draw};
pub use records::{Counterpart, NextStep, RecordSketch};
pub use task::TaskSketch;
pub(crate) use team::Roster;
pub use team::{Ground, TeamMember, TeamRole};
pub(crate) use timeline::office_day;
pub use timeline::{CaseStatus, Stage, StatusStep};

use kernel::Day;

use crate::consultation::ConsultationSketch;

/// One case. A closure may say that the person moved away or died; the household is kept as the records speak of it.
///
/// Agencies and staff are places in the plan's list; people are places in the household's members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSketch {
    /// Its place in the town, from 0, about in the order of opening.
    pub index: u32,
    /// Index of the household.
    pub household: u32,
    /// The person the case is about, among the members of the household.
    pub subject: usize,
    /// The day it was opened.
    pub opened: Day,
    /// The agency that opened it.
    pub opened_by: usize,
    /// The agency that leads it (主担当).
    pub lead: usize,
    /// Where it stands today.
    pub status: CaseStatus,
    /// How it came there; days never decrease, the last one is `status`.
    pub steps: Vec<StatusStep>,
    /// Stage of outreach, while people are visited who did not ask for it.
    pub stage: Option<Stage>,
    /// The consultation it began with.
    pub consultation: ConsultationSketch,
    /// One to eight issues, the main one first.
    pub issues: Vec<CaseIssue>,
    /// One to six agencies, the opening one first.
    pub team: Vec<TeamMember>,
    /// What was done, by day and time.
    pub records: Vec<RecordSketch>,
    /// Things to do, open and done.
    pub tasks: Vec<TaskSketch>,
    /// Requests from one agency to another.
    pub handovers: Vec<HandoverSketch>,
    /// Ends of the case; more than one if it was opened again.
    pub closures: Vec<ClosureSketch>,
}
