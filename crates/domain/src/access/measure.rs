//! What the engine asks, as text, for measuring what it costs against the same list without it. `$1` is the agency, `$2`
//! the person, `$3` the moment; `unbarred` says that nothing bars the person, as a sign-in finds out.

use super::{Act, Kind, decide, sight};

/// The condition on rows of `case_team t` and `cases c` by which a work list takes a case.
pub fn work_list(unbarred: bool) -> String {
    sight::team_rows_for(unbarred)
}

/// The condition on `people p` by which a search finds somebody.
pub fn people(unbarred: bool) -> String {
    sight::condition(Kind::Person, Act::List, false, unbarred)
}

/// The bases of a case `c` that stands in a work list by the row `t` of its team, as a column.
pub fn bases_of_line() -> String {
    sight::bases_by_row()
}

/// The bases of a person `p`, as a column.
pub fn bases_of_person() -> String {
    sight::bases(Kind::Person)
}

/// Whether the person in the middle `p` of a case `c`, seen by the row `t` of its team, may be named.
pub fn named() -> String {
    sight::named_by_row()
}

/// The whole list of [`decide_all`](super::decide_all), for tests that break it on purpose.
pub fn list(kind: Kind, act: Act) -> Option<String> {
    decide::list_question(kind, act, false)
}

/// The look-up of [`decide`](super::decide()) for every row at once, for tests that break it on purpose.
pub fn look_ups(kind: Kind, act: Act) -> Option<String> {
    decide::look_ups_question(kind, act, false)
}
