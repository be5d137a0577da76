use kernel::{Day, Instant};

use super::{CaseIssue, CounterpartKind, Method, TeamMember, body, office_day};
use crate::{
    agency::short_name,
    consultation::office_time,
    plan::Plan,
    rng::Rng,
    text::{Cast, Pen, refer, short},
};

/// With whom a contact took place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// What kind.
    pub kind: CounterpartKind,
    /// As written in the record: 本人, 長男の隆さん, the name of an agency.
    pub name: String,
    /// The member of the household, if it is one.
    pub member: Option<usize>,
    /// The agency, if it is one.
    pub agency: Option<usize>,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub text: String,
    /// Until when.
    pub due: Day,
}

/// One entry of the course of support (支援経過記録).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSketch {
    /// The day of the contact.
    pub day: Day,
    /// Hour of the day in Japan.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// How long it took, in minutes.
    pub minutes: u16,
    /// How it took place.
    pub method: Method,
    /// With whom.
    pub counterpart: Counterpart,
    /// The agency that wrote it.
    pub agency: usize,
    /// Which of its staff.
    pub staff: usize,
    /// Code of the issue it is mostly about; empty if none.
    pub issue: &'static str,
    /// What happened.
    pub body: String,
    /// What is to be done next, if something is.
    pub next: Option<NextStep>,
    /// Days between the contact and the writing.
    pub late_days: u8,
}

impl RecordSketch {
    /// The moment of the contact.
    pub fn at(&self) -> Instant {
        Instant::at(self.day, i64::from(self.hour), i64::from(self.minute))
    }
}

/// What the records of one case are made from.
pub(super) struct Material<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cast: Cast<'a>,
    pub(super) issues: &'a [CaseIssue],
    pub(super) team: &'a [TeamMember],
    /// The person cannot be met yet.
    pub(super) reluctant: bool,
}

/// The records of a case: one on each of `days`, which increase.
pub(super) fn records(
    material: &Material<'_>,
    days: &[Day],
    pen: &mut Pen,
    rng: &mut Rng,
) -> Vec<RecordSketch> {
    let mut all: Vec<_> = days.iter().map(|day| record(material, *day, pen, rng)).collect();
    all.sort_by_key(|r| (r.day, r.hour, r.minute));
    all
}

fn record(material: &Material<'_>, day: Day, pen: &mut Pen, rng: &mut Rng) -> RecordSketch {
    let plan = material.plan;
    let (agency, other) = author(material, day, rng);
    let name = |at: usize| plan.agencies.get(at).map_or("関係機関", |a| short(&a.name));
    let mut cast = material.cast.clone();
    (cast.us, cast.them, cast.day) = (name(agency), name(other), day);
    cast.them_staff = plan
        .agencies
        .get(other)
        .map_or("担当", |a| short_name(a, rng.below(plan.staff_per_agency.max(1)) as usize));
    cast.resident =
        rng.pick(&["民生委員", "近くに住む方", "町会の役員", "大家さん"]).copied().unwrap_or("近くに住む方");
    let (method, who) = contact(material, rng);
    let counterpart = counterpart(who, &cast, other);
    let issue = rng.pick(material.issues).copied();
    let body = body::body(method, who, issue, &mut cast, pen, rng);
    let (hour, minute) = time(method, rng);
    RecordSketch {
        day,
        hour,
        minute,
        minutes: minutes(method, who, rng),
        method,
        counterpart,
        agency,
        staff: if rng.percent(75) { 0 } else { rng.below(plan.staff_per_agency.max(1)) as usize },
        issue: issue.map_or("", |issue| issue.code),
        body,
        next: next(issue, &cast, pen, rng),
        late_days: if rng.percent(62) { 0 } else { rng.between(1, 5) as u8 },
    }
}

