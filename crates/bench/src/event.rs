use bench::floor::Value;
use bench::pages::text;

/// The bare row that a page leaves in the log.
pub(crate) const AUDIT: &str = "INSERT INTO audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Its values.
pub(crate) fn audit_row(agency: &str, staff: &str, case: &str) -> Vec<Value> {
    let words =
        ["0123456789abc", staff, agency, "counter_worker", "read", "case", case, case, "own", "", "ok"];
    std::iter::once(Value::Int(1_775_012_400_000_000)).chain(words.map(text)).collect()
}

/// One statement for so many of them.
pub(crate) fn audit_lines(lines: usize, row: &[Value]) -> (String, Vec<Value>) {
    let tuple = |line: usize| {
        let values: Vec<String> = (1..=row.len()).map(|n| format!("${}", line * row.len() + n)).collect();
        format!("({})", values.join(", "))
    };
    let tuples: Vec<String> = (0..lines).map(tuple).collect();
    let into = AUDIT.split("VALUES").next().unwrap_or_default();
    (format!("{into}VALUES {}", tuples.join(", ")), vec![row; lines].concat())
}
