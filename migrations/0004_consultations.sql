-- 相談受付・申込票: one record for both variants (本人同意あり / 同意なし).
CREATE TABLE consultations (
    id TEXT NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL,
    received_on TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    -- 窓口, 電話, 訪問, 出張, 居場所 …: the opportunity (ODA-20).
    channel TEXT NOT NULL,
    -- Who brought it, as 相談経路 counts it.
    visitor_kind TEXT NOT NULL,
    visitor_name TEXT NOT NULL,
    visitor_contact TEXT NOT NULL,
    visitor_relation TEXT NOT NULL,
    -- The person it is about; none while anonymous.
    person_id TEXT REFERENCES people (id),
    nickname TEXT NOT NULL,
    household_id TEXT REFERENCES households (id),
    content TEXT NOT NULL,
    urgency TEXT NOT NULL,
    consent_state TEXT NOT NULL,
    no_consent_reason TEXT NOT NULL,
    information_from TEXT NOT NULL,
    work TEXT NOT NULL,
    housing TEXT NOT NULL,
    insurance TEXT NOT NULL,
    pension TEXT NOT NULL,
    -- A worry outside the counter's own field, noticed on the side (OTA-20).
    noticed TEXT NOT NULL,
    triage TEXT NOT NULL,
    triage_reason TEXT NOT NULL,
    triaged_at BIGINT,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX consultations_agency ON consultations (agency_id, received_at);
CREATE INDEX consultations_person ON consultations (person_id);

-- ○ for each that applies; exactly one ◎, the most serious.
CREATE TABLE consultation_topics (
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    topic TEXT NOT NULL,
    most_serious BOOLEAN NOT NULL,
    PRIMARY KEY (consultation_id, topic)
);
CREATE UNIQUE INDEX consultation_topics_most_serious ON consultation_topics (consultation_id) WHERE most_serious;

-- Others whom the consultation is about, known or not.
CREATE TABLE consultation_people (
    id TEXT NOT NULL PRIMARY KEY,
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    person_id TEXT REFERENCES people (id),
    name TEXT NOT NULL,
    standing TEXT NOT NULL
);
CREATE INDEX consultation_people_consultation ON consultation_people (consultation_id);

-- What a text said before it was corrected. The old words stay readable.
CREATE TABLE superseded_texts (
    id TEXT NOT NULL PRIMARY KEY,
    object_id TEXT NOT NULL,
    no BIGINT NOT NULL,
    text TEXT NOT NULL,
    -- Who replaced it, and why.
    staff_id TEXT NOT NULL REFERENCES staff (id),
    agency_id TEXT NOT NULL REFERENCES agencies (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX superseded_texts_object ON superseded_texts (object_id, no);
