//! One SQL predicate per kind of record: which ids the agency `$1` may see, as a subquery for lists, and the same
//! narrowed to one id for a look-up. Both are cut from one text, so that they cannot disagree.

/// The rows by which an agency sees records of a kind.
pub struct Sight {
    /// For `id IN (…)` in a list.
    pub all: &'static str,
    arms: &'static [(&'static str, &'static str)],
}

impl Sight {
    /// Whether `id`, an expression of the query around, is in sight. A list of all that is would be made first and
    /// thrown away after one question.
    pub fn one(&self, id: &str) -> String {
        let narrowed: Vec<String> =
            self.arms.iter().map(|(rows, column)| format!("{rows} AND {column} = {id}")).collect();
        format!("{id} IN ({})", narrowed.join(" UNION ALL "))
    }
}

/// `rows` that answer the ids, each with the column that holds them.
macro_rules! sight {
    ($first:literal by $column:literal $(, $more:literal by $columns:literal)* $(,)?) => {
        Sight {
            all: concat!($first $(, " UNION ", $more)*),
            arms: &[($first, $column) $(, ($more, $columns))*],
        }
    };
}

/// Cases whose team the agency is in.
pub const CASES: Sight =
    sight!("SELECT case_id FROM case_team WHERE agency_id = $1 AND left_at IS NULL" by "case_id");

/// [`CASES`] for lists.
pub const VISIBLE_CASES: &str = CASES.all;

/// The row of `case_team t` by which the agency sees a case: what [`CASES`] asks, for lists that follow an order of
/// the team's own.
pub const OWN_TEAM: &str = "t.agency_id = $1 AND t.left_at IS NULL";

/// People of whom the agency has a record of its own, and people of the cases whose team it is in.
pub const PEOPLE: Sight = sight!(
    "SELECT person_id FROM person_agencies WHERE agency_id = $1" by "person_id",
    "SELECT cp.person_id FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id
     WHERE t.agency_id = $1 AND t.left_at IS NULL" by "cp.person_id",
);

/// [`PEOPLE`] for lists.
pub const VISIBLE_PEOPLE: &str = PEOPLE.all;

/// Consultations that the agency received, and those from which a case arose whose team it is in.
pub const CONSULTATIONS: Sight = sight!(
    "SELECT id FROM consultations WHERE agency_id = $1" by "id",
    "SELECT c.consultation_id FROM case_team t JOIN cases c ON c.id = t.case_id
     WHERE t.agency_id = $1 AND t.left_at IS NULL AND c.consultation_id IS NOT NULL" by "c.consultation_id",
);

/// [`CONSULTATIONS`] for lists.
pub const VISIBLE_CONSULTATIONS: &str = CONSULTATIONS.all;

/// Handovers that the agency sent or was sent. Both sides see where it stands.
pub const HANDOVERS: Sight = sight!(
    "SELECT id FROM handovers WHERE from_agency_id = $1" by "id",
    "SELECT id FROM handovers WHERE to_agency_id = $1" by "id",
);
