-- The log, sealed: each event in a dense order of its own, chained and signed (U-02). `docs/AUDIT_FORMAT.md`.

-- The place of an event in the chain. Written some minutes after the event, by the sealer alone.
CREATE TABLE audit_links (
    -- 1, 2, 3 … without a gap, in the order of sealing.
    n BIGINT NOT NULL PRIMARY KEY,
    -- The event. No foreign key: the link outlives what it proves.
    seq BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    link BYTEA NOT NULL
);
CREATE UNIQUE INDEX audit_links_seq ON audit_links (seq);

-- What was signed after so many links.
CREATE TABLE audit_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- The highest number among the events that were sealed by then.
    top_seq BIGINT NOT NULL,
    -- The roots of the full subtrees, from which the tree grows on.
    peaks BYTEA NOT NULL,
    -- The signed text.
    note TEXT NOT NULL
);

-- 気になる閲覧: what a rule found in the log of a month, until somebody has looked at it (U-04).
CREATE TABLE audit_reviews (
    id TEXT NOT NULL PRIMARY KEY,
    -- 2026-04
    month TEXT NOT NULL,
    rule TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    -- The id of a case or a person, or a day: what makes two findings of a rule two.
    subject TEXT NOT NULL,
    case_id TEXT REFERENCES cases (id),
    accesses BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    -- 確認済み: by whom, when, with which words.
    confirmed_at BIGINT,
    confirmed_by TEXT REFERENCES staff (id),
    note TEXT NOT NULL
);
CREATE UNIQUE INDEX audit_reviews_place ON audit_reviews (month, rule, staff_id, subject);

-- 閲覧の報告: a person asks who has seen their record (L-08).
CREATE TABLE access_reports (
    id TEXT NOT NULL PRIMARY KEY,
    -- None: asked about somebody whom we do not know, or whose record may not be confirmed.
    person_id TEXT REFERENCES people (id),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    -- By what the asker proved to be the person.
    identity TEXT NOT NULL,
    requested_by TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    requested_at BIGINT NOT NULL,
    -- Empty until decided: `disclosed`, or `neither` (存否応答拒否, 個人情報保護法81条).
    decision TEXT NOT NULL,
    -- What is disclosed, frozen (JSON).
    entries TEXT NOT NULL,
    withheld BIGINT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT
);
CREATE INDEX access_reports_person ON access_reports (person_id);

-- Taking data out is a right of its own, given to a named person for a time (C-06, Z-08).
CREATE TABLE export_rights (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    granted_by TEXT NOT NULL REFERENCES staff (id),
    granted_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX export_rights_staff ON export_rights (staff_id);

-- 持ち出し簿.
CREATE TABLE exports (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    right_id TEXT NOT NULL REFERENCES export_rights (id),
    purpose TEXT NOT NULL,
    lines BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX exports_code ON exports (code);
