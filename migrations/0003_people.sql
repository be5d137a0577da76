-- Persons and households. Unknown and approximate values are legal everywhere.

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    -- As written on paper; empty if withheld or unknown. Never normalised.
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    -- What staff call a person whose name is not known (呼び名).
    nickname TEXT NOT NULL,
    name_state TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth_precision TEXT NOT NULL,
    birth_earliest TEXT,
    birth_latest TEXT,
    -- Search keys, made by folding; see `kernel::fold`.
    name_key TEXT NOT NULL,
    kana_key TEXT NOT NULL,
    registered_by TEXT NOT NULL REFERENCES agencies (id),
    registered_at BIGINT NOT NULL,
    -- Set when this person turned out to be another one; undone by clearing it.
    merged_into TEXT REFERENCES people (id),
    version BIGINT NOT NULL
);
CREATE INDEX people_name_key ON people (name_key);
CREATE INDEX people_kana_key ON people (kana_key);
CREATE INDEX people_birth ON people (birth_earliest);
CREATE INDEX people_merged_into ON people (merged_into);

-- Former names, 通称, the spelling of a residence card.
CREATE TABLE person_names (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT
);
CREATE INDEX person_names_person ON person_names (person_id);

-- Address, phone, workplace, school: one class of data, kept apart and masked by default.
CREATE TABLE person_contacts (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    key TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX person_contacts_person ON person_contacts (person_id);
CREATE INDEX person_contacts_key ON person_contacts (kind, key);

-- DV等支援措置: while a row is open, no contact of the person is shown, printed or searched.
CREATE TABLE address_protections (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    since_at BIGINT NOT NULL,
    until_at BIGINT,
    recorded_by TEXT NOT NULL REFERENCES staff (id)
);
CREATE INDEX address_protections_person ON address_protections (person_id);

-- An agency that has a record of its own on a person (所管).
CREATE TABLE person_agencies (
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    since_at BIGINT NOT NULL,
    PRIMARY KEY (agency_id, person_id)
); -- by key
CREATE INDEX person_agencies_person ON person_agencies (person_id);

-- By what a person was told apart from others.
CREATE TABLE identity_checks (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    methods TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX identity_checks_person ON identity_checks (person_id);

CREATE TABLE households (
    id TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    registered_by TEXT NOT NULL REFERENCES agencies (id),
    registered_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Dated; a person may belong to two households at once.
CREATE TABLE household_members (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    -- 続柄 to the reference person, as the counter wrote it.
    standing TEXT NOT NULL,
    living_together BOOLEAN NOT NULL,
    is_reference BOOLEAN NOT NULL,
    from_on TEXT,
    to_on TEXT,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX household_members_household ON household_members (household_id);
CREATE INDEX household_members_person ON household_members (person_id);

-- Recorded once, from one side, and read from both.
CREATE TABLE relations (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    other_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES staff (id),
    recorded_at BIGINT NOT NULL,
    -- Written by mistake, or no longer so. The row stays, with who took it back and why.
    ended_at BIGINT,
    ended_by TEXT REFERENCES staff (id),
    end_reason TEXT
);
CREATE INDEX relations_person ON relations (person_id);
CREATE INDEX relations_other ON relations (other_id);

-- Two who look alike and were found to be two; the smaller id first.
CREATE TABLE distinct_people (
    person_id TEXT NOT NULL REFERENCES people (id),
    other_id TEXT NOT NULL REFERENCES people (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, other_id)
);

CREATE TABLE person_merges (
    id TEXT NOT NULL PRIMARY KEY,
    kept_id TEXT NOT NULL REFERENCES people (id),
    merged_id TEXT NOT NULL REFERENCES people (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    -- Which rows moved, so that undoing gives the same data as before (JSON).
    moved TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT REFERENCES staff (id)
);
CREATE INDEX person_merges_kept ON person_merges (kept_id);
