use domain::Choice;
use domain::access::Basis;
use domain::audit::Kind;
use domain::cases::{self, Case, Channel, JoinGround};
use domain::consents::{Answer, ConsentView, ExplainMethod, Explanation, GivenBy, How};
use domain::people::Person;
use kernel::{Day, Id, Instant};

use super::{
    chunk::row,
    settler::{House, Settler},
    table::Table,
    words,
};
use crate::{CaseSketch, CaseStatus, ClosureReason, ClosureSketch, TeamRole};

/// A case on its way into the database.
pub(super) struct Opened<'a> {
    pub(super) id: Id<Case>,
    pub(super) person: Id<Person>,
    pub(super) sketch: &'a CaseSketch,
    pub(super) house: &'a House<'a>,
    pub(super) at: Instant,
    /// Its earliest open task.
    pub(super) due: Option<Day>,
    /// Whether it is closed today.
    pub(super) closed: bool,
}

/// The bits of the six kinds of information with which a municipality begins.
const EVERYTHING: i64 = 0b11_1111;

impl Settler<'_> {
    /// A case with all that hangs on it.
    pub(super) fn case(&mut self, sketch: &CaseSketch, house: &House<'_>) {
        let consultation = self.consultation(&sketch.consultation, house);
        let at = self.at(sketch.opened, 17, 0);
        let (id, code) = self.ids.case(at);
        let closed = sketch.status == CaseStatus::Closed;
        let open_tasks = sketch.tasks.iter().filter(|task| task.done.is_none() && !closed);
        let due = open_tasks.map(|task| task.due).min();
        let person = self.ids.person(house.key, sketch.subject, false, house.registered);
        let case = Opened { id, person, sketch, house, at, closed, due };
        let household = self.ids.household(house.key, house.registered);
        self.chunk.add(
            Table::Cases,
            row![
                id,
                code,
                household,
                person,
                "",
                words::status(sketch.status).key(),
                self.offices.agency(sketch.lead),
                self.offices.staff(sketch.lead, 0),
                consultation,
                "",
                sketch.opened,
                last_contact(sketch),
                due,
                sketch.closures.last().filter(|_| closed).map(|closure| closure.day),
                self.updated(sketch),
                1,
            ],
        );
        self.made_in_case(id, (sketch.opened_by, 0), at);
        for member in 0..house.sketch.members.len() {
            let person = self.ids.person(house.key, member, false, house.registered);
            self.chunk.add(Table::CasePeople, row![id, person, at]);
        }
        self.team(&case);
        self.issues(&case);
        self.phases(&case);
        let records = self.records(&case);
        self.tasks(&case, &records);
        sketch.closures.iter().for_each(|closure| self.closure(&case, closure));
        sketch.handovers.iter().for_each(|handover| self.handover(&case, handover));
    }

    /// A line of the log that belongs to a case.
    pub(super) fn made_in_case(&mut self, id: Id<Case>, by: (usize, usize), at: Instant) {
        use domain::audit::{Action, Event};
        let line =
            Event::new(Action::Create, Kind::Case, id).of_case(id).row(&self.offices.scope(by.0, by.1, at));
        self.chunk.log(line);
    }

    fn updated(&self, sketch: &CaseSketch) -> Instant {
        let records = sketch.records.iter().map(|r| self.past(r.at()));
        let closures = sketch.closures.iter().map(|c| self.at(c.day, 17, 0));
        records.chain(closures).max().unwrap_or_else(|| self.at(sketch.opened, 17, 0))
    }

    fn team(&mut self, case: &Opened<'_>) {
        let lead = case.sketch.lead;
        for (place, member) in case.sketch.team.iter().enumerate() {
            let is_lead = member.agency == lead;
            let at = self.at(member.joined, 17, 0);
            let left = member.left.filter(|left| *left <= self.today() && !is_lead);
            let role = match member.role {
                _ if is_lead => TeamRole::Lead,
                TeamRole::Lead => TeamRole::Support,
                other => other,
            };
            let (ground, note) = words::joined(member.ground, place == 0, is_lead);
            let until = self.until(case, ground, place);
            let consent = (ground == JoinGround::Consent).then(|| self.consent(case, at, until, note));
            let (id, staff) = (self.ids.next::<Case>(at), self.offices.staff(member.agency, 0));
            self.chunk.add(
                Table::Team,
                row![
                    id,
                    case.id,
                    self.offices.agency(member.agency),
                    staff,
                    role.label(),
                    is_lead,
                    ground.key(),
                    note,
                    at,
                    self.offices.staff(case.sketch.opened_by, 0),
                    left.map(|left| self.at(left, 17, 0)),
                    if left.is_some() { "役割を終えた" } else { "" },
                    (!case.closed && left.is_none())
                        .then(|| case.due.map_or(cases::NEVER.to_owned(), |due| due.to_string())),
                    ground.basis().key(),
                    Channel::Own.key(),
                    until,
                    consent,
                    consent.map(|_| case.person),
                ],
            );
        }
    }

    /// Own grounds last until somebody ends them; consents and statutes are renewed, and end some day of the next year.
    fn until(&self, case: &Opened<'_>, ground: JoinGround, place: usize) -> Instant {
        if ground.basis() == Basis::Own {
            return cases::FOREVER;
        }
        let days = 5 + (case.sketch.opened.number().unsigned_abs() as usize + 61 * place) % 330;
        Instant::start_of(self.today().plus(days as i32))
    }

    /// What the person in the middle agreed to, after it was explained.
    fn consent(
        &mut self,
        case: &Opened<'_>,
        at: Instant,
        until: Instant,
        purpose: &'static str,
    ) -> Id<ConsentView> {
        let by = case.sketch.opened_by;
        let (agency, staff) = (self.offices.agency(by), self.offices.staff(by, 0));
        let (id, explained): (Id<ConsentView>, Id<Explanation>) = (self.ids.next(at), self.ids.next(at));
        self.chunk.add(
            Table::Explanations,
            row![
                explained,
                case.id,
                case.person,
                at.day(),
                ExplainMethod::InPerson.key(),
                "",
                "説明の紙",
                "「困ったときに話が通じるなら、知らせてもらってかまわない」とのこと。",
                agency,
                staff,
                at,
            ],
        );
        self.chunk.add(
            Table::Consents,
            row![
                id,
                case.id,
                case.person,
                GivenBy::Self_.key(),
                "",
                Answer::Agreed.key(),
                purpose,
                EVERYTHING,
                How::Oral.key(),
                "",
                "",
                at,
                until,
                agency,
                staff,
                at,
            ],
        );
        id
    }

    fn issues(&mut self, case: &Opened<'_>) {
        let settled =
            |c: &&ClosureSketch| matches!(c.reason, ClosureReason::GoalReached | ClosureReason::Linked);
        let resolved = case.sketch.closures.last().filter(|_| case.closed).filter(settled).map(|c| c.day);
        for issue in &case.sketch.issues {
            let since = issue.since.min(self.today());
            let id = self.ids.next::<Case>(self.at(since, 17, 0));
            let person =
                issue.member.map(|m| self.ids.person(case.house.key, m, false, case.house.registered));
            let found_by = self.offices.agency(case.sketch.opened_by);
            self.chunk.add(Table::Issues, row![id, case.id, person, issue.code, found_by, since, resolved]);
        }
    }

    fn phases(&mut self, case: &Opened<'_>) {
        let entered = case.sketch.steps.iter().filter(|step| step.status != CaseStatus::Closed);
        for (minute, step) in entered.enumerate() {
            let at = self.at(step.day, 17, minute as u8);
            let (id, staff) = (self.ids.next::<Case>(at), self.offices.staff(case.sketch.lead, 0));
            let phase = words::status(step.status).key();
            self.chunk.add(Table::Phases, row![id, case.id, phase, step.day, "", staff, at]);
        }
    }

    fn closure(&mut self, case: &Opened<'_>, of: &ClosureSketch) {
        let at = self.at(of.day, 17, 30);
        let (id, staff) = (self.ids.next::<Person>(at), self.offices.staff(of.agency, 0));
        let follow_up =
            of.follow_up.map(|agency| format!("このあとは{}が気にかける。", self.offices.name(agency)));
        let note = format!("{}{}", of.text, follow_up.unwrap_or_default());
        let reopened: Option<Day> = of.reopened;
        self.chunk.add(
            Table::Closures,
            row![
                id,
                case.id,
                words::closure(of.reason).key(),
                note,
                of.day,
                staff,
                at,
                reopened,
                reopened.map(|_| staff),
                of.reopened_because.clone(),
            ],
        );
    }
}

/// Talking among agencies is work, but no contact with the household.
fn last_contact(sketch: &CaseSketch) -> Option<Day> {
    use crate::CounterpartKind::{Family, Person};
    let met = |record: &&crate::RecordSketch| matches!(record.counterpart.kind, Person | Family);
    let came = sketch.consultation.came.map(|_| sketch.consultation.day);
    sketch.records.iter().filter(met).map(|record| record.day).chain(came).max()
}
