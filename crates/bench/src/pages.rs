//! The pages that are measured, each with the raw SQL of the same answer.

use crate::floor::Value;

/// A page and its floor.
pub struct Page {
    /// What it is.
    pub name: &'static str,
    /// Where it is.
    pub path: String,
    /// The statements of the same answer.
    pub statements: Vec<(String, Vec<Value>)>,
    /// How many lines it leaves in the log.
    pub lines: usize,
    /// Whether its ratio is one of the promised ones, or only told.
    pub promised: bool,
}

const VISIBLE: &str = "SELECT case_id FROM case_team WHERE agency_id = $1 AND left_at IS NULL";

/// Whoever looks at a page.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Their agency.
    pub agency: &'a str,
    /// Their account.
    pub staff: &'a str,
}

impl Reader<'_> {
    /// What the frame of every page says: to whom it speaks, and how many handovers wait for their agency.
    pub fn frame(self) -> [(String, Vec<Value>); 2] {
        let speaks_to =
            "SELECT p.name, p.login, a.name, f.role FROM staff p JOIN affiliations f ON f.staff_id = p.id
             JOIN agencies a ON a.id = f.agency_id WHERE p.id = $1 AND a.id = $2";
        let waiting =
            "SELECT count(*) FROM handovers WHERE to_agency_id = $1 AND status IN ('sent', 'on_hold')";
        [
            (speaks_to.to_owned(), vec![text(self.staff), text(self.agency)]),
            (waiting.to_owned(), vec![text(self.agency)]),
        ]
    }
}

/// The work list of an agency.
pub fn work_list(reader: Reader<'_>) -> Page {
    let sql = "SELECT c.id, c.code, p.name, c.nickname, p.kana, p.birth_precision, p.birth_earliest, p.birth_latest, c.status,
                a.name, c.next_due_on, c.last_contact_on
         FROM case_team t JOIN cases c ON c.id = t.case_id
         JOIN agencies a ON a.id = c.lead_agency_id LEFT JOIN people p ON p.id = c.person_id
         WHERE t.agency_id = $1 AND t.left_at IS NULL AND t.due_on IS NOT NULL ORDER BY t.due_on, t.case_id LIMIT 50"
    .to_owned();
    let mut statements = vec![(sql, vec![text(reader.agency)])];
    statements.extend(reader.frame());
    Page { name: "work list (50 rows)", path: "/cases".into(), statements, lines: 1, promised: true }
}

