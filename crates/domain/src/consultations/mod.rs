//! 包括的相談支援: any counter takes any worry once. No gate of age, field or complexity (OTA-04).

mod choices;
mod correct;
mod list;
mod receive;
mod show;
mod triage;
mod visitor;

use kernel::{Agency, Day, Id, Instant, Staff};
use serde::Serialize;
use store::row;

pub use choices::{
    Channel, ConsentState, Dwelling, Insurance, NoConsentReason, Pension, Topic, Triage, Urgency,
    VisitorKind, Work,
};
pub use correct::{Correction, correct};
pub use list::{ChannelCount, ConsultationLine, by_channel, list};
pub use receive::{Intake, PersonOnForm, Received, receive};
pub use show::{ConsultationView, Revision, TopicMark, show};
pub(crate) use show::{revisions, supersede};
pub use triage::{TriageForm, triage};
pub use visitor::visitor_contact;

/// 相談受付・申込票, as saved.
#[derive(Debug, Clone, Serialize)]
pub struct Consultation {
    /// The id.
    pub id: Id<Consultation>,
    /// When it was received.
    pub received_at: Instant,
    /// The day of that.
    pub received_on: Day,
    /// The counter that received it.
    pub agency: Id<Agency>,
    /// Who received it.
    pub staff: Id<Staff>,
    /// By which channel.
    pub channel: Channel,
    /// Who brought it.
    pub visitor_kind: VisitorKind,
    /// Their name, if it is not the person.
    pub visitor_name: String,
    /// What they are to the person.
    pub visitor_relation: String,
    /// The person, unless anonymous.
    pub person: Option<Id<crate::people::Person>>,
    /// What the person is called while the name is not known.
    pub nickname: String,
    /// The household, if known.
    pub household: Option<Id<crate::people::Household>>,
    /// 相談の内容・希望.
    pub content: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Whether the person agreed to share.
    pub consent: ConsentState,
    /// Why not.
    pub no_consent_reason: NoConsentReason,
    /// Who gave the information, when the person did not.
    pub information_from: String,
    /// 仕事.
    pub work: Work,
    /// 住居.
    pub housing: Dwelling,
    /// 健康保険.
    pub insurance: Insurance,
    /// 年金.
    pub pension: Pension,
    /// A worry outside the counter's own field.
    pub noticed: String,
    /// What became of it.
    pub triage: Triage,
    /// Why.
    pub triage_reason: String,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Optimistic lock.
    pub version: i64,
}

row!(Consultation {
    id,
    received_at,
    received_on,
    agency,
    staff,
    channel,
    visitor_kind,
    visitor_name,
    visitor_relation,
    person,
    nickname,
    household,
    content,
    urgency,
    consent,
    no_consent_reason,
    information_from,
    work,
    housing,
    insurance,
    pension,
    noticed,
    triage,
    triage_reason,
    recorded_at,
    version,
});

/// The columns that [`Consultation`] reads.
const COLUMNS: &str = "id, received_at, received_on, agency_id, staff_id, channel, visitor_kind, visitor_name,
    visitor_relation, person_id, nickname, household_id, content, urgency, consent_state, no_consent_reason,
    information_from, work, housing, insurance, pension, noticed, triage, triage_reason, recorded_at, version";
