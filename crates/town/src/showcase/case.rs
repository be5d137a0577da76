use super::{File, Line};
use crate::{
    case::{
        CaseIssue, CaseSketch, CaseStatus, ClosureReason, ClosureSketch, Counterpart, CounterpartKind,
        Ground, HandoverSketch, HandoverStatus, HandoverWay, Method, NextStep, RecordSketch, Stage,
        StatusStep, TaskSketch, TeamMember, TeamRole,
    },
    consultation::{Channel, ConsentState, ConsultationSketch, Source, Topic, TopicMark, Triage, Urgency},
    household::HouseholdSketch,
    tables::issues,
    text::refer,
};

/// C|subject|opened days ago|status|stage|field of the lead
pub(super) fn read(file: &File<'_>, household: &HouseholdSketch) -> CaseSketch {
    let head = file.lines("C").next().unwrap_or(Line(Vec::new()));
    let subject = head.member(1).unwrap_or(0);
    let records: Vec<_> = file.lines("R").map(|line| record(file, &line, household, subject)).collect();
    let team = team(file);
    let status = CaseStatus::from_key(head.text(3)).unwrap_or(CaseStatus::Supported);
    CaseSketch {
        index: file.index,
        household: file.index,
        subject,
        opened: file.ago(head.number(2)),
        opened_by: team.first().map_or(0, |m| m.agency),
        lead: file.agency(head.text(5)),
        status,
        steps: file.lines("S").filter_map(|line| step(file, &line)).collect(),
        stage: Stage::from_key(head.text(4)),
        consultation: file.lines("Q").next().map_or_else(
            || consultation(file, &Line(Vec::new()), subject),
            |line| consultation(file, &line, subject),
        ),
        issues: file.lines("I").filter_map(|line| issue(file, &line)).collect(),
        tasks: tasks(file, &records, status),
        handovers: file.lines("N").map(|line| handover(file, &line)).collect(),
        closures: file.lines("X").map(|line| closure(file, &line)).collect(),
        team,
        records,
    }
}

/// S|status|days ago
fn step(file: &File<'_>, line: &Line) -> Option<StatusStep> {
    Some(StatusStep { status: CaseStatus::from_key(line.text(1))?, day: file.ago(line.number(2)) })
}

/// I|code|member|days ago
fn issue(file: &File<'_>, line: &Line) -> Option<CaseIssue> {
    let row = issues().get(line.text(1))?;
    Some(CaseIssue {
        code: row.code,
        label: row.label,
        member: line.member(2),
        since: file.ago(line.number(3)),
    })
}

/// T|field|joined days ago|ground|role
fn team(file: &File<'_>) -> Vec<TeamMember> {
    let mut team: Vec<TeamMember> = Vec::new();
    for line in file.lines("T") {
        let agency = file.agency(line.text(1));
        if team.iter().all(|m| m.agency != agency) {
            team.push(TeamMember {
                agency,
                joined: file.ago(line.number(2)),
                left: None,
                ground: Ground::from_key(line.text(3)).unwrap_or(Ground::Consent),
                role: TeamRole::from_key(line.text(4)).unwrap_or(TeamRole::Support),
            });
        }
    }
    team
}

/// Q|days ago|time|field|channel|source|member who came|urgency|consent|triage|topics, main first|text
fn consultation(file: &File<'_>, line: &Line, about: usize) -> ConsultationSketch {
    let (hour, minute) = line.time(2);
    let topics = line.text(10).split(';').filter_map(Topic::from_key).enumerate();
    ConsultationSketch {
        day: file.ago(line.number(1)),
        hour,
        minute,
        agency: file.agency(line.text(3)),
        staff: 0,
        channel: Channel::from_key(line.text(4)).unwrap_or(Channel::Desk),
        source: Source::from_key(line.text(5)).unwrap_or(Source::Agency),
        about,
        came: line.member(6),
        topics: topics.map(|(at, topic)| TopicMark { topic, main: at == 0 }).collect(),
        text: line.text(11).to_owned(),
        urgency: Urgency::from_key(line.text(7)).unwrap_or(Urgency::Normal),
        consent: ConsentState::from_key(line.text(8)).unwrap_or(ConsentState::NotAsked),
        triage: Triage::from_key(line.text(9)).unwrap_or(Triage::Continue),
    }
}