/// Who writes, and which other agency may be spoken of.
fn author(material: &Material<'_>, day: Day, rng: &mut Rng) -> (usize, usize) {
    let here: Vec<_> =
        material.team.iter().filter(|m| m.joined <= day && m.left.is_none_or(|l| day <= l)).collect();
    let first = material.team.first().map_or(0, |m| m.agency);
    let by = if rng.percent(50) { first } else { rng.pick(&here).map_or(first, |m| m.agency) };
    let others: Vec<_> = material.team.iter().map(|m| m.agency).filter(|a| *a != by).collect();
    let any = || (by + 1) % material.plan.agencies.len().max(1);
    (by, rng.pick(&others).copied().unwrap_or_else(any))
}

fn contact(material: &Material<'_>, rng: &mut Rng) -> (Method, CounterpartKind) {
    use CounterpartKind::{Agency, Family, Nobody, Person, Resident};
    let kin = if material.cast.kin.is_some() { 10 } else { 0 };
    let method = rng.weigh(
        Method::Phone,
        &[
            (Method::Phone, 34),
            (Method::Visit, if material.reluctant { 45 } else { 24 }),
            (Method::Accompany, if material.reluctant { 1 } else { 7 }),
            (Method::Interview, if material.reluctant { 3 } else { 13 }),
            (Method::Meeting, if material.team.len() > 1 { 7 } else { 1 }),
            (Method::AgencyConsultation, 11),
            (Method::Mail, 3),
            (Method::Other, 1),
        ],
    );
    let who = match method {
        Method::Phone => rng.weigh(Person, &[(Person, 22), (Family, kin), (Agency, 9), (Resident, 2)]),
        Method::Visit if material.reluctant => {
            rng.weigh(Person, &[(Person, 20), (Family, kin), (Nobody, 22)])
        }
        Method::Visit => rng.weigh(Person, &[(Person, 40), (Family, kin), (Nobody, 6)]),
        Method::Interview => rng.weigh(Person, &[(Person, 26), (Family, kin)]),
        Method::Meeting | Method::AgencyConsultation => Agency,
        Method::Accompany | Method::Mail | Method::Other => Person,
    };
    (method, who)
}

fn counterpart(kind: CounterpartKind, cast: &Cast<'_>, other: usize) -> Counterpart {
    let (name, member, agency) = match kind {
        CounterpartKind::Person => ("本人".to_owned(), Some(cast.subject), None),
        CounterpartKind::Family => {
            let kin = cast.kin.unwrap_or(cast.subject);
            (refer(cast.household, cast.subject, kin), Some(kin), None)
        }
        CounterpartKind::Agency => (cast.them.to_owned(), None, Some(other)),
        CounterpartKind::Resident => (cast.resident.to_owned(), None, None),
        CounterpartKind::Nobody => ("本人(会えず)".to_owned(), None, None),
    };
    Counterpart { kind, name, member, agency }
}

/// Office hours, but now and then an evening visit or call.
fn time(method: Method, rng: &mut Rng) -> (u8, u8) {
    let evening = matches!(method, Method::Phone | Method::Visit) && rng.percent(3);
    if evening { (rng.between(18, 20) as u8, rng.below(12) as u8 * 5) } else { office_time(rng) }
}

fn minutes(method: Method, who: CounterpartKind, rng: &mut Rng) -> u16 {
    let (from, to) = match (method, who) {
        (_, CounterpartKind::Nobody) => (1, 2),
        (Method::Phone, _) => (1, 6),
        (Method::Mail | Method::Other, _) => (2, 6),
        (Method::Accompany, _) => (12, 40),
        (Method::Meeting, _) => (8, 18),
        _ => (3, 14),
    };
    rng.between(from, to) as u16 * 5
}

fn next(issue: Option<CaseIssue>, cast: &Cast<'_>, pen: &mut Pen, rng: &mut Rng) -> Option<NextStep> {
    let row = crate::tables::issues().get(issue?.code).filter(|_| rng.percent(45))?;
    let mut text = String::with_capacity(64);
    let due = cast.day.plus(rng.between(3, 35));
    pen.add("next", row.theme, cast, rng, &mut text)
        .then(|| NextStep { text, due: office_day(due, due.plus(3)) })
}
