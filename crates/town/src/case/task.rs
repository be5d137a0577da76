use kernel::Day;

use super::RecordSketch;
use crate::rng::Rng;

/// Something to do. It comes from the next step of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSketch {
    /// What.
    pub title: String,
    /// Until when.
    pub due: Day,
    /// Done on this day, if it is done.
    pub done: Option<Day>,
    /// The agency that has to do it.
    pub agency: usize,
    /// Which of its staff.
    pub staff: usize,
    /// The record it comes from, among the records of the case.
    pub record: usize,
}

/// The tasks of a case. Past ones are mostly done; a closed case leaves none open.
pub(super) fn tasks(
    records: &[RecordSketch],
    closed: Option<Day>,
    today: Day,
    rng: &mut Rng,
) -> Vec<TaskSketch> {
    let with_next =
        records.iter().enumerate().filter_map(|(at, record)| Some((at, record, record.next.as_ref()?)));
    with_next
        .map(|(at, record, next)| {
            let done =
                next.due.plus(rng.between(-3, 4)).max(record.day).min(closed.unwrap_or(next.due.plus(9)));
            let open = closed.is_none() && (done > today || next.due.plus(45) > today && rng.percent(14));
            TaskSketch {
                title: next.text.clone(),
                due: next.due,
                done: (!open).then_some(done),
                agency: record.agency,
                staff: record.staff,
                record: at,
            }
        })
        .collect()
}
