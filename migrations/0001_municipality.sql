-- The municipality of this database, its organisations and the people who work in them.

-- One municipality, one database: exactly one row.
CREATE TABLE municipality (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The profile as it was loaded (TOML), so that the database explains itself without its files.
    profile TEXT NOT NULL,
    -- Fictional data must say so on every screen and print.
    fictional BOOLEAN NOT NULL,
    loaded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE service_areas (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE UNIQUE INDEX service_areas_key ON service_areas (key);

-- Departments, councils of social welfare, contractors: whoever can hold a record.
CREATE TABLE agencies (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    area_id TEXT REFERENCES service_areas (id),
    phone TEXT NOT NULL,
    -- What it does, for colleagues who choose where to hand over.
    about TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL
); -- by key
CREATE UNIQUE INDEX agencies_key ON agencies (key);

-- 課題: the types by which cases are counted, as the profile defines them.
CREATE TABLE issue_types (
    key TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL
); -- by key

-- Who is in charge of new cases with an issue, by the day on which they begin (OTA-29). A proposal, never an order.
CREATE TABLE responsibilities (
    issue_type TEXT NOT NULL REFERENCES issue_types (key),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    from_on TEXT NOT NULL,
    to_on TEXT,
    PRIMARY KEY (issue_type, agency_id, from_on)
); -- by key

-- Named accounts only: one row, one human being.
CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    -- The last time step that was accepted: a code works once.
    totp_step BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
); -- by key
CREATE UNIQUE INDEX staff_login ON staff (login);

-- Where a person stands (いまの立場): an organisation and a role there, from a day to a day.
CREATE TABLE affiliations (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    role TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT
); -- by key
CREATE INDEX affiliations_staff ON affiliations (staff_id);
CREATE INDEX affiliations_agency ON affiliations (agency_id);

-- Server-side sign-ins. The id is the hash of the token, so that a stolen table opens nothing.
CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    affiliation_id TEXT NOT NULL REFERENCES affiliations (id),
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT
); -- by key
CREATE INDEX sign_ins_staff ON sign_ins (staff_id);

-- Tokens for other programs, each bound to a named account and an affiliation.
CREATE TABLE access_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    affiliation_id TEXT NOT NULL REFERENCES affiliations (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
); -- by key
CREATE UNIQUE INDEX access_tokens_hash ON access_tokens (hash);

-- Failed guesses, by account and by network address.
CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    until_at BIGINT NOT NULL
); -- by key

-- What a person is writing, before it is saved.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    form TEXT NOT NULL,
    -- What the form is about: a case code, an id, or empty.
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX drafts_place ON drafts (staff_id, agency_id, form, subject);

-- Answers to writes that were already carried out, so that pressing twice saves once.
CREATE TABLE carried_out (
    staff_id TEXT NOT NULL,
    key TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    location TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The key first: it is asked for in the same breath as who asks.
    PRIMARY KEY (key, staff_id)
); -- by key

-- What was typed into the search box. It never stands in an address or a log, and goes with the sign-in.
CREATE TABLE searches (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    words TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX searches_staff ON searches (staff_id, at);
