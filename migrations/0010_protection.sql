-- 住所保護 (DV等支援措置): who decided what about it, who keeps the addresses, and to whom one was ever told.

-- 住所管理者: named staff, from a day to a day. It is no role and opens no case.
CREATE TABLE custody_duties (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    from_on TEXT NOT NULL,
    to_on TEXT,
    granted_by TEXT NOT NULL REFERENCES staff (id),
    granted_at BIGINT NOT NULL,
    ended_by TEXT REFERENCES staff (id)
);
CREATE INDEX custody_duties_staff ON custody_duties (staff_id);

-- A protection holds from its first moment. Another person confirms it; until then it waits in a list and holds as well.
ALTER TABLE address_protections ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE address_protections ADD COLUMN confirmed_at BIGINT;
ALTER TABLE address_protections ADD COLUMN confirmed_by TEXT REFERENCES staff (id);
-- When it comes onto the list for renewal; never when it ends. Nothing means a year after its beginning.
ALTER TABLE address_protections ADD COLUMN renew_at BIGINT;

CREATE TABLE protection_renewals (
    id TEXT NOT NULL PRIMARY KEY,
    protection_id TEXT NOT NULL REFERENCES address_protections (id),
    renew_at BIGINT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL
);
CREATE INDEX protection_renewals_protection ON protection_renewals (protection_id);

-- 解除: one custodian proposes with a reason, another one decides.
CREATE TABLE protection_ends (
    id TEXT NOT NULL PRIMARY KEY,
    protection_id TEXT NOT NULL REFERENCES address_protections (id),
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES staff (id),
    proposed_at BIGINT NOT NULL,
    -- Empty while it waits.
    decision TEXT NOT NULL,
    note TEXT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT
);
CREATE INDEX protection_ends_protection ON protection_ends (protection_id);

-- 住所の開示: asked for by one custodian, approved by another one, shown to the first once. Never what was shown.
CREATE TABLE address_releases (
    id TEXT NOT NULL PRIMARY KEY,
    protection_id TEXT NOT NULL REFERENCES address_protections (id),
    -- The protected person, or somebody who lives with them.
    person_id TEXT NOT NULL REFERENCES people (id),
    recipient TEXT NOT NULL,
    agency_id TEXT REFERENCES agencies (id),
    purpose TEXT NOT NULL,
    -- The article, if a statute demands it.
    statute TEXT NOT NULL,
    method TEXT NOT NULL,
    reason TEXT NOT NULL,
    requested_by TEXT NOT NULL REFERENCES staff (id),
    requested_at BIGINT NOT NULL,
    -- Empty while it waits.
    decision TEXT NOT NULL,
    refusal_reason TEXT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at BIGINT,
    -- Until when it may be decided, and then until when it may be shown.
    until_at BIGINT NOT NULL,
    shown_at BIGINT
);
CREATE INDEX address_releases_protection ON address_releases (protection_id);
CREATE INDEX address_releases_person ON address_releases (person_id);

-- What lifts a bar or a shield takes a second person.
ALTER TABLE adverse_parties ADD COLUMN confirmed_by TEXT REFERENCES staff (id);
ALTER TABLE adverse_parties ADD COLUMN confirmed_at BIGINT;
ALTER TABLE adverse_parties ADD COLUMN ended_by TEXT REFERENCES staff (id);
ALTER TABLE staff_ties ADD COLUMN ended_by TEXT REFERENCES staff (id);

-- When somebody wrote down that a membership has ended: who lived with a protected person stays shielded, whatever day
-- is written into it.
ALTER TABLE household_members ADD COLUMN ended_at BIGINT;
