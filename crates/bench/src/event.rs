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
