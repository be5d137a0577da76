-- What a team says to each other, what is urgent, who else is in touch, and cases that turned out to be one.

-- The thread of a team (OTA-15). A member reads from the day of joining.
CREATE TABLE team_messages (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX team_messages_case ON team_messages (case_id, at);

-- Abuse, DV, danger to life: each has a legal route of its own and waits for nobody (ALL-20).
CREATE TABLE urgent_flags (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    -- Whom it was reported to, and when; empty until then.
    notified_to TEXT NOT NULL,
    notified_at BIGINT,
    raised_by TEXT NOT NULL REFERENCES staff (id),
    raised_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT NOT NULL
);
CREATE INDEX urgent_flags_case ON urgent_flags (case_id);

-- Bodies that are in touch with the household without being in the team (TOK-11).
CREATE TABLE involvements (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    body TEXT NOT NULL,
    contact TEXT NOT NULL,
    since_on TEXT,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX involvements_case ON involvements (case_id);

-- Two cases of one household that were opened at two counters (ALL-06).
CREATE TABLE case_merges (
    id TEXT NOT NULL PRIMARY KEY,
    kept_id TEXT NOT NULL REFERENCES cases (id),
    merged_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    -- Which rows moved and which memberships ended, so that undoing gives the same data as before (JSON).
    moved TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT REFERENCES staff (id)
);
CREATE INDEX case_merges_kept ON case_merges (kept_id);
CREATE INDEX case_merges_merged ON case_merges (merged_id);
