use kernel::Day;

use super::{
    Channel, ConsentState, ConsultationSketch, SingleConsultation, Source, Topic, TopicMark, Triage, Urgency,
};
use crate::{
    case::{CaseIssue, Needs, draw, office_day},
    household::{self, HouseholdSketch},
    plan::Plan,
    rng::{Rng, Stream},
    tables::issues,
    text::{Cast, Pen, short},
};

/// What a consultation starts from.
pub(crate) struct Start<'a> {
    pub(crate) household: &'a HouseholdSketch,
    pub(crate) subject: usize,
    pub(crate) issues: &'a [CaseIssue],
    pub(crate) day: Day,
    pub(crate) agency: usize,
    /// A second agency: the one that brought it, or that it is passed on to.
    pub(crate) other: usize,
    /// People are visited who did not ask.
    pub(crate) reluctant: bool,
}

/// The consultation a case began with.
pub(crate) fn first_of_case(
    plan: &Plan,
    start: &Start<'_>,
    pen: &mut Pen,
    rng: &mut Rng,
) -> ConsultationSketch {
    let triage = match start.issues.len() {
        _ if start.reluctant => Triage::Watch,
        4.. => rng.weigh(Triage::Coordinate, &[(Triage::Coordinate, 60), (Triage::Continue, 40)]),
        _ => rng.weigh(
            Triage::Continue,
            &[(Triage::Continue, 70), (Triage::Coordinate, 18), (Triage::Refer, 12)],
        ),
    };
    consultation(plan, start, triage, pen, rng)
}

/// The consultation with this index that ended at the desk.
pub(crate) fn at_desk(plan: &Plan, households: u32, index: u32) -> SingleConsultation {
    let mut rng = Rng::at(plan.seed, Stream::Desk, u64::from(index));
    let household = household::build(plan, rng.below(households.max(1)));
    let back = u64::from(plan.history_days) * u64::from(plan.desk_consultations.saturating_sub(index))
        / u64::from(plan.desk_consultations.max(1));
    let day = office_day(plan.today.plus(-(back as i32) - rng.between(0, 6)), plan.today);
    let grown: Vec<_> = (0..household.members.len()).filter(|&at| household.members[at].age >= 18).collect();
    let subject = rng.pick(&grown).copied().unwrap_or(0);
    let issues = draw(&Needs::of(&household), subject, day, &mut rng);
    let (agency, other) = (agency(plan, &mut rng), agency(plan, &mut rng));
    let start = Start {
        household: &household,
        subject,
        issues: &issues[..issues.len().min(2)],
        day,
        agency,
        other,
        reluctant: false,
    };
    let triage = rng.weigh(Triage::Inform, &[(Triage::Inform, 63), (Triage::Refer, 37)]);
    let consultation = consultation(plan, &start, triage, &mut Pen::default(), &mut rng);
    SingleConsultation { index, household: household.index, consultation }
}

fn agency(plan: &Plan, rng: &mut Rng) -> usize {
    rng.below(plan.agencies.len() as u32) as usize
}

fn consultation(
    plan: &Plan,
    start: &Start<'_>,
    triage: Triage,
    pen: &mut Pen,
    rng: &mut Rng,
) -> ConsultationSketch {
    let mut cast = Cast::of(start.household, start.subject, start.day, rng);
    let name = |at: usize| plan.agencies.get(at).map_or("関係機関", |a| short(&a.name));
    (cast.us, cast.them) = (name(start.agency), name(start.other));
    let source = source(&cast, start, rng);
    let topics = topics(start.issues, rng);
    let channel = channel(source, start.reluctant, rng);
    let text = text((source, channel), &topics, triage, &cast, pen, rng);
    let (hour, minute) = office_time(rng);
    ConsultationSketch {
        day: start.day,
        hour,
        minute,
        agency: start.agency,
        staff: rng.below(plan.staff_per_agency.max(1)) as usize,
        channel,
        source,
        about: start.subject,
        came: match source {
            Source::Itself => Some(start.subject),
            Source::Relative => cast.kin,
            _ => None,
        },
        urgency: urgency(&topics, rng),
        consent: consent(source, start.reluctant, rng),
        topics,
        text,
        triage,
    }
}

/// Hour and minute of a working day, most often before noon.
pub(crate) fn office_time(rng: &mut Rng) -> (u8, u8) {
    const HOURS: [(u8, u32); 11] = [
        (8, 3),
        (9, 15),
        (10, 18),
        (11, 15),
        (12, 5),
        (13, 13),
        (14, 13),
        (15, 9),
        (16, 7),
        (17, 2),
        (18, 1),
    ];
    let hour = rng.weigh(10, &HOURS);
    let minute = rng.below(12) as u8 * 5;
    (hour, if hour == 8 { 30 + minute / 2 } else { minute })
}

