-- 助言者・専門家の登録簿 (OTA-09): who may be asked for advice, kept by the office that runs the conferences. Nothing of a case is in it.

CREATE TABLE advisers (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    availability TEXT NOT NULL,
    -- Personal data of the adviser: opened one by one, each time with its line in the log.
    contact TEXT NOT NULL,
    -- The account of an adviser who signs in; most do not.
    staff_id TEXT REFERENCES staff (id),
    registered_by TEXT NOT NULL REFERENCES staff (id),
    registered_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES staff (id),
    changed_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES staff (id),
    ended_at BIGINT,
    end_reason TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX advisers_field ON advisers (field, name);
CREATE UNIQUE INDEX advisers_staff ON advisers (staff_id) WHERE staff_id IS NOT NULL AND ended_at IS NULL;

-- 守秘の誓約: each one stays, with its day and the version of its words.
CREATE TABLE adviser_pledges (
    id TEXT NOT NULL PRIMARY KEY,
    adviser_id TEXT NOT NULL REFERENCES advisers (id),
    pledged_on TEXT NOT NULL,
    wording TEXT NOT NULL,
    -- The last day on which it holds; none where it has no end.
    until_on TEXT,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX adviser_pledges_adviser ON adviser_pledges (adviser_id, pledged_on);

-- As whom of the register a member was invited.
ALTER TABLE conference_members ADD COLUMN adviser_id TEXT REFERENCES advisers (id);
CREATE INDEX conference_members_adviser ON conference_members (adviser_id) WHERE adviser_id IS NOT NULL;

-- 助言 of somebody who is no member: written down by whoever keeps the minutes, under the name of who gave it.
CREATE TABLE conference_advice (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    adviser_id TEXT NOT NULL REFERENCES advisers (id),
    -- Whether the adviser was in the room, or was asked without a name.
    way TEXT NOT NULL,
    advice TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES staff (id),
    written_at BIGINT NOT NULL
);
CREATE INDEX conference_advice_item ON conference_advice (item_id, written_at);
CREATE INDEX conference_advice_adviser ON conference_advice (adviser_id);

-- 食い違い that somebody saw where no program can: in words. It tells of what both statements tell, and is seen as a statement is.
CREATE TABLE assessment_contradictions (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    -- The two statements, the smaller id first.
    one_id TEXT NOT NULL REFERENCES assessment_answers (id),
    other_id TEXT NOT NULL REFERENCES assessment_answers (id),
    reason TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    person_id TEXT REFERENCES people (id),
    categories BIGINT NOT NULL,
    channel TEXT NOT NULL,
    sealed BOOLEAN NOT NULL,
    recorded_at BIGINT NOT NULL,
    -- Taken back by the agency that saw it.
    ended_by TEXT REFERENCES staff (id),
    ended_at BIGINT
);
CREATE INDEX assessment_contradictions_case ON assessment_contradictions (case_id, recorded_at);
CREATE UNIQUE INDEX assessment_contradictions_pair ON assessment_contradictions (one_id, other_id) WHERE ended_at IS NULL;
CREATE INDEX assessment_contradictions_other ON assessment_contradictions (other_id);
CREATE INDEX assessment_contradictions_person ON assessment_contradictions (person_id) WHERE person_id IS NOT NULL;

-- Which of them a joint policy takes up.
CREATE TABLE joint_policy_contradictions (
    policy_id TEXT NOT NULL REFERENCES joint_policies (id),
    contradiction_id TEXT NOT NULL REFERENCES assessment_contradictions (id),
    PRIMARY KEY (policy_id, contradiction_id)
); -- by key
CREATE INDEX joint_policy_contradictions_contradiction ON joint_policy_contradictions (contradiction_id);

-- 案件ごとの報告 (EDO-19): what came of an item, for the office that looks after the conferences. It names nobody.
CREATE TABLE conference_item_reports (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    results TEXT NOT NULL,
    issues TEXT NOT NULL,
    reported_by TEXT NOT NULL REFERENCES staff (id),
    reported_at BIGINT NOT NULL,
    received_by TEXT REFERENCES staff (id),
    received_at BIGINT
);
CREATE UNIQUE INDEX conference_item_reports_item ON conference_item_reports (item_id);
CREATE INDEX conference_item_reports_waiting ON conference_item_reports (reported_at) WHERE received_at IS NULL;
