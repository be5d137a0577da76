-- Who did what, for whom, on which basis. Never the content. No foreign keys: the log outlives what it names.
CREATE TABLE audit_events (
    seq BIGSERIAL PRIMARY KEY,
    at BIGINT NOT NULL,
    request TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    agency_id TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The ids of what was shown or changed, separated by spaces.
    objects TEXT NOT NULL,
    case_id TEXT,
    basis TEXT NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE INDEX audit_events_case ON audit_events (case_id, seq);
CREATE INDEX audit_events_staff ON audit_events (staff_id, seq);
