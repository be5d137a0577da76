-- 支援会議 (社会福祉法 106条の6), as small as the law allows: an item on one case, its named members, its frozen papers.

CREATE TABLE conference_items (
    id TEXT NOT NULL PRIMARY KEY,
    -- Random with a check character: members call it by this.
    code TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    -- Why there is no consent, what was tried, why it is needed, what is to be discussed.
    no_consent_reason TEXT NOT NULL,
    tried TEXT NOT NULL,
    necessity TEXT NOT NULL,
    question TEXT NOT NULL,
    meets_on TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    requested_by TEXT NOT NULL REFERENCES staff (id),
    requested_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    -- Another person decides: nobody convenes for themself.
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT,
    decision_note TEXT NOT NULL,
    -- The articles as they stood when it was convened.
    law_ref TEXT NOT NULL,
    penalty_ref TEXT NOT NULL,
    -- The window in which members may read; empty until the papers are frozen.
    opens_at BIGINT,
    closes_at BIGINT
);
CREATE UNIQUE INDEX conference_items_code ON conference_items (code);
CREATE INDEX conference_items_case ON conference_items (case_id);
CREATE INDEX conference_items_status ON conference_items (status, requested_at);

-- Members are named people; each acknowledges the duty of secrecy for this item.
CREATE TABLE conference_members (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    invited_by TEXT NOT NULL REFERENCES staff (id),
    invited_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    -- The name as the member wrote it.
    acknowledged_as TEXT NOT NULL,
    declined_at BIGINT,
    removed_at BIGINT
);
CREATE UNIQUE INDEX conference_members_item ON conference_members (item_id, staff_id);
CREATE INDEX conference_members_staff ON conference_members (staff_id);

-- The papers, frozen: what is written afterwards is not in them.
CREATE TABLE conference_packets (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES conference_items (id),
    body TEXT NOT NULL,
    frozen_by TEXT NOT NULL REFERENCES staff (id),
    frozen_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX conference_packets_item ON conference_packets (item_id);
