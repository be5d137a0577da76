use domain::Choice;
use domain::audit::{Action, Event, Kind};
use domain::cases::handover::{Packet, PacketPerson, PacketRecord, Progress};
use kernel::Instant;

use super::{case::Opened, chunk::row, settler::Settler, table::Table, words};
use crate::{Ground, HandoverSketch, HandoverStatus};

/// Records that travel with a handover at most.
const RECORDS: usize = 2;

impl Settler<'_> {
    pub(super) fn handover(&mut self, case: &Opened<'_>, of: &HandoverSketch) {
        let sent = self.at(of.day, 15, 0);
        let (id, code) = self.ids.handover(sent);
        let answered = of.answered.map(|day| self.at(day, 11, 0).max(sent));
        let status = progress(of.status, case.closed);
        let joined = case.sketch.team.iter().find(|member| member.agency == of.to);
        let ground = words::passed_on(joined.map_or(Ground::Consent, |member| member.ground));
        let note =
            joined.map_or("本人から口頭で", |member| words::joined(member.ground, false, false).1);
        let accepted = matches!(status, Progress::Accepted | Progress::Done);
        let result = self.past(answered.unwrap_or(sent).plus_seconds(14 * 86_400));
        let owner = match status {
            Progress::Sent | Progress::OnHold => self.offices.name(of.to),
            Progress::Accepted | Progress::Done => self.offices.staff_name(of.to, 0),
            Progress::Declined | Progress::Cancelled => self.offices.staff_name(of.from, 0),
        };
        self.chunk.add(
            Table::Handovers,
            row![
                id,
                code,
                case.id,
                self.offices.agency(of.from),
                self.offices.staff(of.from, 0),
                self.offices.agency(of.to),
                "",
                "",
                case.sketch.issues.first().map_or("", |issue| issue.code),
                format!("{}\n{}", of.request, of.reason),
                domain::consultations::Urgency::Normal.key(),
                words::way(of.way).key(),
                ground.key(),
                note,
                self.packet(case, of, sent),
                of.reply_by,
                status.key(),
                sent,
                answered,
                answered.or_else(|| (status == Progress::Cancelled).then_some(result)),
                answer(of, status),
                owner.to_owned(),
                if accepted { "いっしょに会う日を決める" } else { "" },
                answered.filter(|_| accepted).map(|at| at.day().plus(7)),
                of.result,
                (status == Progress::Done).then_some(result),
                1,
            ],
        );
        let line = Event::new(Action::Create, Kind::Handover, id).of_case(case.id).for_purpose(note);
        self.chunk.log(line.row(&self.offices.scope(of.from, 0, sent)));
    }

    /// What travelled: the person, and the last records of the agency that sent it. Never an address.
    fn packet(&self, case: &Opened<'_>, of: &HandoverSketch, sent: Instant) -> String {
        let own = case.sketch.records.iter().filter(|r| r.agency == of.from && r.at() < sent);
        let records = own
            .rev()
            .take(RECORDS)
            .map(|r| PacketRecord { at: r.at().list_form(), text: r.body.clone() })
            .collect();
        let person = case.house.sketch.members.get(case.sketch.subject).map(|person| PacketPerson {
            name: case.house.written(&person.name.full()),
            kana: person.name.kana(),
            birth: words::birth(person.birth).birth_form(sent.day()),
        });
        // Texts and lists always have a JSON form.
        serde_json::to_string(&Packet { person, records }).unwrap_or_default()
    }
}

/// A closed case waits for no answer.
fn progress(status: HandoverStatus, closed: bool) -> Progress {
    match status {
        HandoverStatus::Sent if closed => Progress::Cancelled,
        HandoverStatus::Sent => Progress::Sent,
        HandoverStatus::Accepted => Progress::Accepted,
        HandoverStatus::Declined => Progress::Declined,
        HandoverStatus::Done => Progress::Done,
    }
}

fn answer(of: &HandoverSketch, status: Progress) -> String {
    match status {
        Progress::Declined => of.decline_reason.to_owned(),
        Progress::Cancelled => "ケースが終結したため".to_owned(),
        _ => String::new(),
    }
}
