-- 会議の事務局: what happens to an item before it is convened.

-- The office that answers an application, where the municipality names one; otherwise whoever decides.
ALTER TABLE conference_items ADD COLUMN office_id TEXT REFERENCES agencies (id);
-- By when whoever moves next does so: the office, or the applicant once it came back. No duty, no day.
ALTER TABLE conference_items ADD COLUMN due_on TEXT;

-- 申出の歩み: each step with its remark, which stays when the item comes back and goes out again.
CREATE TABLE conference_steps (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    step TEXT NOT NULL,
    note TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    at BIGINT NOT NULL
);
CREATE INDEX conference_steps_item ON conference_steps (item_id, at);

-- 根拠: the article by which an item is dealt with, beside that of secrecy, and the version of the municipality's own rule.
ALTER TABLE conference_items ADD COLUMN ground_ref TEXT NOT NULL DEFAULT '';
ALTER TABLE conference_items ADD COLUMN rule_version TEXT NOT NULL DEFAULT '';
UPDATE conference_items SET ground_ref = CASE WHEN ground = 'statute' THEN '社会福祉法第106条の6第1項' ELSE law_ref END;

-- 会議への提案: whoever has a case as its own task brings an item to a sitting that another office convenes.
CREATE TABLE conference_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    sitting_id TEXT NOT NULL REFERENCES conference_sittings (id),
    -- Why there. Names nobody: it is read before there is a ground.
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES staff (id),
    proposed_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    answer_note TEXT NOT NULL,
    answered_by TEXT REFERENCES staff (id),
    answered_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX conference_proposals_item ON conference_proposals (item_id, proposed_at);
CREATE UNIQUE INDEX conference_proposals_open ON conference_proposals (item_id) WHERE status IN ('waiting', 'taken');
CREATE INDEX conference_proposals_sitting ON conference_proposals (sitting_id, status);

-- Who is suggested for an item by its issues, and was put aside by whoever convenes it: an agency, or a kind of agency in words.
CREATE TABLE conference_dismissals (
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    what TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (item_id, what)
); -- by key
