-- 多機関協働への相談: an agency asks those who coordinate how to go on, and is told. It opens no case to anybody.

CREATE TABLE coordination_requests (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character: both sides call it by this.
    code TEXT NOT NULL,
    -- The case of the one who asks, if it is about one: who coordinates sees it only on a ground of its own.
    case_id TEXT REFERENCES cases (id),
    kind TEXT NOT NULL,
    question TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Where consent stands, as the one who asks tells it.
    consent_state TEXT NOT NULL,
    urgency TEXT NOT NULL,
    from_agency_id TEXT NOT NULL REFERENCES agencies (id),
    from_staff_id TEXT NOT NULL REFERENCES staff (id),
    asked_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    -- Who took it on.
    taken_agency_id TEXT REFERENCES agencies (id),
    taken_by TEXT REFERENCES staff (id),
    taken_at BIGINT,
    -- How it was answered: advice alone, a team without a conference, a conference.
    answer TEXT,
    advice TEXT NOT NULL,
    answered_agency_id TEXT REFERENCES agencies (id),
    answered_by TEXT REFERENCES staff (id),
    answered_at BIGINT,
    -- Who moves next, with what and by when: never empty.
    next_agency_id TEXT NOT NULL REFERENCES agencies (id),
    next_owner TEXT NOT NULL,
    next_step TEXT NOT NULL,
    next_due_on TEXT NOT NULL,
    -- What came of the last step.
    result TEXT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX coordination_requests_code ON coordination_requests (code);
CREATE INDEX coordination_requests_case ON coordination_requests (case_id);
CREATE INDEX coordination_requests_from ON coordination_requests (from_agency_id, status);
CREATE INDEX coordination_requests_next ON coordination_requests (next_agency_id, status);

-- Who was asked: one agency, or all that coordinate, until one of them takes it on.
CREATE TABLE coordination_receivers (
    request_id TEXT NOT NULL REFERENCES coordination_requests (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    ended_at BIGINT,
    PRIMARY KEY (request_id, agency_id)
); -- by key
CREATE INDEX coordination_receivers_agency ON coordination_receivers (agency_id, request_id);

CREATE TABLE coordination_issues (
    request_id TEXT NOT NULL REFERENCES coordination_requests (id),
    issue_type TEXT NOT NULL REFERENCES issue_types (key),
    PRIMARY KEY (request_id, issue_type)
); -- by key
