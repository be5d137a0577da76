-- 連絡票 that a counter passed on to another one: who had it when, and why it went on. The counter that has it now stands in the notice.
CREATE TABLE department_notice_passings (
    id TEXT NOT NULL PRIMARY KEY,
    notice_id TEXT NOT NULL REFERENCES department_notices (id),
    from_agency_id TEXT NOT NULL REFERENCES agencies (id),
    to_agency_id TEXT NOT NULL REFERENCES agencies (id),
    reason TEXT NOT NULL,
    passed_by TEXT NOT NULL REFERENCES staff (id),
    passed_at BIGINT NOT NULL
);
CREATE INDEX department_notice_passings_notice ON department_notice_passings (notice_id, passed_at);
CREATE INDEX department_notice_passings_from ON department_notice_passings (from_agency_id, passed_at);
