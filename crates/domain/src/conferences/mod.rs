//! 会議: a sitting holds items, and each item has its own ground. By the statute (社会福祉法 106条の6) an item is convened with
//! its reason and decided by another person; its named members acknowledge their duty of secrecy before they see anything.
//! By consent it tells of those alone who agreed, to agencies that they agreed to. On either ground papers are frozen at one
//! moment and open for a window of time: a conference opens its papers and its minutes, never the case.

mod advice;
mod agenda;
mod application;
mod assignment;
mod choices;
mod consented;
mod copy;
mod count;
mod decide;
mod ending;
mod freezing;
mod inquiry;
mod item;
mod item_report;
mod keeping;
mod likeness;
mod live;
mod member;
mod minutes;
mod notice;
mod owed_report;
mod packet;
mod packets;
mod planning;
mod preparing;
mod programme;
mod proposal;
mod reading;
mod report;
mod request;
mod rule;
mod seats;
mod secretary;
mod sitting;
mod suggestion;

pub use advice::{Advice, AdvisedForm, note_advice};
pub use agenda::{AgendaLine, PlaceForm, place, unplace};
pub use application::{Application, Step, applications, waiting};
pub use assignment::{
    Assignment, AssignmentForm, OwnerForm, ResultForm, assign, entrust, fulfil, mine as roles,
};
pub use choices::{Ground, Outcome, Part, Purpose, Reply, Standing, Way};
pub use consented::{Agreeing, ConsentedForm, agreeing, bring};
pub use copy::{CopiesView, Copy, copies, number_copies, take_back};
pub use count::{ConferenceCount, counts};
pub use decide::{DecisionForm, approve, consult, send_back};
pub use ending::{cancel, hold};
pub use freezing::{FreezeForm, close, freeze};
pub use inquiry::{Inquiry, InquiryForm, ReplyForm, answer, inquire, inquiry_by_number, take_answer};
pub use item::{ConferenceItem, Status, held_on, mine, of_agency};
pub use item_report::{
    ItemReport, ItemReportForm, item_report, item_reports, receive_item_report, report_item,
};
pub use likeness::Alike;
pub use live::{
    AdviceForm, ClosingForm, LiveView, Point, PointForm, PresenceForm, add_point, change_point, finish,
    keep_advice, live, note_presence,
};
pub use member::{AcknowledgeForm, InviteForm, acknowledge, decline, invite, remove};
pub use minutes::{MinutesView, minutes};
pub use owed_report::{OwedReport, owed_reports};
pub use packet::{Packet, PacketPerson, PacketRecord};
pub use packets::{Packets, may_print, notice_of, packets};
pub use planning::{Meeting, SittingForm, convene, meetings};
pub use preparing::{ItemView, show};
pub use programme::{SittingView, sitting};
pub use proposal::{
    Brought, OpenSitting, Progress, Proposal, ProposalForm, open_sittings, proposals, propose,
    withdraw_proposal,
};
pub use reading::{PacketView, papers};
pub use report::{ReportForm, receive, receives, report, reports};
pub use request::{RequestForm, request, request_again};
pub use seats::MemberLine;
pub use secretary::{TakingForm, take_up, turn_down};
pub use sitting::{Sitting, sittings};
pub use suggestion::{DismissalForm, Suggested, dismiss};

/// Days after the meeting in which members may still read.
pub const OPEN_DAYS: i32 = 14;
