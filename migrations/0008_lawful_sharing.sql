-- On which ground information moves, to whom, how far and until when.

-- What a consent can cover. Six by default; a profile may name others. A bit never changes its meaning.
CREATE TABLE information_categories (
    key TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    bit BIGINT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL
); -- by key

-- 同意: what one person answered, about one case. Each adult answers for themself; what a family says is kept as that.
CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    -- The person, the family, or who may decide for the person by law.
    given_by TEXT NOT NULL,
    given_by_name TEXT NOT NULL,
    answer TEXT NOT NULL,
    purpose TEXT NOT NULL,
    -- Bits of information_categories.
    categories BIGINT NOT NULL,
    method TEXT NOT NULL,
    -- Somebody outside the system who may be told as well.
    outside TEXT NOT NULL,
    refusal_reason TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX consents_case ON consents (case_id, person_id);
CREATE INDEX consents_person ON consents (person_id);

-- How it was explained: more than once, by whom, in which words, and what the person said (TOK-12).
CREATE TABLE consent_explanations (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    consent_id TEXT REFERENCES consents (id),
    explained_on TEXT NOT NULL,
    method TEXT NOT NULL,
    accompanied_by TEXT NOT NULL,
    materials TEXT NOT NULL,
    -- 本人のことば・様子.
    words TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX consent_explanations_case ON consent_explanations (case_id, person_id);

-- 同意をやめる: wholly, or towards one agency.
CREATE TABLE consent_withdrawals (
    id TEXT NOT NULL PRIMARY KEY,
    consent_id TEXT NOT NULL REFERENCES consents (id),
    agency_id TEXT REFERENCES agencies (id),
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id)
);
CREATE INDEX consent_withdrawals_consent ON consent_withdrawals (consent_id);

-- A signed sheet, or a photograph of it.
CREATE TABLE consent_evidence (
    id TEXT NOT NULL PRIMARY KEY,
    consent_id TEXT NOT NULL REFERENCES consents (id),
    media_type TEXT NOT NULL,
    digest TEXT NOT NULL,
    body BYTEA NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    added_at BIGINT NOT NULL
);
CREATE INDEX consent_evidence_consent ON consent_evidence (consent_id);

-- A row of the team is the ground of its agency: which basis, until when, and whose consent it rests on. An agency may
-- have several grounds. Open-ended ones last until the end of time.
ALTER TABLE case_team ADD COLUMN basis TEXT NOT NULL DEFAULT 'own';
-- Which information it opens: the case's own, or that of a council under another law.
ALTER TABLE case_team ADD COLUMN channel TEXT NOT NULL DEFAULT 'own';
ALTER TABLE case_team ADD COLUMN until_at BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE case_team ADD COLUMN consent_id TEXT REFERENCES consents (id);
-- Whose consent it is: of the case's people, the one whom the ground lets be seen. Nobody's where it opens all of them.
ALTER TABLE case_team ADD COLUMN person_id TEXT REFERENCES people (id);
-- Whether other grounds of the agency may stand beside this one: another row that nobody ended, or an emergency of one of its
-- people. Where there are none, a work list tells the bases from the row alone.
ALTER TABLE case_team ADD COLUMN beside BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE case_team SET beside = TRUE WHERE left_at IS NULL AND EXISTS (SELECT 1 FROM case_team o
    WHERE o.case_id = case_team.case_id AND o.agency_id = case_team.agency_id AND o.left_at IS NULL AND o.id <> case_team.id);
-- What was called consent before consents were records opens nothing until one is recorded.
UPDATE case_team SET basis = 'consent', until_at = 0 WHERE ground = 'consent';
UPDATE case_team SET basis = 'law' WHERE ground = 'law';
DROP INDEX case_team_agency;
-- All columns that the door asks for, so that it is answered from the index alone.
CREATE INDEX case_team_agency ON case_team (agency_id, case_id, basis, until_at, channel, consent_id, person_id, left_at) WHERE left_at IS NULL;
DROP INDEX case_team_due;
CREATE INDEX case_team_due ON case_team (agency_id, due_on, case_id, until_at, basis, beside, person_id, left_at) WHERE left_at IS NULL AND due_on IS NOT NULL;
CREATE INDEX case_team_consent ON case_team (consent_id);
CREATE INDEX case_team_person ON case_team (person_id) WHERE person_id IS NOT NULL;

-- What a record tells, of whom, and how it came in. Nothing said means: of everybody, and of everything.
ALTER TABLE case_records ADD COLUMN person_id TEXT REFERENCES people (id);
ALTER TABLE case_records ADD COLUMN categories BIGINT NOT NULL DEFAULT 0;
-- By which channel it entered; it is not shown in another one.
ALTER TABLE case_records ADD COLUMN channel TEXT NOT NULL DEFAULT 'own';
-- 自機関だけの覚え書き.
ALTER TABLE case_records ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
-- 第三者の話を含む, 条件つきで聞いた話 (個人情報保護法 78条1項2号, 3号ロ).
ALTER TABLE case_records ADD COLUMN third_party BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_records ADD COLUMN on_condition BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX case_records_agency ON case_records (agency_id, recorded_at);

-- 緊急: one person opens one case for an hour at most, and answers for it.
CREATE TABLE emergency_accesses (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    -- Whom the person called before.
    contacted TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- The last day on which the review is not late.
    review_due_on TEXT NOT NULL,
    reviewed_at BIGINT,
    reviewed_by TEXT REFERENCES staff (id),
    finding TEXT NOT NULL,
    review_note TEXT NOT NULL
);
CREATE INDEX emergency_accesses_staff ON emergency_accesses (staff_id, case_id, until_at);
CREATE INDEX emergency_accesses_case ON emergency_accesses (case_id);

-- 利害関係: whose relative or acquaintance a worker is. They see nothing of each other here.
CREATE TABLE staff_ties (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX staff_ties_staff ON staff_ties (staff_id, until_at);
CREATE INDEX staff_ties_person ON staff_ties (person_id);

-- 相手方: from whom somebody is protected, with whoever stands on that side.
CREATE TABLE adverse_parties (
    id TEXT NOT NULL PRIMARY KEY,
    protected_id TEXT NOT NULL REFERENCES people (id),
    -- A person of the register, …
    adverse_id TEXT REFERENCES people (id),
    -- … an agency, …
    agency_id TEXT REFERENCES agencies (id),
    -- … or somebody who works here.
    staff_id TEXT REFERENCES staff (id),
    name TEXT NOT NULL,
    -- Folded, to recognise a recipient outside the system.
    name_key TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE INDEX adverse_parties_protected ON adverse_parties (protected_id);
CREATE INDEX adverse_parties_adverse ON adverse_parties (adverse_id);
CREATE INDEX adverse_parties_agency ON adverse_parties (agency_id, until_at);
CREATE INDEX adverse_parties_staff ON adverse_parties (staff_id, until_at);

-- 運用ルール (OTA-16): whoever has not accepted the current version opens no case.
CREATE TABLE operating_rules (
    version BIGINT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT REFERENCES staff (id)
); -- by key

CREATE TABLE rule_acceptances (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    version BIGINT NOT NULL REFERENCES operating_rules (version),
    at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, version)
); -- by key
