use domain::Choice;
use domain::audit::{Action, Event, Kind};
use domain::consultations::Urgency;
use domain::department_notices::{NoticeConsent, NoticeGround, Receipt};
use kernel::{Id, Instant};

use super::{
    chunk::{Any, row},
    settler::Settler,
    table::Table,
};
use crate::AgencyField;

/// What a section noticed, about nobody by name.
const MAIL: &str = "窓口で手続きをした80代の方。2か月続けて督促の手紙が開かれていない様子だった。";
const PAYMENT: &str = "納付の相談に来た50代の方。仕事をやめてから食事を減らしていると話した。";
const REASON: &str = "高齢の方ではなく、くらしと仕事の相談にあたるため";

impl Settler<'_> {
    /// Two notices of a section of the office: one waits where it was sent, one was passed on to another counter and waits there.
    /// None in a town without such a section, or without two counters.
    pub(super) fn notices(&mut self) {
        let place = |field| self.town.plan().agencies.iter().position(|agency| agency.field == field);
        let (section, counter, other) = (
            place(AgencyField::City),
            place(AgencyField::Elder).or(place(AgencyField::Coordination)),
            place(AgencyField::Hardship),
        );
        let (Some(section), Some(counter), Some(other)) = (section, counter, other) else { return };
        self.notice(section, counter, None, MAIL, self.at(self.today().plus(-3), 10, 20));
        self.notice(section, counter, Some(other), PAYMENT, self.at(self.today().plus(-2), 11, 40));
    }

    fn notice(&mut self, from: usize, to: usize, then: Option<usize>, content: &'static str, sent: Instant) {
        let (id, code) = self.ids.notice(sent);
        self.chunk.add(
            Table::Notices,
            row![
                id,
                code,
                self.offices.agency(from),
                self.offices.staff(from, 0),
                self.offices.agency(then.unwrap_or(to)),
                content,
                "",
                "",
                NoticeConsent::NotAsked.key(),
                NoticeGround::None.key(),
                "",
                Urgency::Normal.key(),
                sent,
                Receipt::Received.key(),
                "",
            ],
        );
        self.made(Kind::Notice, id, (from, 0), sent);
        let Some(then) = then else { return };
        let passed = self.past(sent.plus_seconds(3 * 3_600));
        let passing: Id<Any> = self.ids.next(passed);
        let by = self.offices.staff(to, 0);
        self.chunk.add(
            Table::Passings,
            row![passing, id, self.offices.agency(to), self.offices.agency(then), REASON, by, passed],
        );
        let line = Event::new(Action::Change, Kind::Notice, id).for_purpose("passed on");
        self.chunk.log(line.row(&self.offices.scope(to, 0, passed)));
    }
}