/// R|days ago|time|minutes|method|kind of counterpart|who|field|text|next|days until then
fn record(file: &File<'_>, line: &Line, household: &HouseholdSketch, subject: usize) -> RecordSketch {
    let day = file.ago(line.number(1));
    let (hour, minute) = line.time(2);
    let next = Some(line.text(9)).filter(|text| !text.is_empty());
    RecordSketch {
        day,
        hour,
        minute,
        minutes: line.number(3) as u16,
        method: Method::from_key(line.text(4)).unwrap_or(Method::Other),
        counterpart: counterpart(file, line, household, subject),
        agency: file.agency(line.text(7)),
        staff: 0,
        issue: file.lines("I").next().and_then(|l| issues().get(l.text(1))).map_or("", |row| row.code),
        body: line.text(8).to_owned(),
        next: next.map(|text| NextStep { text: text.to_owned(), due: day.plus(line.number(10)) }),
        late_days: 0,
    }
}

fn counterpart(file: &File<'_>, line: &Line, household: &HouseholdSketch, subject: usize) -> Counterpart {
    let kind = CounterpartKind::from_key(line.text(5)).unwrap_or(CounterpartKind::Person);
    let who = line.text(6);
    let is_agency = kind == CounterpartKind::Agency;
    let member = if is_agency { None } else { line.member(6) };
    let name = match (kind, member) {
        (_, Some(member)) => refer(household, subject, member),
        (CounterpartKind::Nobody, _) => "本人(会えず)".to_owned(),
        (CounterpartKind::Agency, _) => {
            crate::AgencyField::from_key(who).map_or("", |f| f.label()).to_owned()
        }
        _ => who.to_owned(),
    };
    Counterpart { kind, name, member, agency: is_agency.then(|| file.agency(who)) }
}

/// Next steps that lie ahead are open, all others are done on their day.
fn tasks(file: &File<'_>, records: &[RecordSketch], status: CaseStatus) -> Vec<TaskSketch> {
    let one = |(at, record): (usize, &RecordSketch)| {
        let next = record.next.as_ref()?;
        let open = next.due > file.today && status != CaseStatus::Closed;
        Some(TaskSketch {
            title: next.text.clone(),
            due: next.due,
            done: (!open).then_some(next.due),
            agency: record.agency,
            staff: record.staff,
            record: at,
        })
    };
    records.iter().enumerate().filter_map(one).collect()
}

/// N|from|to|days ago|way|status|answered days ago|request|reason|why declined|result
fn handover(file: &File<'_>, line: &Line) -> HandoverSketch {
    let day = file.ago(line.number(3));
    HandoverSketch {
        from: file.agency(line.text(1)),
        to: file.agency(line.text(2)),
        day,
        way: HandoverWay::from_key(line.text(4)).unwrap_or(HandoverWay::Call),
        request: line.text(7),
        reason: line.text(8).to_owned(),
        reply_by: day.plus(5),
        status: HandoverStatus::from_key(line.text(5)).unwrap_or(HandoverStatus::Sent),
        answered: (!line.text(6).is_empty()).then(|| file.ago(line.number(6))),
        decline_reason: line.text(9),
        result: line.text(10),
    }
}

/// X|days ago|reason|field that keeps an eye on the household|text
fn closure(file: &File<'_>, line: &Line) -> ClosureSketch {
    ClosureSketch {
        day: file.ago(line.number(1)),
        agency: file.lines("T").next().map_or(0, |first| file.agency(first.text(1))),
        reason: ClosureReason::from_key(line.text(2)).unwrap_or(ClosureReason::GoalReached),
        text: line.text(4).to_owned(),
        follow_up: (!line.text(3).is_empty()).then(|| file.agency(line.text(3))),
        reopened: None,
        reopened_because: String::new(),
    }
}