fn source(cast: &Cast<'_>, start: &Start<'_>, rng: &mut Rng) -> Source {
    let relative = if cast.kin.is_some() { 24 } else { 0 };
    let young = start.household.members.get(start.subject).is_some_and(|p| p.age < 15);
    let itself = if start.reluctant || young { 0 } else { 36 };
    let near = if start.reluctant { 14 } else { 3 };
    rng.weigh(
        Source::Agency,
        &[
            (Source::Itself, itself),
            (Source::Relative, relative),
            (Source::Agency, 28),
            (Source::Commissioner, near * 2),
            (Source::Neighbour, near),
            (Source::Unknown, u32::from(start.reluctant)),
        ],
    )
}

fn channel(source: Source, reluctant: bool, rng: &mut Rng) -> Channel {
    use Channel::{Chat, Desk, Letter, Mail, Outing, Phone, Visit};
    match source {
        Source::Itself => rng.weigh(
            Desk,
            &[(Desk, 48), (Phone, 33), (Mail, 6), (Chat, 5), (Outing, 5), (Visit, 2), (Letter, 1)],
        ),
        _ if reluctant => rng.weigh(Phone, &[(Phone, 70), (Visit, 20), (Desk, 10)]),
        _ => rng.weigh(Phone, &[(Phone, 62), (Desk, 27), (Mail, 7), (Letter, 4)]),
    }
}

fn topics(issues_of: &[CaseIssue], rng: &mut Rng) -> Vec<TopicMark> {
    let mut marks: Vec<TopicMark> = Vec::with_capacity(5);
    for row in issues_of.iter().filter_map(|issue| issues().get(issue.code)) {
        for (at, key) in row.topics.iter().enumerate() {
            let Some(topic) = Topic::from_key(key).filter(|_| at == 0 || rng.percent(25)) else { continue };
            if marks.len() < 6 && marks.iter().all(|mark| mark.topic != topic) {
                marks.push(TopicMark { topic, main: marks.is_empty() });
            }
        }
    }
    if marks.is_empty() {
        marks.push(TopicMark { topic: Topic::Other, main: true });
    }
    marks
}

fn text(
    (source, channel): (Source, Channel),
    topics: &[TopicMark],
    triage: Triage,
    cast: &Cast<'_>,
    pen: &mut Pen,
    rng: &mut Rng,
) -> String {
    let came = match source {
        Source::Itself => match channel {
            Channel::Desk | Channel::Visit => "desk",
            Channel::Phone => "phone",
            Channel::Outing => "outing",
            Channel::Mail | Channel::Chat | Channel::Letter => "written",
        },
        Source::Relative => "kin",
        Source::Agency => "agency",
        Source::Commissioner => "commissioner",
        _ => "neighbour",
    };
    let mut out = String::with_capacity(600);
    pen.begin();
    pen.add("came", came, cast, rng, &mut out);
    if matches!(came, "neighbour" | "commissioner") {
        pen.add("seen", "any", cast, rng, &mut out);
    } else {
        for mark in topics.iter().take(3) {
            pen.add("topic", mark.topic.key(), cast, rng, &mut out);
        }
    }
    if matches!(source, Source::Itself | Source::Relative) {
        pen.add("wish", "any", cast, rng, &mut out);
    }
    pen.add("desk", triage.key(), cast, rng, &mut out);
    out
}

fn urgency(topics: &[TopicMark], rng: &mut Rng) -> Urgency {
    let grave = topics.iter().any(|m| matches!(m.topic, Topic::ViolenceAbuse | Topic::Food));
    let (soon, now) = if grave { (50, 30) } else { (20, 3) };
    rng.weigh(
        Urgency::Normal,
        &[(Urgency::Normal, 100 - soon - now), (Urgency::Soon, soon), (Urgency::Now, now)],
    )
}

fn consent(source: Source, reluctant: bool, rng: &mut Rng) -> ConsentState {
    use ConsentState::{Agreed, Declined, Explained, NotAsked, Partly, Unreached};
    match source {
        Source::Itself => {
            rng.weigh(Agreed, &[(Agreed, 58), (Partly, 10), (Explained, 12), (NotAsked, 15), (Declined, 5)])
        }
        _ if reluctant => rng.weigh(Unreached, &[(Unreached, 70), (NotAsked, 20), (Declined, 10)]),
        _ => rng.weigh(NotAsked, &[(NotAsked, 60), (Unreached, 15), (Agreed, 25)]),
    }
}
