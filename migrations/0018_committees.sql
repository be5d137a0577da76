-- 合議体と庁内の連絡 (ODA-17, ODA-18, TOK-04): bodies of the municipality, notices between its departments, papers for the meeting of
-- representatives, proposals for what the municipality should make.

-- A body: one of the profile from the moment something is written about it, with its name as it was then, or one that was added.
CREATE TABLE committees (
    id TEXT NOT NULL PRIMARY KEY,
    -- Of the profile; the id again for one that was added.
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    chair TEXT NOT NULL,
    secretariat TEXT NOT NULL,
    frequency TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES staff (id),
    added_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX committees_key ON committees (key);

-- Who sits there, from a day to a day, and from which field.
CREATE TABLE committee_members (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL REFERENCES committees (id),
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    field TEXT NOT NULL,
    from_on TEXT NOT NULL,
    -- The last day; none while the person sits there.
    to_on TEXT,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX committee_members_committee ON committee_members (committee_id, from_on);

-- When a body met. Nothing in it is about a supported person.
CREATE TABLE committee_meetings (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL REFERENCES committees (id),
    meets_on TEXT NOT NULL,
    agenda TEXT NOT NULL,
    -- Empty until they are written.
    minutes TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX committee_meetings_committee ON committee_meetings (committee_id, meets_on);

-- 連絡票: what a department noticed. Whoever sent it is told that it was received, and that it was dealt with, and no more.
CREATE TABLE department_notices (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character: it tells neither order nor number.
    code TEXT NOT NULL,
    from_agency_id TEXT NOT NULL REFERENCES agencies (id),
    from_staff_id TEXT NOT NULL REFERENCES staff (id),
    to_agency_id TEXT NOT NULL REFERENCES agencies (id),
    content TEXT NOT NULL,
    -- Whom it concerns, as the sender wrote it; empty without a ground.
    person_name TEXT NOT NULL,
    reached_by TEXT NOT NULL,
    consent_state TEXT NOT NULL,
    ground TEXT NOT NULL,
    ground_note TEXT NOT NULL,
    urgency TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    answer_note TEXT NOT NULL,
    answered_by TEXT REFERENCES staff (id),
    answered_at BIGINT,
    -- What it became, if it was taken up.
    consultation_id TEXT REFERENCES consultations (id)
);
CREATE UNIQUE INDEX department_notices_code ON department_notices (code);
CREATE INDEX department_notices_to ON department_notices (to_agency_id, status, sent_at);
CREATE INDEX department_notices_from ON department_notices (from_staff_id, from_agency_id, sent_at);
CREATE INDEX department_notices_consultation ON department_notices (consultation_id);

-- 代表者会議資料: counts as they were when it was made, small ones masked already.
CREATE TABLE committee_packs (
    id TEXT NOT NULL PRIMARY KEY,
    -- Of the body for which it was made.
    committee_key TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    content TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES staff (id),
    made_at BIGINT NOT NULL
);
-- Periods do not overlap: the difference of two would tell what each of them masks.
CREATE UNIQUE INDEX committee_packs_from ON committee_packs (from_on);
CREATE UNIQUE INDEX committee_packs_to ON committee_packs (to_on);

-- 制度づくりの提案.
CREATE TABLE system_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    origin TEXT NOT NULL,
    -- Key of a body, or number of a lesson; empty for others.
    origin_ref TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    proposed_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX system_proposals_status ON system_proposals (status, proposed_at);

-- What became of it, step by step, with the day and the reason.
CREATE TABLE system_proposal_steps (
    id TEXT NOT NULL PRIMARY KEY,
    proposal_id TEXT NOT NULL REFERENCES system_proposals (id),
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL
);
CREATE INDEX system_proposal_steps_proposal ON system_proposal_steps (proposal_id, at);
