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
