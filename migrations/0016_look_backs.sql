-- ふり返り (OTA-06, EDO-21): what was learnt from a closed case, without anybody in it, and what it should change in the plan of
-- the programme.

CREATE TABLE look_backs (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character: the library and proposals call it by this. It tells neither order nor time.
    code TEXT NOT NULL,
    -- The source. Only the agency that wrote it finds the way back, and only while the case is its own task.
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    status TEXT NOT NULL,
    -- On which ground it was written: consent ended its purpose with the case.
    ground TEXT NOT NULL,
    item_id TEXT REFERENCES conference_items (id),
    title TEXT NOT NULL,
    household TEXT NOT NULL,
    effect TEXT NOT NULL,
    actions TEXT NOT NULL,
    results TEXT NOT NULL,
    challenges TEXT NOT NULL,
    lessons TEXT NOT NULL,
    -- The fiscal year in which it was published. No finer date leaves.
    year BIGINT,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX look_backs_code ON look_backs (code);
CREATE INDEX look_backs_case ON look_backs (case_id);
CREATE INDEX look_backs_agency ON look_backs (agency_id, recorded_at);
CREATE INDEX look_backs_status ON look_backs (status, year);

-- As the case had them when it was written; later changes of the case are no news of the library.
CREATE TABLE look_back_issues (
    look_back_id TEXT NOT NULL REFERENCES look_backs (id),
    issue_type TEXT NOT NULL,
    PRIMARY KEY (look_back_id, issue_type)
); -- by key
CREATE INDEX look_back_issues_type ON look_back_issues (issue_type);

-- Kinds and fields of the agencies that helped, never their names.
CREATE TABLE look_back_agencies (
    look_back_id TEXT NOT NULL REFERENCES look_backs (id),
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (look_back_id, kind, field)
); -- by key

-- Everybody who wrote words that were handed in: none of them approves.
CREATE TABLE look_back_submissions (
    id TEXT NOT NULL PRIMARY KEY,
    look_back_id TEXT NOT NULL REFERENCES look_backs (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL
);
CREATE INDEX look_back_submissions_look_back ON look_back_submissions (look_back_id);

-- Approved, returned with a remark, withdrawn with a reason.
CREATE TABLE look_back_decisions (
    id TEXT NOT NULL PRIMARY KEY,
    look_back_id TEXT NOT NULL REFERENCES look_backs (id),
    decision TEXT NOT NULL,
    note TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL
);
CREATE INDEX look_back_decisions_look_back ON look_back_decisions (look_back_id, at);

-- 実施計画の見直し提案: cites look-backs by their numbers.
CREATE TABLE revision_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    proposed_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    decision_note TEXT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX revision_proposals_status ON revision_proposals (status, proposed_at);

CREATE TABLE revision_proposal_look_backs (
    proposal_id TEXT NOT NULL REFERENCES revision_proposals (id),
    look_back_id TEXT NOT NULL REFERENCES look_backs (id),
    PRIMARY KEY (proposal_id, look_back_id)
); -- by key
CREATE INDEX revision_proposal_look_backs_look_back ON revision_proposal_look_backs (look_back_id);
