-- 会議: one sitting holds items on different grounds; what was decided there, who does what, what was asked and answered.

-- A sitting. Its name decides nothing: each item has a ground of its own.
CREATE TABLE conference_sittings (
    id TEXT NOT NULL PRIMARY KEY,
    -- Key of the meeting in the profile; empty for one that the profile does not name.
    container TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Name of the area, where the meeting has one in each.
    area TEXT NOT NULL,
    meets_on TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    place TEXT NOT NULL,
    chair TEXT NOT NULL,
    secretariat TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    convened_by TEXT NOT NULL REFERENCES staff (id),
    convened_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    held_at BIGINT,
    -- The report that the municipality's rule asks for; no day, no duty. It names nobody.
    report_due_on TEXT,
    report TEXT NOT NULL,
    reported_by TEXT REFERENCES staff (id),
    reported_at BIGINT,
    received_by TEXT REFERENCES staff (id),
    received_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX conference_sittings_agency ON conference_sittings (agency_id, meets_on);
CREATE INDEX conference_sittings_due ON conference_sittings (report_due_on) WHERE report_due_on IS NOT NULL;

ALTER TABLE conference_items ADD COLUMN sitting_id TEXT REFERENCES conference_sittings (id);
ALTER TABLE conference_items ADD COLUMN starts_at TEXT NOT NULL DEFAULT '';
-- On what ground: the statute, or consent.
ALTER TABLE conference_items ADD COLUMN ground TEXT NOT NULL DEFAULT 'statute';
ALTER TABLE conference_items ADD COLUMN purpose TEXT NOT NULL DEFAULT 'roles';
-- Bits of information_categories that the papers of a consented item tell; 0 until they are frozen.
ALTER TABLE conference_items ADD COLUMN categories BIGINT NOT NULL DEFAULT 0;
-- The item that it follows; nothing of that one's papers or minutes comes along.
ALTER TABLE conference_items ADD COLUMN previous_id TEXT REFERENCES conference_items (id);
-- The municipality's own rule, and the version of the notice of secrecy.
ALTER TABLE conference_items ADD COLUMN rule_name TEXT NOT NULL DEFAULT '';
ALTER TABLE conference_items ADD COLUMN notice_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE conference_items ADD COLUMN outcome TEXT;
ALTER TABLE conference_items ADD COLUMN outcome_note TEXT NOT NULL DEFAULT '';
ALTER TABLE conference_items ADD COLUMN next_on TEXT;
ALTER TABLE conference_items ADD COLUMN held_at BIGINT;
ALTER TABLE conference_items ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX conference_items_sitting ON conference_items (sitting_id);

-- Of whom a consented item tells: those who have agreed, and nobody else.
CREATE TABLE conference_item_people (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    person_id TEXT NOT NULL REFERENCES people (id)
);
CREATE INDEX conference_item_people_item ON conference_item_people (item_id);
CREATE INDEX conference_item_people_person ON conference_item_people (person_id);

ALTER TABLE conference_members ADD COLUMN part TEXT NOT NULL DEFAULT 'member';
-- Which version of the notice was acknowledged.
ALTER TABLE conference_members ADD COLUMN acknowledged_version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE conference_members ADD COLUMN present BOOLEAN NOT NULL DEFAULT FALSE;
-- 助言: kept apart from what the conference decides.
ALTER TABLE conference_members ADD COLUMN advice TEXT NOT NULL DEFAULT '';

-- 論点と決定, typed while people talk.
CREATE TABLE conference_points (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    position BIGINT NOT NULL,
    question TEXT NOT NULL,
    memo TEXT NOT NULL,
    decision TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES staff (id),
    written_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX conference_points_item ON conference_points (item_id, position);

-- 役割分担: from the moment the item ends it stands in the list of whoever took it on.
CREATE TABLE conference_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    issue TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The member who took it on; nobody yet while it is open who does it.
    member_id TEXT REFERENCES conference_members (id),
    -- Somebody who does it and is no member.
    outside TEXT NOT NULL,
    due_on TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES staff (id),
    written_at BIGINT NOT NULL,
    result TEXT NOT NULL,
    done_by TEXT REFERENCES staff (id),
    done_at BIGINT
);
CREATE INDEX conference_assignments_item ON conference_assignments (item_id, written_at);
CREATE INDEX conference_assignments_member ON conference_assignments (member_id) WHERE done_at IS NULL;
CREATE INDEX conference_assignments_case ON conference_assignments (case_id);

-- 照会 (社会福祉法 106条の6第3項): whoever is asked tries to answer, and may refuse.
CREATE TABLE conference_inquiries (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    member_id TEXT NOT NULL REFERENCES conference_members (id),
    question TEXT NOT NULL,
    due_on TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES staff (id),
    asked_at BIGINT NOT NULL,
    reply TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT REFERENCES staff (id),
    answered_at BIGINT
);
CREATE INDEX conference_inquiries_item ON conference_inquiries (item_id, asked_at);
CREATE INDEX conference_inquiries_member ON conference_inquiries (member_id) WHERE reply = 'waiting';

-- 資料の控え: each printed copy has a number and a name, and comes back.
CREATE TABLE conference_copies (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    member_id TEXT NOT NULL REFERENCES conference_members (id),
    number BIGINT NOT NULL,
    printed_by TEXT NOT NULL REFERENCES staff (id),
    printed_at BIGINT NOT NULL,
    returned_to TEXT REFERENCES staff (id),
    returned_at BIGINT
);
CREATE UNIQUE INDEX conference_copies_number ON conference_copies (item_id, number);
