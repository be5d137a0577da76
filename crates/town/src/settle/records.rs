use domain::Choice;
use domain::cases::{RecordView, Task};
use kernel::{Id, Instant, fold, grams};

use super::{
    case::Opened,
    chunk::{Entry, row},
    settler::Settler,
    table::Table,
    words,
};
use crate::{CounterpartKind, RecordSketch, TaskSketch};

/// A record that was written.
pub(super) struct Recorded {
    id: Id<RecordView>,
    at: Instant,
}

impl Settler<'_> {
    pub(super) fn records(&mut self, case: &Opened<'_>) -> Vec<Recorded> {
        case.sketch.records.iter().map(|record| self.record(case, record)).collect()
    }

    fn record(&mut self, case: &Opened<'_>, of: &RecordSketch) -> Recorded {
        let happened = self.past(of.at());
        let written =
            self.past(happened.plus_seconds(i64::from(of.late_days) * 86_400 + 60 * i64::from(of.minutes)));
        let id: Id<RecordView> = self.ids.next(written);
        let name = match of.counterpart.kind {
            CounterpartKind::Person | CounterpartKind::Nobody => String::new(),
            _ => of.counterpart.name.clone(),
        };
        let about = matches!(of.counterpart.kind, CounterpartKind::Person).then_some(case.person);
        let next = of.next.as_ref().map_or_else(String::new, |next| next.text.clone());
        self.chunk.add(
            Table::Records,
            row![
                id,
                case.id,
                happened,
                happened.day(),
                words::method(of.method).key(),
                words::counterpart(of.counterpart.kind).key(),
                name,
                of.body.clone(),
                next,
                i64::from(of.minutes),
                self.offices.agency(of.agency),
                self.offices.staff(of.agency, of.staff),
                0,
                written,
                about,
            ],
        );
        let text = fold::text(&of.body);
        let grams = grams::of_text(&text);
        self.chunk.find(Entry { kind: "record", object: id.cast(), parent: case.id.cast(), text, grams });
        self.made_in_case(case.id, (of.agency, of.staff), written);
        Recorded { id, at: written }
    }

    pub(super) fn tasks(&mut self, case: &Opened<'_>, records: &[Recorded]) {
        case.sketch.tasks.iter().for_each(|task| self.task(case, task, records.get(task.record)));
    }

    fn task(&mut self, case: &Opened<'_>, of: &TaskSketch, record: Option<&Recorded>) {
        let created = record.map_or(case.at, |record| record.at);
        // Nothing stays open in a closed case.
        let done = of.done.or_else(|| case.closed.then_some(of.due));
        let done = done.map(|day| self.at(day, 16, 0).max(created));
        let (id, staff) = (self.ids.next::<Task>(created), self.offices.staff(of.agency, of.staff));
        self.chunk.add(
            Table::Tasks,
            row![
                id,
                case.id,
                of.title.clone(),
                of.due,
                self.offices.agency(of.agency),
                staff,
                record.map(|record| record.id),
                staff,
                created,
                done,
                done.map(|_| staff),
            ],
        );
    }
}
