//! One SQL predicate per kind of record: a subquery that answers the ids which the agency `$1` may see.

/// Cases whose team the agency is in.
pub const VISIBLE_CASES: &str = "SELECT case_id FROM case_team WHERE agency_id = $1 AND left_at IS NULL";

/// The row of `case_team t` by which the agency sees a case: what [`VISIBLE_CASES`] asks, for lists that follow an
/// order of the team's own.
pub const OWN_TEAM: &str = "t.agency_id = $1 AND t.left_at IS NULL";

/// People of whom the agency has a record of its own, and people of the cases whose team it is in.
pub const VISIBLE_PEOPLE: &str = "SELECT person_id FROM person_agencies WHERE agency_id = $1
     UNION SELECT cp.person_id FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id
     WHERE t.agency_id = $1 AND t.left_at IS NULL";

/// Consultations that the agency received, and those from which a case arose whose team it is in.
pub const VISIBLE_CONSULTATIONS: &str = "SELECT id FROM consultations WHERE agency_id = $1
     UNION SELECT c.consultation_id FROM case_team t JOIN cases c ON c.id = t.case_id
     WHERE t.agency_id = $1 AND t.left_at IS NULL AND c.consultation_id IS NOT NULL";

/// Handovers that the agency sent or was sent. Both sides see where it stands.
pub const VISIBLE_HANDOVERS: &str = "SELECT id FROM handovers WHERE from_agency_id = $1
     UNION SELECT id FROM handovers WHERE to_agency_id = $1";
