use kernel::Day;

use super::{Channel, ConsentState, Source, Topic, Triage, Urgency};

/// A topic of a consultation; exactly one of them is the most serious.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicMark {
    /// The topic.
    pub topic: Topic,
    /// ◎, the most serious; otherwise ○.
    pub main: bool,
}

/// One consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationSketch {
    /// The day.
    pub day: Day,
    /// Hour of the day in Japan.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// The agency that received it.
    pub agency: usize,
    /// Who received it.
    pub staff: usize,
    /// How it came.
    pub channel: Channel,
    /// Who brought it.
    pub source: Source,
    /// The person it is about, among the members.
    pub about: usize,
    /// The member who came, if a member came.
    pub came: Option<usize>,
    /// At least one topic, exactly one of them main.
    pub topics: Vec<TopicMark>,
    /// What was said.
    pub text: String,
    /// How urgent it looked.
    pub urgency: Urgency,
    /// The answer about sharing.
    pub consent: ConsentState,
    /// What followed.
    pub triage: Triage,
}

/// A consultation that ended at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleConsultation {
    /// Its place in the town, from 0, about in the order of days.
    pub index: u32,
    /// Index of the household.
    pub household: u32,
    /// What was talked about.
    pub consultation: ConsultationSketch,
}