/// The page of a case with 50 records.
pub fn case(name: &'static str, reader: Reader<'_>, id: &str, code: &str) -> Page {
    let one = |sql: &str| (sql.to_owned(), vec![text(id)]);
    let mut statements = vec![
        (
            format!(
                "SELECT c.id, c.code, c.household_id, c.person_id, c.nickname, c.status, c.lead_agency_id, c.wish, c.opened_on,
                        c.support_began_on, c.last_contact_on, c.next_due_on, c.closed_on, a.name, s.name
                 FROM cases c JOIN agencies a ON a.id = c.lead_agency_id LEFT JOIN staff s ON s.id = c.lead_staff_id
                 WHERE c.id = $2 AND c.id IN ({VISIBLE} AND case_id = $2)"
            ),
            vec![text(reader.agency), text(id)],
        ),
        one("SELECT p.id, p.name, p.nickname, p.kana, p.birth_precision, p.birth_earliest, p.birth_latest, m.standing, m.living_together
             FROM case_people cp JOIN people p ON p.id = cp.person_id JOIN cases c ON c.id = cp.case_id
             LEFT JOIN household_members m ON m.household_id = c.household_id AND m.person_id = p.id AND m.to_on IS NULL
             WHERE cp.case_id = $1 ORDER BY (p.id = c.person_id) DESC, p.birth_earliest, p.id"),
        one("SELECT r.id, r.happened_at, r.method, r.counterpart, r.counterpart_name, r.text, r.next_step, r.agency_id, a.name,
                    s.name, r.corrections, r.withdrawn_at, r.recorded_at, q.name, r.channel, r.sealed
             FROM case_records r JOIN agencies a ON a.id = r.agency_id JOIN staff s ON s.id = r.staff_id
             LEFT JOIN people q ON q.id = r.person_id WHERE r.case_id = $1 ORDER BY r.happened_at DESC, r.id DESC LIMIT 50"),
        one("SELECT t.id, t.title, t.due_on, t.agency_id, a.name, s.name, t.done_at FROM tasks t
             JOIN agencies a ON a.id = t.agency_id LEFT JOIN staff s ON s.id = t.staff_id
             WHERE t.case_id = $1 AND t.done_at IS NULL ORDER BY t.due_on LIMIT 50"),
        one("SELECT t.id, t.agency_id, a.name, a.phone, s.name, t.role_text, t.is_lead, t.ground, t.ground_note, t.joined_at, t.left_at
             FROM case_team t JOIN agencies a ON a.id = t.agency_id LEFT JOIN staff s ON s.id = t.staff_id WHERE t.case_id = $1"),
        one("SELECT i.id, i.issue_type, p.name, a.name, i.found_on, i.resolved_on FROM case_issues i
             JOIN agencies a ON a.id = i.found_by LEFT JOIN people p ON p.id = i.person_id WHERE i.case_id = $1"),
        one("SELECT phase, entered_on, note, recorded_at FROM case_phases WHERE case_id = $1 ORDER BY entered_on"),
        one("SELECT h.id, h.code, f.name, h.to_outside, h.status, h.sent_at, h.reply_due_on, h.next_owner FROM handovers h
             JOIN agencies f ON f.id = h.from_agency_id WHERE h.case_id = $1 ORDER BY h.sent_at DESC LIMIT 20"),
        one("SELECT reason, note, closed_on, reopened_on, reopen_reason FROM closures WHERE case_id = $1"),
        one("SELECT DISTINCT a.id, a.name, y.name FROM case_issues i JOIN cases c ON c.id = i.case_id
             JOIN responsibilities r ON r.issue_type = i.issue_type JOIN issue_types y ON y.key = i.issue_type
             JOIN agencies a ON a.id = r.agency_id WHERE i.case_id = $1 AND i.resolved_on IS NULL AND r.from_on <= c.opened_on
             ORDER BY a.name, y.name"),
        ("SELECT key, name FROM issue_types WHERE active ORDER BY position".to_owned(), Vec::new()),
    ];
    statements.extend(reader.frame());
    Page { name, path: format!("/cases/{code}"), statements, lines: 1, promised: true }
}

/// A search for a person by two characters: what is in sight, held against the words. Beginning at the index of words takes
/// ten times as long for somebody who sees as little.
pub fn search(reader: Reader<'_>, words: &str, path: String) -> Page {
    let pattern = |folded: &str| domain::search::Query::new(folded).map_or_else(String::new, |q| q.pattern);
    let people =
        "SELECT p.id, p.name, p.kana, p.nickname, p.sex, p.birth_precision, p.birth_earliest, p.birth_latest,
                (SELECT min(n.name) FROM person_names n WHERE n.person_id = p.id),
                (SELECT min(m.standing) FROM household_members m WHERE m.person_id = p.id AND m.to_on IS NULL)
         FROM people p WHERE p.merged_into IS NULL AND p.id IN (
             SELECT person_id FROM person_agencies WHERE agency_id = $1
             UNION SELECT cp.person_id FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id
             WHERE t.agency_id = $1 AND t.left_at IS NULL)
         AND EXISTS (SELECT 1 FROM search_entries e WHERE e.object_id = p.id AND e.text LIKE $2 ESCAPE '!')
         ORDER BY p.kana_key, p.name_key, p.birth_earliest, p.id LIMIT 50"
            .to_owned();
    let records = format!(
        "SELECT c.code, r.happened_at, r.text FROM cases c CROSS JOIN search_entries e CROSS JOIN case_records r
         WHERE c.id IN ({VISIBLE}) AND e.parent_id = c.id AND r.id = e.object_id AND e.text LIKE $2 ESCAPE '!'
         ORDER BY r.happened_at DESC LIMIT 20"
    );
    let by = |folded: &str| vec![text(reader.agency), Value::Text(pattern(folded))];
    let mut statements =
        vec![(people, by(&kernel::fold::name(words))), (records, by(&kernel::fold::text(words)))];
    statements.extend(reader.frame());
    Page { name: "person search (2 characters)", path, statements, lines: 1, promised: true }
}

/// A text parameter.
pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}
